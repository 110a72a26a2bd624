"""A judge as a function over cases, for tests and for MLflow."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Dict, List, Mapping, Optional, Tuple

from ._calls import CallLimits
from ._program import command
from ._rows import line_of
from ._stream import AskStream
from .results import Verdict

if TYPE_CHECKING:
    from .repository import Repository


class JudgeScorer:
    """A judge that is asked again and again, by any number of threads.

    One process of the program answers all cases. Close it, or use it with ``with``; else it ends
    with this one.

    Attributes:
        name: the question that the judge answers.
        judge: the judge as it was named.
    """

    def __init__(self, repository: Repository, judge: str, limits: CallLimits) -> None:
        self.judge = judge
        self._repository = repository
        self._limits = limits
        self._shown = repository.show(judge)
        self.name: str = self._shown["feedback_name"]
        self._stream = AskStream(
            lambda: command(
                repository.path,
                [
                    "ask",
                    "--jsonl",
                    "--json",
                    *repository.options,
                    *limits.arguments(),
                    "--",
                    judge,
                ],
            )
        )

    @property
    def description(self) -> str:
        """The judge's name, number and hash."""
        number = self._shown.get("version")
        label = self._shown["name"] + ("" if number is None else f"@v{number}")
        return f"git-judge {label}, {self._shown['hash']}"

    @property
    def passing(self) -> List[Any]:
        """The values that pass; empty if the judge declares none."""
        return list(self._shown.get("pass") or [])

    def __call__(
        self,
        *,
        inputs: Any = None,
        outputs: Any = None,
        expectations: Optional[Mapping[str, Any]] = None,
        trace: Any = None,
    ) -> Verdict:
        """The verdict on a case.

        Args:
            inputs: what went in.
            outputs: what came out.
            expectations: what was expected, ``{name: value}``.
            trace: MLflow's trace of the case, of which its spans are used.

        Raises:
            JudgeError: if there is no verdict.
        """
        return self.ask(
            inputs=inputs, outputs=outputs, expectations=expectations, trace=trace
        ).raise_for_error()

    def ask(
        self,
        *,
        inputs: Any = None,
        outputs: Any = None,
        expectations: Optional[Mapping[str, Any]] = None,
        trace: Any = None,
    ) -> Verdict:
        """As a call, but a case without a verdict is a verdict with an error.

        Raises:
            JudgeError: if the judge cannot be asked at all.
        """
        case: Dict[str, Any] = {
            "inputs": inputs,
            "outputs": outputs,
            "expectations": expectations,
        }
        if trace is not None:
            case.update(_spans(trace))
        return Verdict.from_document(self._stream.ask(line_of(case, "the case")))

    def close(self) -> None:
        """Ends the process; the next case starts another one."""
        self._stream.close()

    def __enter__(self) -> JudgeScorer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __reduce__(self) -> Tuple[Any, ...]:
        # A copy, in this process or another, has a process of its own.
        return (JudgeScorer, (self._repository, self.judge, self._limits))

    def __repr__(self) -> str:
        return f"JudgeScorer({self.judge!r})"


def _spans(trace: Any) -> Dict[str, Any]:
    """The spans of MLflow's trace, if it has more than the one that only repeats the case."""
    data = json.loads(trace.to_json())
    spans = data.get("data", {}).get("spans", [])
    return {"spans": spans} if len(spans) > 1 else {}
