"""Whether a judge agrees with people, from nothing but rows."""

from __future__ import annotations

import dataclasses
import os
from typing import Any, List, Mapping, Optional, Sequence, Union

from ._program import run
from ._rows import lines_of
from .errors import error_of, error_of_output


@dataclasses.dataclass(frozen=True)
class CheckResult:
    """How far a judge and people agree.

    Attributes:
        passed: whether every minimum that was asked for is reached; ``None`` if none was asked
            for, so that ``assert check(rows).passed`` needs a minimum or ``require_fit``.
        fit: ``fit``, ``not-fit`` or ``too-few-labels``.
        sentence: the same in one sentence.
        document: all that the program said; ``docs/json.md`` has its keys.
    """

    passed: Optional[bool]
    fit: str
    sentence: str
    document: Mapping[str, Any] = dataclasses.field(repr=False)

    @property
    def disagreements(self) -> List[Mapping[str, Any]]:
        """The cases on which judge and people differ, with texts, labels and reasons."""
        return list(self.document["disagreements"])

    def __getitem__(self, key: str) -> Any:
        """A key of the document."""
        return self.document[key]


def check(
    rows: Any,
    *,
    judge: Optional[str] = None,
    human: Union[str, Sequence[str]] = (),
    label_map: Optional[Mapping[Any, Any]] = None,
    passing: Union[str, bool, int, float, Sequence[Union[str, bool, int, float]]] = (),
    min_accuracy: Optional[float] = None,
    min_kappa: Optional[float] = None,
    min_tpr: Optional[float] = None,
    min_tnr: Optional[float] = None,
    require_fit: bool = False,
    options: Sequence[str] = (),
) -> CheckResult:
    """Compares a judge's verdicts with people's labels. It needs no repository and no key.

    Args:
        rows: a list of dicts, a DataFrame, or the path of a CSV, TSV or JSONL file.
        judge: the column with the judge's verdicts; found by its name if not given.
        human: the column, or the columns, with people's labels; found likewise.
        label_map: values that mean the same, ``{label: value}``; ``">=0.5"`` for numbers.
        passing: the value, or the values, that pass.
        min_accuracy: the least accuracy that passes the check.
        min_kappa: the least kappa.
        min_tpr: the least share of passing cases that the judge lets pass.
        min_tnr: the least share of failing cases that the judge stops.
        require_fit: whether the check passes only for a judge that is fit for use.
        options: further options of ``git judge check``.

    Returns:
        The result; ``passed`` is false if a minimum is not reached, and ``None`` without one.

    Raises:
        JudgeError: for rows or columns that cannot be read. If only some rows cannot be read, the
            result of the others is in its ``result``.
    """
    arguments: List[str] = []
    lines: Optional[List[str]] = None
    if isinstance(rows, (str, os.PathLike)):
        arguments += ["check", os.fspath(rows)]
    else:
        lines = lines_of(rows)
        arguments += ["check", "-", "--format", "jsonl"]
    if judge is not None:
        arguments += ["--judge", judge]
    for column in _several(human):
        arguments += ["--human", column]
    for label, value in (label_map or {}).items():
        arguments += ["--label-map", f"{label}={value}"]
    for value in _several(passing):
        arguments += ["--passing", value]
    for name, least in (
        ("accuracy", min_accuracy),
        ("kappa", min_kappa),
        ("tpr", min_tpr),
        ("tnr", min_tnr),
    ):
        if least is not None:
            arguments += [f"--min-{name}", str(least)]
    if require_fit:
        arguments.append("--require-fit")
    document, status, stderr = run(None, [*arguments, *options, "--json"], lines, accepts=(0, 1))
    result = CheckResult(
        passed=document["passed"],
        fit=document["fit"]["verdict"],
        sentence=document["fit"]["sentence"],
        document=document,
    )
    if status in (0, 1):
        return result
    problems = document.get("problems") or []
    if status == 3 and problems:
        first = problems[0]
        raise error_of(
            3,
            f"{len(problems)} rows cannot be read; line {first['line']}: {first['message']}",
            code="invalid",
            result=result,
        )
    raise error_of_output(status, stderr, result)


def _several(names: Union[Any, Sequence[Any]]) -> Sequence[str]:
    given = [names] if isinstance(names, (str, bool, int, float)) else names
    return [str(one).lower() if isinstance(one, bool) else str(one) for one in given]
