"""How Sphinx builds the documentation: `make site`, strictly and without a network.

The source is the whole repository, so that a page may link to the README of a study, and the link is checked. Zensical
was tried beside Sphinx: as strict and prettier, but its search, opened from a folder, loads a script from a CDN.
"""

from __future__ import annotations

import re
from typing import Any

from sphinx.application import Sphinx
from sphinx.search.en import SearchEnglish

project = "zbrisk"
extensions = ["myst_parser"]
root_doc = "docs/index"
include_patterns = [
    "*.md",
    "docs/**/*.md",
    "docs/*.md",
    "experiments/*/README.md",
    "features/README.md",
    "features/**/README.md",
    "training/README.md",
    "training/*/README.md",
]
exclude_patterns = [".*", "build", "demo", "dist", "models", "out", "tests", "zbrisk"]
suppress_warnings = [
    "toc.not_included"
]  # READMEs stand beside their code; tests/docs holds pages to the table of contents
myst_heading_anchors = 4
myst_enable_extensions = ["attrs_inline"]
html_theme = "alabaster"
html_theme_options = {
    "fixed_sidebar": True,
    "page_width": "1100px",
    "sidebar_width": "260px",
    "show_powered_by": False,
    "font_family": "system-ui, 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif",
    "head_font_family": "inherit",
}
html_show_sourcelink = False
html_copy_source = False
html_extra_path = ["site"]
html_search_language = "en"


class BothLanguages(SearchEnglish):
    """English words, and every two neighbouring letters of Chinese, which has no spaces to split at."""

    han = re.compile(r"[\u4e00-\u9fff]+")

    def split(self, input: str) -> list[str]:
        """The words that the index holds."""
        pairs = [run[i : i + 2] for run in self.han.findall(input) for i in range(max(1, len(run) - 1))]
        return [*super().split(self.han.sub(" ", input)), *pairs]

    js_splitter_code = """
function splitQuery(query) {
  const words = query.split(/[^\\p{L}\\p{N}_]+/gu).filter(word => word);
  const parts = word => word.match(/[\\u4e00-\\u9fff]+|[^\\u4e00-\\u9fff]+/g);
  const pairs = run => run.length < 3 ? [run] : [...run].slice(1).map((letter, i) => run[i] + letter);
  return words.flatMap(parts).flatMap(part => /[\\u4e00-\\u9fff]/.test(part) ? pairs(part) : [part]);
}
"""


def setup(app: Sphinx) -> dict[str, Any]:
    """Search in both languages."""
    app.add_search_language(BothLanguages)
    return {"parallel_read_safe": True}
