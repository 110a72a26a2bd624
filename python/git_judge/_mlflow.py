"""A judge as a scorer of MLflow. MLflow is imported here and nowhere else."""

from __future__ import annotations

import functools
import importlib
import importlib.util
from typing import Any, Dict, Optional

from .results import Verdict
from .scorers import JudgeScorer


def is_installed() -> bool:
    """Whether MLflow with its scorers can be imported; it is not imported for the question."""
    try:
        return importlib.util.find_spec("mlflow.genai") is not None
    except (ImportError, ValueError):
        return False


def scorer(judge: JudgeScorer, name: Optional[str]) -> Any:
    """The scorer of a judge, under another name if one is given."""
    # MLflow takes the description into the digest by which it tells versions of a scorer apart.
    made = _scorer_class()(name=name or judge.name, description=judge.description)
    return made.answered_by(judge)


@functools.lru_cache(maxsize=None)
def _feedback_class() -> Any:
    entities = importlib.import_module("mlflow.entities")

    class JudgeFeedback(entities.Feedback):  # type: ignore[name-defined,misc]
        """MLflow's feedback that also knows whether the judge's value passes."""

        @property
        def verdict(self) -> Verdict:
            """What the judge said."""
            said: Verdict = self.__dict__["_git_judge"]
            return said

        @property
        def passed(self) -> bool:
            """Whether the value passes; raises as `Verdict.passed` does."""
            return self.verdict.passed

    return JudgeFeedback


def _feedback(verdict: Verdict, name: str) -> Any:
    entities = importlib.import_module("mlflow.entities")
    said = verdict.document
    metadata: Dict[str, str] = {"git_judge.judge": verdict.judge, "git_judge.hash": said["hash"]}
    for key in ("version", "model", "model_snapshot", "score", "uncalibrated_value", "cached"):
        value = said.get(key)
        if value is not None:
            metadata[f"git_judge.{key}"] = (
                str(value).lower() if isinstance(value, bool) else str(value)
            )
    feedback = _feedback_class()(
        name=name,
        value=verdict.value,
        rationale=verdict.rationale,
        source=entities.AssessmentSource(
            source_type=said["source"]["source_type"], source_id=f"git-judge:/{verdict.judge}"
        ),
        metadata=metadata,
        error=None
        if verdict.error is None
        else entities.AssessmentError(
            error_code=verdict.error.code, error_message=str(verdict.error)
        ),
    )
    feedback.__dict__["_git_judge"] = verdict
    return feedback


@functools.lru_cache(maxsize=None)
def _scorer_class() -> Any:
    base = importlib.import_module("mlflow.genai.scorers")
    pydantic = importlib.import_module("pydantic")

    class GitJudgeScorer(base.Scorer):  # type: ignore[name-defined,misc]
        """A judge of git-judge for `mlflow.genai.evaluate`."""

        _judge: Any = pydantic.PrivateAttr(default=None)

        def answered_by(self, judge: JudgeScorer) -> GitJudgeScorer:
            """Itself, with the judge that answers."""
            self._judge = judge
            passing = judge.passing
            if passing:
                self._pass_if = lambda value: value in passing
            return self

        def __call__(
            self,
            *,
            inputs: Any = None,
            outputs: Any = None,
            expectations: Any = None,
            trace: Any = None,
        ) -> Any:
            """MLflow's feedback on a case; one with an error if there is no verdict."""
            judge: JudgeScorer = self._judge
            return _feedback(
                judge.ask(inputs=inputs, outputs=outputs, expectations=expectations, trace=trace),
                self.name,
            )

        def close(self) -> None:
            """Ends the process that answers; the next case starts another one."""
            self._judge.close()

    return GitJudgeScorer
