"""Account numbers as ids: one number is one id wherever it stands, and nobody else can tell which number it is.

Numbers have too few digits for a plain hash: all could be tried. So they are hashed with the office's salt, which lies
in the user's config folder, beside the signing key, and nowhere else.
"""

from __future__ import annotations

import hmac
import re
import secrets

import duckdb
import pyarrow as pa

from zbrisk.bundle.keys import own_secret
from zbrisk.errors import DataError
from zbrisk.home import home

__all__ = ["account_id", "account_salt", "name_accounts"]

SALT = "account-salt"
SALT_FORM = re.compile(rb"[0-9a-f]{64}\s*")
NUMBERS = """
    select distinct number from (
        select account_no as number from list_bank_statements union all select counter_account from list_bank_statements
        union all select natural_key from list_seizures
            where asset_class in ('deposit', 'e_wallet', 'wealth') and regexp_full_match(natural_key, '[0-9*]{6,32}')
    ) where number is not null order by number
"""


def name_accounts(connection: duckdb.DuckDBPyConnection, salt: bytes | None = None) -> None:
    """Make `account_ids` (number, account_id) of every account that the staged rows name, by the office's salt if None.

    Raises:
        DataError: The salt cannot be made or read.
    """
    numbers = [row[0] for row in connection.execute(NUMBERS).fetchall()]
    if salt is None:
        salt = account_salt() if numbers else b""
    ids = [account_id(number, salt) for number in numbers]
    connection.register(
        "arriving", pa.table({"number": pa.array(numbers, pa.string()), "account_id": pa.array(ids, pa.string())})
    )
    connection.execute("create table account_ids as from arriving")
    connection.unregister("arriving")


def account_id(number: str, salt: bytes) -> str:
    """The id of an account."""
    return f"K{hmac.digest(salt, number.encode(), 'sha256').hex()[:15]}"


def account_salt() -> bytes:
    """The office's salt, made if there is none.

    Raises:
        DataError: It cannot be made or read, others can read it, or it is none.
    """
    text = own_secret(SALT, lambda: f"{secrets.token_hex(32)}\n".encode())
    if not SALT_FORM.fullmatch(text):
        raise DataError(
            f"{home() / SALT} is no salt of account numbers: 64 digits of 0-9 and a-f.",
            "Put back the file that the office uses; if it is lost, move this one away: all account ids become new.",
        )
    return bytes.fromhex(text.decode().strip())
