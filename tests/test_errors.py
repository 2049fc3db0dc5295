"""An error is a sentence that people can read, whatever it quotes."""

import pytest

from zbrisk.errors import LONGEST, BundleError, SignalError, ZbriskError


@pytest.mark.parametrize("kind", [ZbriskError, BundleError])
def test_an_endless_quotation_leaves_place_and_problem(kind: type[ZbriskError]) -> None:
    error = kind(f"a.yaml:3: {'x' * 100_000} is unknown.", f"Use one of {'y, ' * 10_000}or z.")
    assert len(error.problem) <= LONGEST and len(error.cure) <= LONGEST
    assert error.problem.startswith("a.yaml:3: x") and error.problem.endswith("x is unknown.")
    assert error.cure.startswith("Use one of y") and error.cure.endswith("or z.")
    assert error.problem in str(error) and error.cure in str(error)


def test_a_usual_sentence_is_whole() -> None:
    assert ZbriskError("y" * LONGEST, "z" * LONGEST).problem == "y" * LONGEST
    assert str(SignalError("It is wrong.", "Mend it.", file="a.sql", line=3)) == "a.sql:3: It is wrong.\n  Mend it."
