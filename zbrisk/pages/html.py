"""One self-contained HTML file: everything escaped, nothing fetched, nothing run."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from zbrisk.explaining.plain_text import visible

__all__ = ["DISCLAIMER", "render"]

DISCLAIMER = "线索提示，需调查核实；不得作为采取措施的依据"


def render(template: str, *, images: bool = False, **values: object) -> str:
    """Fill a template of zbrisk/pages/templates; every value is escaped, and no letter of it acts.

    The content policy allows the one style sheet in the file, by its hash, and forbids scripts, connections and images,
    but for those that stand in the file itself where `images` is set.
    """
    style = _style()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    policy += "; img-src data:" if images else ""
    usual = {"language": "zh-CN", "disclaimer": DISCLAIMER, "style": Markup(style), "policy": Markup(policy)}
    return visible(_environment().get_template(template).render(usual | values))


@cache
def _style() -> str:
    return resources.files("zbrisk.pages").joinpath("templates/page.css").read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("zbrisk.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
