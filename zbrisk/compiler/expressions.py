"""The compiler of a SELECT's expressions, put together: who compiles which form."""

from __future__ import annotations

from zbrisk.compiler import aggregates, arithmetic, logic, names
from zbrisk.compiler.scope import Scope
from zbrisk.compiler.typed import ExpressionCompiler, Handlers, Subqueries
from zbrisk.signals.signal_file import SignalFile

__all__ = ["expression_compiler"]

# Forms are found by their own class and not by what it inherits from, as the list of allowed forms is: a form that
# sqlglot derives from another one tomorrow is refused until somebody has decided what it means.
HANDLERS: Handlers = {**names.HANDLERS, **logic.HANDLERS, **arithmetic.HANDLERS, **aggregates.HANDLERS}


def expression_compiler(scope: Scope, file: SignalFile, subqueries: Subqueries) -> ExpressionCompiler:
    """The compiler of the expressions of one SELECT, whose sources are in `scope`."""
    return ExpressionCompiler(scope, file, subqueries, HANDLERS)
