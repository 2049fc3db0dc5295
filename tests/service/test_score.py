from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import replace
from itertools import islice
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.support.bundle import AS_OF
from zbrisk.scoring.scorer import Scorer
from zbrisk.service.application import create_app
from zbrisk.service.audit_log import verify_log
from zbrisk.service.settings import Settings

LINES = {"Content-Type": "application/x-ndjson"}


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def log(settings: Settings) -> list[dict[str, Any]]:
    return [json.loads(line) for line in settings.audit.read_text(encoding="utf-8").splitlines()]


def test_an_answer_is_that_of_the_scorer_byte_by_byte(client: TestClient, scorer: Scorer, case: dict[str, Any]) -> None:
    answer = client.post("/v1/score", json=case)
    assert answer.status_code == 200
    assert answer.content.decode() == scorer.score_case(case["records"], as_of=AS_OF, case_id="A").to_json()


def test_a_page_is_that_of_the_scorer(client: TestClient, scorer: Scorer, case: dict[str, Any]) -> None:
    page = client.post("/v1/page", json=case)
    assert page.headers["content-type"].startswith("text/html")
    assert page.text == scorer.score_case(case["records"], as_of=AS_OF, case_id="A").to_html()
    assert "script" not in page.headers["content-security-policy"].replace("default-src 'none'", "")


def test_a_key_without_raw_sees_levels_and_nobodys_name(
    client: TestClient, tokens: dict[str, str], case: dict[str, Any]
) -> None:
    answer = client.post("/v1/score", json=case, headers=bearer(tokens["bare"])).json()
    assert set(answer) == {"case_id", "as_of", "risks", "model_version", "trained_until"}
    assert {"score", "level", "basis", "probability"} <= answer["risks"][0].keys()
    assert not {"reasons", "new_facts"} & answer["risks"][0].keys()


def test_nothing_is_worked_out_for_a_key_that_may_not_see_it(
    client: TestClient, tokens: dict[str, str], case: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zbrisk.explaining.explainer.find_reason_rows", None)
    assert client.post("/v1/score", json=case, headers=bearer(tokens["bare"])).status_code == 200


def test_parts_are_those_asked_for(client: TestClient, tokens: dict[str, str], case: dict[str, Any]) -> None:
    whole = client.post("/v1/score", json=case).json()
    parts = client.post("/v1/score?parts=timeline, risks", json=case).json()
    assert parts == {"risks": whole["risks"], "timeline": whole["timeline"]}
    assert client.post("/v1/score?parts=parties", json=case, headers=bearer(tokens["bare"])).status_code == 403
    assert client.post("/v1/score?parts=everything", json=case).json()["problem"] == "There is no part 'everything'."


@pytest.mark.parametrize(
    ("call", "key", "status"),
    [
        ("/v1/score", None, 401),
        ("/v1/score", "wrong", 401),
        ("/v1/score", "pages", 403),
        ("/v1/score/batch", "pages", 403),
        ("/v1/page", "bare", 403),
        ("/v1/reload", "bare", 403),
        ("/v1/page", "pages", 200),
    ],
)
def test_a_key_opens_what_its_scopes_say(
    client: TestClient, tokens: dict[str, str], case: dict[str, Any], call: str, key: str | None, status: int
) -> None:
    headers = {"Authorization": "" if key is None else f"Bearer {tokens.get(key, 'wrong')}"}
    answer = client.post(call, json=case, headers=headers)
    assert answer.status_code == status
    if status >= 400:
        assert answer.headers["content-type"] == "application/problem+json"
    if status == 401:
        assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("call", ["/v1/needs", "/v1/model", "/v1/contract"])
def test_nothing_is_shown_without_a_key(client: TestClient, call: str) -> None:
    assert client.get(call, headers={"Authorization": ""}).status_code == 401
    assert client.get(call).status_code == 200


@pytest.mark.parametrize(
    ("body", "status", "problem"),
    [
        (b"{", 400, "no JSON"),
        (b"[" * 100_000, 400, "nested more than"),
        (b'{"as_of": "2024-06-01", "as_of": "x", "records": {}}', 400, "twice"),
        (b"\xff\xfe", 400, "not UTF-8"),
        (b"[]", 422, "no case"),
        (b"{}", 422, "no case"),
        (b'{"as_of": "2024-06-01", "records": {}, "more": 1}', 422, "no case"),
        (b'{"as_of": "2024-06-01", "records": []}', 422, "The records are a list"),
        (b'{"as_of": "2024-06-01", "records": {"nothing": []}}', 422, "There is no table 'nothing'"),
        (b'{"as_of": "2024-06-01", "records": {"cases": [1]}}', 422, "row 1 is no dict"),
        (b'{"as_of": "2999-01-01", "records": {}}', 422, "2999-01-01"),
        (b'{"as_of": [], "records": {}}', 422, ""),
        (b'{"as_of": "2024-06-01", "case_id": {}, "records": {"cases": []}}', 422, ""),
        (b'{"as_of": "2024-06-01", "records": {"cases": []}}', 422, "holds 0 cases"),
    ],
)  # fmt: skip
def test_a_body_that_is_no_case_is_a_problem_with_a_cure(
    client: TestClient, body: bytes, status: int, problem: str
) -> None:
    answer = client.post("/v1/score", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == status, answer.text
    document = answer.json()
    assert problem in document["problem"] and document["cure"]
    assert document["status"] == status and document["detail"].startswith(document["problem"])


def test_a_body_of_another_type_or_too_large_is_refused(client: TestClient) -> None:
    assert client.post("/v1/score", content=b"{}", headers={"Content-Type": "text/plain"}).status_code == 415
    large = client.post("/v1/score", content=b" " * 1_000_001, headers={"Content-Type": "application/json"})
    assert large.status_code == 413

    def chunks() -> Any:
        yield from (b" " * 100_000 for _ in range(11))

    streamed = client.post("/v1/score", content=chunks(), headers={"Content-Type": "application/json"})
    assert streamed.status_code == 413


def test_a_batch_gives_one_line_a_case_in_order(client: TestClient, scorer: Scorer, case: dict[str, Any]) -> None:
    line = json.dumps(case).encode()
    body = b"\n".join([line, b"nonsense", b"", line, b"{}", line])
    answer = client.post("/v1/score/batch", content=body, headers=LINES)
    found = [json.loads(each) for each in answer.text.splitlines()]
    want = json.loads(scorer.score_case(case["records"], as_of=AS_OF, case_id="A").to_json())
    assert [each.get("status") if "problem" in each else "answer" for each in found] == [
        "answer",
        400,
        "answer",
        422,
        "answer",
    ]
    assert found[0] == found[2] == found[4] == want


def test_a_line_that_is_too_large_costs_itself_alone(client: TestClient, case: dict[str, Any]) -> None:
    line = json.dumps(case).encode()

    def chunks() -> Any:
        yield line + b"\n"
        yield from (b"x" * 90_000 for _ in range(30))
        yield b"\n" + line

    answer = client.post("/v1/score/batch", content=chunks(), headers=LINES)
    found = [json.loads(each) for each in answer.text.splitlines()]
    assert [each.get("status") if "problem" in each else "answer" for each in found] == ["answer", 413, "answer"]


def test_every_call_is_in_the_log_and_no_value_is(
    client: TestClient, settings: Settings, case: dict[str, Any], tokens: dict[str, str]
) -> None:
    client.post("/v1/score", json=case, headers={"X-Request-ID": "mine-1"})
    client.post("/v1/score", json=case, headers={"Authorization": "Bearer wrong", "X-Request-ID": "bad id\n"})
    client.post("/v1/score/batch", content=json.dumps(case), headers=LINES)
    client.get("/v1/needs")
    entries = log(settings)
    assert [(each["call"], each["key"], each["case"], each["outcome"]) for each in entries] == [
        ("score", "all", "A", "200"), ("score", None, None, "401"), ("batch", "all", None, "200"),
        ("line", "all", "A", "200"), ("needs", "all", None, "200"),
    ]  # fmt: skip
    assert entries[0]["request"] == "mine-1" and entries[1]["request"] != "bad id\n"
    assert verify_log(settings.audit).lines == 5
    assert tokens["all"] not in settings.audit.read_text(encoding="utf-8")


def test_where_the_log_cannot_be_written_nobody_gets_an_answer(
    client: TestClient, settings: Settings, case: dict[str, Any]
) -> None:
    settings.audit.unlink(missing_ok=True)
    settings.audit.mkdir()
    answer = client.post("/v1/score", json=case)
    assert answer.status_code == 503 and "risks" not in answer.text


def test_where_the_keys_are_broken_nobody_gets_in(client: TestClient, settings: Settings, case: dict[str, Any]) -> None:
    settings.keys.write_text("{", encoding="utf-8")
    assert client.post("/v1/score", json=case).status_code == 503


def test_health_and_figures_need_no_key_and_name_nobody(client: TestClient, case: dict[str, Any]) -> None:
    client.post("/v1/score", json=case)
    nobody = {"Authorization": ""}
    assert client.get("/healthz", headers=nobody).json() == {"status": "ok"}
    assert client.get("/readyz", headers=nobody).json()["status"] == "ready"
    figures = client.get("/metrics", headers=nobody).text
    assert 'zbrisk_calls_total{route="/v1/score",status="200"} 1.0' in figures
    assert 'zbrisk_cases_total{outcome="scored"} 1.0' in figures


def test_an_unknown_call_is_a_problem_too(client: TestClient) -> None:
    for answer in (client.get("/v2/score"), client.get("/v1/score"), client.delete("/v1/model")):
        assert answer.status_code in (404, 405)
        assert answer.headers["content-type"] == "application/problem+json"


def test_the_interface_is_described_without_anything_from_elsewhere(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    assert {
        "/v1/score",
        "/v1/score/batch",
        "/v1/page",
        "/v1/needs",
        "/v1/model",
        "/v1/contract",
        "/v1/reload",
    } <= document["paths"].keys()
    page = client.get("/").text
    assert "/v1/score/batch" in page and "C0013750" in page
    assert "http://" not in page and "https://" not in page and "<script" not in page


def test_an_example_in_the_description_is_one_that_works(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    example = document["paths"]["/v1/score"]["post"]["requestBody"]["content"]["application/json"]["example"]
    answer = client.post("/v1/score", json=example)
    assert answer.status_code == 200, answer.text


def test_an_error_of_ours_is_one_sentence_without_values(
    client: TestClient,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    case: dict[str, Any],
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError("身份证 330102199001011234")

    monkeypatch.setattr(Scorer, "score_case", fail)
    answer = client.post("/v1/score", json=case)
    assert answer.status_code == 500 and answer.json()["problem"] == "The service failed."
    assert "330102" not in answer.text + caplog.text + settings.audit.read_text(encoding="utf-8")
    assert log(settings)[-1]["outcome"] == "500"


def test_settings_travel_to_other_processes(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("ZBRISK_SERVICE", raising=False)
    settings.to_environment()
    assert Settings.from_environment() == settings


def test_at_twice_capacity_half_are_told_when_to_come_again_and_nothing_fails(
    settings: Settings, tokens: dict[str, str], case: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    app, capacity = create_app(replace(settings, waiting=3)), 4
    with TestClient(app, headers=bearer(tokens["all"])) as client, ThreadPoolExecutor(2 * capacity) as callers:
        gate, scored = app.state.service.gate, app.state.service.model.scorer.score_case
        refused = Event()
        monkeypatch.setattr(
            app.state.service.model.scorer, "score_case", lambda *a, **k: refused.wait(20) and scored(*a, **k)
        )
        calls = [callers.submit(client.post, "/v1/score", json=case) for _ in range(2 * capacity)]
        early = [call.result() for call in islice(as_completed(calls), capacity)]
        assert gate.inside == capacity
        refused.set()
        answers = [call.result() for call in calls]
        assert {answer.status_code for answer in early} == {429}
        assert all(int(answer.headers["Retry-After"]) >= 1 for answer in early)
        assert sorted(answer.status_code for answer in answers) == [200] * capacity + [429] * capacity
        assert client.post("/v1/score", json=case).status_code == 200
    assert verify_log(settings.audit).lines >= 2 * capacity + 1
