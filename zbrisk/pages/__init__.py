"""The pages that reviewers read."""

from zbrisk.pages.page import render_page

__all__ = ["render_page"]
