from __future__ import annotations

from training.datasets.feature_columns import features_of, monotone_directions
from zbrisk.signals.header import SignalHeader, parse_header

TEXT = {"zh": "一", "en": "one"}


def header(name: str, direction: str, *measures: str, target: str = "concealed_assets") -> SignalHeader:
    header = {
        "label": TEXT, "targets": [target], "typology": "context", "direction": direction, "at": "day",
        "measures": list(measures), "reason": TEXT, "absent": TEXT,
    }  # fmt: skip
    return parse_header(name, header, targets=["concealed_assets", "sham_litigation"], days=["filed"])


def test_counts_keep_to_the_direction_of_their_header_and_nothing_else_does() -> None:
    headers = [
        header("up", "raises", "count", "sum(price)", "count / claim_amount"),
        header("down", "lowers", "exists"),
        header("both", "either", "count"),
    ]
    assert monotone_directions(headers) == {"up__count__all": 1, "down__exists__all": -1}


def test_a_target_sees_the_features_of_its_own_signals() -> None:
    headers = [
        header("a", "raises", "count", "days_since_last"),
        header("b", "raises", "count", target="sham_litigation"),
    ]
    assert features_of(headers, "concealed_assets") == ("a__count__all", "a__days_since_last__all")
    assert features_of(headers, "sham_litigation") == ("b__count__all",)
