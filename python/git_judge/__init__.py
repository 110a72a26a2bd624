"""LLM judges that agree with your team, kept in git.

This package finds the program ``git-judge`` and speaks its documented JSON. It computes nothing
itself::

    import git_judge

    reviews = git_judge.open("reviews")
    verdict = reviews.ask("tone@v2", inputs={"question": "…"}, outputs="…")
    print(verdict.value, verdict.rationale)

See ``docs/python.md`` of git-judge for a guide.
"""

from ._program import program_path
from .checking import CheckResult, check
from .errors import (
    DataError,
    DecisionError,
    BudgetError,
    JudgeError,
    NotTrustedError,
    OfflineError,
    ProgramNotFoundError,
    UsageError,
)
from .repository import Repository, open
from .results import Evaluation, Verdict
from .scorers import JudgeScorer

__all__ = [
    "BudgetError",
    "CheckResult",
    "DataError",
    "DecisionError",
    "Evaluation",
    "JudgeError",
    "JudgeScorer",
    "NotTrustedError",
    "OfflineError",
    "ProgramNotFoundError",
    "Repository",
    "UsageError",
    "Verdict",
    "check",
    "open",
    "program_path",
]
