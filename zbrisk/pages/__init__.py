"""The pages that reviewers read."""

from zbrisk.pages.index import render_index
from zbrisk.pages.page import render_page

__all__ = ["render_index", "render_page"]
