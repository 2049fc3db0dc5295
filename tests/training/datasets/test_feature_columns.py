from __future__ import annotations

from training.datasets.feature_columns import features_of, monotone_directions
from zbrisk.signals.card import Card, parse_card

TEXT = {"zh": "一", "en": "one"}


def card(name: str, direction: str, *measures: str, target: str = "concealed_assets") -> Card:
    header = {
        "label": TEXT, "targets": [target], "typology": "context", "direction": direction, "at": "day",
        "measures": list(measures), "reason": TEXT, "absent": TEXT,
    }  # fmt: skip
    return parse_card(name, header, targets=["concealed_assets", "sham_litigation"], days=["filed"])


def test_counts_keep_to_the_direction_of_their_card_and_nothing_else_does() -> None:
    cards = [card("up", "raises", "count", "sum(price)", "count / claim_amount"), card("down", "lowers", "exists"),
             card("both", "either", "count")]  # fmt: skip
    assert monotone_directions(cards) == {"up__count__all": 1, "down__exists__all": -1}


def test_a_target_sees_the_features_of_its_own_signals() -> None:
    cards = [card("a", "raises", "count", "days_since_last"), card("b", "raises", "count", target="sham_litigation")]
    assert features_of(cards, "concealed_assets") == ("a__count__all", "a__days_since_last__all")
    assert features_of(cards, "sham_litigation") == ("b__count__all",)
