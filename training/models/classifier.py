"""A calibrated, shallow, boosted classifier compatible with scikit-learn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Self, cast

import lightgbm as lgb
import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils import Tags, check_random_state
from sklearn.utils.multiclass import check_classification_targets, type_of_target
from sklearn.utils.validation import _check_sample_weight, check_is_fitted, validate_data

from training.labels.grouped_folds import Split, grouped_folds
from training.models.boosting import Boosting
from training.models.calibration import TAUGHT_PRIOR, WITH_PRIOR, WITHOUT_PRIOR, Calibrated, fit_calibration
from training.models.linear import Rows, add_linear, choose_linear
from training.models.prior import Prior, averaged, corrects, move
from training.models.usual_slopes import Coefficients
from training.stage_timer import StageTimer
from zbrisk.bundle.calibration import Calibration
from zbrisk.typing import Floats

__all__ = ["RiskClassifier", "fit_booster"]


#: Groups of each class from which a calibration is learnt; below, it would fit noise.
ENOUGH_TO_CALIBRATE = 10


def fit_booster(
    X: Floats,
    y: Floats,
    weight: Floats,
    *,
    boosting: Boosting,
    seed: int,
    threads: int = 1,
    monotone: Sequence[int] = (),
    names: Sequence[str] | None = None,
    prior: Prior | None = None,
) -> lgb.Booster:
    """Train LightGBM and read it back from its text: what predicts is what is written down, and nothing besides.

    With a prior, whose features are the first columns of X, its trees come first, and the new ones stand beside them,
    or correct them where the prior says so.
    """
    parameters = boosting.to_lightgbm(seed=seed, threads=threads, monotone=monotone)
    columns: Any = "auto" if names is None else list(names)
    data = lgb.Dataset(X, y, weight=weight, feature_name=columns, params=parameters)
    if prior is None or not prior.corrected:
        grown = _grown(parameters, data, boosting)
        return grown if prior is None else _read_back(prior.beside(grown, X, y, weight))
    shift = prior.shift(X, y, weight)
    parameters["predict_disable_shape_check"] = True  # the prior reads the first columns alone
    grown = lgb.train(parameters, data, num_boost_round=boosting.rounds, init_model=prior.moved(shift))
    return _read_back(move(_read_back(grown), -shift))


def _grown(parameters: dict[str, object], data: lgb.Dataset, boosting: Boosting) -> lgb.Booster:
    booster = lgb.train(parameters, data, num_boost_round=boosting.rounds)
    return averaged(booster) if boosting.forest else _read_back(booster)


def _read_back(booster: lgb.Booster) -> lgb.Booster:
    return lgb.Booster(model_str=booster.model_to_string())


class RiskClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """Gradient-boosted shallow trees whose probabilities are calibrated on scores of unseen rows.

    NaN means "no data" and is a value of its own, never 0. Everything fitted leaves in open formats: `model_text_`
    (LightGBM's text) and `calibration_` (two numbers). `unseen_score_` are raw margins of the trusted rows by models
    that had not seen them, NaN for all others. `linear_` says what linear part there is; it is empty where there is
    none. The same rows, weights and `random_state` give the same bytes.

    Args:
        rounds: Trees.
        learning_rate: Shrinkage of each tree.
        max_depth: Depth of a tree; small, so that TreeSHAP stays cheap.
        leaves: Leaves of a tree at most.
        min_hessian: Least sum of weight * p * (1 - p) in a leaf. Unlike a count of rows it respects weights.
        l2: Ridge penalty on leaf values.
        feature_share: Share of the features that each tree may use.
        row_share: Share of the rows that each tree sees.
        split_share: Share of these features that each split may use.
        forest: Whether trees are grown each on its own and averaged, instead of each on the errors of those before it.
        calibration: noisy_sigmoid (Platt beneath wrong outcomes), sigmoid (Platt), isotonic (from 200 positives) or
            none; none with fewer than 10 groups of a class.
        folds: Folds of the cross-fitting that the calibration learns from.
        prior: Trees that those that are grown stand beside. X must be a DataFrame whose first columns are its features.
        linear: Whether the margin of a logistic regression is added, where it pays by cross-fitting on trusted rows.
        monotone: 1 or -1 for features whose effect may go one way only: by name, or a list with one number a column.
        random_state: Seed.
        n_jobs: Threads of LightGBM. Results do not depend on it.
    """

    def __init__(
        self,
        *,
        rounds: int = 150,
        learning_rate: float = 0.05,
        max_depth: int = 3,
        leaves: int = 8,
        min_hessian: float = 2.0,
        l2: float = 5.0,
        feature_share: float = 0.4,
        row_share: float = 0.8,
        split_share: float = 1.0,
        forest: bool = False,
        calibration: str = "sigmoid",
        folds: int = 5,
        prior: Prior | None = None,
        linear: bool = False,
        monotone: Mapping[str, int] | Sequence[int] | None = None,
        random_state: int | np.random.RandomState | None = 0,
        n_jobs: int = 1,
    ) -> None:
        self.rounds = rounds
        self.learning_rate = learning_rate
        self.max_depth = max_depth
        self.leaves = leaves
        self.min_hessian = min_hessian
        self.l2 = l2
        self.feature_share = feature_share
        self.row_share = row_share
        self.split_share = split_share
        self.forest = forest
        self.calibration = calibration
        self.folds = folds
        self.prior = prior
        self.linear = linear
        self.monotone = monotone
        self.random_state = random_state
        self.n_jobs = n_jobs

    def fit(
        self,
        X: ArrayLike,
        y: ArrayLike,
        sample_weight: ArrayLike | None = None,
        *,
        groups: ArrayLike | None = None,
        calibrate_on: ArrayLike | None = None,
    ) -> Self:
        """Learn from rows.

        Args:
            X: Rows by features, NaN for no data.
            y: Two classes; the greater one is the risk.
            sample_weight: How much each row counts; rows of weight 0 are left out.
            groups: Rows of one group never stand on both sides of a cross-fitting split. Without it, identical rows are
                a group: a copy on the other side would make the scores look surer than they are.
            calibrate_on: Which rows (True) say what a probability is. Weak labels do not.

        Raises:
            ValueError: Fewer or more than two classes, weights below 0, or columns that do not begin with the prior's.
        """
        rows, y = validate_data(self, X, y, dtype=np.float64, ensure_all_finite="allow-nan")
        label = self._labels(y)
        weight = _check_sample_weight(sample_weight, rows, dtype=np.float64, ensure_non_negative=True)
        trusted = np.ones(len(label), bool) if calibrate_on is None else np.asarray(calibrate_on, bool)
        group = _identical_rows(rows) if groups is None else np.unique(np.asarray(groups), return_inverse=True)[1]
        used = weight > 0
        rows, label, weight, trusted, group = rows[used], label[used], weight[used], trusted[used], group[used]
        if len(np.unique(label)) < 2:
            raise ValueError("RiskClassifier needs rows of both classes, but only one class has weight.")
        self._seed = int(check_random_state(self.random_state).randint(2**31 - 1))
        self.monotone_ = self._monotone()
        self._check_prior()
        timer = StageTimer()
        with timer("fitting"):
            self.booster_ = self._booster(rows, label, weight)
        with timer("calibration"):
            folds = self._folds(label, group, trusted)
            unseen = self._unseen(rows, label, weight, folds)
        with timer("linear part"):
            unseen += self._add_linear(Rows(rows, label, weight * trusted, self._usual()), unseen, folds)
        with timer("calibration"):
            calibrated = self._calibrate(unseen, label, weight, trusted)
        self.unseen_score_ = np.full(len(used), np.nan)
        self.unseen_score_[used] = np.where(trusted, unseen, np.nan)
        self.seconds_ = timer.seconds
        self.calibration_, self.noise_ = calibrated.calibration, calibrated.noise
        return self

    def raw_score(self, X: ArrayLike) -> Floats:
        """The raw margin (log-odds), before calibration: the `score` of a clue."""
        check_is_fitted(self, "booster_")
        rows = validate_data(self, X, reset=False, dtype=np.float64, ensure_all_finite="allow-nan")
        return cast(Floats, self.booster_.predict(rows, raw_score=True, num_threads=self.n_jobs))

    def predict_proba(self, X: ArrayLike) -> Floats:
        """The calibrated probabilities of both classes."""
        raw = self.raw_score(X)
        probability = self.calibration_.probability(raw)
        return np.column_stack([1 - probability, probability])

    def confirmed_proba(self, X: ArrayLike) -> Floats:
        """The chance that a review would confirm each row: its probability, seen through outcomes some of which err."""
        return self.noise_ + (1 - 2 * self.noise_) * self.predict_proba(X)[:, 1]

    def decision_function(self, X: ArrayLike) -> Floats:
        """The log-odds of the calibrated probability: positive where `predict` says risk."""
        probability = np.clip(self.predict_proba(X)[:, 1], 1e-15, 1 - 1e-15)
        return cast(Floats, np.log(probability) - np.log1p(-probability))

    def predict(self, X: ArrayLike) -> NDArray[Any]:
        """The more probable class. For ranking take `raw_score`, which has fewer ties."""
        risky = self.predict_proba(X)[:, 1] > 0.5
        return cast("NDArray[Any]", self.classes_[risky.astype(int)])

    @property
    def model_text_(self) -> str:
        """LightGBM's text of the trees."""
        check_is_fitted(self, "booster_")
        return self.booster_.model_to_string()

    def _labels(self, y: Any) -> Floats:
        check_classification_targets(y)
        kind = type_of_target(y, input_name="y", raise_unknown=True)
        if kind != "binary":
            raise ValueError(f"Only binary classification is supported. The type of the target is {kind}.")
        self.classes_, codes = np.unique(y, return_inverse=True)
        if len(self.classes_) < 2:
            raise ValueError("RiskClassifier needs rows of both classes, but y holds one class.")
        return codes.astype(np.float64)

    def _monotone(self) -> list[int]:
        if self.monotone is None:
            return [0] * self.n_features_in_
        if isinstance(self.monotone, Mapping):
            return [int(self.monotone.get(name, 0)) for name in self._names() or ()]
        if len(self.monotone) != self.n_features_in_:
            raise ValueError(f"monotone lists {len(self.monotone)} features, but X has {self.n_features_in_}.")
        return list(map(int, self.monotone))

    def _check_prior(self) -> None:
        if self.prior is not None:
            own = self.prior.features
            if tuple(getattr(self, "feature_names_in_", ()))[: len(own)] != own:
                raise ValueError("The first columns of X must be the features of the prior, in its order.")

    def _usual(self) -> Coefficients | None:
        """What the coefficients of a linear part usually are, where the prior knows."""
        slopes, names = self.prior.slopes if self.prior else None, self._names()
        return slopes.of(names) if slopes and names else None

    def _names(self) -> list[str] | None:
        names = getattr(self, "feature_names_in_", None)
        if names is None and isinstance(self.monotone, Mapping):
            raise ValueError("monotone by name needs an X with column names, such as a DataFrame.")
        return None if names is None else list(names)

    def _booster(self, X: Floats, label: Floats, weight: Floats) -> lgb.Booster:
        shape = {name: getattr(self, name) for name in Boosting.__dataclass_fields__}
        return fit_booster(
            X,
            label,
            weight,
            boosting=Boosting(**shape),
            seed=self._seed,
            threads=self.n_jobs,
            monotone=self.monotone_,
            names=self._names(),
            prior=self.prior,
        )

    def _folds(self, label: Floats, group: NDArray[Any], trusted: NDArray[np.bool_]) -> list[Split]:
        """The parts of the cross-fitting; none where nothing is to be learnt from it."""
        fewest = min(len(np.unique(group[trusted & (label == side)])) for side in (0, 1))
        if (self.calibration == "none" and not self.linear) or fewest < ENOUGH_TO_CALIBRATE:
            return []
        # weak rows are a stratum of their own, or a fold could come without trusted positives
        parts = grouped_folds(2 * label + trusted, group, self.folds, self._seed)
        return [(train, test) for train, test in parts if len(np.unique(label[train])) == 2]

    def _unseen(self, X: Floats, label: Floats, weight: Floats, folds: Sequence[Split]) -> Floats:
        """The raw margin of each row by trees that had not seen it or its group; NaN where there are none."""
        raw = np.full(len(label), np.nan)
        for train, test in folds:
            raw[test] = self._booster(X[train], label[train], weight[train]).predict(X[test], raw_score=True)
        return raw

    def _add_linear(self, rows: Rows, unseen: Floats, folds: Sequence[Split]) -> Floats:
        """Add a linear part to the trees where it pays; gives what it adds to the margins of unseen rows."""
        chosen = choose_linear(rows, unseen, folds, self.monotone_) if self.linear and folds else None
        self.linear_: dict[str, object] = chosen.to_json() if chosen else {}
        if chosen is None:
            return np.zeros(len(unseen))
        self.booster_ = add_linear(self.booster_, chosen.part)
        return chosen.unseen

    def _calibrate(self, raw: Floats, label: Floats, weight: Floats, trusted: NDArray[np.bool_]) -> Calibrated:
        learn = trusted & ~np.isnan(raw)
        if self.calibration == "none" or not learn.any():
            return Calibrated(calibration=Calibration.identity())
        usual = WITHOUT_PRIOR if self.prior is None else TAUGHT_PRIOR if corrects(self.prior) else WITH_PRIOR
        return fit_calibration(self.calibration, raw[learn], label[learn], weight[learn], usual=usual)

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        tags.classifier_tags.multi_class = False
        return cast(Tags, tags)


def _identical_rows(X: Floats) -> NDArray[np.int64]:
    """A number for each different row; NaN equals NaN."""
    numbers: dict[int, int] = {}
    return np.array([numbers.setdefault(hash(row.tobytes()), len(numbers)) for row in np.ascontiguousarray(X)])
