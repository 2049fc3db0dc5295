"""Texts from outside are read within bounds, or refused in one sentence."""

import os

import pytest

from zbrisk.errors import BundleError, ContractError
from zbrisk.untrusted import parse_json, parse_yaml, read_bytes, read_json

DOUBLING = "a0: &a0 [x, x]\n" + "".join(f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n" for i in range(1, 40))
MERGING = "a0: &a0 {k: 1}\n" + "".join(f"a{i}: &a{i} {{<<: [*a{i - 1}, *a{i - 1}]}}\n" for i in range(1, 40))

HOSTILE_JSON = {
    "deep lists": ("[" * 200_000, "deep"),
    "deep mappings": ('{"a":' * 200_000, "deep"),
    "deep and whole": ("[" * 100 + "]" * 100, "deep"),
    "a number without end": ('{"format": 1e999}', "too large"),
    "four hundred digits": ("1" * 400, "400 digits"),
    "five thousand digits": ("-" + "9" * 5000, "digits"),
    "more than 64 bits": (str(2**64), "64 bits"),
    "no number": ("[NaN]", "no number"),
    "infinity": ("[-Infinity]", "no number"),
    "a key twice": ('{"a": 1, "a": 2}', "twice"),
    "an endless name": ('{"' + "x" * 5000 + '": 1}', "5,000 letters"),
    "half a letter": ('["\\ud800"]', "half a letter"),
    "half a letter as a key": ('{"\\udfff": 1}', "half a letter"),
    "nothing": ("", "no JSON"),
    "cut short": ('{"a": [1, 2', "no JSON"),
    "not UTF-8": (b'"\xff"', "UTF-8"),
}
HOSTILE_YAML = {
    "deep lists": ("[" * 200_000, "deep"),
    "deep blocks": ("- " * 3000 + "x", "deep"),
    "deep indents": ("".join(" " * i + f"k{i}:\n" for i in range(100)), "deep"),
    "aliases that double": (DOUBLING, "values"),
    "merges that double": (MERGING, "<<"),
    "a list that holds itself": ("&a [*a]", "deep"),
    "ten thousand digits": ("a: " + "1" * 10_000, "cannot be read"),
    "three hundred hexadecimal digits": ("a: 0x" + "f" * 300, "64 bits"),
    "infinity": ("a: .inf", "no number"),
    "no day": ("a: 2024-02-31", "cannot be read"),
    "no second": ("a: 2024-01-01T00:00:60Z", "cannot be read"),
    "a key twice": ("a: 1\na: 2", "twice"),
    "an object": ("!!python/object/apply:os.system [id]", "no YAML"),
    "an empty whole number": ("a: !!int ''", "cannot be read"),
    "no timestamp": ("a: !!timestamp x", "cannot be read"),
    "no set": ("a: !!set [1]", "cannot be read"),
    "no base64": ("a: !!binary x", "no YAML"),
    "an endless name": ('"' + "x" * 600 + '": 1', "600 letters"),
    "a NUL": ("\x00", "no YAML"),
    "two documents": ("---\na\n---\nb", "no YAML"),
    "too long": ("a: " + "x" * 1_000_001, "longer"),
}


@pytest.mark.parametrize("name", HOSTILE_JSON)
def test_hostile_json_is_refused_in_one_sentence(name: str) -> None:
    text, why = HOSTILE_JSON[name]
    with pytest.raises(BundleError) as refused:
        parse_json(text, "program.json", error=BundleError)
    assert refused.value.problem.startswith("program.json ") and why in refused.value.problem
    assert len(refused.value.problem) < 300 and refused.value.cure


@pytest.mark.parametrize("name", HOSTILE_YAML)
def test_hostile_yaml_is_refused_in_one_sentence(name: str) -> None:
    text, why = HOSTILE_YAML[name]
    with pytest.raises(ContractError) as refused:
        parse_yaml(text, "tables.yaml", error=ContractError)
    assert refused.value.problem.startswith("tables.yaml ") and why in refused.value.problem
    assert len(refused.value.problem) < 300 and refused.value.cure


def test_what_people_write_is_read_as_it_stands() -> None:
    assert parse_json(' {"a": [1, 2.5, null, "终本"]}', "x") == {"a": [1, 2.5, None, "终本"]}
    assert parse_yaml("\ufeff".encode() + b"a: &one [1]\nb: *one\n", "x") == {"a": [1], "b": [1]}


def test_devices_pipes_and_folders_are_no_files(tmp_path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "pipe", tmp_path / "absent", tmp_path / ("x" * 5000), tmp_path / "a\0b"):
        with pytest.raises(BundleError):
            read_json(path, error=BundleError)


def test_a_file_beyond_its_size_is_not_read(tmp_path) -> None:
    (tmp_path / "large").write_bytes(b"x" * 11)
    with pytest.raises(BundleError, match="11 bytes"):
        read_bytes(tmp_path / "large", 10, error=BundleError)
