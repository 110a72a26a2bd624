"""A repository with judges and labels."""

from __future__ import annotations

import importlib
import os
from typing import Any, Dict, List, Mapping, Optional, Sequence, Union, cast

from . import _mlflow
from ._calls import CallLimits
from ._program import run
from ._rows import is_frame, line_of, lines_of
from .errors import DataError, UsageError, error_of, error_of_output
from .results import Evaluation, Verdict
from .scorers import JudgeScorer


def open(path: Union[str, os.PathLike[str]] = ".", experiment: Optional[str] = None) -> Repository:
    """Opens the repository that a folder is in.

    Args:
        path: a folder.
        experiment: the experiment to work in, instead of the current one.

    Raises:
        DataError: if there is no such folder.
        ProgramNotFoundError: if the program is not installed.
    """
    return Repository(path, experiment)


class Repository:
    """A repository of git-judge. It holds nothing open; each call runs the program.

    Attributes:
        path: the folder, from the root.
        experiment: the experiment to work in; ``None`` for the current one.
    """

    def __init__(
        self, path: Union[str, os.PathLike[str]] = ".", experiment: Optional[str] = None
    ) -> None:
        self.path = os.path.abspath(os.path.expanduser(os.fspath(path)))
        self.experiment = experiment
        if not os.path.isdir(self.path):
            raise DataError(f"there is no folder {self.path}", code="not-found", exit_status=3)

    @property
    def options(self) -> List[str]:
        """The options that every command gets."""
        return [] if self.experiment is None else ["--experiment", self.experiment]

    def _run(
        self,
        command: Sequence[str],
        *,
        name: Optional[str] = None,
        lines: Optional[Sequence[str]] = None,
    ) -> Any:
        # After `--` no name is taken for an option.
        end = [] if name is None else ["--", name]
        document, status, stderr = run(
            self.path, [*command, *self.options, "--json", *end], lines
        )
        if status != 0:
            raise error_of_output(status, stderr, document)
        return document

    def ask(
        self,
        judge: str,
        *,
        inputs: Any = None,
        outputs: Any = None,
        expectations: Optional[Mapping[str, Any]] = None,
        trace: Optional[str] = None,
        max_calls: Optional[int] = None,
        max_cost: Optional[float] = None,
        offline: bool = False,
    ) -> Verdict:
        """Asks a judge about one case. There is no run, no record and no commit.

        Args:
            judge: ``NAME``, ``NAME@v2``, ``NAME@alias`` or the first digits of a hash.
            inputs: what went in.
            outputs: what came out.
            expectations: what was expected, ``{name: value}``.
            trace: the id of a trace of the store, instead of the three.
            max_calls: the most calls; the budget is shared within this process or test run.
            max_cost: the most US dollars; shared likewise.
            offline: whether only the call cache may answer.

        Returns:
            The verdict.

        Raises:
            JudgeError: if there is no verdict.
        """
        limits = CallLimits(max_calls, max_cost, None, offline).arguments()
        if trace is not None:
            if not (inputs is None and outputs is None and expectations is None):
                raise UsageError(
                    "a case is a trace, or inputs, outputs and expectations: not both",
                    code="usage",
                    exit_status=2,
                )
            document = self._run(["ask", "--trace", trace, *limits], name=judge)
        else:
            case = {"inputs": inputs, "outputs": outputs, "expectations": expectations}
            document = self._run(
                ["ask", "--file", "-", *limits], name=judge, lines=[line_of(case, "the case")]
            )
        return Verdict.from_document(document).raise_for_error()

    def evaluate(
        self,
        rows: Any,
        judge: Union[str, Sequence[str]],
        *,
        log: bool = True,
        max_calls: Optional[int] = None,
        max_cost: Optional[float] = None,
        concurrency: Optional[int] = None,
        offline: bool = False,
    ) -> Evaluation:
        """Judges rows and computes figures; git-judge records the run.

        Args:
            rows: a list of dicts or a DataFrame, with ``inputs``, ``outputs``, ``expectations``.
            judge: the judge, or several.
            log: whether the verdicts are recorded with the run.
            max_calls: the most calls; the budget is shared within this process or test run.
            max_cost: the most US dollars; shared likewise.
            concurrency: how many calls are in flight at most.
            offline: whether only the call cache may answer.

        Returns:
            The verdicts in the order and kind of the rows, and the figures.

        Raises:
            JudgeError: if the evaluation failed, rows were rejected or the budget is used up. What
                was judged all the same is in its ``result``.
        """
        lines = lines_of(rows)
        arguments = ["evaluate", "--data", "-"]
        for name in [judge] if isinstance(judge, str) else judge:
            arguments += ["--judge", name]
        if not log:
            arguments.append("--no-log")
        arguments += CallLimits(max_calls, max_cost, concurrency, offline).arguments()
        document, status, stderr = run(
            self.path, [*arguments, *self.options, "--json"], lines, accepts=(0, 3, 6, 125)
        )
        result = _evaluation(document, rows, len(lines))
        if status != 0:
            rejected = document.get("rejected") or []
            if status == 3 and rejected:
                first = rejected[0]
                raise error_of(
                    3,
                    f"{len(rejected)} of {len(lines)} rows cannot be read; "
                    f"row {first['line']}: {first['message']}",
                    code="invalid",
                    result=result,
                )
            raise error_of_output(status, stderr, result)
        return result

    def labels(self, question: Optional[str] = None) -> List[Dict[str, Any]]:
        """People's labels, each with its trace, value, source and standing.

        Args:
            question: what the labels answer; ``None`` for all.
        """
        name = [] if question is None else [f"--name={question}"]
        document = self._run(["feedback", "list", *name])
        return cast(List[Dict[str, Any]], document["feedback"])

    def show(self, judge: str) -> Dict[str, Any]:
        """What a judge is: the document of ``git judge show``."""
        return cast(Dict[str, Any], self._run(["show"], name=judge))

    def scorer(
        self,
        judge: str,
        *,
        name: Optional[str] = None,
        max_calls: Optional[int] = None,
        max_cost: Optional[float] = None,
        concurrency: Optional[int] = None,
        offline: bool = False,
        mlflow: Optional[bool] = None,
    ) -> Any:
        """A judge as a function over cases, for tests and for ``mlflow.genai.evaluate``.

        If MLflow is installed it is one of MLflow's scorers and returns MLflow's feedback; else it
        is a `JudgeScorer` and returns a `Verdict`. Both have ``value``, ``rationale`` and
        ``passed``.

        Args:
            judge: as in `ask`.
            name: what MLflow calls the assessment; the judge's question unless given.
            max_calls: the most calls; the budget is shared within this process or test run.
            max_cost: the most US dollars; shared likewise.
            concurrency: how many cases are asked about at a time.
            offline: whether only the call cache may answer.
            mlflow: whether it is MLflow's; ``None`` if MLflow is installed.

        Raises:
            JudgeError: if there is no such judge.
        """
        made = JudgeScorer(self, judge, CallLimits(max_calls, max_cost, concurrency, offline))
        if _mlflow.is_installed() if mlflow is None else mlflow:
            return _mlflow.scorer(made, name)
        if name is not None:
            made.name = name
        return made

    def __repr__(self) -> str:
        return f"Repository({self.path!r})"


def _evaluation(document: Mapping[str, Any], rows: Any, count: int) -> Evaluation:
    """The result in the order and kind of the rows that were given."""
    rejected = {problem["line"]: problem["message"] for problem in document.get("rejected") or []}
    judged = iter(document["rows"])
    table: List[Dict[str, Any]] = []
    for line in range(1, count + 1):
        if line in rejected:
            table.append({"error_message": rejected[line]})
        else:
            table.append(dict(next(judged, {})))
    shown: Any = table
    if is_frame(rows):
        shown = importlib.import_module("pandas").DataFrame(table, index=rows.index)
    return Evaluation(
        rows=shown,
        metrics=dict(document["metrics"]),
        run=document["run"],
        errors=document["errors"],
        cost=document.get("cost"),
        warnings=list(document.get("warnings") or []),
        document=document,
    )
