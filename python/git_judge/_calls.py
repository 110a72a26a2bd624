"""Options of commands that call models."""

from __future__ import annotations

import dataclasses
import os
import uuid
from typing import List, Optional

_PROCESS = f"process-{uuid.uuid4().hex}"


def budget_name() -> str:
    """The name of the budget that everything of this run shares.

    ``GIT_JUDGE_BUDGET`` if it is set, else the test run under pytest-xdist, whose workers are
    processes of their own, else this process.
    """
    given = os.environ.get("GIT_JUDGE_BUDGET")
    if given:
        return given
    test_run = os.environ.get("PYTEST_XDIST_TESTRUNUID")
    return f"xdist-{test_run}" if test_run else _PROCESS


@dataclasses.dataclass(frozen=True)
class CallLimits:
    """How models may be called."""

    max_calls: Optional[int] = None
    max_cost: Optional[float] = None
    concurrency: Optional[int] = None
    offline: bool = False

    def arguments(self) -> List[str]:
        """The options of the command line."""
        result: List[str] = []
        if self.max_calls is not None:
            result += ["--max-calls", str(self.max_calls)]
        if self.max_cost is not None:
            result += ["--max-cost", str(self.max_cost)]
        if result:
            result += ["--shared-budget", budget_name()]
        if self.concurrency is not None:
            result += ["--concurrency", str(self.concurrency)]
        return [*result, "--offline"] if self.offline else result
