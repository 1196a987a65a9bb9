"""What members speak of in a quarter, in a report: themes ranked, topics ranked, the map of topics, each with its table.

Topics are named and counted to whoever reads results, as everywhere; their sentences are not here. The thresholds are those of
the screens: five voices for a theme, eight sentences for a topic, five members for its share.
"""

from collections.abc import Iterator, Sequence

from sqlmodel import Session

from analysis.statistics import Estimate
from analysis.themes import voices
from analysis.themes.themes import codes
from analysis.themes.voices import Panorama, Period
from analysis.topics import drawing, landscape
from analysis.topics.landscape import Place, Spoken
from core import french
from core.documents import Cell, Column, Figure, Heading, Paragraph, Part, Table

SHARE = Column("Part", "percent", 0, "De tous ceux dont un commentaire a été lu.")
FROM = Column("De", "percent", 0, "Borne basse de l’intervalle à 95 % (Wilson).")
TO = Column("À", "percent", 0, "Borne haute de l’intervalle à 95 % (Wilson).")
THEMES = (
    Column("Thème", about="Un des quinze thèmes stables."),
    Column("Voix", "number", about="Adhérents dont un commentaire parle de ce thème.", unit="adhérents"),
    SHARE, FROM, TO,
    Column("Leur note moyenne", "number", 1, "Moyenne des notes de satisfaction de ces adhérents, sur 10.", unit="/10"),
    Column("Évolution", about="Part des commentaires, comparée au trimestre d’avant (Newcombe, 95 %)."),
)  # fmt: skip
TOPICS = (
    Column("Sujet", about="Ce que plusieurs phrases d’un thème ont en commun, dans les mots des adhérents."),
    Column("Thème", about="Celui dont le sujet fait partie."),
    Column("Voix", "number", about="Adhérents de ce trimestre dont une phrase est dans le sujet.", unit="adhérents"),
    SHARE, FROM, TO,
    Column("Évolution", about="Depuis la recherche d’avant : nouveau, grandit, recule."),
)  # fmt: skip
MAP = (
    Column("Sujet", about="Un disque de la carte."),
    Column("Thème", about="Celui dont le sujet fait partie."),
    Column("Phrases", "number", about="Celles du sujet, dans ce qui a été lu pour le chercher ; l’aire du disque.", unit="phrases"),
    Column("Le plus proche", about="Le sujet qui lui ressemble le plus sur la carte."),
)  # fmt: skip


def of_quarter(session: Session, period: Period) -> Iterator[Part]:
    """Themes of a quarter, then its topics; a sentence where there are too few comments."""
    seen = voices.panorama(session, period)
    yield Heading(f"De quoi parlent les adhérents, {period.label}")
    if not seen.lines:
        yield Paragraph(
            "Trop peu de commentaires ont été lus sur ce trimestre pour parler de thèmes."
        )
        return
    yield from _themes(seen)
    yield from _topics(session, period)


def _themes(seen: Panorama) -> Iterator[Part]:
    rows = tuple(
        (line.theme.title, line.voices, *_share(line.share), line.satisfaction, line.trend_words)
        for line in seen.lines
    )
    note = f"{french.count(seen.others, 'thème')} de moins de {voices.SHOWN_FROM} voix n’y figurent pas."
    table = Table(f"Thèmes, {seen.period.label}", THEMES, rows, note if seen.others else "")
    figure = drawing.themes(seen)
    if figure is None:
        yield table
        return
    caption = (
        f"Les thèmes, par la part de ceux qui en parlent, {seen.period.label}. Un adhérent parle souvent de plusieurs. "
        "En couleur : en hausse. "
        f"Source : commentaires de {french.count(seen.commented, 'adhérent')}, intervalle à 95 %."
    )
    yield Figure(figure.wide.encode(), figure.alternative, caption, table)


def _topics(session: Session, period: Period) -> Iterator[Part]:
    places = landscape.of_quarter(session, period, codes())
    if not places:
        return
    yield Heading("Les sujets, à l’intérieur des thèmes", 2)
    yield from _ranked(landscape.spoken(session, period, places), period)
    if len(places) >= drawing.FEWEST_ISLANDS:
        yield _map(places, period)


def _ranked(found: Sequence[Spoken], period: Period) -> Iterator[Part]:
    told = [one for one in found if one.share is not None]
    figure = drawing.topics(told, period.label)
    if figure is None:
        yield Paragraph("Aucun sujet n’a réuni cinq adhérents ce trimestre.")
        return
    most = f"Les {drawing.MOST_BARS} premiers sujets" if len(told) > drawing.MOST_BARS else "Sujets"
    caption = (
        f"{most}, par la part de ceux qui en parlent, {period.label}. En couleur : nouveau, ou qui grandit. "
        "Source : commentaires, intervalle à 95 %."
    )
    rows = tuple(map(_row, told[: landscape.DRAWN]))
    table = Table(f"Sujets, {period.label}", TOPICS, rows, _left(len(found) - len(told), len(told)))
    yield Figure(figure.wide.encode(), figure.alternative, caption, table)


def _left(few: int, told: int) -> str:
    """What the table does not hold."""
    said = []
    if told > landscape.DRAWN:
        more = french.count(told - landscape.DRAWN, "autre sujet est", "autres sujets sont")
        said.append(f"{more} à l’écran, « Carte des sujets ».")
    if few:
        said.append(
            f"{french.count(few, 'autre sujet a', 'autres sujets ont')} moins de cinq voix ce trimestre."
        )
    return " ".join(said)


def _row(one: Spoken) -> tuple[Cell, ...]:
    topic, theme = one.place.topic, one.place.theme
    return (topic.name, theme.title, one.members, *_share(one.share), topic.change.told)


def _map(found: list[Place], period: Period) -> Part:
    places = landscape.drawn(found)
    rows = tuple(
        (one.topic.name, one.theme.title, one.sentences, _nearest(one, places)) for one in places
    )
    figure = drawing.map_of(places)
    caption = (
        f"La carte des sujets, {period.label} : deux sujets proches se ressemblent dans les mots des adhérents. Les distances "
        "sont une impression, pas une mesure. En couleur : nouveau, ou qui grandit. Source : commentaires."
    )
    left = len(found) - len(places)
    note = f"{french.count(left, 'autre sujet')}, à l’écran, « Carte des sujets »." if left else ""
    table = Table(f"Carte des sujets, {period.label}", MAP, rows, note)
    return Figure(figure.wide.encode(), figure.alternative, caption, table)


def _nearest(place: Place, places: list[Place]) -> str:
    others = [one for one in places if one is not place]
    nearest = min(others, key=lambda one: (one.x - place.x) ** 2 + (one.y - place.y) ** 2)
    return nearest.topic.name


def _share(share: Estimate | None) -> tuple[Cell, ...]:
    return (share.value, *share.interval) if share else (None, None, None)
