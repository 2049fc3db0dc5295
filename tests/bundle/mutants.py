"""LightGBM texts that somebody edited, and what a child process makes of each.   python -m tests.bundle.mutants 20000

A text must be refused in a sentence, or be trees whose scores are finite and whose contributions add up, on rows that
nobody chose; whatever kills the child, or takes seconds, is a failure.
"""

from __future__ import annotations

import os
import random
import re
import resource
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import lightgbm as lgb
import numpy as np

from zbrisk.bundle.trees import ARRAYS, WHOLE, Tree, Trees, read_trees
from zbrisk.errors import BundleError

__all__ = ["ADDED_UP", "REFUSED", "grown", "judged", "mutants", "tried"]

REFUSED, ADDED_UP = "refused", "accepted, and adds up"
SECONDS = 20  # of CPU for a batch
BATCH = 200
NUMBER = re.compile(r"-?[0-9][0-9.e+-]*")
NASTY = (
    "nan", "inf", "-inf", "-0", "0", "1", "-1", "-2", "2147483647", "2147483648", "-2147483648", "4294967296", "1e308",
    "-1e308", "1e999", "5e-324", "0x10", "1_0", "", " ", "1 1", "９", "9" * 400, "1e-400", "255", "-128", "3", "true",
)  # fmt: skip


def grown(*, leaves: int = 6, rounds: int = 5, seed: int = 0) -> str:
    """A small model of every kind of split that there is: zeros, missing values, thresholds."""
    generator = np.random.default_rng(seed)
    X = generator.normal(size=(600, 4))
    X[:, 1] = np.maximum(X[:, 1].round(), 0)
    X[generator.random(X.shape) < 0.2] = np.nan
    guilty = np.nan_to_num(X[:, 0]) + np.isnan(X[:, 2]) + generator.normal(size=600) > 0.5
    parameters = {
        "objective": "binary", "num_leaves": leaves, "verbosity": -1, "num_threads": 1, "seed": seed,
        "deterministic": True, "monotone_constraints": [1, 0, 0, 0],
    }  # fmt: skip
    data = lgb.Dataset(X, guilty.astype(float), params=parameters)
    return str(lgb.train(parameters, data, rounds).model_to_string())


def mutants(text: str, seed: int) -> Iterator[str]:
    """Edited texts without end, the same for the same seed."""
    chance, trees = random.Random(seed), read_trees(text)
    while True:
        yield chance.choice(EDITS)(text, trees, chance)


def _bits(text: str, trees: Trees, chance: random.Random) -> str:
    content = bytearray(text.encode())
    for _ in range(chance.choice((1, 1, 2, 8))):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    return content.decode("utf-8", "replace")


def _number(text: str, trees: Trees, chance: random.Random) -> str:
    for _ in range(chance.choice((1, 1, 3))):
        found = chance.choice(list(NUMBER.finditer(text, 0, text.index("feature_importances"))))
        others = (*NASTY, chance.choice(NUMBER.findall(text)), str(chance.randrange(-10, 10)))
        text = text[: found.start()] + chance.choice(others) + text[found.end() :]
    return text


def _lines(text: str, trees: Trees, chance: random.Random) -> str:
    lines = text.split("\n")
    here, there = chance.randrange(len(lines)), chance.randrange(len(lines))
    match chance.randrange(6):
        case 0:
            del lines[here]
        case 1:
            lines.insert(there, lines[here])
        case 2:
            lines[here], lines[there] = lines[there], lines[here]
        case 3:
            lines = lines[:here]
        case 4:
            lines[here] = lines[here].partition("=")[0]
        case _:
            lines[here] += chance.choice(("\r", " ", "=", "=1", "\x00", " 1", "\u2028"))
    return "\n".join(lines)


def _array(text: str, trees: Trees, chance: random.Random) -> str:
    """One entry of a tree, and everything else written as if it had always been so."""
    name = chance.choice(list(ARRAYS))

    def edit(tree: Tree) -> Tree:
        values = list(getattr(tree, name))
        if not values:
            return tree
        match chance.randrange(4):
            case 0:
                values.pop(chance.randrange(len(values)))
            case 1:
                values.append(chance.choice(values))
            case 2:
                chance.shuffle(values)
            case _:
                exact = (0, 1, -1, 7, 2**31 - 1, -(2**31), 2**40, *range(-8, 8))
                broad = (0.0, -0.0, 999.0, -999.0, 1e300, 5e-324, float("inf"), float("nan"), *map(float, values))
                values[chance.randrange(len(values))] = chance.choice(exact if ARRAYS[name] == WHOLE else broad)
        return replace(tree, **{name: tuple(values)})

    return _edited(trees, edit, chance)


def _shape(text: str, trees: Trees, chance: random.Random) -> str:
    """Trees that are bent as a whole: branches exchanged, subtrees shared, cases moved from leaf to leaf."""

    def edit(tree: Tree) -> Tree:
        left, right, count = list(tree.left_child), list(tree.right_child), list(tree.leaf_count)
        here, there = chance.randrange(len(left)), chance.randrange(len(left))
        match chance.randrange(4):
            case 0:
                left[here], right[here] = right[here], left[here]
            case 1:
                left[here], right[there] = right[there], left[here]
            case 2:
                left[here] = chance.choice((here, 0, right[here], -tree.leaves, len(left), len(left) - 1))
            case _:
                count[here] += chance.choice((1, -1, 10**9))
                count[there] -= 1
        return replace(tree, left_child=tuple(left), right_child=tuple(right), leaf_count=tuple(count))

    return _edited(trees, edit, chance)


def _forest(text: str, trees: Trees, chance: random.Random) -> str:
    """Whole trees exchanged, doubled, left out; more or fewer features."""
    forest = list(trees.trees)
    names, infos, monotone = trees.features, trees.infos, trees.monotone
    match chance.randrange(4):
        case 0:
            chance.shuffle(forest)
        case 1:
            forest += forest * chance.choice((1, 50))
        case 2:
            forest = forest[: chance.randrange(len(forest))]
        case _:
            last = len(names) - 1
            if any(last in tree.split_feature for tree in forest):
                return text.replace(f"max_feature_idx={last}", f"max_feature_idx={last - 1}")
            names, infos, monotone = names[:-1], infos[:-1], monotone[:-1]
    return replace(trees, trees=tuple(forest), features=names, infos=infos, monotone=monotone).text


def _edited(trees: Trees, edit: Callable[[Tree], Tree], chance: random.Random) -> str:
    forest = list(trees.trees)
    place = chance.randrange(len(forest))
    forest[place] = edit(forest[place])
    try:
        return replace(trees, trees=tuple(forest)).text
    except (IndexError, ValueError):  # arrays of unequal lengths have no importances
        return trees.text.replace(trees.trees[place].text, forest[place].text)


EDITS = (_bits, _number, _number, _lines, _array, _array, _shape, _shape, _forest)


def judged(text: str) -> str:
    """What becomes of one text."""
    try:
        trees = read_trees(text)
        booster = trees.booster()
    except BundleError as error:
        return REFUSED if "\n" not in error.problem else "refused in more than a sentence"
    generator = np.random.default_rng(1)
    rows = generator.normal(size=(50, len(trees.features))) * generator.choice((0, 1, 1e3), size=(50, 1))
    rows[generator.random(rows.shape) < 0.2] = np.nan
    raw = np.asarray(booster.predict(rows, raw_score=True, num_threads=1))
    shap = np.asarray(booster.predict(rows, pred_contrib=True, num_threads=1)).sum(axis=1)
    return ADDED_UP if np.isfinite(raw).all() and np.allclose(raw, shap, rtol=1e-9, atol=1e-9) else "does not add up"


def tried(texts: Sequence[str]) -> Counter[str]:
    """What became of texts, in children that die instead of us; one that dies costs its text and no other."""
    found: Counter[str] = Counter()
    left = list(texts)
    while left:
        done, ended = _batch(left[:BATCH])
        found.update(done)
        left = left[len(done) :]
        if ended:
            found[ended] += 1
            left = left[1:]
    return found


def _batch(texts: Sequence[str]) -> tuple[list[str], str]:
    """What the child said of each text, and what it died of, if it did."""
    ours, its = os.pipe()
    child = os.fork()
    if not child:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # LightGBM's own words
        os.dup2(1, 2)
        for text in texts:
            try:
                said = judged(text)
            except BaseException as error:
                said = f"raises {type(error).__name__}"
            os.write(its, f"{said}\n".encode())
        os._exit(0)
    os.close(its)
    with open(ours, encoding="utf-8") as told:
        done = told.read().splitlines()
    _, status = os.waitpid(child, 0)
    return done, f"ended by {signal.Signals(os.WTERMSIG(status)).name}" if os.WIFSIGNALED(status) else ""


if __name__ == "__main__":
    count, total, source = int(sys.argv[1]), Counter[str](), mutants(grown(), seed=int((sys.argv[2:] or ["0"])[0]))
    while sum(total.values()) < count:
        total += tried([next(source) for _ in range(min(BATCH, count - sum(total.values())))])
    sys.stdout.writelines(f"{number} {what}\n" for what, number in total.most_common())
