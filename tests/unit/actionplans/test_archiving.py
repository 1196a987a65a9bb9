"""After the round: closed even without a department, published, archived and only read, taken out with a reason."""

from datetime import date, datetime

import pytest
from sqlmodel import Session, select

from actionplans.assessments import archiving, assessments, campaigns, rectifying, rounds
from actionplans.assessments.phases import Phase, phase
from actionplans.assessments.rectifying import Correction
from actionplans.bilans import bilans, fund_bilans, maturity
from actionplans.bilans.maturity import Judged
from actionplans.models import AssessmentStatus, CampaignStatus, Level, Stage
from actionplans.my_work import searching
from core.errors import Refused
from core.settings import Settings
from organisation.models import JournalEntry, Role
from tests.assessment_builders import Round, fill_in, make_round, submitted, validated
from tests.builders import make_user

WITHOUT = "Le service a été créé en cours d’année."


def closed(session: Session, now: datetime) -> Round:
    """A round closed without the department of the officer, which submitted nothing."""
    made = validated(session, now)
    campaigns.close_campaign(session, made.campaign, made.officer, now, WITHOUT)
    return made


def published(session: Session, settings: Settings, now: datetime) -> Round:
    made = closed(session, now)
    bilans.sign(session, made.assessment, "", settings, made.management, now, now.date())
    fund_bilans.sign(
        session, made.campaign, "", "Sans le nouveau service.", settings, made.management, now, now.date()
    )  # fmt: skip
    return made


def test_closing_without_a_department_is_said_why_and_ends_its_filling(
    session: Session, now: datetime
) -> None:
    made = validated(session, now)
    with pytest.raises(Refused, match="Il manque Qualité"):
        campaigns.close_campaign(session, made.campaign, made.officer, now)
    campaigns.close_campaign(session, made.campaign, made.officer, now, WITHOUT)
    assert made.campaign.status is CampaignStatus.CLOSED
    assert made.assessment.status is AssessmentStatus.FROZEN
    [entry] = session.exec(select(JournalEntry).where(JournalEntry.deed == "close_campaign"))
    assert "ouverte → close" in entry.details
    assert f"sans Qualité, {WITHOUT}" in entry.details.replace("\u00a0", " ")


def test_a_department_left_out_can_no_longer_rate(session: Session, now: datetime) -> None:
    made = make_round(session, now)
    row = assessments.due_rows(made.assessment)[0]
    campaigns.close_campaign(session, made.campaign, made.officer, now, WITHOUT)
    assert not assessments.may_fill(made.head, made.assessment)
    with pytest.raises(Refused, match="déjà close"):
        assessments.rate(session, row, Level.C, "", False, made.head, now)


def test_what_was_submitted_is_read_before_the_round_is_closed(
    session: Session, now: datetime
) -> None:
    made = submitted(session, now)
    with pytest.raises(Refused, match="Il reste à valider : Liquidation"):
        campaigns.close_campaign(session, made.campaign, made.officer, now, WITHOUT)


def test_the_fund_signs_once_the_round_is_closed(
    session: Session, now: datetime, settings: Settings
) -> None:
    made = validated(session, now)
    signing = (made.campaign, "", "Motif.", settings, made.management, now, now.date())
    with pytest.raises(Refused, match="Closez d’abord la campagne 2027"):
        fund_bilans.sign(session, *signing)
    campaigns.close_campaign(session, made.campaign, made.officer, now, WITHOUT)
    fund_bilans.sign(session, *signing)
    [entry] = session.exec(select(JournalEntry).where(JournalEntry.deed == "publish_campaign"))
    assert entry.details == "2027, close → bilan publié"
    assert (entry.subject, entry.by_id) == (f"campaign {made.campaign.id}", made.management.id)


def test_a_second_version_does_not_publish_twice(
    session: Session, now: datetime, settings: Settings
) -> None:
    made = published(session, settings, now)
    again = ("Un chiffre était faux.", "Sans le nouveau service.", settings, made.management)
    fund_bilans.sign(session, made.campaign, *again, now, now.date())
    deeds = select(JournalEntry).where(JournalEntry.deed == "publish_campaign")
    assert len(session.exec(deeds).all()) == 1


def test_what_is_published_is_archived_and_leaves_the_everyday_list(
    session: Session, now: datetime, settings: Settings
) -> None:
    made = closed(session, now)
    with pytest.raises(Refused, match="signer le bilan 2027"):
        archiving.archive(session, made.campaign, made.officer, now)
    bilans.sign(session, made.assessment, "", settings, made.management, now, now.date())
    motive = "Sans le nouveau service."
    fund_bilans.sign(session, made.campaign, "", motive, settings, made.management, now, now.date())
    assert phase(made.campaign, now.date(), True) is Phase.PUBLISHED
    archiving.archive(session, made.campaign, made.officer, now)
    assert phase(made.campaign, now.date(), True) is Phase.ARCHIVED
    assert rounds.rounds(session, ()) == []
    assert [one.campaign for one in rounds.rounds(session, (), put_away=True)] == [made.campaign]
    assert campaigns.of_year(session, 2027) == made.campaign  # still found
    [found] = searching.find(session, made.head, "campagne 2027")
    assert [(hit.title, hit.about) for hit in found.hits] == [
        ("Campagne d’auto-évaluation 2027", "archivée")
    ]


def test_the_archives_are_only_read(session: Session, now: datetime, settings: Settings) -> None:
    made = published(session, settings, now)
    archiving.archive(session, made.campaign, made.officer, now)
    by, today = made.management, date(2027, 6, 1)
    correction = Correction({}, "Autre chose.", made.assessment.improvements)
    code = made.assessment.ratings[0].commitment.theme.code
    judged = {code: Judged(Stage.DONE, "Appliqué.")}
    for deed in (
        lambda: rectifying.rectify(session, made.assessment, correction, "Erreur.", by, now),
        lambda: bilans.sign(session, made.assessment, "Erreur.", settings, by, now, today),
        lambda: fund_bilans.sign(session, made.campaign, "Erreur.", "", settings, by, now, today),
        lambda: maturity.rate(session, made.campaign, judged, made.officer, now),
    ):
        with pytest.raises(Refused, match="Sortez d’abord la campagne 2027 des archives"):
            deed()


def test_management_alone_takes_it_out_with_a_reason(
    session: Session, now: datetime, settings: Settings
) -> None:
    made = published(session, settings, now)
    archiving.archive(session, made.campaign, made.officer, now)
    with pytest.raises(Refused, match="Seule la direction"):
        archiving.take_out(session, made.campaign, "Erreur.", made.officer, now)
    with pytest.raises(Refused, match="pourquoi"):
        archiving.take_out(session, made.campaign, " ", made.management, now)
    archiving.take_out(session, made.campaign, "Une ligne est à rectifier.", made.management, now)
    assert phase(made.campaign, now.date(), True) is Phase.PUBLISHED
    correction = Correction({}, "Autre chose.", made.assessment.improvements)
    rectifying.rectify(session, made.assessment, correction, "Erreur.", made.management, now)


@pytest.mark.parametrize("role", [Role.HEAD, Role.COLLABORATOR, Role.READER, Role.ADMINISTRATOR])
def test_other_roles_neither_close_nor_archive(
    session: Session, now: datetime, settings: Settings, role: Role
) -> None:
    made = published(session, settings, now)
    other = make_user(session, role)
    with pytest.raises(Refused, match="conduisent les campagnes"):
        archiving.archive(session, made.campaign, other, now)
    with pytest.raises(Refused, match="conduisent les campagnes"):
        campaigns.close_campaign(session, made.campaign, other, now, WITHOUT)


def test_filling_begins_with_a_line_in_the_journal(session: Session, now: datetime) -> None:
    made = make_round(session, now)
    fill_in(session, made, now)
    begun = session.exec(select(JournalEntry).where(JournalEntry.deed == "begin_assessment")).all()
    assert [entry.details for entry in begun] == ["2027, à faire → en cours"]
