"""A judge as a function: many cases and threads, one process, one budget."""

from __future__ import annotations

import copy
import os
import pickle
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Dict

import pytest

import git_judge
from conftest import Model, Store


def _echo(prompt: str) -> Dict[str, Any]:
    number = prompt.rsplit("case ", 1)[1].split("!")[0]
    return {"rationale": f"This is {number}.", "result": "good"}


def test_threads_get_the_answers_to_their_own_cases(
    reviews: git_judge.Repository, model: Model
) -> None:
    model.answer = _echo
    with reviews.scorer("tone", mlflow=False) as tone, ThreadPoolExecutor(16) as pool:
        said = list(
            pool.map(lambda number: tone(inputs="x", outputs=f"case {number}!"), range(100))
        )
    assert [one.rationale for one in said] == [f"This is {number}." for number in range(100)]
    assert all(one.passed for one in said)


def test_an_answer_comes_before_the_next_case(reviews: git_judge.Repository) -> None:
    tone = reviews.scorer("tone@v1", mlflow=False)
    assert isinstance(tone, git_judge.JudgeScorer) and tone.name == "tone"
    assert tone(inputs=1, outputs=2).value == "good"
    assert tone(inputs=1, outputs=3).judge == "tone@v1"
    with pytest.raises(git_judge.DataError, match="MISSING_FIELD"):
        tone(inputs=1)
    assert tone.ask(inputs=1).error is not None
    assert tone(inputs=1, outputs=4).value == "good", "a bad case ends nothing"
    tone.close()
    assert tone(inputs=1, outputs=5).value == "good", "closed, it starts again"
    for copied in (copy.deepcopy(tone), pickle.loads(pickle.dumps(tone))):
        assert copied(inputs=1, outputs=5).cached


def test_a_judge_that_cannot_be_asked_fails_at_once(
    reviews: git_judge.Repository, store: Store
) -> None:
    with pytest.raises(git_judge.DataError, match="none"):
        reviews.scorer("none")
    tone = reviews.scorer("tone", mlflow=False)
    store.git("update-ref", "-d", "refs/heads/judge")
    with pytest.raises(git_judge.JudgeError, match="no store"):
        tone(inputs=1, outputs=2)


def test_scorers_of_a_process_share_the_budget(
    reviews: git_judge.Repository, model: Model
) -> None:
    scorers = [reviews.scorer("tone", max_calls=3, mlflow=False) for _ in range(2)]
    said = [scorers[number % 2].ask(inputs=number, outputs=2) for number in range(6)]
    assert len(model.prompts) == 3
    assert sum(one.value == "good" for one in said) == 3
    assert all(isinstance(one.error, (git_judge.BudgetError, type(None))) for one in said)
    assert scorers[0].ask(inputs=0, outputs=2).cached, "what is cached is free"


def test_workers_of_xdist_share_the_budget(
    reviews: git_judge.Repository, store: Store, model: Model, tmp_path: Path
) -> None:
    pytest.importorskip("xdist")
    (tmp_path / "test_inner.py").write_text(
        textwrap.dedent(
            """
            import os
            import git_judge
            import pytest

            @pytest.fixture(scope="session")
            def tone():
                reviews = git_judge.open(os.environ["REVIEWS"])
                with reviews.scorer("tone", max_calls=10, mlflow=False) as tone:
                    yield tone

            @pytest.mark.parametrize("number", range(40))
            def test_tone(tone, number):
                assert tone(inputs="x", outputs=f"case {number}!").passed
            """
        )
    )
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", "4", "-p", "no:cacheprovider", str(tmp_path)],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        text=True,
        env={
            **os.environ,
            "REVIEWS": str(store.path),
            "PYTHONPATH": str(Path(git_judge.__file__).resolve().parents[1]),
        },
    )
    assert "10 passed" in done.stdout and "30 failed" in done.stdout, done.stdout
    assert "BudgetError" in done.stdout
    assert len(model.prompts) == 10
    budgets = os.listdir(store.path / ".git" / "git-judge" / "budgets")
    assert len(budgets) == 1 and budgets[0].startswith("xdist-")
