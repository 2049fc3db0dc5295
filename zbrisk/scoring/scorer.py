"""A trained bundle at work: rank a cohort, explain a case, score one case's records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path

import pandas as pd

from zbrisk.bundle.bundle import Bundle, read_bundle
from zbrisk.bundle.keys import KeyLike
from zbrisk.bundle.target_model import TargetModel
from zbrisk.compiler.cohort import cohort_query
from zbrisk.compiler.compiled import Program
from zbrisk.compiler.safety import runnable
from zbrisk.docket.days import AsOf, past_day_number
from zbrisk.docket.docket import Docket
from zbrisk.docket.records import Records
from zbrisk.docket.values import id_text
from zbrisk.engines.limits import Limits
from zbrisk.errors import BundleError, DataError
from zbrisk.execution.moments import moments_of
from zbrisk.explaining.explainer import CHIEF_REASONS, Explainer
from zbrisk.scoring.answer import Answer
from zbrisk.scoring.case_scorer import CaseScorer
from zbrisk.scoring.clue_table import in_order, with_levels
from zbrisk.scoring.cohort_scorer import CohortScorer, Scores
from zbrisk.scoring.list_reasons import ListReasons
from zbrisk.scoring.needs import Needs, needs_of
from zbrisk.scoring.tally import tally
from zbrisk.selection.unfinished import leave_out_finished
from zbrisk.typing import Progress

__all__ = ["Scorer", "load_scorer"]


def load_scorer(
    folder: str | Path, *, keys: Iterable[KeyLike] | None = None, unsigned: bool = False,
    limits: Limits = Limits(),  # noqa: B008 (frozen)
) -> Scorer:  # fmt: skip
    """The scorer of a bundle.

    Args:
        folder: The bundle.
        keys: The keys to trust, as texts or .pub files; those that the user trusts if None.
        unsigned: Take the bundle whoever made it; everything else is verified all the same.
        limits: How much one question may cost.

    Raises:
        BundleError: The bundle is missing, altered, of another format, or not signed by a trusted key.
        DataError: A key cannot be read.
    """
    return Scorer(read_bundle(folder, keys=keys, unsigned=unsigned), limits)


class Scorer:
    """Scores, ranks and explains with a bundle; nothing of a checkout is needed."""

    def __init__(self, bundle: Bundle, limits: Limits = Limits(), *, gathers: bool = False) -> None:  # noqa: B008 (frozen)
        cohort_query(bundle.contract)  # refused before anything is scored
        self.limits = limits
        self.bundle = bundle
        self.contract = bundle.contract
        self.program = bundle.program
        _check_features(bundle)
        self.models = [TargetModel(trained, self.program.features) for trained in bundle.targets]
        self.explainer = Explainer(
            models=self.models, contract=self.contract, version=bundle.version, until=bundle.until
        )
        self._cohort = CohortScorer(
            program=self.program,
            models=self.models,
            explainer=self.explainer,
            contract=self.contract,
            limits=limits,
            gathers=gathers,
        )

    @property
    def targets(self) -> tuple[str, ...]:
        """What the bundle has models for."""
        return tuple(model.target for model in self.models)

    def score(
        self,
        docket: Docket,
        *,
        as_of: AsOf | None = None,
        moments: pd.DataFrame | None = None,
        progress: Progress | None = None,
    ) -> pd.DataFrame:
        """Every case's score for each target, without reasons: what `zbrisk.selection` chooses from.

        Args:
            docket: The tables.
            as_of: Score every case of the cohort on this day.
            moments: Or these moments (case_id, as_of).
            progress: Called with (done, of) after each signal.

        Returns:
            case_id, as_of, target, score (raw margin), probability (calibrated), rank (1 is first), level (较低 to
            很高) and basis (JSON: the reviews that the level rests on), by target and rank.

        Raises:
            DataError: Neither a day nor moments, no case on that day, or a case that is not known.
        """
        scores = self._scores(docket, as_of, moments, None, progress)
        return in_order(self._with_levels(scores.clues.drop(columns="_row")))

    def tally(self, docket: Docket, moments: pd.DataFrame, *, progress: Progress | None = None) -> pd.DataFrame:
        """How many moments fall into each bin of the bundle's reference cases: what `zbrisk.monitoring` compares.

        Args:
            docket: The tables.
            moments: case_id and as_of.
            progress: Called with (done, of) after each signal.

        Returns:
            target, feature (empty for the raw score), counts; those of parts of a cohort add up.

        Raises:
            DataError: A case is not known on its day.
        """
        case_ids, days = moments_of(moments, docket)
        return tally(self.models, self._cohort.features(docket, case_ids, days, progress))

    def with_reasons(self, docket: Docket, clues: pd.DataFrame, *, reasons: int = CHIEF_REASONS) -> pd.DataFrame:
        """The chosen clues with `reasons`; evidence is looked for behind these alone.

        Args:
            docket: The tables.
            clues: case_id, as_of and target of what was chosen among scores; further columns are kept.
            reasons: The most reasons for and against a clue.

        Returns:
            The clues; reasons are JSON: signal, contribution, sentence, table and key of evidence rows, and `related`:
            what other signals say of the same rows.

        Raises:
            DataError: A case is not known on its day.
        """
        absent = [name for name in ("case_id", "as_of", "target") if name not in clues.columns]
        if absent or not set(clues["target"]) <= set(self.targets):
            raise DataError(
                f"These are no clues of {', '.join(self.targets)}.",
                "Give rows of what `score` of the same bundle returned, with case_id, as_of and target.",
            )
        return in_order(clues.assign(reasons=ListReasons(self._cohort, docket, None, most=reasons).reasons(clues)))

    def new_facts(self, docket: Docket, clues: pd.DataFrame, since: Sequence[dt.date | None]) -> list[str]:
        """Of each reviewed clue the facts behind its raising reasons that became known since, for `leave_out_finished`.

        Args:
            docket: The tables.
            clues: case_id, as_of and target.
            since: The day on which each was decided; None where none was, and nothing is looked for.

        Returns:
            JSON: table, key and known_at of each row; empty where there are none.
        """
        return ListReasons(self._cohort, docket, None, most=0).news(clues, since)

    def rank(
        self,
        docket: Docket,
        *,
        as_of: AsOf | None = None,
        moments: pd.DataFrame | None = None,
        top: int | None = None,
        reasons: int = CHIEF_REASONS,
        progress: Progress | None = None,
        finished: bool | None = None,
        explained: int | None = None,
    ) -> pd.DataFrame:
        """Cases in the order in which they deserve a look, for each target: score, choose and explain in one call.

        Clues that are finished (reviewed, issued for review, restored or performed before the day: see
        `zbrisk.selection.unfinished`) are no new clues and left out, unless newer facts stand behind a reviewed one.

        Args:
            docket: The tables.
            as_of: Score every case of the cohort on this day.
            moments: Or these moments (case_id, as_of).
            top: Keep N clues at most a target.
            reasons: The most reasons for and against a clue; 0 for none (scoring alone is much faster).
            progress: Called with (done, of) after each signal.
            finished: Whether finished clues are listed too; None: where the moments are named, and not of a whole day.
            explained: Give reasons to the first N clues of each target alone; the others' are empty.

        Returns:
            What `score` returns of those listed, with `reasons` as of `with_reasons`, and with new_facts (JSON: table,
            key and known_at of the rows that bring a reviewed clue back).

        Raises:
            DataError: Neither a day nor moments, no case on that day, a case that is not known, or an empty list.
        """
        if top is not None and top < 1:
            raise DataError(f"top is {top}.", "Ask for at least one clue, or leave it out for all.")
        listed = (as_of is None) if finished is None else finished
        scores = self._scores(docket, as_of, moments, top if listed else None, progress)
        clues = scores.clues.assign(new_facts="")
        behind = ListReasons(self._cohort, docket, scores.features, most=reasons, explained=explained)
        if not listed:
            clues = leave_out_finished(docket, clues, behind.news, top=top)
        clues["reasons"] = ""
        if reasons:
            chosen = clues if explained is None else clues.groupby("target").head(explained)
            clues.loc[chosen.index, "reasons"] = behind.reasons(chosen)
        return in_order(self._with_levels(clues)).drop(columns="_row")

    def explain(self, docket: Docket, *, case_id: str, as_of: AsOf) -> Answer:
        """Why one case stands where it does, with evidence.

        Raises:
            DataError: The case is not known on that day.
        """
        return self._one_case.from_docket(docket, id_text(case_id), docket.day(as_of))

    def explain_each(
        self, docket: Docket, moments: Sequence[tuple[str, AsOf]], *, progress: Progress | None = None
    ) -> list[Answer]:
        """The same for several cases, each on its day; `progress` is called with (done, of) after each.

        Raises:
            DataError: A case is not known on its day.
        """
        answers = []
        for case_id, as_of in moments:
            answers.append(self.explain(docket, case_id=case_id, as_of=as_of))
            if progress:
                progress(len(answers), len(moments))
        return answers

    def score_case(self, records: Records, *, as_of: AsOf, case_id: str | None = None) -> Answer:
        """Score one case from its records alone, as `docket.records` gives them or a case system gathers them.

        Args:
            records: Table to rows (dicts). A table that is absent, or of which no row was known before the day, is "no
                data"; an empty one says that nothing was found.
            as_of: The day.
            case_id: Which case; may be left out where the records' cohort table holds one row that fits.

        Raises:
            DataError: The records cannot be read, the day has not come, or the case is not among them or not known on
                the day.
        """
        case = None if case_id is None else id_text(case_id)
        return self._one_case.from_records(records, case, past_day_number(as_of))

    def needs(self) -> Needs:
        """Which tables one case's score depends on, and by which join paths their rows are reached."""
        return needs_of(self._program("sqlite"), self.contract)

    @cached_property
    def _one_case(self) -> CaseScorer:
        return CaseScorer(self._program("sqlite"), self.explainer, self.contract, self.limits)

    def _program(self, dialect: str) -> Program:
        """The program as it may run on an engine; the bundle's own text never runs."""
        return runnable(self.program, self.contract, dialect)

    def _scores(
        self, docket: Docket, as_of: AsOf | None, moments: pd.DataFrame | None, top: int | None,
        progress: Progress | None,
    ) -> Scores:  # fmt: skip
        if (as_of is None) == (moments is None):
            raise DataError("Either a day or moments are needed.", "Give as_of, or a frame with case_id and as_of.")
        asked = docket.cohort(as_of) if as_of is not None else moments
        assert asked is not None
        case_ids, days = moments_of(asked, docket)
        if not case_ids:
            raise DataError(
                f"There is no case to score on {as_of}.", "Check the day, and that the cases are closed by then."
            )
        return self._cohort.scores(docket, case_ids, days, top=top, progress=progress)

    def _with_levels(self, clues: pd.DataFrame) -> pd.DataFrame:
        return with_levels(clues, {model.target: model for model in self.models})


def _check_features(bundle: Bundle) -> None:
    """Refuse models that ask for what no signal of the bundle gives."""
    for trained in bundle.targets:
        if absent := set(trained.feature_names) - set(bundle.program.features):
            raise BundleError(
                f"The model of {trained.target} asks for {min(absent)[:100]}, which no signal of the bundle gives.",
                "Take the bundle from where it was trained, or train anew.",
            )
