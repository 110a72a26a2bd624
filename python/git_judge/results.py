"""What judges say, and what evaluations come to."""

from __future__ import annotations

import dataclasses
from typing import Any, Dict, List, Mapping, Optional

from .errors import JudgeError, UsageError, error_of


@dataclasses.dataclass(frozen=True)
class Verdict:
    """What a judge says of one case. Nothing of it is recorded.

    Attributes:
        value: what it decided.
        rationale: why, in words.
        score: the probability that the case passes, of a judge with a calibration; else ``None``.
        uncalibrated_value: what the judge said before its calibration, if it has one.
        judge: ``NAME@vN``, or the first digits of the hash.
        version: the number; ``None`` for a judge that is not registered.
        model: the model's URI; ``None`` for a judge that is code.
        cached: whether the model's answers came from the call cache; ``None`` without a model.
        cost: US dollars of the calls of this case; ``None`` if a price is not known.
        error: why there is no value, else ``None``.
        document: all that the program said; ``docs/json.md`` has its keys.
    """

    value: Any
    rationale: Optional[str]
    score: Optional[float]
    uncalibrated_value: Any
    judge: str
    version: Optional[int]
    model: Optional[str]
    cached: Optional[bool]
    cost: Optional[float]
    error: Optional[JudgeError]
    document: Mapping[str, Any] = dataclasses.field(repr=False)

    @classmethod
    def from_document(cls, said: Mapping[str, Any]) -> Verdict:
        """Reads the document of ``git judge ask --json``."""
        error = said.get("error")
        return cls(
            value=said.get("value"),
            rationale=said.get("rationale"),
            score=said.get("score"),
            uncalibrated_value=said.get("uncalibrated_value"),
            judge=said["judge"],
            version=said.get("version"),
            model=said.get("model"),
            cached=said.get("cached"),
            cost=said.get("cost"),
            error=None
            if error is None
            else error_of(
                int(error.get("exit_status") or 3),
                f"{error['code']}: {error['message']}" if error.get("message") else error["code"],
                code=error["code"],
            ),
            document=said,
        )

    @property
    def passed(self) -> bool:
        """Whether the value passes, for ``assert verdict.passed``.

        Raises:
            JudgeError: for a case without a value, and for a value of which the judge does not
                say whether it passes.
        """
        if self.error is not None:
            raise self.error
        passed = self.document.get("passed")
        if passed is None:
            raise UsageError(
                f"{self.judge} does not say whether {self.value!r} passes",
                code="usage",
                hint="compare .value, or declare passing values with `git judge new --pass`",
                exit_status=2,
            )
        return bool(passed)

    def raise_for_error(self) -> Verdict:
        """The verdict itself; raises its error if it has no value."""
        if self.error is not None:
            raise self.error
        return self


@dataclasses.dataclass(frozen=True)
class Evaluation:
    """What an evaluation came to.

    Attributes:
        rows: a row for each row given, in order and of the same kind: a list of dicts, or a
            DataFrame with the same index. Columns are ``NAME/value``, ``NAME/rationale``,
            ``NAME/error_message``.
        metrics: figures by name, such as ``NAME/pass_rate`` and ``NAME/accuracy``.
        run: the id of the run that git-judge recorded; ``None`` with ``log=False``.
        errors: how many verdicts are errors.
        cost: US dollars; ``None`` if a price is not known.
        warnings: what a reader should know.
        document: all that the program said; ``docs/json.md`` has its keys.
    """

    rows: Any
    metrics: Dict[str, float]
    run: Optional[str]
    errors: int
    cost: Optional[float]
    warnings: List[str]
    document: Mapping[str, Any] = dataclasses.field(repr=False)
