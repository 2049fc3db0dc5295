"""The bundle as files that MLflow serves: they name the code to import, `zbrisk.scoring.served`, and hold none.

MLflow believes what such a folder says: which module to import, which packages to install. Whoever writes to a store
can say something else, so a folder that comes out of one is compared with what is written here before it is used.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from importlib.metadata import version as installed
from pathlib import Path
from typing import Any

from training.registry.store import load_mlflow
from zbrisk.errors import BundleError
from zbrisk.untrusted import read_yaml

__all__ = ["BUNDLE", "check_wrapped", "wrap"]

BUNDLE = "data/bundle"  # where MLflow puts a folder of that name
LOADER = "zbrisk.scoring.served"
FILES = {"MLmodel", "conda.yaml", "python_env.yaml", "requirements.txt"}
NEEDED = re.compile(r"(?:mlflow|zbrisk|python|pip|setuptools|wheel)(?:(?:==|<=|=)[0-9][0-9a-z.+]*)?")
#: What MLflow's own flavour may say, beside the Python it was written with.
SAID = {
    "code": None, "data": BUNDLE, "env": {"conda": "conda.yaml", "virtualenv": "python_env.yaml"},
    "loader_module": LOADER, "streamable": False,
}  # fmt: skip


def wrap(bundle: Path, out: Path) -> None:
    """Write the folder that MLflow serves, with a copy of the bundle, whose own folder must be called `bundle`."""
    pyfunc = load_mlflow().pyfunc
    with warnings.catch_warnings(record=True):
        pyfunc.save_model(
            out,
            loader_module=LOADER,
            data_path=str(bundle),
            pip_requirements=[f"zbrisk=={installed('zbrisk')}"],  # or MLflow loads the model in order to guess
        )


def check_wrapped(folder: Path) -> None:
    """Refuse a folder that would have MLflow import or install anything that `wrap` does not ask for.

    Raises:
        BundleError: It does.
    """
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
    more = sorted(name for name in found - FILES if not name.startswith(f"{BUNDLE}/"))
    if more:
        raise _changed(f"holds {more[0]}")
    if not found >= FILES:
        raise _changed(f"lacks {min(FILES - found)}")
    try:
        model, conda, python = (read_yaml(folder / name, error=BundleError) for name in sorted(FILES)[:3])
        flavors = model["flavors"]
        said = {key: value for key, value in flavors["python_function"].items() if key != "python_version"}
        if flavors.keys() != {"python_function"} or said != SAID:
            raise _changed("names other code to run")
        if not all(isinstance(name, str) and NEEDED.fullmatch(name) for name in _needed(conda, python, folder)):
            raise _changed("asks for other packages")
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        if isinstance(error, BundleError):
            raise
        raise _changed("is broken") from error


def _needed(conda: Mapping[str, Any], python: Mapping[str, Any], folder: Path) -> list[Any]:
    """Every package that MLflow might install."""
    listed = [*conda["dependencies"], *python["build_dependencies"], *python["dependencies"]]
    nested = [name for each in listed if isinstance(each, dict) for name in each["pip"]]
    flat = [each for each in listed if not isinstance(each, dict) and each != "-r requirements.txt"]
    return [*flat, *nested, *(folder / "requirements.txt").read_text("utf-8").split()]


def _changed(how: str) -> BundleError:
    return BundleError(
        f"The model in the store {how}: it is not as `zbrisk models add` wrote it.",
        "Find out who writes to the store; then register the bundle anew.",
    )
