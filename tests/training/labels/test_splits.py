from __future__ import annotations

import numpy as np
import pandas as pd

from training.labels.splits import confirmed_quantile, forward_folds, split_at


def made(*rows: tuple[str, str, str, float, bool]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["as_of", "settled", "group", "label", "reviewed"])
    return frame.assign(as_of=pd.to_datetime(frame["as_of"]), settled=pd.to_datetime(frame["settled"]))


def test_training_ends_with_what_was_settled_before_the_cut() -> None:
    moments = made(
        ("2020-01-01", "2020-05-01", "a", 0, True),
        ("2020-02-01", "2020-07-01", "b", 1, True),  # opened before the cut, decided after: in neither part
        ("2020-06-01", "2020-09-01", "c", 1, True),
        ("2020-08-01", "2020-08-01", "d", 0, False),  # weak labels never validate
    )
    fold = split_at(moments, pd.Timestamp("2020-06-01"))
    assert (fold.train.tolist(), fold.validation.tolist()) == ([0], [2])


def test_a_group_in_the_validation_leaves_the_training() -> None:
    moments = made(("2020-01-01", "2020-02-01", "a", 0, True), ("2020-01-01", "2020-02-01", "b", 0, True),
                   ("2020-06-01", "2020-09-01", "a", 1, True))  # fmt: skip
    assert split_at(moments, pd.Timestamp("2020-06-01")).train.tolist() == [1]


def test_folds_roll_forward_with_equally_many_confirmed() -> None:
    days = pd.date_range("2020-01-01", periods=200, freq="D")
    label = np.arange(200) % 5 == 0
    moments = pd.DataFrame({"as_of": days, "settled": days + pd.Timedelta(days=3), "label": label * 1.0})
    moments = moments.assign(group=range(200), reviewed=True)
    folds = forward_folds(moments, count=3, first=0.4)
    assert [int(label[fold.validation].sum()) for fold in folds] == [8, 8, 8]
    for fold in folds:
        assert moments["settled"].iloc[fold.train].max() < fold.cut <= moments["as_of"].iloc[fold.validation].min()
    assert not set(folds[0].validation) & set(folds[1].validation)


def test_a_fold_without_both_classes_is_left_out() -> None:
    moments = made(("2020-01-01", "2020-02-01", "a", 1, True), ("2020-03-01", "2020-04-01", "b", 1, True))
    assert forward_folds(moments, count=2) == []


def test_the_quantile_counts_confirmed_cases_only() -> None:
    moments = made(*((f"2020-01-0{i}", f"2020-01-0{i}", "a", float(i > 4), True) for i in range(1, 9)))
    assert confirmed_quantile(moments, 0.5) == pd.Timestamp("2020-01-07")
    assert confirmed_quantile(moments, 1.0) == pd.Timestamp("2020-01-08")
