"""Finds and runs the program."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sysconfig
from pathlib import Path
from typing import Any, Iterable, Iterator, List, Optional, Sequence, Tuple

from .errors import ProgramNotFoundError, error_of_output

NAME = "git-judge"


def program_path() -> str:
    """The path of the program: ``GIT_JUDGE_BIN``, the one installed with this package, ``PATH``.

    Raises:
        ProgramNotFoundError: if there is none.
    """
    given = os.environ.get("GIT_JUDGE_BIN")
    if given:
        if _is_program(given):
            return os.path.abspath(given)
        raise ProgramNotFoundError(
            f"GIT_JUDGE_BIN is {given}, which is not a program", code="program-not-found"
        )
    for folder in _installed_beside():
        if _is_program(os.path.join(folder, NAME)):
            return os.path.join(folder, NAME)
    found = shutil.which(NAME)
    if found:
        return found
    raise ProgramNotFoundError(
        "the program git-judge is not installed",
        code="program-not-found",
        hint="install the wheel of git-judge, put the program on PATH, or set GIT_JUDGE_BIN",
    )


def _installed_beside() -> Iterator[str]:
    package = Path(__file__).resolve().parent
    if "site-packages" in package.parts or "dist-packages" in package.parts:
        yield sysconfig.get_path("scripts")
        user = f"{os.name}_user"
        if user in sysconfig.get_scheme_names():
            yield sysconfig.get_path("scripts", user)
    # Of `pip install --target FOLDER`.
    yield str(package.parent / "bin")


def _is_program(path: str) -> bool:
    return os.path.isfile(path) and os.access(path, os.X_OK)


def command(folder: Optional[str], arguments: Sequence[str]) -> List[str]:
    """The command line of the program, to be run in ``folder``."""
    start = [] if folder is None else ["-C", folder]
    return [program_path(), *start, *arguments]


def run(
    folder: Optional[str],
    arguments: Sequence[str],
    lines: Optional[Iterable[str]] = None,
    accepts: Sequence[int] = (0,),
) -> Tuple[Any, int, str]:
    """Runs a command that prints one JSON document.

    Args:
        folder: where it works; ``None`` for the current folder.
        arguments: the command with its options, ``--json`` among them.
        lines: what it reads on standard input, line by line.
        accepts: the exit statuses that are no error.

    Returns:
        The document, the exit status and what the program wrote on standard error. For a status
        that is an error the document is given only if there is one.

    Raises:
        JudgeError: for another exit status without a document.
    """
    done = subprocess.run(
        command(folder, arguments),
        input=None if lines is None else "".join(line + "\n" for line in lines),
        stdin=subprocess.DEVNULL if lines is None else None,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
    )
    document: Any = None
    if done.stdout.strip():
        try:
            document = json.loads(done.stdout)
        except ValueError:
            document = None
    if done.returncode not in accepts and document is None:
        raise error_of_output(done.returncode, done.stderr)
    if document is None:
        raise error_of_output(3, f"{NAME} {arguments[0]} printed no JSON document")
    return document, done.returncode, done.stderr
