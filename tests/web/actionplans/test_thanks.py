"""Members' thanks in the review of a department: chosen by a person, of themes praised by ten or more, the same in every file."""

import io
import zipfile
from datetime import date, datetime
from typing import Any

import pytest
from sqlmodel import Session, select

from actionplans.bilans import bilans, thanks
from actionplans.models import Thanks
from analysis.models import Verbatim, Voice
from core.documents import FORMATS, Quote
from core.errors import Refused
from core.settings import Settings
from organisation.models import Role
from survey.models import Grain
from tests.analysis_builders import make_verbatim
from tests.assessment_builders import ACTIVITIES, Round, make_round, validated
from tests.builders import make_department, make_user
from tests.pages import Visitor
from tests.survey_builders import make_reply

DURING = date(2026, 11, 1)


@pytest.fixture
def made(session: Session, now: datetime) -> Round:
    return make_round(session, now)


def own_theme(session: Session, made: Round) -> str:
    """A theme of the promises of this department."""
    return sorted(thanks._own(session, made.assessment))[0]


def praise(session: Session, made: Round, n: int, theme: str = "", **more: Any) -> list[Verbatim]:
    said = theme or own_theme(session, made)
    values = {"voice": Voice.PRAISE, "department_id": made.department.id, "certainty": 0.9} | more
    found = []
    for number in range(n):
        reply = make_reply(
            session, period_start=DURING, grain=Grain.MONTH, department_id=made.department.id
        )
        text = f"On m’a répondu clairement, et tout de suite, cas {number:02}."
        found.append(
            make_verbatim(session, said, reply=reply, period_start=DURING, text=text, **values)
        )
    return found


def quoted(session: Session, made: Round, settings: Settings, now: datetime) -> list[str]:
    document = bilans.written(session, made.assessment, now.date(), settings)
    return [part.text for part in document.parts if isinstance(part, Quote)]


# ---------------------------------------------------------------- what may be chosen


def test_nothing_is_offered_of_a_theme_praised_by_nine(session: Session, made: Round) -> None:
    praise(session, made, 9)
    assert thanks.praised(session, made.assessment) == []
    assert thanks.offered(session, made.assessment) == []
    praise(session, made, 1)
    assert len(thanks.offered(session, made.assessment)) == 10


def test_what_is_to_improve_of_another_theme_of_another_department_or_year_is_not(
    session: Session, made: Round
) -> None:
    praise(session, made, 12, voice=Voice.SUGGESTION)
    praise(session, made, 12, theme="autre")
    elsewhere = praise(session, made, 12)
    other = make_department(session, "Affiliation", ACTIVITIES)
    for one in elsewhere:
        one.department_id = other.id  # bound by the same promises: it is praise of that one
    session.flush()
    assert thanks.offered(session, made.assessment) == []
    for one in elsewhere:
        one.department_id = made.department.id
    session.flush()
    assert len(thanks.offered(session, made.assessment)) == 12
    made.campaign.due_on = date(2029, 4, 15)  # another period is assessed
    assert thanks.offered(session, made.assessment) == []


def test_praise_of_files_of_a_department_the_theme_does_not_bind_counts(
    session: Session, made: Round
) -> None:
    stranger = make_department(session, "Courrier")
    for one in praise(session, made, 12):
        one.department_id = stranger.id
    session.flush()
    assert len(thanks.offered(session, made.assessment)) == 12


def test_an_unsure_reading_is_offered_once_a_person_has_put_it_right(
    session: Session, made: Round
) -> None:
    first, *_ = praise(session, made, 12, certainty=0.4)
    assert thanks.offered(session, made.assessment) == []
    first.is_corrected = True
    session.flush()
    assert [one.id for one in thanks.offered(session, made.assessment)] == [first.id]


# ---------------------------------------------------------------- choosing


def test_three_at_most_of_those_offered_and_who_chose_is_known(
    session: Session, made: Round, now: datetime, settings: Settings
) -> None:
    said = praise(session, made, 12)
    wanted = sorted(one.id for one in said)
    with pytest.raises(Refused, match="3 remerciements au plus"):
        thanks.choose(session, made.assessment, set(wanted[:4]), made.officer, now)
    with pytest.raises(Refused, match="Relisez la liste"):
        thanks.choose(session, made.assessment, {"0" * 32}, made.officer, now)
    thanks.choose(session, made.assessment, set(wanted[:2]), made.officer, now)
    thanks.choose(session, made.assessment, {wanted[1], wanted[5]}, made.head, now)
    kept = {one.verbatim_id: one.chosen_by_id for one in thanks.chosen(session, made.assessment)}
    assert kept == {wanted[1]: made.officer.id, wanted[5]: made.head.id}
    assert len(quoted(session, made, settings, now)) == 2


def test_nobody_chooses_for_another_department(
    session: Session, made: Round, now: datetime
) -> None:
    [one, *_] = praise(session, made, 12)
    other = make_department(session, "Recouvrement", ("recouvrement",))
    stranger = make_user(session, Role.HEAD, other)
    colleague = make_user(session, Role.COLLABORATOR, made.department)
    for person in (stranger, colleague):
        with pytest.raises(Refused):
            thanks.choose(session, made.assessment, {one.id}, person, now)


def test_a_sentence_that_is_erased_is_no_longer_quoted(
    session: Session, made: Round, now: datetime, settings: Settings
) -> None:
    [one, *_] = praise(session, made, 12)
    thanks.choose(session, made.assessment, {one.id}, made.officer, now)
    session.delete(one)
    session.flush()
    assert session.exec(select(Thanks)).all() == []
    assert quoted(session, made, settings, now) == []


def test_without_a_choice_what_is_praised_is_told_and_no_sentence_is(
    session: Session, made: Round, now: datetime, settings: Settings
) -> None:
    praise(session, made, 12)
    document = bilans.written(session, made.assessment, now.date(), settings)
    told = " ".join(line for part in document.parts for line in getattr(part, "lines", ()))
    assert "Ce que dix adhérents au moins saluent parmi ce que le service a promis" in told
    assert quoted(session, made, settings, now) == []


# ---------------------------------------------------------------- on screen, and in every file


def test_chosen_on_its_page_it_is_read_in_the_review_and_in_every_file_of_it(
    session: Session, app: Any, now: datetime
) -> None:
    made = validated(session, now)
    said = praise(session, made, 12)
    words = [one.text for one in said]
    place = f"/bilans/{made.campaign.year}/{made.department.id}"
    for person in (made.officer, made.management):
        session.refresh(person)
    session.commit()
    officer = Visitor(app).sign_in(made.officer)
    officer.open(place)
    assert officer.page.select(f'a[href="{place}/remerciements"]')
    officer.open(f"{place}/remerciements")
    boxes = officer.page.select('input[name="quotes"]')
    assert len(boxes) == 12
    officer.submit("Citer ces phrases", expect=422, quotes=[box["value"] for box in boxes[:4]])
    assert "3 remerciements au plus" in officer.text.replace("\u00a0", " ")
    officer.submit("Citer ces phrases", quotes=[box["value"] for box in boxes[:2]])
    officer.follow()
    shown = [" ".join(q.p.get_text().split()) for q in officer.page.select("blockquote")]
    assert len(shown) == 2
    told = [one for one in words if any(one in line for line in shown)]
    assert len(told) == 2
    for extension in FORMATS:
        officer.client.get("/")
        answer = officer.client.get(f"{place}.{extension}")
        assert answer.status_code == 200
        found = _texts(extension, answer.data)
        assert [one for one in told if one.replace("\u00a0", " ") not in found] == []


def _texts(extension: str, data: bytes) -> str:
    """What a file says, spaces made plain."""
    if extension == "pdf":
        import pypdf

        pages = pypdf.PdfReader(io.BytesIO(data)).pages
        whole = " ".join(page.extract_text() for page in pages)
    else:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [n for n in archive.namelist() if n.endswith(".xml")]
            whole = " ".join(archive.read(n).decode("utf-8", "replace") for n in names)
    return " ".join(whole.replace("\u00a0", " ").replace("\u202f", " ").split())
