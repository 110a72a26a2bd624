"""What the scripts of a distribution share."""
import os
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent

# The static libraries that the program contains, and Debian 12's packages that have them.
ARCHIVES = {
    "libgit2.a": "libgit2-dev",
    "libsqlite3.a": "libsqlite3-dev",
    "libcrypto.a": "libssl-dev",
    "libdeflate.a": "libdeflate-dev",
    "libz.a": "zlib1g-dev",
    "libpcre2-8.a": "libpcre2-dev",
    "libhttp_parser.a": "libhttp-parser-dev",
    "libstdc++.a": "g++",
}

# The systems on which the program runs, as a wheel names them: x86-64 with glibc of at least this version.
NEWEST_GLIBC = (2, 34)
PLATFORM = "manylinux_2_34_x86_64"


class Failure(Exception):
    """A message for the person who builds."""


def source_date():
    """The time that every file of a distribution has: SOURCE_DATE_EPOCH, else that of the commit."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given:
        if not given.isdigit():
            raise Failure(f"SOURCE_DATE_EPOCH must be seconds since 1970, not {given!r}")
        return int(given)
    done = subprocess.run(["git", "-C", str(ROOT), "log", "-1", "--format=%ct"],
                          capture_output=True, text=True)
    if done.returncode != 0 or not done.stdout.strip().isdigit():
        raise Failure("this is no git checkout: set SOURCE_DATE_EPOCH to the time of the release")
    return int(done.stdout)


def version_of(program):
    """What the program says its version is."""
    done = subprocess.run([str(program), "--version"], capture_output=True, text=True)
    if done.returncode != 0:
        raise Failure(f"{program} does not run here: {done.stderr.strip()}")
    return done.stdout.strip()
