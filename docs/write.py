"""Write the pages that are made from code and data: `python -m docs.write`."""

from __future__ import annotations

from pathlib import Path

from docs.generate.api import api_page
from docs.generate.checkpoints import checkpoints_page
from docs.generate.cli import cli_page
from docs.generate.recipe import recipe_page
from docs.generate.schemas import SCHEMAS, schema_text
from docs.generate.signals import signals_page
from docs.generate.systems import systems_page
from docs.generate.tables import tables_page

HERE = Path(__file__).parent
FORMS = HERE.parent / "zbrisk" / "schemas"  # in the wheel, so that editors find them without a network
PAGES = {
    "reference/cli.md": cli_page,
    "reference/api.md": api_page,
    "reference/tables.md": tables_page,
    "reference/signals.md": signals_page,
    "reference/checkpoints.md": checkpoints_page,
    "reference/recipe.md": recipe_page,
    "reference/systems.md": systems_page,
}

if __name__ == "__main__":
    for name, page in PAGES.items():
        (HERE / name).write_text(page(), encoding="utf-8")
    for name in SCHEMAS:
        (FORMS / f"{name}.json").write_text(schema_text(name), encoding="utf-8")
