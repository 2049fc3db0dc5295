"""The pages that reviewers read."""

from zbrisk.pages.beside import Beside
from zbrisk.pages.index import IndexItem, render_index
from zbrisk.pages.page import render_page

__all__ = ["Beside", "IndexItem", "render_index", "render_page"]
