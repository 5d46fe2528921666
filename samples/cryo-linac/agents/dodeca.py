"""What an agent says to Dodeca: one JSON object a line on standard output, after `::dodeca `.

Run by hand, an agent prints no such lines, and its findings read like those of a compiler.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

UNDER_DODECA = "DODECA_RUN_ID" in os.environ
WORKSPACE = Path(os.environ.get("DODECA_WORKSPACE") or Path(__file__).resolve().parent.parent)
OUT = WORKSPACE / "out"


def say(type_: str, /, **fields: Any) -> None:
    """Print one message; fields that are None are left out."""
    if UNDER_DODECA:
        message = {"type": type_, **{key: value for key, value in fields.items() if value is not None}}
        print("::dodeca " + json.dumps(message, allow_nan=False), flush=True)


def progress(percent: float, message: str) -> None:
    say("progress", percent=round(percent, 1), message=message)


def metric(name: str, value: float, unit: str) -> None:
    say("metric", name=name, value=value, unit=unit)


def finding(path: str, line: int | None, severity: str, rule: str, message: str) -> None:
    """Something a person should look at, in a file of the workspace."""
    say("finding", path=path, line=line, severity=severity, rule=rule, message=message)
    if not UNDER_DODECA:
        print(f"{path}:{line or 1}: {severity}: {message} [{rule}]")


def publish(agent: str, outputs: dict[str, Any]) -> None:
    """Hand the results to later agents, and keep them in out/<agent>.json for those that are run by hand."""
    for name, value in outputs.items():
        say("output", name=name, value=value)
    write_artifact(f"out/{agent}.json", "data", json.dumps(outputs, indent=2, allow_nan=False) + "\n")


def write_artifact(path: str, kind: str, text: str) -> None:
    target = WORKSPACE / path
    target.parent.mkdir(exist_ok=True)
    with target.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
    say("artifact", path=path, kind=kind)


def agent_input() -> dict[str, Any] | None:
    """The file that DODECA_INPUT names: `with`, `params` and `outputs`; None when run by hand."""
    path = os.environ.get("DODECA_INPUT")
    return json.loads(Path(path).read_text(encoding="utf-8")) if path else None


def setting(name: str, default: float) -> float:
    """A number of the agent's own `with:` block."""
    value = ((agent_input() or {}).get("with") or {}).get(name, default)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        sys.exit(f"The setting `{name}` is {value!r}; it must be a number.")
    return float(value)
