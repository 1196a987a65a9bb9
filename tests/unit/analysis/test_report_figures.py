"""The figures of reports: each with its words and its table, and nothing in one that the other withholds."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as example_settings
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from analysis.models import Change, Verbatim
from analysis.reports import participation, periods, reports
from analysis.results.disclosure import Audience
from analysis.themes.themes import codes
from analysis.topics import drawing
from core.documents import FORMATS, Document, Figure, Heading
from core.settings import Settings
from organisation.models import Department
from survey.models import EventKind, InvitationStatus
from tests.analysis_builders import make_verbatim
from tests.builders import make_charter, make_department
from tests.survey_builders import make_event, make_invitation
from tests.unit.analysis.test_reports import answered
from tests.web.analysis.test_landscape import make_topic

QUARTER, TODAY = date(2027, 1, 1), date(2027, 4, 20)


def figures(document: Document, about: str = "") -> list[Figure]:
    return [p for p in document.parts if isinstance(p, Figure) and about in p.caption]


def one(document: Document, about: str) -> Figure:
    (found,) = figures(document, about)
    return found


def cells(figure: Figure, column: str) -> list[Any]:
    assert figure.table is not None
    place = [c.title for c in figure.table.columns].index(column)
    return [row[place] for row in figure.table.rows]


def asked(session: Session, sent: int, left_out: int, **more: Any) -> None:
    """Members written to in the quarter, and others who were not."""
    when = more.pop("when", date(2027, 2, 10))
    for _ in range(sent):
        event = make_event(session, happened_on=when, **more)
        make_invitation(session, event=event, sent_on=when, status=InvitationStatus.SENT)
    for _ in range(left_out):
        make_event(session, happened_on=when, **more)
    session.commit()


@pytest.fixture
def lively(session: Session, now: Any, settings: Settings) -> Document:
    """The report of a quarter in which there is everything to draw."""
    make_charter(session, now)
    for month in (date(2026, 11, 1), date(2027, 2, 1)):
        for kind in EventKind:
            answered(session, 12, "good", month, kind=kind)
    asked(session, 20, 6)
    for towards, theme in enumerate(("delai", "telephone", "courrier_clarte"), 1):
        more = {"change": Change.NEW} if theme == "delai" else {}
        make_topic(session, now, theme, f"Sujet de {theme}", towards, 9 + towards, **more)
    session.commit()
    return periods.of_the_quarter(session, QUARTER, Audience.INTERNAL, settings)


def test_the_report_of_a_quarter_draws_the_flow_the_trend_the_moments_the_themes_the_topics_and_their_map(
    lively: Document,
) -> None:
    for about in (
        "Affiliation : de l’événement à la réponse", "Affiliation : satisfaction, trimestre par trimestre", "moment de vie par moment",
        "Les thèmes, par la part", "Sujets, par la part", "La carte des sujets",
    ):  # fmt: skip
        figure = one(lively, about)
        assert len(figure.alternative) > 40
        assert figure.table is not None
        assert figure.table.rows
        assert figure.table.note == "" or figure.table.note.endswith(".")


def test_each_figure_says_where_its_numbers_come_from(lively: Document) -> None:
    assert [one.caption for one in figures(lively) if "Source : " not in one.caption] == []


def test_a_report_with_all_its_figures_is_written_in_every_format(lively: Document) -> None:
    assert all(FORMATS[extension].write(lively) for extension in FORMATS)


def test_the_figures_of_the_year_have_their_tables_below_them(
    session: Session, settings: Settings, lively: Document
) -> None:
    made = reports.of_the_year(session, TODAY, Audience.INTERNAL, settings)
    assert figures(made, "satisfaction, moment de vie") or figures(made, "Satisfaction, moment de vie")  # fmt: skip
    for at, part in enumerate(made.parts):
        if isinstance(part, Figure) and part.table is None:
            assert "dans les tableaux qui suivent" in part.caption
            assert any("indicateurs" in table.caption for table in Document("", made.parts[at:]).tables)  # fmt: skip


def test_outside_the_fund_neither_quarters_nor_themes_nor_topics_are_told(
    session: Session, settings: Settings, lively: Document
) -> None:
    made = reports.of_the_year(session, TODAY, Audience.PUBLIC, settings)
    titles = [part.text for part in made.parts if isinstance(part, Heading)]
    assert titles == ["En un coup d’œil", "Affiliation", "Départ en retraite", "Méthode"]


# ---------------------------------------------------------------- withheld alike


def test_a_quarter_withheld_is_a_hole_in_the_figure_and_in_its_table(
    session: Session, now: Any, settings: Settings
) -> None:
    make_charter(session, now)
    answered(session, 3, "bad", date(2026, 8, 1))
    for month in (date(2026, 5, 1), date(2026, 11, 1), date(2027, 2, 1)):
        answered(session, 12, "good", month)
    made = periods.of_the_quarter(session, QUARTER, Audience.INTERNAL, settings)
    drawn = one(made, "trimestre par trimestre")
    holes = [place for place, value in enumerate(cells(drawn, "Valeur")) if value is None]
    assert holes
    assert [cells(drawn, "Réponses")[place] for place in holes] == [None] * len(holes)
    assert drawn.alternative.count("trop peu de réponses") == len(holes)
    assert "3\u00a0réponses" not in drawn.alternative


def test_three_members_left_out_are_in_neither_the_flow_nor_its_table(
    session: Session, now: Any, settings: Settings
) -> None:
    make_charter(session, now)
    answered(session, 12, "good", date(2027, 2, 1))
    asked(session, 20, 3)
    made = periods.of_the_quarter(session, QUARTER, Audience.INTERNAL, settings)
    flow = one(made, "de l’événement")
    assert cells(flow, "Étape") == ["Envois", "Réponses"]
    assert "Événements" not in flow.alternative


def test_a_quarter_from_which_those_of_another_would_be_known_says_nothing_of_them_either(
    session: Session, now: Any, settings: Settings
) -> None:
    make_charter(session, now)
    answered(session, 12, "good", date(2027, 2, 1))
    answered(session, 12, "good", date(2026, 11, 1))
    asked(session, 20, 9)
    asked(session, 20, 2, when=date(2026, 11, 10))
    for since in (QUARTER, date(2026, 10, 1)):
        made = periods.of_the_quarter(session, since, Audience.INTERNAL, settings)
        assert cells(one(made, "de l’événement"), "Étape") == ["Envois", "Réponses"]


@example_settings(deadline=None)
@given(st.dictionaries(st.integers(0, 6), st.integers(0, 30), min_size=1))
def test_what_the_groups_left_out_never_gives_a_few_away(left: dict[int, int]) -> None:
    away = participation.withheld(left)
    told = {group: n for group, n in left.items() if group not in away}
    assert all(n == 0 or n >= Audience.INTERNAL for n in told.values())
    if participation.WHOLE not in away:
        rest = sum(left.values()) - sum(told.values())
        assert rest == 0 or rest >= Audience.INTERNAL


def test_a_department_shows_who_answered_unless_too_few_were_written_to(
    session: Session, now: Any, settings: Settings
) -> None:
    def flows(place: Department) -> list[Figure]:
        made = periods.of_the_department(session, place, TODAY, Audience.INTERNAL, settings)
        return figures(made, "de l’événement")

    large, small = make_department(session, "Retraites"), make_department(session, "Archives")
    for place, sent in ((large, 12), (small, 4)):
        answered(session, sent, "good", date(2027, 2, 1), department_id=place.id)
        asked(session, sent, 0, department=place)
    assert cells(flows(large)[0], "Nombre") == [12, 12, 0]
    assert flows(small) == []


def test_departments_are_compared_under_their_own_names(
    session: Session, now: Any, settings: Settings
) -> None:
    mine, other = make_department(session, "Retraites et RGPD"), make_department(session, "Social")
    for place, value in ((mine, "good"), (other, "bad")):
        answered(session, 14, value, date(2027, 2, 1), department_id=place.id)
    made = periods.of_the_department(session, mine, TODAY, Audience.INTERNAL, settings)
    compared = one(made, "service par service")
    assert "Retraites et RGPD" in cells(compared, "Service")
    assert "Retraites et RGPD" in compared.alternative


def test_a_topic_of_four_members_in_the_quarter_has_no_share_and_is_counted_with_the_others(
    session: Session, now: Any, settings: Settings
) -> None:
    make_charter(session, now)
    answered(session, 12, "good", date(2027, 2, 1))
    make_topic(session, now, "delai", "Attente de la pension", 1, 12)
    make_topic(session, now, "telephone", "Musique", 2, 8)
    reply = make_verbatim(session, "telephone").reply_id
    for sentence in session.exec(_sentences("Musique")).all()[:5]:
        sentence.reply_id = reply  # six of the eight sentences are of one member
    session.commit()
    made = periods.of_the_quarter(session, QUARTER, Audience.INTERNAL, settings)
    ranked = one(made, "Sujets, par la part")
    assert cells(ranked, "Sujet") == ["Attente de la pension"]
    assert ranked.table is not None
    assert ranked.table.note == "1\u00a0autre sujet a moins de cinq voix ce trimestre."
    assert "Musique" not in ranked.alternative
    assert not figures(made, "carte des sujets")  # two topics make no map


def _sentences(words: str) -> Any:
    return select(Verbatim).where(col(Verbatim.text).startswith(words)).order_by(col(Verbatim.id))


def test_a_quarter_without_comments_draws_neither_themes_nor_topics(
    session: Session, now: Any, settings: Settings
) -> None:
    make_charter(session, now)
    answered(session, 12, "good", date(2027, 2, 1))
    made = periods.of_the_quarter(session, QUARTER, Audience.INTERNAL, settings)
    assert not figures(made, "thèmes")
    assert not figures(made, "ujets")


def test_at_most_twelve_topics_are_drawn_and_all_are_in_the_table(
    session: Session, now: Any, settings: Settings
) -> None:
    make_charter(session, now)
    for n, theme in enumerate(codes()[:14]):
        make_topic(session, now, theme, f"Sujet {n}", n + 1, 9)
    session.commit()
    made = periods.of_the_quarter(session, QUARTER, Audience.INTERNAL, settings)
    ranked = one(made, f"Les {drawing.MOST_BARS} premiers sujets")
    assert len(cells(ranked, "Sujet")) == 14
    assert ranked.alternative.count("voix") == drawing.MOST_BARS
