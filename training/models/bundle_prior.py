"""A prior that real offices taught: the models of another office's, or a province's, signed bundle.

Its trees become a prior as they are, but for three things. Their margins are moved onto its calibration, so that they
are log-odds of confirmed cases there. Columns that no tree reads are left out, so that an office need not have them.
And columns are found by name: a feature that the bundle does not know has no say until the office's outcomes give it
one. The base rate is the office's own in any case (`Prior.shift`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from training.models.prior import Prior
from zbrisk.bundle.bundle import Bundle
from zbrisk.bundle.calibration import Calibration
from zbrisk.bundle.trained import TrainedTarget
from zbrisk.bundle.trees import Tree, Trees
from zbrisk.compiler.compiled import Program
from zbrisk.compiler.serial import program_to_json
from zbrisk.contract import Contract
from zbrisk.errors import BundleError

__all__ = ["priors_of_bundle"]

MOST_NAMED = 5


def priors_of_bundle(bundle: Bundle, contract: Contract, program: Program) -> dict[str, Prior]:
    """The prior of each target of a bundle, which has been verified, for an office's tables and signals.

    What reports and the new bundle say of it is with each: version, seal, day, the keys that signed it, and the signals
    that mean something else there than here.

    Args:
        bundle: The other office's or the province's.
        contract: Of the office's tables.
        program: The office's signals.

    Raises:
        BundleError: Its tables are others, or its trees read features that no signal of the office gives.
    """
    if why := next(_misfits(bundle.contract, contract, _tables(bundle.program)), ""):
        raise BundleError(
            f"Bundle {bundle.version} cannot be the prior: {why}.",
            "Train with the tables file that it was trained with, or take a bundle of the same contract.",
        )
    about = {
        "bundle": bundle.version,
        "seal": bundle.seal,
        "until": bundle.until.isoformat(),
        "keys": {name: key.fingerprint for name, key in bundle.signers.items()},
        "signals_that_differ": _changed(bundle.program, program),
    }
    priors = {each.target: Prior(text=_trees(each).text, about=about) for each in bundle.targets}
    _check_features(bundle, priors, program)
    return priors


def _trees(trained: TrainedTarget) -> Trees:
    """The trees of one model, on the scale of its calibration, with the columns that they read."""
    return _bare(_calibrated(trained.trees, trained.calibration))


def _misfits(theirs: Contract, ours: Contract, tables: set[str]) -> Iterator[str]:
    """Why features of one contract would not mean the same in the other."""
    if (theirs.cohort.table, theirs.cohort.key) != (ours.cohort.table, ours.cohort.key):
        yield f"it scores rows of {theirs.cohort.table} by {theirs.cohort.key}, and this contract {ours.cohort.table}"
    for name in sorted(tables):
        here, there = ours.tables.get(name), theirs.tables[name]
        if here is None:
            yield f"its signals read the table {name}, which this contract lacks"
        elif here.key != there.key:
            yield f"table {name} has another key there ({', '.join(there.key)})"
        else:
            other = (c for c in there.columns if c in here.columns and here.columns[c].type != there.columns[c].type)
            yield from (f"column {name}.{column} is of another type there" for column in other)


def _tables(program: Program) -> set[str]:
    return {table for part in program.parts for table in part.tables}


def _check_features(bundle: Bundle, priors: Mapping[str, Prior], program: Program) -> None:
    lacking = sorted({name for prior in priors.values() for name in prior.lacking(program.features)})
    if lacking:
        named = ", ".join(lacking[:MOST_NAMED]) + (" ..." if len(lacking) > MOST_NAMED else "")
        raise BundleError(
            f"Bundle {bundle.version} cannot be the prior: its trees read {len(lacking)} features that no signal here"
            f" gives ({named}).",
            "Train with the signals that it was trained with, or have it trained anew with these.",
        )


def _changed(theirs: Program, ours: Program) -> list[str]:
    """Signals of one name that are not the same signal."""
    there, here = ({s["name"]: s for s in program_to_json(each)["signals"]} for each in (theirs, ours))
    return sorted(name for name in there.keys() & here.keys() if there[name] != here[name])


def _calibrated(trees: Trees, calibration: Calibration) -> Trees:
    """Trees whose margin is the log-odds that the calibration makes of it; a line alone can be put into leaves."""
    if calibration.kind != "sigmoid":
        return trees
    (slope,), (intercept,) = calibration.parameters["slope"], calibration.parameters["intercept"]
    first, *others = (_scaled(tree, slope) for tree in trees.trees)
    moved = replace(first, leaf_value=tuple(value + intercept for value in first.leaf_value))
    return replace(trees, trees=(moved, *others))


def _scaled(tree: Tree, by: float) -> Tree:
    leaves, splits = (tuple(by * value for value in values) for values in (tree.leaf_value, tree.internal_value))
    return replace(tree, leaf_value=leaves, internal_value=splits)


def _bare(trees: Trees) -> Trees:
    """The same trees with only the columns that they read; of trees that read none, the first column stays."""
    used = sorted({feature for tree in trees.trees for feature in tree.split_feature}) or [0]
    place = {feature: i for i, feature in enumerate(used)}
    return replace(
        trees,
        features=tuple(trees.features[i] for i in used),
        infos=tuple(trees.infos[i] for i in used),
        monotone=tuple(trees.monotone[i] for i in used) if trees.monotone else (),
        trees=tuple(replace(t, split_feature=tuple(place[f] for f in t.split_feature)) for t in trees.trees),
        parameters=None,
    )
