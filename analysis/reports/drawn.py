"""The figures of a report, each with its table below: the same values, the same ones withheld."""

from collections.abc import Iterator, Sequence

from analysis.indicators.breakdowns import Breakdown, Slice
from analysis.indicators.indicators import Unit
from analysis.results import figures
from analysis.results.figures import Figure as Drawing
from analysis.themes.marks import Marks
from core.documents import Cell, Column, Figure, Table

UNIT = "celle de la légende : sur 10, ou pour cent"
VALUE = Column("Valeur", "number", 1, "Note sur 10 ou part en pour cent ; vide si elle ne peut être montrée.", UNIT)  # fmt: skip
LOW = Column("De", "number", 1, "Borne basse de l’intervalle à 95 %.", UNIT)
HIGH = Column("À", "number", 1, "Borne haute de l’intervalle à 95 %.", UNIT)
ANSWERS = Column("Réponses", "number", about="Ce sur quoi porte la valeur.", unit="réponses")
QUARTER = Column("Trimestre", about="Trimestre des envois.")
MOMENT = Column("Moment de vie", about="Affiliation ou départ en retraite : jamais additionnés.")
BESIDE = "Différence établie ou non avec {}, à 95 %."
IN_TURN = (QUARTER, VALUE, LOW, HIGH, ANSWERS, Column("Depuis le trimestre d’avant", about=BESIDE.format("le trimestre d’avant")))  # fmt: skip
BY_MOMENT = (MOMENT, QUARTER, VALUE, LOW, HIGH, ANSWERS)
BY_DEPARTMENT = (Column("Service", about="Celui de l’événement."), VALUE, LOW, HIGH, ANSWERS, Column("Comparaison", about=BESIDE.format("tous les autres ensemble")))  # fmt: skip
WEIGHTS = (
    Column("Thème", about="Un des quinze thèmes stables."),
    Column("Note", "number", 1, "Moyenne des notes de ceux qui en parlent, sur 10.", "/10"),
    Column("De", "number", 1, "Borne basse de l’intervalle à 95 % de la note.", "/10"),
    Column("À", "number", 1, "Borne haute de l’intervalle à 95 % de la note.", "/10"),
    Column("Poids", "number", 2, "Combien la note générale suit ce qui est dit du thème : 0, pas du tout ; 1, entièrement."),
    Column("De (poids)", "number", 2, "Borne basse de l’intervalle à 95 % du poids."),
    Column("À (poids)", "number", 2, "Borne haute de l’intervalle à 95 % du poids."),
    Column("Voix", "number", about="Adhérents qui en parlent et ont noté.", unit="adhérents"),
)  # fmt: skip


def _figure(drawing: Drawing, caption: str, table: Table) -> Figure:
    return Figure(drawing.wide.encode(), drawing.alternative, caption, table)


def history(found: Breakdown) -> Iterator[Figure]:
    """One indicator, quarter after quarter, in its interval; nothing where no quarter may be shown."""
    if not any(one.estimate for one in found.quarters):
        return
    rows = tuple(
        (_named(one), *_cells(one), one.change.value if one.change and one.estimate else "")
        for one in found.quarters
    )
    caption = _caption(found, f"{found.kind.label.capitalize()} : {found.formula.label.lower()}, trimestre par trimestre")  # fmt: skip
    yield _figure(figures.history(found), caption, Table(_title(found), IN_TURN, rows))


def side_by_side(found: Sequence[Breakdown]) -> Iterator[Figure]:
    """One indicator in each moment of life, on one axis; nothing where there is but one, or none to show."""
    if len(found) < 2 or not any(one.estimate for each in found for one in each.quarters):
        return
    label = found[0].formula.label
    rows = tuple(
        (each.kind.label.capitalize(), _named(one), *_cells(one))
        for each in found
        for one in each.quarters
    )
    caption = _caption(found[0], f"{label}, moment de vie par moment de vie")
    table = Table(f"{label}, moment de vie par moment de vie", BY_MOMENT, rows)
    yield _figure(figures.side_by_side(found), caption, table)


def departments(found: Breakdown) -> Iterator[Figure]:
    """One indicator of the year in each department; nothing where none may be shown."""
    if not any(one.estimate for one in found.departments):
        return
    title = f"{found.kind.label.capitalize()} : {found.formula.label.lower()}, service par service"
    rows = tuple(
        (
            one.label[:1].upper() + one.label[1:],
            *_cells(one),
            one.change.beside if one.change else "non montré",
        )
        for one in found.departments
    )
    drawing = figures.groups(title, found, found.departments)
    yield _figure(drawing, _caption(found, title), Table(title, BY_DEPARTMENT, rows))


def what_weighs(found: Marks) -> Iterator[Figure]:
    """What weighs on satisfaction beside how it is marked; nothing where too few members say so."""
    drawing = figures.what_weighs(found)
    if drawing is None:
        return
    named = f"{found.kind.label.capitalize()} : ce qui pèse sur la satisfaction, {found.label}"
    caption = f"{named}. En haut à gauche : ce qui pèse beaucoup et se passe mal. Chaque point a ses deux intervalles à 95 %."
    rows = []
    for one in found.weighed:
        assert one.all.estimate is not None
        assert one.weight is not None
        mark, weight = one.all.estimate, one.weight
        rows.append((one.theme.title, mark.value, *mark.interval, weight.value, *weight.interval, one.all.n))  # fmt: skip
    yield _figure(drawing, caption, Table(named, WEIGHTS, tuple(rows)))


def _named(one: Slice) -> str:
    """With what makes it differ from the quarter before, where something does."""
    return f"{one.label} (rupture : {one.broken.why})" if one.broken else one.label


def _cells(one: Slice) -> tuple[Cell, ...]:
    """Value, bounds and number of answers; all withheld together."""
    if one.estimate is None:
        return (None, None, None, None)
    return (one.estimate.value, *one.estimate.interval, one.n)


def _title(found: Breakdown) -> str:
    return f"{found.kind.label.capitalize()} : {found.formula.label.lower()}, par trimestre"


def _caption(found: Breakdown, title: str) -> str:
    unit = "note sur 10" if found.formula.unit is Unit.MARK else "part en pour cent"
    return f"{title} ({unit}, intervalle à 95 %). Source : réponses au questionnaire."
