"""The relations that a file may name: the tables, the case itself, and the views."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from zbrisk.compiler.compiled import CompiledRelation, CompiledView, Preparation
from zbrisk.compiler.relation import Relation
from zbrisk.contract import Contract
from zbrisk.signals.window import ALL, Window

__all__ = ["Namespace"]


@dataclass(kw_only=True, eq=False)
class Namespace:
    """Every relation by name, and of `this_case` and each view what it compiles to; shared, so never changed once open.

    `purpose` is what the files are for: a restricted column may be used for some purposes and not for others.
    """

    contract: Contract
    purpose: str
    relations: dict[str, Relation]
    views: dict[str, CompiledView] = field(default_factory=dict)

    @property
    def this_case(self) -> CompiledView:
        """The case itself."""
        return self.views["this_case"]

    def behind(self, relations: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """All tables, and all views in the order in which they are made, that stand behind some relations."""
        tables: dict[str, None] = {}
        views: dict[str, None] = {}
        for name in relations:
            view = self.views.get(name)
            if view is None:
                tables |= dict.fromkeys(self.relations[name].tables if name in self.relations else ())
                continue
            tables |= dict.fromkeys(view.tables)
            views |= dict.fromkeys((*view.views, name))
        return tuple(tables), tuple(name for name in self.views if name in views)

    def partial(self, relations: Sequence[str], must_be_complete: frozenset[str] = frozenset()) -> frozenset[str]:
        """The tables without which a query over some relations has fewer rows, and no other ones.

        Args:
            relations: What it reads.
            must_be_complete: The tables of which it looks at rows such that a missing one would change others.
        """
        read = [self.relations[name] for name in relations if name in self.relations]
        # a table that is read twice, once where it may be missing and once where it may not, may not be missing
        needed = must_be_complete.union(*(each.tables - each.partial for each in read))
        return frozenset[str]().union(*(each.partial for each in read)) - needed

    def needed(self, views: Iterable[str]) -> tuple[CompiledView, ...]:
        """Those views, in the order in which they are made; `this_case` is always made first and left out here."""
        wanted = set(views) - {"this_case"}
        return tuple(view for name, view in self.views.items() if name in wanted)

    def preparation(self, relations: Sequence[CompiledRelation], windows: Sequence[Window] = (ALL,)) -> Preparation:
        """What has to be made before some relations can be run: the case, its windows, and the views behind them."""
        return Preparation(
            days=tuple(day.name for day in self.contract.cohort.reference_days),
            windows=tuple(windows),
            this_case=self.this_case,
            views=self.needed(view for relation in relations for view in relation.views),
        )
