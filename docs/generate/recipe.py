"""The page of a recipe's choices."""

from __future__ import annotations

import inspect
from typing import Any

from docs.generate.docstring import entries, sections
from training.recipe import Recipe

__all__ = ["recipe_page"]

HEAD = """# The recipe

Made from `training/recipe.py` by `python -m docs.write`. A recipe is a YAML file with any of these names;
`zbrisk train --recipe FILE` reads it, and what is left out has its default. Its hash is recorded with the run.
[Retraining](../../training/README.md#what-each-choice-assumes) says what each choice assumes.

```yaml
trials: 50
strategy: reviewed_only
seed: 7
```

| name | default | values | |
|---|---|---|---|
"""


def recipe_page() -> str:
    """All choices, as Markdown."""
    said = entries(sections(inspect.getdoc(Recipe) or "")["Args"])
    lines = [
        f"| `{name}` | {_shown(Recipe.model_fields[name].default)} | {_values(shape)} | {said[name]} |"
        for name, shape in Recipe.model_json_schema()["properties"].items()
    ]
    return HEAD + "\n".join(lines) + "\n"


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return f"`[{', '.join(map(str, value))}]`"
    return "none" if value is None else f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _values(shape: dict[str, Any]) -> str:
    shape = next((each for each in shape.get("anyOf", ()) if each["type"] != "null"), shape)
    if "enum" in shape:
        return ", ".join(f"`{choice}`" for choice in shape["enum"])
    if "minimum" in shape:
        return f"{shape['minimum']:g} to {shape['maximum']:,.15g}"
    return ""
