from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.support.office import builder, office
from tests.training.lessons.conftest import QUICK, UNTIL, Exported
from training.lessons.export import export_lessons
from training.lessons.lessons import ROW_COLUMNS, read_lessons, write_lessons
from training.lessons.merge import merge_lessons
from training.lessons.report import lessons_report
from training.lessons.training import train_bundle_from_lessons, train_from_lessons
from training.recipe import Recipe
from training.run import train
from zbrisk.bundle.bundle import read_bundle
from zbrisk.docket import open_docket
from zbrisk.errors import BundleError, DataError
from zbrisk.pages.report import to_markdown
from zbrisk.scoring.scorer import load_scorer

TARGET = "concealed_assets"


def test_lessons_hold_features_and_labels_and_nothing_that_names_a_case(exported: Exported) -> None:
    north = exported.lessons[0]
    rows = north.rows[TARGET]
    assert list(rows) == [*ROW_COLUMNS, "calm__count__all", "tell__count__all"]
    assert set(rows["opened"].dt.day) == {1}
    written = b"".join(path.read_bytes() for path in exported.folders[0].rglob("*") if path.is_file())
    assert b"c00001" not in written and b"p1" not in (exported.folders[0] / "lessons.json").read_bytes()


def test_every_value_of_every_column_is_carried_by_ten_debtors(exported: Exported) -> None:
    rows = exported.lessons[0].rows[TARGET]
    for name in ("opened", "settled", "weight", "selected_by", "propensity", "calm__count__all", "tell__count__all"):
        assert rows.groupby(name, dropna=False)["group"].nunique().min() >= 10, name


def test_rows_lie_in_the_order_of_what_they_hold(exported: Exported) -> None:
    rows = exported.lessons[0].rows[TARGET]
    assert rows["opened"].is_monotonic_increasing
    assert (pd.factorize(rows["group"])[0] == rows["group"]).all()


@pytest.mark.slow
def test_the_same_tables_give_the_same_bytes(exported: Exported, tmp_path: Path) -> None:
    (tmp_path / "signals").mkdir()
    docket = open_docket(office(seed=1))
    again = export_lessons(docket, builder(tmp_path / "signals", docket), until=UNTIL, label="North", recipe=QUICK)
    write_lessons(again, tmp_path / "again")
    first = {path.name: path.read_bytes() for path in exported.folders[0].rglob("*") if path.is_file()}
    assert first == {path.name: path.read_bytes() for path in (tmp_path / "again").rglob("*") if path.is_file()}


@pytest.mark.slow
def test_a_target_of_too_few_debtors_is_refused(tmp_path: Path) -> None:
    tables = office()
    found = tables["review_outcomes"]
    confirmed = found.index[(found["result"] == "confirmed")]
    tables["review_outcomes"] = found.drop(confirmed[9:])
    docket = open_docket(tables)
    with pytest.raises(DataError, match="confirmed cases are of 9 debtors"):
        export_lessons(
            docket,
            builder(tmp_path, docket),
            until=UNTIL,
            label="North",
            recipe=QUICK.model_copy(update={"least_confirmed": 2}),
        )


@pytest.mark.parametrize("label", ["", "../up", "a" * 61, "line\nbreak", "<b>"])
def test_a_label_that_is_none_is_refused(label: str, tmp_path: Path) -> None:
    docket = open_docket(office(size=200, reviewed=50))
    with pytest.raises(DataError, match="cannot be an office's label"):
        export_lessons(docket, builder(tmp_path, docket), until=UNTIL, label=label)


def test_the_report_says_what_is_in_them_and_by_whom(exported: Exported) -> None:
    text = to_markdown(lessons_report(exported.lessons[0], name="north"))
    assert "North" in text and "SHA256" in text and "carried by 10 debtors" in text and "匿名化" in text


# -- merging -----------------------------------------------------------------------------------------------------------


def test_merged_lessons_keep_offices_and_the_seals_that_they_came_with(exported: Exported, tmp_path: Path) -> None:
    write_lessons(merge_lessons(exported.lessons), tmp_path / "province")
    merged = read_lessons(tmp_path / "province")
    assert [(office.label, office.seal) for office in merged.offices] == [
        ("North", exported.lessons[0].seal), ("South", exported.lessons[1].seal)
    ]  # fmt: skip
    assert all(office.keys["own"].startswith("SHA256:") for office in merged.offices)
    assert len(merged.rows[TARGET]) == sum(len(each.rows[TARGET]) for each in exported.lessons)


def test_an_office_cannot_be_in_them_twice(exported: Exported) -> None:
    north, south = exported.lessons
    with pytest.raises(DataError, match="North is in them twice"):
        merge_lessons([north, south, north])
    renamed = replace(north, offices=(replace(north.offices[0], label="Other"),))
    with pytest.raises(DataError, match="twice"):
        merge_lessons([north, renamed])


@pytest.mark.parametrize("what", ["contract", "catalogue"])
def test_lessons_of_another_contract_or_catalogue_are_refused(exported: Exported, what: str) -> None:
    north, south = exported.lessons
    with pytest.raises(DataError, match=f"different {what}") as refused:
        merge_lessons([north, replace(south, **{what: "0" * 64})])
    assert "export again" in refused.value.cure
    with pytest.raises(DataError, match=r"another contract|other signals"):
        train_from_lessons(
            replace(north, **{what: "0" * 64}), contract=exported.contract, program=exported.program, recipe=QUICK
        )


# -- training ----------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_provinces_bundle_ranks_and_is_a_prior(exported: Exported, tmp_path: Path) -> None:
    merged = merge_lessons(exported.lessons)
    trained = train_bundle_from_lessons(
        merged, tmp_path / "province", contract=exported.contract, program=exported.program, recipe=QUICK
    )
    offices = trained.targets[0].metrics["offices"]
    assert set(offices) == {"North", "South"}  # type: ignore[call-overload]
    assert offices["North"]["auc"]["value"] > 0.6  # type: ignore[index]
    assert "office" in trained.targets[0].metrics["holdout"]["groups"]  # type: ignore[index]
    docket = open_docket(office(seed=3))
    clues = load_scorer(tmp_path / "province").rank(docket, as_of=UNTIL, top=5)
    assert len(clues) == 5 and clues["probability"].between(0, 1).all()

    (tmp_path / "signals").mkdir()
    province = read_bundle(tmp_path / "province")
    own = train(docket, builder(tmp_path / "signals", docket), until=UNTIL, recipe=QUICK, prior=province)
    told = own.targets[0].metrics["prior"]
    assert told["taught_by"]["seal"] == province.seal == own.hashes["prior bundle"]  # type: ignore[index]
    assert "prior_alone" in own.targets[0].metrics["holdout"]["against"]  # type: ignore[index]


def test_few_confirmed_cases_are_too_few_for_a_province_too(exported: Exported) -> None:
    with pytest.raises(DataError, match="at least 5000"):
        train_from_lessons(
            exported.lessons[0], contract=exported.contract, program=exported.program,
            recipe=Recipe(least_confirmed=5000),
        )  # fmt: skip


# -- strangers' lessons ------------------------------------------------------------------------------------------------


def test_nothing_is_read_of_lessons_that_a_stranger_signed(exported: Exported, tmp_path: Path) -> None:
    from zbrisk.bundle.keys import SigningKey

    write_lessons(exported.lessons[0], tmp_path / "l", key=SigningKey.new())
    (tmp_path / "l" / "rows" / f"{TARGET}.parquet").write_bytes(b"PAR1 would crash a reader")
    with pytest.raises(BundleError, match="signed by a key that is not trusted"):
        read_lessons(tmp_path / "l")


def test_unsigned_and_edited_lessons_are_refused(exported: Exported, tmp_path: Path) -> None:
    folder = tmp_path / "l"
    write_lessons(exported.lessons[0], folder)
    content = (folder / "lessons.json").read_bytes()
    (folder / "lessons.json").write_bytes(content.replace(b"North", b"South"))
    with pytest.raises(BundleError, match="is not what was signed"):
        read_lessons(folder)
    (folder / "lessons.json").write_bytes(content)
    rows = folder / "rows" / f"{TARGET}.parquet"
    rows.write_bytes(rows.read_bytes()[:-1] + b"X")
    with pytest.raises(BundleError, match="its hash differs"):
        read_lessons(folder)
    (folder / "lessons.sig").unlink()
    with pytest.raises(BundleError, match="is not signed"):
        read_lessons(folder)


def test_a_bundle_is_no_lessons_and_the_other_way_round(exported: Exported, tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="is no bundle"):
        read_bundle(exported.folders[0])
    with pytest.raises(BundleError, match="is no lessons"):
        read_lessons(tmp_path)


def written(exported: Exported, folder: Path, **changes: object) -> Path:
    """Lessons that a trusted hand signed, with columns changed."""
    north = exported.lessons[0]
    write_lessons(replace(north, rows={TARGET: north.rows[TARGET].assign(**changes)}), folder)  # type: ignore[arg-type]
    return folder


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"label": np.nan}, "a label is neither"),
        ({"label": np.inf}, "a label is neither"),
        ({"label": 0.5}, "a label is neither"),
        ({"weight": -1.0}, "a weight is not"),
        ({"weight": np.nan}, "a weight is not"),
        ({"propensity": 0.0}, "a chance of review"),
        ({"propensity": np.inf}, "a chance of review"),
        ({"group": -1}, "a group is below 0"),
        ({"office": "Elsewhere"}, "does not name"),
        ({"opened": pd.Timestamp("2023-05-17")}, "not the first day"),
        ({"opened": pd.Timestamp("1815-06-01")}, "not the first day"),
        ({"settled": pd.NaT}, "is missing"),
        ({"selected_by": "<script>"}, "no code"),
        ({"tell__count__all": -np.inf}, "not finite"),
    ],
)
def test_values_that_no_export_writes_are_refused(
    exported: Exported, tmp_path: Path, changes: dict[str, object], why: str
) -> None:
    with pytest.raises(BundleError, match=why):
        read_lessons(written(exported, tmp_path / "l", **changes))


def test_other_types_and_columns_are_refused(
    exported: Exported, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import io

    from training.lessons import lessons

    def other(rows: pd.DataFrame) -> bytes:
        held = io.BytesIO()
        rows.assign(tell__count__all=rows["tell__count__all"].astype("float32")).to_parquet(held)
        return held.getvalue()

    monkeypatch.setattr(lessons, "_parquet", other)
    with pytest.raises(BundleError, match="other columns"):
        read_lessons(written(exported, tmp_path / "l"))
    monkeypatch.setattr(lessons, "_parquet", lambda rows: b"no Parquet at all")
    with pytest.raises(BundleError, match="no Parquet"):
        read_lessons(written(exported, tmp_path / "m"))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda m: m.update(features={TARGET: [f"f{i}" for i in range(1_000_000)]}), "1,000,000 features"),
        (lambda m: m.update(features={TARGET: ["a", "a"]}), "two have the same"),
        (lambda m: m.update(features={TARGET: ["label"]}), "two have the same"),
        (lambda m: m.update(features={"../../up": ["a"]}), "no proper name"),
        (lambda m: m.update(features={}), "no target"),
        (lambda m: m.update(offices=[]), "names no office"),
        (lambda m: m["offices"][0].update(label="<b>"), "no proper label"),
        (lambda m: m.update(least=1), "how many carry"),
        (lambda m: m.update(least=True), "how many carry"),
        (lambda m: m.update(contract="x"), "is no hash"),
        (lambda m: m.update(more=1), "incomplete"),
        (lambda m: m["files"].clear(), "not those of its targets"),
        (lambda m: m["offices"][0].update(until="never"), "does not hold together"),
        (lambda m: m.update(offices=7), "names no office"),
    ],
)
def test_manifests_that_no_export_writes_are_refused(
    exported: Exported, tmp_path: Path, change: object, why: str
) -> None:
    """Whoever is trusted may still err, or be robbed of the key."""
    from tests.training.lessons.forging import forged

    write_lessons(exported.lessons[0], tmp_path / "l")
    forged(tmp_path / "l", change)  # type: ignore[arg-type]
    with pytest.raises(BundleError, match=why):
        read_lessons(tmp_path / "l")


def test_the_manifest_is_plain_json(exported: Exported) -> None:
    manifest = json.loads((exported.folders[0] / "lessons.json").read_text("utf-8"))
    assert manifest["format"] == 1 and manifest["offices"][0]["label"] == "North"
