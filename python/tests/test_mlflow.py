"""Inside MLflow's own evaluation."""

from __future__ import annotations

from pathlib import Path

import pytest

import git_judge
from conftest import Model, Store

mlflow = pytest.importorskip("mlflow")


@pytest.fixture
def experiment(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLFLOW_DISABLE_TELEMETRY", "true")
    # SQLite has one writer; more workers wait for it and time out.
    monkeypatch.setenv("MLFLOW_GENAI_EVAL_MAX_WORKERS", "4")
    mlflow.set_tracking_uri(f"sqlite:///{tmp_path}/mlflow.db")
    mlflow.set_experiment("support")


def test_a_judge_is_one_of_mlflow_s_scorers(
    reviews: git_judge.Repository, model: Model, experiment: None
) -> None:
    model.answer = lambda prompt: {
        "rationale": "Because.",
        "result": "bad" if "No!" in prompt else "good",
    }
    tone = reviews.scorer("tone@v1")
    assert isinstance(tone, mlflow.genai.scorers.Scorer)
    said = tone(inputs="x", outputs="y")
    assert isinstance(said, mlflow.entities.Feedback)
    assert (said.name, said.value, said.rationale) == ("tone", "good", "Because.")
    assert said.passed and said.metadata["git_judge.version"] == "1"
    data = [
        {"inputs": {"question": f"{number}"}, "outputs": "No!" if number % 3 == 0 else "Certainly."}
        for number in range(12)
    ]
    done = mlflow.genai.evaluate(data=data, scorers=[tone])
    assert not done.passed, "MLflow takes the judge's passing values"
    assert mlflow.genai.evaluate(data=data[1:3], scorers=[tone]).passed
    table = done.tables["eval_results"]
    assert sorted(table["tone/value"]) == ["bad"] * 4 + ["good"] * 8
    for assessments in table["assessments"]:
        one = next(item for item in assessments if item["assessment_name"] == "tone")
        assert one["source"] == {
            "source_type": "LLM_JUDGE",
            "source_id": "git-judge:/tone@v1",
        }
        assert one["metadata"]["git_judge.judge"] == "tone@v1"
    assert len(model.prompts) == 13


def test_an_error_is_a_feedback_with_an_error(
    reviews: git_judge.Repository, experiment: None
) -> None:
    tone = reviews.scorer("tone", name="politeness", max_calls=0)
    said = tone(inputs="x", outputs="y")
    assert said.name == "politeness" and said.value is None
    assert said.error.error_code == "BUDGET"
    with pytest.raises(git_judge.BudgetError):
        said.passed


def test_versions_have_different_digests(
    reviews: git_judge.Repository, store: Store, experiment: None
) -> None:
    store.new_judge("tone", "openai:/other")
    first, second = reviews.scorer("tone@v1"), reviews.scorer("tone@v2")
    assert first.description != second.description
    assert "tone@v2" in second.description
