"""How well comments are read, as last measured: by theme, the themes confused, and what its certainty is worth."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from analysis.models import Basis, Correction, ModelRun, QualityCell, QualityRun
from analysis.results.disclosure import Audience
from analysis.statistics import Estimate, proportion
from analysis.themes.themes import Theme, themes

SHOWN_FROM = (
    10  # sentences: fewer have an interval that says nothing, and could tell who wrote them
)
CONFUSIONS_SHOWN = 10
# From so many sentences put right, these speak for the fund better than shipped ones do.
CORRECTED_LEAD_FROM = 200
BANDS = ((0, 4), (4, 6), (6, 8), (8, 9), (9, 10))
"""Of certainty, in tenths; under the second the sentence waits for a person."""


@dataclass(frozen=True)
class ThemeQuality:
    """How well one theme is read. None: too few sentences to tell."""

    theme: Theme
    sentences: int
    found: Estimate | None
    """Of the sentences of the theme, those read as such (recall)."""
    right: Estimate | None
    """Of the sentences read as such, those that are (precision)."""


@dataclass(frozen=True)
class Confusion:
    """Sentences of one theme that were read as another."""

    truth: Theme
    given: Theme
    times: int
    of: int


@dataclass(frozen=True)
class Band:
    """Sentences whose certainty is nearly the same: how sure the reading was, how often it was right."""

    low: float
    high: float
    said: float
    right: Estimate


@dataclass(frozen=True)
class Quality:
    """One measure, told."""

    basis: Basis
    at: datetime
    reader: str
    right: Estimate
    """Of all sentences, those whose main theme was found."""
    among: Estimate
    """Those that do speak of the theme given, mainly or beside."""
    themes: Sequence[ThemeQuality]
    confusions: Sequence[Confusion]
    bands: Sequence[Band]
    gap: float
    """Mean distance between certainty and truth, over tenths (expected calibration error; Guo et al., 2017)."""


def measured(session: Session) -> list[Quality]:
    """All the measures there are, in the order of Basis."""
    runs = {run.basis: run for run in session.exec(select(QualityRun))}
    return [told(runs[basis]) for basis in Basis if basis in runs]


def leading(found: Sequence[Quality]) -> Quality | None:
    """The one that says best how the fund's own comments are read."""
    by_basis = {one.basis: one for one in found}
    corrected = by_basis.get(Basis.CORRECTED)
    if corrected is not None and corrected.right.n >= CORRECTED_LEAD_FROM:
        return corrected
    return by_basis.get(Basis.TRIAL) or by_basis.get(Basis.STARTER) or corrected


def told(run: QualityRun) -> Quality:
    """The counts of a run as figures."""
    cells = run.cells
    return Quality(
        basis=run.basis,
        at=run.at,
        reader=run.reader,
        right=proportion(_right(cells), _sum(cells)),
        among=proportion(sum(cell.among for cell in cells), _sum(cells)),
        themes=[_theme(theme, cells) for theme in themes()],
        confusions=_confusions(cells),
        bands=[band for low, high in BANDS if (band := _band(low, high, cells))],
        gap=_gap(cells),
    )


def _sum(cells: Sequence[QualityCell]) -> int:
    return sum(cell.sentences for cell in cells)


def _right(cells: Sequence[QualityCell]) -> int:
    return _sum([cell for cell in cells if cell.truth == cell.given])


def _theme(theme: Theme, cells: Sequence[QualityCell]) -> ThemeQuality:
    of_it = [cell for cell in cells if cell.truth == theme.code]
    read_so = [cell for cell in cells if cell.given == theme.code]
    return ThemeQuality(theme, _sum(of_it), _share(of_it), _share(read_so))


def _share(cells: Sequence[QualityCell]) -> Estimate | None:
    n = _sum(cells)
    return proportion(_right(cells), n) if n >= SHOWN_FROM else None


def _confusions(cells: Sequence[QualityCell]) -> list[Confusion]:
    """The commonest mistakes; few sentences are an accident, and could tell who wrote them."""
    titles = {theme.code: theme for theme in themes()}
    of: dict[str, int] = {}
    times: dict[tuple[str, str], int] = {}
    for cell in cells:
        of[cell.truth] = of.get(cell.truth, 0) + cell.sentences
        if cell.truth != cell.given:
            pair = (cell.truth, cell.given)
            times[pair] = times.get(pair, 0) + cell.sentences
    found = [
        Confusion(titles[truth], titles[given], number, of[truth])
        for (truth, given), number in times.items()
        if number >= Audience.INTERNAL and truth in titles and given in titles
    ]
    found.sort(key=lambda one: (-one.times, one.truth.code, one.given.code))
    return found[:CONFUSIONS_SHOWN]


def _band(low: int, high: int, cells: Sequence[QualityCell]) -> Band | None:
    inside = [cell for cell in cells if low <= cell.tenth < high]
    n = _sum(inside)
    if n < SHOWN_FROM:
        return None
    said = sum(cell.certainty for cell in inside) / n
    return Band(low / 10, high / 10, said, proportion(_right(inside), n))


def _gap(cells: Sequence[QualityCell]) -> float:
    """Over ten tenths, weighted by their sentences."""
    apart = 0.0
    for tenth in range(10):
        inside = [cell for cell in cells if cell.tenth == tenth]
        apart += abs(sum(cell.certainty for cell in inside) - _right(inside))
    return apart / _sum(cells)


# ---------------------------------------------------------------- what was learnt, and when


def standing_corrections(session: Session) -> int:
    """Corrections made and not taken back."""
    kept = select(func.count()).select_from(Correction).where(col(Correction.undone_at).is_(None))
    return session.exec(kept).one()


def corrected_since(session: Session, at: datetime) -> int:
    """Corrections made or taken back after this moment."""
    later = select(func.count()).where((col(Correction.at) > at) | (col(Correction.undone_at) > at))
    return session.exec(later.select_from(Correction)).one()


def lessons(session: Session, at_most: int = 5) -> Sequence[ModelRun]:
    """The last versions that were learnt, newest first; none while the day-one reader is in use."""
    newest = select(ModelRun).order_by(col(ModelRun.id).desc()).limit(at_most)
    return session.exec(newest).all()
