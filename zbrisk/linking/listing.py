"""Links as files: tables and a page for people, JSON and Parquet for programs."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from zbrisk.clues.spreadsheet import Worksheet
from zbrisk.clues.table_file import write_table
from zbrisk.contract import Contract
from zbrisk.contract.labels import load_labels
from zbrisk.explaining.masking import mask_case_number, mask_identifiers
from zbrisk.linking.links import Link, Links
from zbrisk.linking.words import case_state, evidence_words
from zbrisk.pages.html import render

__all__ = ["write_links"]

WIDTHS = {"案号": 26, "关联依据": 60, "证据": 60, "内容": 60, "归入理由": 40}


def write_links(links: Links, path: str | Path, contract: Contract) -> Path:
    """Write links; the ending of `path` says how.

    .json holds everything, ids included. .csv lists the cases, .xlsx also petitions and what was left out, .html is a
    page; in these three, names and numbers are masked.

    Raises:
        DataError: Another ending, or a folder that cannot be written to.
    """
    return write_table(
        path,
        "list of links",
        people=lambda: [_cases(links, contract), _petitions(links), _hubs(links)],
        texts={".html": lambda: _page(links, contract), ".json": links.to_json},
    )


def _cases(links: Links, contract: Contract) -> Worksheet:
    columns = ["序号", "案件编号", "案号", "类型", "法院", "立案日期", "状态", "关联强度", "关联依据", "证据"]
    rows = [(place, *_case(link, contract)) for place, link in enumerate(links.cases, 1)]
    return Worksheet(
        title="关联案件",
        rows=pd.DataFrame(rows, columns=columns),
        widths=WIDTHS,
        formats={"关联强度": "0.0", "立案日期": "yyyy-mm-dd"},
    )


def _case(link: Link, contract: Contract) -> tuple[object, ...]:
    case, labels = link.case, load_labels()
    return (
        mask_identifiers(link.case_id),
        mask_case_number(str(case["case_no"])) if case.get("case_no") else None,
        labels.code("cases", "case_kind", str(case.get("case_kind"))),
        case.get("court_code"),
        case.get("filed_date"),
        case_state(case),
        round(link.strength, 3),
        "\n".join(f"{tie.label.zh}：{tie.sentence.zh}" for tie in link.ties),
        "\n".join(evidence_words(tie.evidence, contract) for tie in link.ties),
    )


def _petitions(links: Links) -> Worksheet:
    labels = load_labels()
    rows = [
        (
            entry.petition_id,
            entry.received,
            labels.code("petitions", "channel", entry.channel),
            labels.code("petitions", "category", entry.category),
            entry.case_id,
            "\n".join(why.zh for why in entry.why),
            entry.text,
        )
        for entry in links.petitions
    ]
    columns = ["编号", "日期", "渠道", "类别", "所指案件", "归入理由", "内容"]
    return Worksheet(
        title="信访热线",
        rows=pd.DataFrame(rows, columns=columns),
        widths=WIDTHS,
        formats={"日期": "yyyy-mm-dd"},
    )


def _hubs(links: Links) -> Worksheet:
    rows = [(hub.label.zh, hub.through, hub.cases, hub.limit) for hub in links.hubs]
    columns = ["关联方式", "共同点", "涉及案件数", "上限"]
    return Worksheet(title="因过于常见未列入", rows=pd.DataFrame(rows, columns=columns), widths={"共同点": 30})


def _page(links: Links, contract: Contract) -> str:
    labels = load_labels()
    return render(
        "links.html.j2",
        links=links,
        case_id=mask_identifiers(links.case_id),
        cases=[(link, _case(link, contract)) for link in links.cases],
        petitions=[tuple(row) for row in _petitions(links).rows.itertuples(index=False)],
        evidence=lambda tie: evidence_words(tie.evidence, contract),
        labels=labels,
    )
