"""The page of a recipe's choices."""

from __future__ import annotations

import inspect
from dataclasses import fields

from docs.generate.docstring import entries, sections
from training import recipe
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
        f"| `{field.name}` | {_shown(field.default)} | {_values(field.name)} | {said[field.name]} |"
        for field in fields(Recipe)
    ]
    return HEAD + "\n".join(lines) + "\n"


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return f"`[{', '.join(map(str, value))}]`"
    return "none" if value is None else f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _values(name: str) -> str:
    if name in recipe._CHOICES:
        return ", ".join(f"`{choice}`" for choice in recipe._CHOICES[name])
    if name in recipe._RANGES:
        low, high = recipe._RANGES[name]
        return f"{low:g} to {high:,.15g}"
    return ""
