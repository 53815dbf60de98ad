"""The user's own places for the config file, the store and the details of our own mistakes.

Typer knows the folder for an application on each system, and has it at hand. For Windows and macOS
that is where data belong, too; on other systems the XDG specification has a folder for them. Asking
platformdirs instead cost each command 6 ms of 100.
"""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

import typer

NAME = "tracker"


def config_file(environ: Mapping[str, str]) -> Path:
    """Return where the config file is, or would be: TRACKER_CONFIG, else the user's own place."""
    named = environ.get("TRACKER_CONFIG")
    return Path(named) if named else Path(typer.get_app_dir(NAME)) / "config.toml"


def data_folder(environ: Mapping[str, str]) -> Path:
    """Return the folder of a store that nobody named."""
    if os.name == "nt" or sys.platform == "darwin":
        return Path(typer.get_app_dir(NAME, roaming=False))
    shared = environ.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(shared).expanduser() / NAME


def log_folder(environ: Mapping[str, str]) -> Path:
    """Return the folder for the details of our own mistakes."""
    return data_folder(environ) / "log"
