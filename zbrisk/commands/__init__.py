"""The command line. A module in this folder adds its commands to `app` when it is imported, and all are."""

from importlib import import_module
from pkgutil import iter_modules

from zbrisk.commands.application import app

__all__ = ["app"]

for module in iter_modules(__path__):
    import_module(f"{__name__}.{module.name}")
