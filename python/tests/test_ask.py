"""One case, and labels."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

import git_judge
from conftest import Model, Store


def test_a_case_is_answered_and_nothing_is_recorded(
    reviews: git_judge.Repository, store: Store, model: Model
) -> None:
    before = store.git("for-each-ref")
    said = reviews.ask("tone", inputs={"question": "Where?"}, outputs="On its way.")
    assert (said.value, said.rationale, said.passed) == ("good", "Polite.", True)
    assert (said.judge, said.version, said.model) == ("tone@v1", 1, "openai:/stub")
    assert said.cached is False and said.score is None and said.error is None
    assert reviews.ask("tone@v1", inputs={"question": "Where?"}, outputs="On its way.").cached
    assert len(model.prompts) == 1
    assert store.git("for-each-ref") == before


def test_every_exit_status_is_an_exception_of_its_own(
    reviews: git_judge.Repository, store: Store
) -> None:
    with pytest.raises(git_judge.DataError, match='no judge named "none"') as caught:
        reviews.ask("none", inputs=1)
    assert (caught.value.code, caught.value.exit_status) == ("not-found", 3)
    assert caught.value.hint and "tone" in caught.value.hint
    with pytest.raises(git_judge.DataError, match="MISSING_FIELD") as caught:
        reviews.ask("tone", inputs=1)
    with pytest.raises(git_judge.DataError, match="inputs"):
        reviews.ask("tone")
    with pytest.raises(git_judge.UsageError):
        reviews.ask("tone", inputs=1, outputs=2, max_calls=-1)
    with pytest.raises(git_judge.OfflineError):
        reviews.ask("tone", inputs=1, outputs=2, offline=True)
    with pytest.raises(git_judge.BudgetError):
        reviews.ask("tone", inputs=1, outputs=2, max_calls=0)
    with pytest.raises(git_judge.DataError, match="no folder"):
        git_judge.open("/no/such/folder")
    program = store.path / "check.sh"
    program.write_text("#!/bin/sh\necho true\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    store.judge("new", "format", "--exec", "./check.sh")
    assert reviews.ask("format", inputs=1).value is True
    program.write_text("#!/bin/sh\necho false\n")
    with pytest.raises(git_judge.NotTrustedError, match="check.sh"):
        reviews.ask("format", inputs=1)


def test_a_value_that_neither_passes_nor_fails_is_no_assertion(
    store: Store, model: Model
) -> None:
    text = store.path / "kind.md"
    text.write_text("What kind of text is {{ outputs }}?\n")
    store.judge(
        *["new", "kind", "--instructions", f"@{text}", "--values", "prose,list"],
        *["--model", "openai:/stub"],
    )
    model.answer = lambda _: {"rationale": "It is.", "result": "prose"}
    said = git_judge.open(store.path).ask("kind", outputs="x")
    assert said.value == "prose"
    with pytest.raises(git_judge.UsageError, match="kind@v1 does not say"):
        said.passed


def test_labels_are_those_of_people(reviews: git_judge.Repository, store: Store) -> None:
    lines = store.path / "traces.jsonl"
    label = {"name": "tone", "source_type": "HUMAN", "source_id": "ann", "value": "good"}
    lines.write_text(
        json.dumps({"client_request_id": "a", "inputs": 1, "outputs": 2, "assessments": [label]})
    )
    store.judge("trace", "import", str(lines))
    assert [one["feedback"]["value"] for one in reviews.labels()] == ["good"]
    assert [one["source"]["source_id"] for one in reviews.labels("tone")] == ["ann"]
    assert reviews.labels("other") == []
    trace = reviews.labels()[0]["trace_id"]
    assert reviews.ask("tone", trace=trace).value == "good"
    with pytest.raises(git_judge.UsageError, match="not both"):
        reviews.ask("tone", trace=trace, outputs=1)


def test_the_program_is_found_or_said_to_be_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    found = git_judge.program_path()
    assert os.access(found, os.X_OK)
    monkeypatch.setenv("GIT_JUDGE_BIN", str(tmp_path / "none"))
    with pytest.raises(git_judge.ProgramNotFoundError, match="GIT_JUDGE_BIN"):
        git_judge.program_path()
    monkeypatch.delenv("GIT_JUDGE_BIN")
    monkeypatch.setenv("PATH", str(Path(found).parent))
    assert git_judge.program_path() == found
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(git_judge.ProgramNotFoundError, match="install the wheel"):
        git_judge.program_path()
