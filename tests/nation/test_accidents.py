"""Workers and drivers die at any second: whoever begins again has the list of one machine, byte by byte.

A standalone master and two workers on loopback; where Linux lets us, each worker sees a filesystem of its own in which
the folder of whoever asks is empty: they share nothing but the warehouse.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.support.office import SIGNAL, office
from training.bundle import train_bundle
from training.recipe import Recipe
from zbrisk.clues.ranked_list_file import write_ranked_list
from zbrisk.docket.days import to_date
from zbrisk.docket.docket import open_docket
from zbrisk.scoring.scorer import load_scorer

pytestmark = [pytest.mark.spark, pytest.mark.slow]

DAY, TOP, SIZE = "2024-07-01", 25, 70
JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
CONF = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.memory": "1g",
    "spark.executor.memory": "600m",
    "spark.driver.extraJavaOptions": JAVA,
    "spark.executor.extraJavaOptions": JAVA,
    "spark.sql.shuffle.partitions": "2",
    "spark.ui.enabled": "false",
}
LONG = 600  # seconds after which nothing is waited for


@dataclass
class Cluster:
    """A master and workers, each in a process group of its own; drivers see `scratch`, workers do not."""

    scratch: Path
    warehouse: Path
    apart: bool
    url: str = ""
    groups: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.url = f"spark://127.0.0.1:{port}"
        self._java("master.Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", "0", fenced=False)
        wait_for(lambda: answers(port))
        for _ in range(2):
            self.worker()

    def worker(self) -> subprocess.Popen[bytes]:
        """One more worker."""
        home = Path(tempfile.mkdtemp(prefix="worker", dir=self.warehouse.parent))
        (home / "tmp").mkdir()
        at = ["--host", "127.0.0.1", "--webui-port", "0", "--work-dir", str(home)]
        return self._java(
            "worker.Worker", "--cores", "1", "--memory", "700m", *at, self.url, fenced=self.apart, tmp=home
        )

    def _java(self, name: str, *options: str, fenced: bool, tmp: Path | None = None) -> subprocess.Popen[bytes]:
        import pyspark

        jars = Path(pyspark.__file__).parent / "jars"
        java = shutil.which("java") or f"{os.environ['JAVA_HOME']}/bin/java"
        call = [java, *JAVA.split(), "-cp", f"{jars}/*", f"org.apache.spark.deploy.{name}", *options]
        if fenced:  # a worker of another machine: the driver's folder is not there
            call = ["unshare", "-m", "sh", "-c", f'mount -t tmpfs none {self.scratch} && exec "$@"', "sh", *call]
        own = {"TMPDIR": str(tmp / "tmp")} if tmp else {}
        spark = {"SPARK_HOME": str(jars.parent), "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_SCALA_VERSION": "2.13"}
        here = os.environ | own | spark
        with (self.warehouse.parent / f"{name}{len(self.groups)}.log").open("wb") as log:
            self.groups.append(subprocess.Popen(call, env=here, stdout=log, stderr=log, start_new_session=True))
        return self.groups[-1]

    def ask(self, *words: str) -> subprocess.Popen[bytes]:
        """A driver, begun."""
        conf = " ".join(f'--conf "{key}={value}"' for key, value in CONF.items())
        env = os.environ | {
            "PYSPARK_SUBMIT_ARGS": f"{conf} pyspark-shell",
            "PYSPARK_PYTHON": sys.executable,
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "TMPDIR": str(self.scratch),
        }
        call = [sys.executable, "-W", "ignore", "-m", "zbrisk", "nation", *words, "--spark", self.url]
        return subprocess.Popen(
            [*call, "--work", str(self.warehouse), "--unsigned"],
            env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip

    def stop(self) -> None:
        for process in self.groups:
            kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """A process with all that it started."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    if process.stderr:
        process.stderr.close()


def answers(port: int) -> bool:
    with socket.socket() as door:
        return door.connect_ex(("127.0.0.1", port)) == 0


def wait_for(what: Callable[[], object]) -> None:
    end = time.monotonic() + LONG
    while not what():
        assert time.monotonic() < end
        time.sleep(0.2)


def ended(process: subprocess.Popen[bytes]) -> None:
    """Wait for a driver that is to end well."""
    try:
        _, said = process.communicate(timeout=LONG)
    finally:
        kill(process)
    assert process.returncode == 0, said.decode()[-3000:]


def namespaces() -> bool:
    """Whether a mount of our own can be had."""
    tried = "mount -t tmpfs none /mnt"
    return (
        bool(shutil.which("unshare"))
        and not subprocess.run(["unshare", "-m", "sh", "-c", tried], capture_output=True, check=False).returncode
    )


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scratch of drivers: a bundle, and the list of one machine beside it."""
    pytest.importorskip("pyspark")
    home = tmp_path_factory.mktemp("scratch")
    (home / "signals").mkdir()
    for name, direction, category in (("calm", "lowers", "delay"), ("tell", "raises", "hidden_assets")):
        text = SIGNAL.format(target="concealed_assets", direction=direction, category=category)
        (home / "signals" / f"{name}.sql").write_text(text, encoding="utf-8")
    docket = open_docket(office(size=400, reviewed=160))
    recipe = Recipe(trials=0, bootstrap_draws=100, reference_cases=300)
    train_bundle(docket, home / "bundle", until=to_date(docket.day(DAY)), signals=home / "signals", recipe=recipe)
    scorer = load_scorer(home / "bundle")
    clues = scorer.rank(docket, as_of=DAY, top=TOP)
    write_ranked_list(clues, home / "expected.parquet", scorer.program, docket)
    docket.close()
    return home / "bundle"


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory, bundle: Path) -> Iterator[Cluster]:
    """The cluster, with an office's tables opened."""
    home = tmp_path_factory.mktemp("cluster")
    cluster = Cluster(scratch=bundle.parent, warehouse=home / "warehouse", apart=namespaces())
    lines = []
    for name, frame in office(size=400, reviewed=160).items():
        (home / "warehouse" / name).mkdir(parents=True)
        frame.to_parquet(home / "warehouse" / name / "0.parquet", index=False)
        lines.append(f"{name}: {home / 'warehouse' / name}\n")
    (home / "tables.yaml").write_text("".join(lines), encoding="utf-8")
    try:
        cluster.start()
        ended(cluster.ask("open", "--tables", str(home / "tables.yaml"), "--model", str(bundle)))
        yield cluster
    finally:
        cluster.stop()


def rank(cluster: Cluster, bundle: Path, out: str) -> subprocess.Popen[bytes]:
    words = ["--model", str(bundle), "--as-of", DAY, "--top", str(TOP), "--shards", str(SIZE)]
    return cluster.ask("rank", *words, "--out", str(bundle.parent / out))


def committed(cluster: Cluster) -> Sequence[Path]:
    return list((cluster.warehouse / "done").glob("*/marks/part-*.parquet"))


def forget(cluster: Cluster) -> None:
    shutil.rmtree(cluster.warehouse / "done", ignore_errors=True)


def test_a_cluster_without_accidents_gives_the_list_of_one_machine(cluster: Cluster, bundle: Path) -> None:
    forget(cluster)
    ended(rank(cluster, bundle, "quiet.parquet"))
    assert (bundle.parent / "quiet.parquet").read_bytes() == (bundle.parent / "expected.parquet").read_bytes()


def test_a_worker_that_dies_changes_nothing(cluster: Cluster, bundle: Path) -> None:
    forget(cluster)
    running = rank(cluster, bundle, "worker.parquet")
    second = random.uniform(8, 30)  # of a run of some 30 on an idle machine
    try:
        time.sleep(second)
        kill(cluster.groups.pop())
        cluster.worker()
    finally:
        ended(running)
    expected = (bundle.parent / "expected.parquet").read_bytes()
    assert (bundle.parent / "worker.parquet").read_bytes() == expected, f"killed after {second} s"


def test_a_driver_that_dies_is_begun_again_where_it_was(cluster: Cluster, bundle: Path) -> None:
    forget(cluster)
    running = rank(cluster, bundle, "driver.parquet")
    enough = random.randint(2, 5)  # folders of seven: the cohort is the first
    try:
        wait_for(lambda: len(committed(cluster)) >= enough or running.poll() is not None)
    finally:
        kill(running)
    assert not (bundle.parent / "driver.parquet").exists()
    before = {mark: mark.stat().st_mtime_ns for mark in committed(cluster)}
    whole = {cells: cells.stat().st_mtime_ns for cells in (cluster.warehouse / "done").glob("*/sent/0/0/part-*")}
    assert before
    ended(rank(cluster, bundle, "driver.parquet"))
    assert (bundle.parent / "driver.parquet").read_bytes() == (bundle.parent / "expected.parquet").read_bytes()
    assert all(file.stat().st_mtime_ns == then for file, then in (before | whole).items()), f"killed after {enough}"
