"""Rows as lines of JSON."""

from __future__ import annotations

import dataclasses
import datetime
import enum
import json
import math
import sys
from typing import Any, Iterable, List, Mapping, Tuple

from .errors import UsageError


def is_frame(rows: Any) -> bool:
    """Whether rows are a pandas DataFrame; pandas is not imported for the question."""
    pandas = sys.modules.get("pandas")
    return pandas is not None and isinstance(rows, pandas.DataFrame)


def lines_of(rows: Any) -> List[str]:
    """One line of JSON for each row of a list of dicts or of a DataFrame.

    Raises:
        UsageError: for something that is not a row, with its number and field.
    """
    if isinstance(rows, (str, bytes, Mapping)) or not (is_frame(rows) or _is_iterable(rows)):
        raise UsageError(
            f"rows must be a list of dicts or a DataFrame, not {type(rows).__name__}",
            code="usage",
            exit_status=2,
        )
    items: Iterable[Any] = rows.to_dict("records") if is_frame(rows) else rows
    return [line_of(item, f"row {number}") for number, item in enumerate(items, 1)]


def line_of(row: Any, where: str) -> str:
    """One row as a line; fields that are missing (``None``, NaN) are left out."""
    if not isinstance(row, Mapping):
        raise UsageError(
            f"{where} must be a dict, not {type(row).__name__}", code="usage", exit_status=2
        )
    fields = {}
    for key, value in row.items():
        plain = _plain(value, (where, str(key)))
        if plain is not None:
            fields[str(key)] = plain
    return text_of(fields)


def text_of(value: Any) -> str:
    """Plain JSON on one line. In ASCII, so that no text can break it."""
    return json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":"))


def _is_iterable(value: Any) -> bool:
    return hasattr(value, "__iter__")


def _plain(value: Any, path: Tuple[str, ...]) -> Any:
    """The value in JSON's types: NumPy's, dates, enums, dataclasses and pydantic's models too."""
    if value is None or isinstance(value, (bool, str)):
        return str(value) if isinstance(value, str) else value
    if isinstance(value, enum.Enum):
        return _plain(value.value, path)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): _plain(item, (*path, str(key))) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(item, (*path, str(place))) for place, item in enumerate(value)]
    if isinstance(value, (datetime.datetime, datetime.date, datetime.time)):
        # pandas' NaT is a datetime that equals nothing.
        return value.isoformat() if value == value else None
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _plain(dataclasses.asdict(value), path)
    for method in ("model_dump", "tolist", "item", "to_dict"):
        convert = getattr(value, method, None)
        if callable(convert) and not isinstance(value, type):
            return _plain(convert(), path)
    if type(value).__module__.startswith("pandas") and type(value).__name__ == "NAType":
        return None
    where, *fields = path
    raise UsageError(
        f"{where}: {'.'.join(fields)}: a {type(value).__name__} has no JSON",
        code="usage",
        exit_status=2,
    )
