"""The description of the interface as one page: server-made, no script, nothing from elsewhere."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

__all__ = ["render_documentation"]


def render_documentation(openapi: dict[str, Any]) -> str:
    """The page of a description in OpenAPI 3.1."""
    calls = [
        {"path": path, "method": method.upper(), **call, "example": _example(call)}
        for path, methods in openapi["paths"].items()
        for method, call in methods.items()
    ]
    return _template().render(info=openapi["info"], calls=calls, schemas=_schemas(openapi))


@lru_cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("zbrisk.service", ""), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    return environment.get_template("documentation.html")


def _example(call: dict[str, Any]) -> str | None:
    for content in call.get("requestBody", {}).get("content", {}).values():
        if "example" in content:
            return json.dumps(content["example"], ensure_ascii=False, indent=2)
    return None


def _schemas(openapi: dict[str, Any]) -> dict[str, str]:
    schemas = openapi["components"]["schemas"]
    return {name: json.dumps(schema, ensure_ascii=False, indent=2) for name, schema in sorted(schemas.items())}
