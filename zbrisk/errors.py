"""Everything that zbrisk refuses, in one tree.

    ZbriskError
      ContractError      a contract or tables file that does not hold together
      DataError          tables that do not keep the contract, an unreadable file, an unknown case
      SignalError        a signal file that cannot be compiled safely (file, line, cure)
      BundleError        a bundle that is broken, altered, or of a newer format
      MissingExtraError  an optional library that a command needs is not installed

Each says what was got, where, and what to do. `cure` is printed on a line of its own.
"""

from __future__ import annotations

__all__ = ["BundleError", "ContractError", "DataError", "MissingExtraError", "SignalError", "ZbriskError"]


LONGEST = 1_000  # letters; what a sentence quotes may come from anybody, and be endless


class ZbriskError(Exception):
    """Base of all errors that a user can mend.

    Args:
        problem: One sentence, in the user's words.
        cure: What to do about it.
    """

    def __init__(self, problem: str, cure: str = "") -> None:
        problem, cure = _shortened(problem), _shortened(cure)
        super().__init__(f"{problem}\n  {cure}" if cure else problem)
        self.problem = problem
        self.cure = cure


class ContractError(ZbriskError, ValueError):
    """A contract or tables file that does not hold together."""


class DataError(ZbriskError, ValueError):
    """Tables that do not keep the contract, an unreadable file, or an unknown case."""

    @classmethod
    def unknown_case(cls, case_id: str, as_of: object) -> DataError:
        """A case that is not in the tables, or not known on the day."""
        return cls(
            f"Case {case_id!r} is not known on {as_of}.",
            "Check the case_id and the day; a case counts from the day after it became known.",
        )


class SignalError(ZbriskError, ValueError):
    """A signal or view that cannot be compiled safely.

    Args:
        problem: One sentence.
        cure: What to write instead.
        file: The file's path, as the user would open it.
        line: 1-based line in that file.
    """

    def __init__(self, problem: str, cure: str = "", *, file: str = "", line: int | None = None) -> None:
        self.file = file
        self.line = line
        where = f"{file}:{line}: " if file and line else f"{file}: " if file else ""
        super().__init__(where + problem, cure)


class BundleError(ZbriskError, ValueError):
    """A bundle that is broken, altered, or of a newer format."""


class MissingExtraError(ZbriskError, ImportError):
    """An optional library is not installed."""

    @classmethod
    def for_library(cls, library: str, extra: str) -> MissingExtraError:
        """Name the library and the extra that brings it."""
        return cls(f"This needs {library}, which is not installed.", f"pip install 'zbrisk[{extra}]'")

    @classmethod
    def for_openmp(cls, error: OSError) -> MissingExtraError:
        """LightGBM's wheel needs OpenMP from the system; slim images of Debian and its like have none."""
        return cls(
            f"LightGBM cannot be loaded: {error}.", "Install OpenMP: `apt install libgomp1`, or `dnf install libgomp`."
        )


def _shortened(text: str) -> str:
    """A sentence whose beginning (which file, which place) and end (what is wrong) stay."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST // 2]} ... {text[-LONGEST // 4 :]}"
