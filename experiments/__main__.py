"""`python -m experiments NAME [options]`: run a study; without a name, list them."""

from __future__ import annotations

import argparse
import sys
from importlib import import_module

from zbrisk.errors import ZbriskError

__all__ = ["STUDIES", "main"]

#: Every study: its module, which has `add_arguments` and `run`, and what it asks.
STUDIES: dict[str, tuple[str, str]] = {
    "ablation": ("ablation.command", "what each family of signals and each table is worth"),
    "audits": ("audits.command", "whether intervals from random audits hold the truth"),
    "chicago": ("chicago.command", "Chicago's food inspections, beside the City's own model"),
    "checkpoints_truth": ("checkpoints_truth.command", "whether verdicts say what the court really left undone"),
    "dirt": ("dirt.command", "what taking in a dirty delivery costs a ranking, beside the same tables clean"),
    "documents": ("documents.command", "how well real documents are read, beside marks made by hand"),
    "evidence": ("evidence.command", "whether the rows shown are those that a scheme left"),
    "fuzz": ("fuzz.command", "what hostile deliveries, made by chance, do to intake"),
    "gate": ("gate.command", "how often a better or worse challenger is let through"),
    "harm": ("harm.command", "whom a ranking troubles without cause, and what would spare them"),
    "prior": ("prior.command", "learn the priors anew"),
    "prior_elsewhere": ("prior.elsewhere", "what the priors are worth on an office's own outcomes"),
    "promise": ("promise.command", "what a promised success rate is worth, by the number of audits"),
    "rounds": ("rounds.command", "five rounds of ranking, reviewing and learning, with and without audits"),
    "rules_against_model": ("rules_against_model.command", "rules, their unions and models against the full truth"),
    "selected_labels": ("selected_labels.command", "ways of learning from selected labels against the full truth"),
    "speed": ("speed.command", "how fast zbrisk is"),
}


def main(arguments: list[str] | None = None) -> int:
    """Run a study, or list them all; what zbrisk refuses is one sentence and its cure."""
    parser = argparse.ArgumentParser(
        prog="python -m experiments", description=_listed(), formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("study", nargs="?", choices=STUDIES, metavar="NAME", help="one of the above")
    given = sys.argv[1:] if arguments is None else arguments
    chosen = parser.parse_args(given[:1]).study
    if chosen is None:
        print(_listed())
        return 0
    study = import_module(f"experiments.{STUDIES[chosen][0]}")  # alone: the others' libraries take seconds
    options = argparse.ArgumentParser(prog=f"python -m experiments {chosen}", description=study.run.__doc__)
    study.add_arguments(options)
    try:
        study.run(options.parse_args(given[1:]))
    except ZbriskError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _listed() -> str:
    width = max(map(len, STUDIES))
    lines = [f"  {name:{width}}  {asks}" for name, (_, asks) in STUDIES.items()]
    return "\n".join(["Studies (`python -m experiments NAME --help` lists the options of one):", "", *lines])


if __name__ == "__main__":
    sys.exit(main())
