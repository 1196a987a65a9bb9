"""Reports hold what the screens hold, and nothing more."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import Session

from analysis.models import Voice
from analysis.reports import reports
from analysis.results import results
from analysis.results.disclosure import Audience
from core.documents import FORMATS, Document, Figure, Paragraph
from core.settings import Settings
from survey.models import EventKind
from tests.analysis_builders import make_verbatim
from tests.survey_builders import FULL_ANSWERS, make_reply

LAST_YEAR, YEAR_BEFORE = date(2026, 11, 1), date(2025, 11, 1)


def numbers(document: Document) -> dict[str, dict[str, Any]]:
    """The indicators of the first moment of life, by their names."""
    table = next(one for one in document.tables if "indicateurs" in one.caption)
    titles = [column.title for column in table.columns]
    return {str(row[0]): dict(zip(titles, row, strict=True)) for row in table.rows}


def sentences(document: Document) -> str:
    return " ".join(part.text for part in document.parts if isinstance(part, Paragraph))


def answered(
    session: Session, times: int, satisfaction: str, month: date = LAST_YEAR, **more: Any
) -> None:
    for _ in range(times):
        given = FULL_ANSWERS | {"satisfaction": satisfaction}
        make_reply(session, answers=given, period_start=month, **more)
    session.commit()


def test_a_year_without_answers_says_so_draws_nothing_and_can_be_written(
    session: Session, settings: Settings, now: Any
) -> None:
    made = reports.of_the_year(session, now.date(), Audience.INTERNAL, settings)
    assert "trop peu nombreuses" in sentences(made)
    assert not any(isinstance(part, Figure) for part in made.parts)
    assert all(FORMATS[extension].write(made) for extension in FORMATS)


def test_what_weighs_on_satisfaction_is_drawn_inside_the_fund_and_never_outside(
    session: Session, settings: Settings, now: Any
) -> None:
    for mark, theme, voice in (
        (10, "telephone", Voice.PRAISE), (0, "delai", Voice.SUGGESTION), (5, "suivi", Voice.SUGGESTION), (10, "delai", Voice.PRAISE),
    ):  # fmt: skip
        for _ in range(25):
            make_verbatim(session, theme, satisfaction=mark, voice=voice, period_start=LAST_YEAR)
    session.commit()

    def weighed(audience: Audience) -> list[str]:
        made = reports.of_the_year(session, now.date(), audience, settings)
        return [part.alternative for part in made.parts if isinstance(part, Figure) and "pèse" in part.caption]  # fmt: skip

    (told,) = weighed(Audience.INTERNAL)
    assert "Délais de traitement" in told
    assert weighed(Audience.PUBLIC) == []


@pytest.mark.parametrize("audience", Audience)
def test_the_report_says_the_same_numbers_as_the_screens(
    session: Session, settings: Settings, now: Any, audience: Audience
) -> None:
    answered(session, 12, "good")
    made = reports.of_the_year(session, now.date(), audience, settings)
    shown = results.year(session, EventKind.AFFILIATION, now.date(), audience)
    told = numbers(made)
    assert told["Satisfaction"]["Valeur"] == 10.0
    for one in shown.indicators:
        assert told[one.label]["Valeur"] == one.value
        assert told[one.label]["Effectif"] == one.n


def test_seven_answers_are_told_inside_the_fund_and_not_in_the_director_s_block(
    session: Session, settings: Settings, now: Any
) -> None:
    answered(session, 7, "good")
    inside = reports.of_the_year(session, now.date(), Audience.INTERNAL, settings)
    outside = reports.block(session, now.date(), Audience.PUBLIC, settings)
    assert numbers(inside)["Satisfaction"]["Valeur"] == 10.0
    assert numbers(outside)["Satisfaction"]["Valeur"] is None
    assert "trop peu nombreuses" in sentences(outside)


def test_two_years_are_compared_in_words(session: Session, settings: Settings, now: Any) -> None:
    answered(session, 30, "good")
    answered(session, 30, "bad", YEAR_BEFORE)
    made = reports.of_the_year(session, now.date(), Audience.INTERNAL, settings)
    assert numbers(made)["Satisfaction"]["Comparaison"] == "en hausse"
    assert numbers(made)["Satisfaction"]["Un an avant"] == 0.0
    assert "en hausse par rapport à l’année d’avant" in sentences(made)


def test_every_column_is_explained(session: Session, settings: Settings, now: Any) -> None:
    made = reports.of_the_year(session, now.date(), Audience.INTERNAL, settings)
    assert [c.title for table in made.tables for c in table.columns if not c.about] == []
