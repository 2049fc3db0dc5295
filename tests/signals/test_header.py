from __future__ import annotations

from typing import Any

import pytest

from zbrisk.signals.header import PLACEHOLDER, SignalHeader, parse_header

TARGETS = ("concealed_assets", "sham_litigation")
DAYS = ("filed", "closed", "suit_filed", "served")
TEXT = {"zh": "文字", "en": "text"}
HEADER: dict[str, Any] = {
    "label": {"zh": "查封车辆仍在行驶", "en": "Seized vehicle still on the road"},
    "targets": ["concealed_assets"],
    "typology": "A13",
    "at": "ts",
    "measures": ["count", "days_since_last", {"distinct(place)": ["90d"]}],
    "windows": ["all", "90d", "since closed"],
    "reason": {"zh": "{count} 次，近90天 {count@90d} 次", "en": "{count} times, last {days_since_last} days ago"},
    "innocent": TEXT,
    "verify": TEXT,
}


def header(**more: Any) -> SignalHeader:
    header = {name: value for name, value in (HEADER | more).items() if value is not None}
    return parse_header("seen", header, targets=TARGETS, days=DAYS)


def test_what_may_be_told_in_the_debtor_s_favour() -> None:
    none = {"zh": "无", "en": "none"}
    assert header().favourable == header(direction="either").favourable == ()
    assert header(direction="lowers", absent=none).favourable == ("rows",)
    assert header(favourable=["absence"], absent=none).favourable == ("absence",)


def test_the_windows_that_a_reason_can_be_told_of() -> None:
    def told(reason: str) -> list[str]:
        return [window.text for window in header(reason={"zh": reason, "en": reason}).sentence_windows]

    assert told("{window} {count}") == told("{rows}") == ["all", "90d", "since closed"]
    assert told("{distinct_place}") == ["90d"]
    assert told("{count}，{days_since_last}") == ["all", "90d", "since closed"]  # the last of all is the last of each
    assert told("{count@90d}") == ["90d"]
    assert told("{count}，{count@90d}") == []


def test_features_are_measures_by_windows() -> None:
    assert [name for name, _, _ in header().features()] == [
        "seen__count__all",
        "seen__count__90d",
        "seen__count__since_closed",
        "seen__days_since_last__all",
        "seen__distinct_place__90d",
    ]
    assert [window.text for window in header().windows] == ["all", "90d", "since closed"]


BY = {
    "role": {"debtor": {"zh": "被执行人", "en": "the debtor"}, "kin": {"zh": "亲属", "en": "kin"}},
    "kind": {"camera": {"zh": "卡口", "en": "cameras", "typology": "A4"}},
}
OF_GROUPS = {
    "by": BY,
    "measures": ["count"],
    "windows": ["all", "90d"],
    "reason": {"zh": "{window}，{role}被{kind}拍到 {rows} 次", "en": "{role} on {kind} {rows} times {window}"},
}


def test_a_signal_by_codes_speaks_of_each_combination_for_itself() -> None:
    whole = header(**OF_GROUPS)
    debtor, kin = whole.groups
    assert [name for name, _, _ in whole.features()] == [
        "seen.debtor.camera__count__all",
        "seen.debtor.camera__count__90d",
        "seen.kin.camera__count__all",
        "seen.kin.camera__count__90d",
    ]
    assert (kin.name, kin.codes, kin.typology, whole.typology) == (
        "seen.kin.camera",
        ("kin", "camera"),
        ("A4",),
        ("A13",),
    )
    assert debtor.reason == {
        "zh": "{window}，被执行人被卡口拍到 {rows} 次",
        "en": "The debtor on cameras {rows} times {window}",
    }
    assert whole.feature_labels("zh")["seen.kin.camera__count__90d"] == "查封车辆仍在行驶：亲属·卡口·次数·近90天"
    assert debtor.groups == (debtor,)
    assert header().groups == (header(),)


def test_a_feature_has_words_in_both_languages() -> None:
    _, measure, window = header().features()[2]
    assert header().feature_label(measure, window, "zh") == "查封车辆仍在行驶·次数·终本以来"
    assert header().feature_label(measure, window, "en") == "Seized vehicle still on the road, count, since closing"


def test_a_placeholder_shows_the_first_window_or_the_one_it_names() -> None:
    shown = [header().feature_of(match) for match in PLACEHOLDER.finditer(header().reason["zh"])]
    assert shown == ["seen__count__all", "seen__count__90d"]


def test_defaults() -> None:
    plain = header()
    assert (plain.direction, plain.of, plain.through, plain.across) == ("raises", "case", None, "max")
    assert (plain.absent, plain.law) == (None, None)
    assert plain.typology == ("A13",)


def test_context_needs_no_innocent_explanation() -> None:
    context = header(typology="context", innocent=None, verify=None)
    assert (context.innocent, context.verify) == (None, None)


def test_texts_are_trimmed() -> None:
    assert header(label={"zh": " 标签\n", "en": " label "}).label == {"zh": "标签", "en": "label"}


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"colour": "red"}, "header has the unknown key 'colour'. Known are absent, across"),
        ({"label": None}, "lacks `label`"),
        ({"measures": None}, "lacks `measures`"),
        ({"reason": None}, "lacks `reason`"),
        ({"mesures": ["count"]}, "unknown key 'mesures'. Did you mean `measures`?"),
        ({"name": "x"}, "unknown key 'name'"),
        ({"law": 373}, "`law` is 373 and no text. Write a text; a number stands in quotes"),
        ({"label": "标签"}, r"`label` is '标签' and no text in two languages. Write {zh: ..., en: ...}, a text"),
        ({"label": {"zh": "标签"}}, "`label` lacks a language: `en`"),
        ({"label": {"zh": "标签", "en": " "}}, "`label` lacks a language: `en`"),
        ({"label": TEXT | {"fr": "x"}}, "`label` has the unknown language 'fr'"),
        ({"innocent": None}, "lacks `innocent`: write `innocent: {zh"),
        ({"verify": None}, "lacks `verify`"),
        ({"targets": ["ufo"]}, "target 'ufo' is not in the contract; known are concealed_assets, sham"),
        ({"typology": "A21"}, "`typology` is 'A21', which has not the form A13 or S4 or context"),
        ({"typology": ["A1", "S13"]}, "`typology.2` is 'S13', which has not the form"),
        ({"direction": "up"}, "`direction` is 'up', which is unknown. Use one of raises, lowers, either"),
        ({"direction": "lowers"}, "says in `absent` what its having no rows means"),
        ({"of": "party"}, "`of` and `through` go together"),
        ({"through": "applicants"}, "`of` and `through` go together"),
        ({"across": "mean"}, "`across` is 'mean', which is unknown. Use one of max, sum"),
        ({"windows": ["soon"]}, "window 'soon' is not known"),
        ({"windows": ["90d", "since opened"]}, "hangs on 'opened'; known days are as_of, filed, closed"),
        ({"of": "party", "through": "applicants"}, "hangs on a day of the case; `of: party` has only as_of"),
        ({"at": None}, "Without `at` the rows have no day"),
        ({"at": None, "windows": ["all"], "measures": ["count", "days_since_last"]}, "need `at`"),
        ({"at": None, "windows": ["all"], "measures": ["count", "sum(x) / last(x)"]}, "need `at`"),
        (
            {
                "of": "party",
                "through": "applicants",
                "windows": ["all"],
                "measures": ["count", "sum(x) / claim_amount"],
            },
            "cannot be divided by a column of the case",
        ),
        ({"measures": ["days_since_last"]}, r"zh text speaks of count, which is not measured; there are {days_since"),
        ({"windows": ["all"], "measures": ["count", "days_since_last"]}, "zh text speaks of count@90d"),
        ({"reason": {"zh": "{count}", "en": "{times}"}}, "en text speaks of times"),
        ({"reason": {"zh": "{count}", "en": "{count"}}, "en text has a brace that is no placeholder"),
        ({"absent": {"zh": "无 {x}", "en": "none"}}, "zh text speaks of x"),
        ({"reason": {"zh": "{rows@90d}", "en": "{rows}"}}, "zh text speaks of rows"),
        (
            {"reason": {"zh": "{count} 次[没有数]", "en": "{count}"}},
            "zh text has a bracket that .* holds no placeholder",
        ),
        ({"reason": {"zh": "{count}", "en": "{count}[, {count}"}}, "en text has a bracket that is not in a pair"),
        ({"favourable": "silence"}, "`favourable` is 'silence', which is unknown. Use one of rows, absence"),
        ({"favourable": ["rows"]}, "rows of a signal with `direction: raises` speak for nobody"),
        ({"favourable": ["absence"]}, "says so in `absent`"),
        ({"by": ["role"]}, "`by` names columns and their codes"),
        ({"by": {"role": ["kin"]}}, "`by` lists no codes of 'role'"),
        ({"by": {"role": {"Kin!": TEXT}}}, "The code 'Kin!' of `by` is no name"),
        ({"by": {"role": {"kin": "亲属"}}}, "The code kin of `by` has no label"),
        ({"by": {"role": {"kin": {"zh": "亲{属}", "en": "kin"}}}}, "label in both languages, without braces"),
        ({"by": {"role": {"kin": {**TEXT, "typology": "B1"}}}}, "typology 'B1' is unknown"),
        ({"by": {"n": {f"c{i}": TEXT for i in range(501)}}}, "`by` makes 501 combinations, more than 500"),
        ({"windows": ["all", "90d", "all"]}, "seen__count__all is asked for twice"),
        ({"measures": ["count", "count", "days_since_last"]}, "seen__count__all is asked for twice"),
    ],
)
def test_a_wrong_header_is_refused_with_what_to_write(wrong: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        header(**wrong)
