from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.support.bundle import program_of, targets, write_small
from training.models.bundle_prior import priors_of_bundle
from training.models.prior import Prior
from zbrisk.bundle.bundle import Bundle, read_bundle
from zbrisk.bundle.calibration import Calibration
from zbrisk.errors import BundleError

TARGET = "concealed_assets"


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    home = tmp_path_factory.mktemp("bundle")
    return read_bundle(write_small(home / "b", program_of(home)))


def prior(bundle: Bundle) -> Prior:
    return priors_of_bundle(bundle, bundle.contract, bundle.program)[TARGET]


def test_margins_are_those_that_its_calibration_makes_of_them(bundle: Bundle) -> None:
    X = np.random.default_rng(0).integers(0, 4, (50, 2)).astype(float)
    trained = targets()[0]
    probability = trained.calibration.probability(trained.trees.booster().predict(X, raw_score=True))
    np.testing.assert_allclose(1 / (1 + np.exp(-prior(bundle).scores(X))), probability)


def test_margins_that_no_line_calibrates_stay_as_they_are(bundle: Bundle) -> None:
    trained = targets()[0]
    bent = replace(trained, calibration=Calibration.isotonic([-1, 1], [0.1, 0.4]))
    X = np.random.default_rng(0).integers(0, 4, (50, 2)).astype(float)
    np.testing.assert_allclose(
        prior(replace(bundle, targets=(bent,))).scores(X), trained.trees.booster().predict(X, raw_score=True)
    )


def test_columns_that_no_tree_reads_are_not_asked_for(bundle: Bundle) -> None:
    trained = targets()[0]
    text = trained.model_text
    trees = trained.trees
    wider = replace(
        trees, features=("unread", *trees.features), infos=("none", *trees.infos), parameters=None,
        trees=tuple(replace(t, split_feature=tuple(f + 1 for f in t.split_feature)) for t in trees.trees),
    )  # fmt: skip
    assert wider.text != text
    model = replace(trained, model_text=wider.text, feature_names=wider.features)
    assert prior(replace(bundle, targets=(model,))).features == trained.feature_names


def test_it_says_whose_it_is(bundle: Bundle) -> None:
    about = prior(bundle).about
    assert about["bundle"] == bundle.version and about["seal"] == bundle.seal and len(bundle.seal) == 64
    assert about["keys"] == {"own": bundle.signers["own"].fingerprint}
    assert about["signals_that_differ"] == []


def test_signals_that_mean_something_else_here_are_named(bundle: Bundle) -> None:
    program = bundle.program
    first, *others = program.signals
    other = replace(program, signals=(replace(first, family="elsewhere"), *others))
    about = priors_of_bundle(bundle, bundle.contract, other)[TARGET].about
    assert about["signals_that_differ"] == [first.name]


def test_features_that_no_signal_here_gives_are_refused_with_a_cure(bundle: Bundle) -> None:
    fewer = replace(bundle.program, signals=bundle.program.signals[1:])
    with pytest.raises(BundleError, match=r"1 features that no signal here gives \(calm__count__all\)") as refused:
        priors_of_bundle(bundle, bundle.contract, fewer)
    assert "Train with the signals" in refused.value.cure


def test_a_contract_that_does_not_fit_is_refused_with_a_cure(bundle: Bundle) -> None:
    contract = bundle.contract
    without = {name: table for name, table in contract.tables.items() if name != "petitions"}
    for other, why in (
        (replace(contract, tables=without), "read the table petitions, which this contract lacks"),
        (replace(contract, cohort=replace(contract.cohort, key="other_id")), "by case_id"),
        (
            replace(
                contract, tables={**contract.tables, "petitions": replace(contract.tables["petitions"], key=("x",))}
            ),
            "another key",
        ),
    ):
        with pytest.raises(BundleError, match=why) as refused:
            priors_of_bundle(bundle, other, bundle.program)
        assert "tables file" in refused.value.cure


def test_a_bundle_whose_signer_is_not_trusted_teaches_nothing(bundle: Bundle, tmp_path: Path) -> None:
    from zbrisk.bundle.keys import SigningKey
    from zbrisk.commands.train import read_prior

    folder = write_small(tmp_path / "b", bundle.program, key=SigningKey.new())
    with pytest.raises(BundleError, match="not trusted"):
        read_prior(folder, unsigned=False)
    assert read_prior(None, unsigned=False) is None
