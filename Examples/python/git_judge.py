"""Runs `git judge` commands in the repository that the server serves."""

import os
import shlex
import subprocess
import sys

REPOSITORY = os.environ.get("JUDGE_REPOSITORY", ".")


def git_judge(*arguments):
    """Prints the command as you would type it, runs it, and stops the program if it fails."""
    print("$ git judge " + " ".join(map(shlex.quote, arguments)), flush=True)
    done = subprocess.run(["git", "judge", *arguments], cwd=REPOSITORY)
    if done.returncode != 0:
        sys.exit(f"git judge {arguments[0]}: exit code {done.returncode}")
