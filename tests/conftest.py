"""What all tests share: which of them run in one process, and a config folder of their own."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import tempfile
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from xdist.remote import Producer
    from xdist.scheduler import LoadScopeScheduling

# Tests are spread over as many processes as there are cores: threads of one would wait, spinning, for those of another.
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

from zbrisk.docket import days

settings.register_profile("zbrisk", deadline=None)  # a busy machine is no failure
settings.load_profile("zbrisk")

days.today = lambda: dt.date(2030, 1, 1)  # no test hangs on the day on which it is run

TOGETHER = ("checkpoints", "commands", "features", "lessons", "scoring")  # folders whose tests share what is dear


def pytest_configure(config: pytest.Config) -> None:
    """Keys that tests make or trust never reach the user's own folder, nor do those of processes that tests start."""
    folder = tempfile.mkdtemp(prefix="zbrisk-home-")
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    os.environ["ZBRISK_HOME"] = os.environ["XDG_CONFIG_HOME"] = folder


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    """Where tests are spread over processes (`-n auto`), what is made for a file is made in one of them.

    Marks of `xdist_group` would do, had pytest 9.2 not made names of tests that xdist 3.8 cannot add a group to.
    """
    from xdist.scheduler import LoadScopeScheduling

    class Rooms(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = PurePosixPath(nodeid.partition("::")[0])
            return file.parent.name if file.parent.name in TOGETHER else str(file)

    return Rooms(config, log)
