"""Does any column know the answer? The check that runs on every matrix before anything is learnt from it.

A leak makes figures look splendid and the list worthless, and nobody notices until reviewers do. Five questions:

    separation   does one column alone part confirmed from refuted better than evidence ever does?
    purity       do nearly only confirmed cases have a value, as when a review's finding is dated by its event?
    missingness  does "no data" itself go with the answer?
    crossing     does a debtor stand on both sides of a split?
    hindsight    do features change when all that became known on or after their day is taken away?

What is sure stops the training; what is merely suspicious is recorded beside the figures, for a person to judge.
"""

from training.leaks.check import LeakReport, check_leaks
from training.leaks.finding import Finding

__all__ = ["Finding", "LeakReport", "check_leaks"]
