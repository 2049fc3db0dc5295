"""Account numbers leave intake as ids that nobody can try numbers on."""

from __future__ import annotations

import hashlib
from pathlib import Path

import duckdb
import pytest

from zbrisk.errors import DataError
from zbrisk.intake.assembling.account_ids import account_id, account_salt, name_accounts

OWN, OTHER = "6222020200001111", "6222020200002222"


@pytest.fixture
def salt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ZBRISK_HOME", str(tmp_path / "home"))
    return tmp_path / "home" / "account-salt"


def ids() -> dict[str, str]:
    with duckdb.connect() as connection:
        connection.execute(
            f"create table list_bank_statements as select '{OWN}' as account_no, '{OTHER}' as counter_account"
        )
        connection.execute(
            "create table list_seizures as select * from (values ('deposit', '6222020200002222'),"
            " ('vehicle', '12345678'), ('deposit', '存折')) as s (asset_class, natural_key)"
        )
        name_accounts(connection)
        return dict(connection.execute("from account_ids").fetchall())


def test_an_account_has_one_id_in_an_office_wherever_it_stands_and_another_elsewhere(salt: Path) -> None:
    first = ids()
    assert first.keys() == {OWN, OTHER} and len(set(first.values())) == 2 and ids() == first
    salt.unlink()
    assert not set(ids().values()) & set(first.values())


def test_without_the_salt_no_number_can_be_tried(salt: Path) -> None:
    given = ids()[OWN]
    assert given == account_id(OWN, account_salt())
    assert given[1:] not in hashlib.sha256(OWN.encode()).hexdigest() and given != account_id(OWN, b"")


def test_the_salt_is_its_owners_alone(salt: Path) -> None:
    account_salt()
    assert salt.stat().st_mode & 0o777 == 0o600 and len(bytes.fromhex(salt.read_text())) == 32
    salt.chmod(0o640)
    with pytest.raises(DataError, match=r"Others can read the secret .*account-salt"):
        account_salt()


def test_a_spoilt_salt_is_refused_and_not_replaced(salt: Path) -> None:
    account_salt()
    salt.write_text("0000")
    with pytest.raises(DataError, match="no salt of account numbers"):
        account_salt()
    assert salt.read_text() == "0000"
