"""Whatever is sent, a call ends in an answer or a problem of the caller's, never in an error of the service."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from zbrisk.contract import load_contract

TABLES = sorted(load_contract().tables)
leaves = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20)
values = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
QUICK = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


def _posted(client: TestClient, body: Any) -> int:
    sent = json.dumps(body)  # with Infinity, which is no JSON, as some clients send it
    return client.post("/v1/score", content=sent, headers={"Content-Type": "application/json"}).status_code


@QUICK
@given(as_of=values, case_id=values, table=st.sampled_from(TABLES) | st.text(max_size=9), rows=values)
def test_odd_values_end_in_no_error_of_the_service(
    client: TestClient, as_of: Any, case_id: Any, table: str, rows: Any
) -> None:
    body = {"as_of": as_of, "case_id": case_id, "records": {table: rows}}
    assert _posted(client, body) in (400, 422)


@QUICK
@given(data=st.data())
def test_odd_cells_end_in_no_error_of_the_service(
    client: TestClient, case: dict[str, Any], data: st.DataObject
) -> None:
    changed = json.loads(json.dumps(case))
    table = data.draw(st.sampled_from([name for name, rows in changed["records"].items() if rows]))
    row = data.draw(st.sampled_from(changed["records"][table]))
    row[data.draw(st.sampled_from(sorted(row)))] = data.draw(values)
    assert _posted(client, changed) in (200, 400, 422)


@QUICK
@given(body=st.binary(max_size=200))
def test_odd_bytes_end_in_no_error_of_the_service(client: TestClient, body: bytes) -> None:
    assert client.post("/v1/score", content=body, headers={"Content-Type": "application/json"}).status_code in (
        400,
        422,
    )
    assert (
        client.post("/v1/score/batch", content=body, headers={"Content-Type": "application/x-ndjson"}).status_code
        == 200
    )


@QUICK
@given(token=st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=60))
def test_no_odd_key_opens_anything(client: TestClient, token: str) -> None:
    assert client.get("/v1/model", headers={"Authorization": f"Bearer {token}"}).status_code == 401
