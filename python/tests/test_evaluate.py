"""Rows in, verdicts out in their order and kind."""

from __future__ import annotations

import datetime
from typing import Any, Dict, List

import pytest

import git_judge
from conftest import Model, Store

ROWS: List[Dict[str, Any]] = [
    {"inputs": {"question": "one"}, "outputs": "Certainly."},
    {"inputs": {"question": "two"}, "outputs": "No!", "expectations": {"tone": "calm"}},
]


def _answer(prompt: str) -> Dict[str, Any]:
    return {"rationale": "Because.", "result": "bad" if "No!" in prompt else "good"}


def test_a_list_gives_a_list(reviews: git_judge.Repository, store: Store, model: Model) -> None:
    model.answer = _answer
    done = reviews.evaluate(ROWS, "tone@v1")
    assert [row["tone/value"] for row in done.rows] == ["good", "bad"]
    assert [row["tone/rationale"] for row in done.rows] == ["Because.", "Because."]
    assert done.metrics["tone/pass_rate"] == 0.5 and done.errors == 0
    assert done.run in store.judge("runs", "list", "--json")


def test_a_frame_gives_a_frame(reviews: git_judge.Repository, model: Model) -> None:
    pandas = pytest.importorskip("pandas")
    model.answer = _answer
    frame = pandas.DataFrame(ROWS, index=["x", "y"])
    done = reviews.evaluate(frame, ["tone"])
    assert list(done.rows.index) == ["x", "y"]
    assert list(done.rows["tone/value"]) == ["good", "bad"]


def test_bad_rows_are_named_and_the_others_are_judged(reviews: git_judge.Repository) -> None:
    with pytest.raises(git_judge.DataError, match="1 of 3 rows.* row 2: inputs: ") as caught:
        reviews.evaluate([ROWS[0], {"output": 1}, ROWS[1]], "tone")
    rows = caught.value.result.rows
    assert [row.get("tone/value") for row in rows] == ["good", None, "good"]
    assert "did you mean outputs" in rows[1]["error_message"]
    with pytest.raises(git_judge.UsageError, match="row 2: inputs.when: a object has no JSON"):
        reviews.evaluate([ROWS[0], {"inputs": {"when": object()}}], "tone")
    with pytest.raises(git_judge.UsageError, match="row 1 must be a dict, not int"):
        reviews.evaluate([1], "tone")
    with pytest.raises(git_judge.UsageError, match="rows must be a list"):
        reviews.evaluate(ROWS[0], "tone")


def test_a_budget_keeps_what_was_judged(reviews: git_judge.Repository) -> None:
    with pytest.raises(git_judge.BudgetError) as caught:
        reviews.evaluate(ROWS, "tone", max_calls=1, log=False)
    values = [row.get("tone/value") for row in caught.value.result.rows]
    assert sorted(values, key=str) == [None, "good"]


def test_an_evaluation_without_a_verdict_says_why(reviews: git_judge.Repository) -> None:
    with pytest.raises(git_judge.DataError, match="MISSING_FIELD") as caught:
        reviews.evaluate([{"inputs": 1}], "tone")
    assert "MISSING_FIELD" in caught.value.result.rows[0]["tone/error_message"]


def test_python_values_become_json(reviews: git_judge.Repository, model: Model) -> None:
    case = {
        "when": datetime.date(2026, 5, 1),
        "kinds": {"a"},
        "none": None,
        "nan": float("nan"),
        "text": "\ud800 \u2028 ä",
    }
    assert reviews.ask("tone", inputs=case, outputs=(1, 2)).value == "good"
    assert "2026-05-01" in model.prompts[0] and "ä" in model.prompts[0]
