"""The reader in use: learnt once, kept in a folder, learnt again when what it stands on changes."""

import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path

from analysis import corpus
from analysis.readers import blend, words
from analysis.readers.base import Example, Reader
from analysis.readers.blend import BlendReader
from analysis.readers.encoder import MODEL, model_fingerprint
from analysis.themes.comment_files import write_whole

Progress = Callable[[str], None]
"""Is told, in French, what is going on."""

# The day-one reader, the one in use and the one before it, should a person want to go back.
READERS_KEPT = 3


def silent(sentence: str) -> None:
    """A progress that tells nobody."""


def day_one_reader(folder: Path, progress: Progress | None = None) -> Reader:
    """The reader of a new installation, which knows the shipped comments only."""
    return learnt_reader(folder, (), progress)


def learnt_reader(
    folder: Path, corrections: Sequence[Example], progress: Progress | None = None
) -> Reader:
    """The reader that knows the shipped comments and these corrections, each with weight 1.

    Kept in `folder` (made when absent) as a joblib file beside a JSON of all it stands on: the
    same question again costs a second. A file missing, damaged or made with something else is
    learnt again, about half a minute. The files are read with pickle, which trusts them: the
    folder must be writable by the product alone. Refused when the encoder's files are missing.
    """
    tell = progress or silent
    stands_on = versions(corrections)
    reader = _kept(folder, stands_on)
    if reader is None:
        tell("Apprentissage des thèmes à partir des commentaires d’exemple…")
        reader = learn([*corpus.starter(), *corrections])
        _keep(folder, stands_on, reader)
        tell("Apprentissage terminé.")
    return reader


def learn(examples: Sequence[Example]) -> Reader:
    """A blend that knows these examples, calibrated on comments it does not know."""
    reader = BlendReader()
    reader.learn(examples)
    reader.calibrate(corpus.calibration())
    return reader


def versions(corrections: Sequence[Example] = ()) -> dict[str, str]:
    """All that a learnt reader stands on; two equal answers mean two equal readers."""
    import numpy
    import sklearn

    learnt = hashlib.sha256(repr(list(corrections)).encode()).hexdigest()
    return {
        "recipe": f"{blend.RECIPE}.{words.RECIPE}",
        "scikit-learn": sklearn.__version__,
        "numpy": numpy.__version__,
        "corpus": corpus.fingerprint(),
        "encoder": model_fingerprint(MODEL),
        "corrections": learnt,
    }


def _files(folder: Path, stands_on: dict[str, str]) -> tuple[Path, Path]:
    name = hashlib.sha256(json.dumps(stands_on, sort_keys=True).encode()).hexdigest()[:16]
    return folder / f"reader-{name}.joblib", folder / f"reader-{name}.json"


_loaded: dict[tuple[Path, int, int], Reader] = {}
"""The reader met last by this process, under its file's path, time and size: loading takes a second."""


def _kept(folder: Path, stands_on: dict[str, str]) -> Reader | None:
    """The kept reader, or None when there is none, or not this one, or not whole."""
    content, label = _files(folder, stands_on)
    try:
        written = json.loads(label.read_text(encoding="utf-8"))
        mark = (content, content.stat().st_mtime_ns, content.stat().st_size)
        if mark not in _loaded:
            if written != stands_on | {"sha256": _sum(content)}:
                return None
            _load(mark)
    except (OSError, ValueError):
        return None
    return _loaded[mark]


def _load(mark: tuple[Path, int, int]) -> None:
    """Load a file that was found whole, and forget the one before it."""
    import joblib

    reader: Reader = joblib.load(mark[0])
    _loaded.clear()
    _loaded[mark] = reader


def _keep(folder: Path, stands_on: dict[str, str], reader: Reader) -> None:
    import joblib

    folder.mkdir(parents=True, exist_ok=True)
    content, label = _files(folder, stands_on)
    write_whole(content, lambda path: joblib.dump(reader, path, compress=1))
    # The label goes last: a reader without its label does not exist.
    described = json.dumps(stands_on | {"sha256": _sum(content)}, indent=2)
    write_whole(label, lambda path: path.write_text(described, encoding="utf-8"))
    _forget_the_oldest(folder)


def _forget_the_oldest(folder: Path) -> None:
    labels = sorted(folder.glob("reader-*.json"), key=lambda path: path.stat().st_mtime)
    for label in labels[:-READERS_KEPT]:
        label.unlink(missing_ok=True)
        label.with_suffix(".joblib").unlink(missing_ok=True)


def _sum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
