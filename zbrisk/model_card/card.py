"""A model card, made of what the bundle says and of nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from zbrisk.bundle.bundle import Bundle
from zbrisk.model_card.target import target_label, target_sections
from zbrisk.model_card.texts import Texts
from zbrisk.pages.law import law_words
from zbrisk.pages.report import Report, ReportTable, Section

__all__ = ["model_card"]

SHORT = 12  # characters of a hash


def model_card(bundle: Bundle, *, language: str = "zh") -> Report:
    """The card of a bundle; `to_html` and `to_markdown` of zbrisk.pages.report give its forms.

    Args:
        bundle: The bundle. What it does not say is "no data".
        language: `zh` or `en`.
    """
    say = Texts(language=language)
    return Report(
        language=language,
        kind=say("kind"),
        title=say("title", version=bundle.version),
        stamp=_stamp(bundle, say),
        sections=(
            Section(title=say("use"), paragraphs=(_use(bundle, say), *_taught_by(bundle, say), *_skipped(bundle, say))),
            Section(title=say("not_for"), points=say.texts("not_for_points")),
            _data(bundle, say),
            _law(bundle, say),
            *(section for trained in bundle.targets for section in target_sections(bundle, trained, say)),
            Section(title=say("shap"), paragraphs=(say("shap_text"),)),
            Section(title=say("limits"), points=say.texts("limits_points")),
        ),
    )


def _use(bundle: Bundle, say: Texts) -> str:
    noun = bundle.contract.cohort.label[say.language]
    return say("use_text", purpose=(bundle.contract.label or noun) if say.language == "zh" else noun)


def _stamp(bundle: Bundle, say: Texts) -> str:
    hashes: Mapping[str, str] = bundle.run.get("hashes", {})
    short = {name: hashes.get(name, say("none"))[:SHORT] for name in ("recipe", "tables", "signals")}
    python = bundle.run.get("versions", {}).get("python", say("none"))
    return say("stamp", until=bundle.until, python=python, **short)


def _taught_by(bundle: Bundle, say: Texts) -> Iterator[str]:
    """Whose outcomes taught it besides its own office's: offices that gave lessons, bundles that it starts from."""
    if offices := bundle.run.get("offices"):
        yield say("offices", count=len(offices), names=", ".join(str(each["label"]) for each in offices))
    for trained in bundle.targets:
        taught: Mapping[str, Any] = (trained.metrics.get("prior") or {}).get("taught_by") or {}  # type: ignore[attr-defined]
        if taught:
            keys = ", ".join(f"{name} {key}" for name, key in taught["keys"].items()) or say("none")
            yield say(
                "taught_by", target=target_label(trained.target, say), bundle=taught["bundle"],
                seal=taught["seal"][:SHORT], keys=keys, until=taught["until"],
            )  # fmt: skip


def _skipped(bundle: Bundle, say: Texts) -> Iterator[str]:
    for target, why in bundle.run.get("skipped", {}).items():
        yield say("skipped", target=target_label(target, say), why=why)


def _data(bundle: Bundle, say: Texts) -> Section:
    cohort = bundle.contract.cohort
    about = say("data_text", table=cohort.table, where=cohort.where or "true", key=cohort.key)
    feeds: Mapping[str, Mapping[str, Any]] | None = bundle.run.get("feeds")
    if not feeds:
        return Section(title=say("data"), paragraphs=(about, say("data_missing")))
    rows = tuple(
        (_table_label(bundle, name, say), f"{feed['rows']:,}", feed["newest"] or say("none"))
        for name, feed in feeds.items()
    )
    table = ReportTable(headings=say.texts("data_headings"), rows=rows, numbers=frozenset({1}))
    return Section(title=say("data"), paragraphs=(about,), tables=(table,))


def _table_label(bundle: Bundle, name: str, say: Texts) -> str:
    table = bundle.contract.tables.get(name)
    return f"{table.label} {name}" if table is not None and say.language == "zh" else name


def _law(bundle: Bundle, say: Texts) -> Section:
    named: dict[str, list[str]] = {}
    for signal in bundle.program.signals:
        if signal.header.law:
            named.setdefault(signal.header.law, []).append(signal.header.label[say.language])
    if not named:
        return Section(title=say("law"), paragraphs=(say("law_none"),))
    comma = "、" if say.language == "zh" else ", "
    rows = tuple((law_words(law, say.language), comma.join(signals)) for law, signals in sorted(named.items()))
    return Section(
        title=say("law"),
        paragraphs=(say("law_text", until=bundle.until),),
        tables=(ReportTable(headings=say.texts("law_headings"), rows=rows),),
    )
