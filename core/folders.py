"""Where this installation keeps its files."""

from pathlib import Path

from core.settings import Settings

_home: list[Path] = []


def init(settings: Settings) -> None:
    """Say, once, where this process keeps its files."""
    _home[:] = [settings.HOME]


def folder(name: str) -> Path:
    """A folder of the installation, made when absent."""
    found = _home[0] / name
    found.mkdir(parents=True, exist_ok=True)
    return found
