"""The errors of git-judge: one class for each exit status of the program."""

from __future__ import annotations

import json
from typing import Any, Dict, Mapping, Optional, Type


class JudgeError(Exception):
    """The program ended with an error, or a case has no verdict.

    Attributes:
        code: a stable word, such as ``not-found`` or ``MISSING_FIELD``.
        message: what went wrong, and where.
        hint: what to do next, if the program says so.
        exit_status: the exit status that stands for this kind of error.
        result: what there is of a result in spite of the error, such as the rows of an
            evaluation whose budget was used up; ``None`` if there is nothing.
    """

    def __init__(
        self,
        message: str,
        *,
        code: str = "error",
        hint: Optional[str] = None,
        exit_status: int = 1,
        result: Any = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint
        self.exit_status = exit_status
        self.result = result

    def __str__(self) -> str:
        return f"{self.message} ({self.hint})" if self.hint else self.message


class UsageError(JudgeError):
    """Exit status 2: the call cannot be meant so."""


class DataError(JudgeError):
    """Exit status 3: data is invalid, partly rejected, or not found."""


class NotTrustedError(JudgeError):
    """Exit status 4: a judge's program is not trusted here, or a model's key is missing."""


class DecisionError(JudgeError):
    """Exit status 5: several things fit, and a person must decide."""


class BudgetError(JudgeError):
    """Exit status 6: the budget or the provider's rate limit is reached."""


class OfflineError(JudgeError):
    """Exit status 125: the answer is not in the call cache, and ``offline`` forbids calls."""


class ProgramNotFoundError(JudgeError):
    """The program ``git-judge`` is not installed where this package looks."""


_CLASSES: Dict[int, Type[JudgeError]] = {
    2: UsageError,
    3: DataError,
    4: NotTrustedError,
    5: DecisionError,
    6: BudgetError,
    125: OfflineError,
}


def error_of(
    status: int,
    message: str,
    *,
    code: str = "error",
    hint: Optional[str] = None,
    result: Any = None,
) -> JudgeError:
    """Makes the error of an exit status."""
    return _CLASSES.get(status, JudgeError)(
        message, code=code, hint=hint, exit_status=status, result=result
    )


def error_of_output(status: int, stderr: str, result: Any = None) -> JudgeError:
    """Makes the error of a program that ended with ``status``.

    With ``--json`` the program's last word on standard error is one JSON object. A program that a
    signal ended says nothing.
    """
    lines = [line for line in stderr.splitlines() if line.strip()]
    for line in reversed(lines):
        try:
            said = json.loads(line)
        except ValueError:
            continue
        if isinstance(said, Mapping) and "error" in said and "message" in said:
            hint = said.get("hint")
            return error_of(
                status,
                str(said["message"]),
                code=str(said["error"]),
                hint=None if hint is None else str(hint),
                result=result,
            )
    message = "\n".join(lines[-5:]) or f"git-judge ended with status {status}"
    return error_of(status, message, result=result)
