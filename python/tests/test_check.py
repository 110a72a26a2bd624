"""A judge's verdicts beside people's labels, without a repository."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any, Dict, List

import pytest

import git_judge

_HELP = subprocess.run(
    [git_judge.program_path(), "check", "--help"], stdout=subprocess.PIPE, text=True
).stdout
pytestmark = pytest.mark.skipif(
    "--label-map" not in _HELP, reason="this program has no `git judge check`"
)


def _rows(right: int, wrong: int) -> List[Dict[str, Any]]:
    rows = []
    for number in range(right + wrong):
        label = "yes" if number % 2 == 0 else "no"
        other = "no" if label == "yes" else "yes"
        rows.append(
            {"text": f"t{number}", "human": label, "judge": label if number < right else other}
        )
    return rows


def test_agreement_passes_and_disagreement_does_not(home: Path) -> None:
    good = git_judge.check(_rows(40, 0), judge="judge", human="human", min_kappa=0.5)
    assert good.passed and good["judge_with_people"]["cohen_kappa"] == 1
    assert good["cases"] == 40 and good.sentence
    bad = git_judge.check(_rows(20, 20), judge="judge", human=["human"], min_kappa=0.5)
    assert not bad.passed and bad["gates"][0]["name"] == "kappa"
    numbers = [{"human": row["human"], "judge": int(row["judge"] == "yes")} for row in _rows(30, 1)]
    mapped = git_judge.check(
        numbers,
        judge="judge",
        human="human",
        label_map={">=1": "yes", "<1": "no"},
        passing="yes",
        min_tpr=0.9,
        min_tnr=0.9,
    )
    assert mapped.passed and mapped["passing"] == ["yes"]


def test_a_file_is_taken_as_it_is(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "results.csv"
    lines = [f"{row['text']},{row['human']},{row['judge']}" for row in _rows(30, 2)]
    file.write_text("\n".join(["text,human,judge", *lines, ""]))
    assert git_judge.check(file, judge="judge", human="human").passed is None


def test_a_column_that_is_missing_is_an_error(home: Path) -> None:
    with pytest.raises(git_judge.JudgeError):
        git_judge.check(_rows(4, 0), judge="none", human="human")
