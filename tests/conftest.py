"""What all tests share: which of them run in one process, and a config folder of their own."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import tempfile

import pytest

# Tests are spread over as many processes as there are cores: threads of one would wait, spinning, for those of another.
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

from zbrisk.docket import days

days.today = lambda: dt.date(2030, 1, 1)  # no test hangs on the day on which it is run

TOGETHER = ("checkpoints", "commands", "features", "lessons", "scoring")  # folders whose tests share what is dear


def pytest_configure(config: pytest.Config) -> None:
    """Keys that tests make or trust never reach the user's own folder, nor do those of processes that tests start."""
    folder = tempfile.mkdtemp(prefix="zbrisk-home-")
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    os.environ["ZBRISK_HOME"] = os.environ["XDG_CONFIG_HOME"] = folder


@pytest.hookimpl(tryfirst=True)  # xdist reads the marks in the same hook
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where tests are spread over processes (`--dist loadgroup`), what is made for a file is made in one of them."""
    if not config.pluginmanager.hasplugin("xdist"):
        return
    for item in items:
        room = item.path.parent.name
        item.add_marker(pytest.mark.xdist_group(room if room in TOGETHER else item.nodeid.partition("::")[0]))
