"""Whatever text passes the checker, what runs of it calls nothing that is not on the list."""

import pytest

from tests.compiler.differential import tried


@pytest.mark.parametrize("dialect", ["duckdb", "sqlite"])
@pytest.mark.parametrize("many", [300, pytest.param(6000, marks=pytest.mark.slow)])
def test_no_text_that_passes_wakes_the_canary(dialect: str, many: int) -> None:
    outcome = tried(dialect, many, seed=many)
    assert outcome.tried == many
    assert outcome.valid and outcome.accepted, "the texts are too wild to say anything"
    assert not outcome.woken_as_it_stands
    assert outcome.through == []
