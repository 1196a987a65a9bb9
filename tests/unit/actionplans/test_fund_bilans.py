"""The fund's yearly review: no single mean, the departments that lack are named, signed by management, never changed after."""

import io
from datetime import datetime, timedelta
from typing import Any

import pypdf
import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, select

from actionplans.actions import actions
from actionplans.assessments import campaigns, delivered, reviewing, scores, submission
from actionplans.assessments.levels import Opinion
from actionplans.assessments.scores import Line
from actionplans.bilans import bilans, fund_bilans, fund_compliance, fund_successes, maturity
from actionplans.bilans.fund_sheets import DepartmentSheet
from actionplans.bilans.maturity import Judged
from actionplans.bilans.wording import shortened
from actionplans.models import AssessmentStatus, FundBilan, Level, Maturity, Stage
from core.documents import FORMATS, Bullets, Document, Figure, Heading, Paragraph
from core.errors import Refused
from core.settings import Settings
from organisation.models import JournalEntry, Role
from tests.action_builders import terms
from tests.assessment_builders import Round, fill_in, make_round, second_department, validated
from tests.builders import make_user
from tests.queries import counted
from tests.unit.core.test_documents import READERS, squeezed, texts_of

MOST_ASKED = 8  # questions of the fund, of which each is tied to one commitment at most
ROW = {
    "title": "Titre", "theme": "Accueil", "fingerprint": "f", "is_explicit": False, "is_strong": False, "reason": "",
}  # fmt: skip


def sentences(document: Document) -> str:
    said = [words for pair in document.about for words in pair]
    for part in document.parts:
        if isinstance(part, Paragraph | Heading):
            said.append(part.text)
        if isinstance(part, Bullets):
            said += part.lines
    return " ".join(said).replace("\u00a0", " ")


def table(document: Document, caption: str) -> list[tuple[Any, ...]]:
    found = next((one for one in document.tables if one.caption.startswith(caption)), None)
    return list(found.rows) if found else []


def sheet(department: str, before: dict[str, str] | None = None, **said: str) -> DepartmentSheet:
    """A department that gave these levels, by code without its dash (ACC01="B")."""
    rows = [_row(code, level) for code, level in said.items()]
    lines = [Line(row["code"], row["theme"], Level(row["validated"])) for row in rows]
    earlier = {row["code"]: row for row in (_row(*one) for one in (before or {}).items())}
    return DepartmentSheet(department, rows, lines, scores.scores(lines), 30.0, "", "", earlier)


def _row(code: str, level: str) -> dict[str, Any]:
    return {**ROW, "code": f"{code[:3]}-{code[3:]}", "validated": level}


def written(session: Session, made: Round, settings: Settings, now: datetime) -> Document:
    return fund_bilans.written(session, made.campaign, now.date(), settings)


def sign(
    session: Session, made: Round, settings: Settings, now: datetime, reason: str = "",
    motive: str = "",
) -> FundBilan:  # fmt: skip
    by, today = made.management, now.date()
    if made.campaign.is_open:
        campaigns.close_campaign(session, made.campaign, by, now, "Rien n’y est soumis.")
    return fund_bilans.sign(session, made.campaign, reason, motive, settings, by, now, today)


def both_validated(session: Session, now: datetime) -> tuple[Round, Round]:
    """The two departments of a round, both validated; the second, the officer's own, by management."""
    made = validated(session, now)
    second = second_department(session, made)
    fill_in(session, second, now)
    submission.submit(session, second.assessment, second.head, now)
    reviewing.validate(session, second.assessment, {}, made.management, now)
    return made, second


def all_signed(session: Session, settings: Settings, now: datetime) -> Round:
    made, second = both_validated(session, now)
    for one in (made, second):
        bilans.sign(session, one.assessment, "", settings, made.management, now, now.date())
    return made


# ---------------------------------------------------------------- compliance without a mean


def test_a_commitment_is_told_by_the_departments_that_keep_it_and_by_the_worst() -> None:
    sheets = [sheet("Affiliation", ACC01="A"), sheet("Caisse", ACC01="C"), sheet("Paie", ACC01="D")]
    one = fund_compliance.commitments(sheets, ["ACC-01"])[0]
    assert (one.keeping, one.concerned) == (1, 3)
    assert (one.worst, one.worst_departments) == (Level.D, ["Paie"])
    assert not one.is_kept_by_fund


def test_a_commitment_facing_members_is_kept_by_the_fund_when_no_department_is_at_d() -> None:
    sheets = [sheet("Affiliation", ACC01="A"), sheet("Caisse", ACC01="C")]
    one = fund_compliance.commitments(sheets, ["ACC-01"])[0]
    assert one.is_kept_by_fund
    assert not one.is_kept_by_all


def test_a_department_not_concerned_is_not_counted() -> None:
    sheets = [sheet("Affiliation", ACC01="B"), sheet("Caisse", ACC01="NC", ACC02="PE")]
    kept = fund_compliance.commitments(sheets, ["ACC-01", "ACC-02"])
    assert [(one.code, one.concerned) for one in kept] == [("ACC-01", 1)]


def test_the_lowest_levels_come_first_and_then_those_most_departments_do_not_keep() -> None:
    sheets = [
        sheet("Affiliation", ACC01="C", ACC02="C", ACC03="D", ACC04="A"),
        sheet("Caisse", ACC01="A", ACC02="C", ACC03="A", ACC04="B"),
    ]
    codes = ["ACC-01", "ACC-02", "ACC-03", "ACC-04"]
    broken = fund_compliance.most_broken(fund_compliance.commitments(sheets, codes))
    assert [one.code for one in broken] == ["ACC-03", "ACC-02", "ACC-01"]


LEVELS = st.sampled_from(["A", "B", "C", "D", "NC", "PE"])


@given(st.lists(st.lists(LEVELS, min_size=3, max_size=3), min_size=1, max_size=8))
def test_a_theme_s_middle_lies_within_its_range_and_its_range_within_its_departments(
    rounds: list[list[str]],
) -> None:
    sheets = [
        sheet(f"S{place}", ACC01=a, ACC02=b, ACC03=c) for place, (a, b, c) in enumerate(rounds)
    ]
    kept = fund_compliance.commitments(sheets, ["ACC-01", "ACC-02", "ACC-03"])
    for one in fund_compliance.themes(sheets, kept):
        found = [each.scores.score for each in sheets if each.scores.score is not None]
        assert one.lowest is not None
        assert one.middle is not None
        assert one.highest is not None
        assert min(found) == one.lowest <= one.middle <= one.highest == max(found)
        assert one.kept <= one.of == len(kept)


def test_no_department_is_named_the_lowest_where_all_are_equal() -> None:
    sheets = [sheet("Affiliation", ACC01="B"), sheet("Caisse", ACC01="B")]
    kept = fund_compliance.commitments(sheets, ["ACC-01"])
    assert fund_compliance.themes(sheets, kept)[0].lowest_department is None


def test_the_fund_has_no_single_score(session: Session, settings: Settings, now: datetime) -> None:
    made, _ = both_validated(session, now)
    document = written(session, made, settings, now)
    titles = {column.title for one in document.tables for column in one.columns}
    assert "Score médian" in titles
    assert not any("moyen" in title.lower() for title in titles)
    assert "Score de la caisse" not in sentences(document)


# ---------------------------------------------------------------- successes nobody writes


def test_a_level_gained_is_told_when_the_promise_is_the_same() -> None:
    one = sheet(
        "Caisse", {"ACC01": "C", "ACC02": "B", "ACC03": "D"}, ACC01="A", ACC02="B", ACC03="B"
    )
    one.before["ACC-03"]["fingerprint"] = "another promise"
    found = [(row["code"], was.value, now.value) for row, was, now in fund_successes.gains(one)]
    assert found == [("ACC-01", "C", "A")]


def test_what_was_not_concerned_last_year_gains_nothing() -> None:
    assert list(fund_successes.gains(sheet("Caisse", {"ACC01": "NC"}, ACC01="A"))) == []


# ---------------------------------------------------------------- what it says


def test_a_department_that_has_not_finished_is_named_and_counts_nowhere(
    session: Session, settings: Settings, now: datetime
) -> None:
    made = validated(session, now)
    document = written(session, made, settings, now)
    assert "1 sur 2" in sentences(document)
    assert "Qualité" in sentences(document)
    assert [row[0] for row in table(document, "Service par service")] == ["Liquidation"]


def test_the_plans_come_first_with_their_execution_and_what_was_proven(
    session: Session, settings: Settings, now: datetime
) -> None:
    made = validated(session, now)
    fund: Any = type("Fund", (), {"owner": made.head, "head": made.head})()
    action = actions.propose(
        session, "Rappeler sous deux jours", made.department, [made.assessment.ratings[0]],
        made.head, now,
    )  # fmt: skip
    wanted = terms(fund, now, due_on=now.date() + timedelta(days=30))
    actions.decide(session, action, wanted, made.management, now)
    document = written(session, made, settings, now)
    first = next(part for part in document.parts if isinstance(part, Heading))
    assert first.text.startswith("1. Les plans de 2027")
    assert table(document, "Les plans de 2027") == [("Liquidation", 1, 0, 0, 0, 0.0)]
    assert "Aucun effet n’a encore été jugé" in sentences(document)


def test_the_minutes_measured_are_told_beside_the_minutes_promised(
    session: Session, settings: Settings, now: datetime
) -> None:
    made, second = both_validated(session, now)
    made.assessment.minutes, second.assessment.minutes = 20.0, 70.0
    session.flush()
    document = written(session, made, settings, now)
    assert "45 minutes (médiane ; de 20 à 70)" in sentences(document)
    assert "1 service sur 2 dans les 45 minutes promises" in sentences(document)
    assert [row[-1] for row in table(document, "Service par service")] == [20, 70]


def test_long_words_are_cut_at_a_word_and_say_so() -> None:
    assert shortened("Un deux trois.", 20) == "Un deux trois."
    assert shortened("Un deux, trois quatre", 12) == "Un deux…"


def test_the_same_round_always_gives_the_same_review(
    session: Session, settings: Settings, now: datetime
) -> None:
    made, _ = both_validated(session, now)
    assert written(session, made, settings, now) == written(session, made, settings, now)


@pytest.mark.parametrize("extension", READERS)
def test_every_text_and_number_of_the_fund_s_review_is_in_every_writing(
    session: Session, settings: Settings, now: datetime, extension: str
) -> None:
    made, _ = both_validated(session, now)
    rate_all(session, made, now)
    document = written(session, made, settings, now)
    said = squeezed(READERS[extension](FORMATS[extension].write(document)))
    assert [words for words in texts_of(document) if words not in said] == []


def test_the_fund_s_review_holds_in_four_pages_whatever_was_written(
    session: Session, settings: Settings, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, second = both_validated(session, now)
    asked = [rating.commitment.code for rating in made.assessment.ratings][:MOST_ASKED]
    felt = {code: Opinion(place, 10) for place, code in enumerate(asked)}
    monkeypatch.setattr(delivered.proposals, "opinions", lambda *_: felt)
    for one in (made, second):
        one.assessment.successes = one.assessment.improvements = "Des mots en nombre. " * 200
        for rating in one.assessment.ratings:
            rating.validated = Level.D
    rate_all(session, made, now, "x" * 20 + " mot" * 35)
    session.flush()
    document = written(session, made, settings, now)
    assert len([part for part in document.parts if isinstance(part, Figure)]) == 1
    made_pdf = FORMATS["pdf"].write(document)
    assert len(pypdf.PdfReader(io.BytesIO(made_pdf)).pages) <= 4


# ---------------------------------------------------------------- signing


def test_only_management_signs(session: Session, settings: Settings, now: datetime) -> None:
    made = all_signed(session, settings, now)
    with pytest.raises(Refused, match="Seule la direction"):
        fund_bilans.sign(
            session, made.campaign, "", "", settings, made.officer, now, now.date()
        )  # fmt: skip
    bilan = sign(session, made, settings, now)
    assert bilans.said(bilan).fingerprint == bilan.sha256
    entry = session.exec(select(JournalEntry).where(JournalEntry.deed == "sign_fund_bilan")).one()
    assert (entry.subject, entry.by_id) == ("fund bilan 2027", made.management.id)


def test_without_a_department_s_review_it_is_signed_only_with_a_motive_that_all_read(
    session: Session, settings: Settings, now: datetime
) -> None:
    made, _ = both_validated(session, now)
    bilans.sign(session, made.assessment, "", settings, made.management, now, now.date())
    with pytest.raises(Refused, match="bilan de Qualité") as refusal:
        sign(session, made, settings, now, motive="  ")
    assert refusal.value.about == "motive"
    bilan = sign(session, made, settings, now, motive="Service créé en novembre.")
    assert "Service créé en novembre." in sentences(bilans.said(bilan))


def test_a_motive_nobody_needs_is_not_kept(
    session: Session, settings: Settings, now: datetime
) -> None:
    made = all_signed(session, settings, now)
    assert sign(session, made, settings, now, motive="Pour rien.").motive == ""


def test_nothing_is_signed_before_any_department_has_finished(
    session: Session, settings: Settings, now: datetime
) -> None:
    made = make_round(session, now)
    with pytest.raises(Refused, match="encore rien à signer"):
        sign(session, made, settings, now, motive="Pressés.")


def test_what_the_fund_signed_stays_and_a_correction_is_a_new_version(
    session: Session, settings: Settings, now: datetime
) -> None:
    made = all_signed(session, settings, now)
    first = sign(session, made, settings, now)
    before = bilans.said(first)
    rate_all(session, made, now)
    assert bilans.said(first) == before
    with pytest.raises(Refused, match="pourquoi"):
        sign(session, made, settings, now)
    second = sign(session, made, settings, now, "La maturité manquait.")
    assert [one.version for one in fund_bilans.versions(session, 2027)] == [2, 1]
    assert fund_bilans.of_version(session, 2027, 1) is first
    assert table(bilans.said(second), "Rien, prévu")


def test_a_fund_review_changed_behind_the_product_s_back_is_not_shown(
    session: Session, settings: Settings, now: datetime
) -> None:
    bilan = sign(session, all_signed(session, settings, now), settings, now)
    session.connection().execute(
        sa.text("UPDATE fund_bilans SET content = replace(content, 'Bilan', 'Faux')")
    )
    session.expire(bilan)
    with pytest.raises(Refused, match="modifié depuis sa signature"):
        bilans.said(bilan)


def test_before_it_is_signed_those_who_run_the_campaign_alone_read_it(
    session: Session, settings: Settings, now: datetime
) -> None:
    made = all_signed(session, settings, now)
    reader = make_user(session, Role.READER)
    readers = (made.officer, made.management, made.head, reader)
    assert [fund_bilans.may_read(one, []) for one in readers] == [True, True, False, False]
    signed = [sign(session, made, settings, now)]
    assert all(fund_bilans.may_read(one, signed) for one in readers)
    administrator = make_user(session, Role.ADMINISTRATOR)
    assert not fund_bilans.may_read(administrator, signed)


# ---------------------------------------------------------------- how far each theme is


def rate_all(
    session: Session, made: Round, now: datetime, reason: str = "Vu en revue de direction."
) -> int:
    lines = maturity.of_year(session, made.campaign)
    judged = {line.theme.code: Judged(Stage.DONE, reason) for line in lines}
    return maturity.rate(session, made.campaign, judged, made.officer, now)


def test_the_officer_alone_says_how_far_the_eleven_themes_are(
    session: Session, now: datetime
) -> None:
    made = validated(session, now)
    judged = {"ACC": Judged(Stage.CHECKED, "Mesuré chaque trimestre.")}
    for nobody in (made.management, made.head, make_user(session, Role.COLLABORATOR)):
        with pytest.raises(Refused, match="Seul le référent"):
            maturity.rate(session, made.campaign, judged, nobody, now)
    assert rate_all(session, made, now) == 11
    assert maturity.rate(session, made.campaign, judged, made.officer, now) == 1


def test_a_stage_needs_its_sentence_and_a_sentence_its_stage(
    session: Session, now: datetime
) -> None:
    made = validated(session, now)
    for judged, wanted in (
        (Judged(Stage.DONE, " "), "dites en une phrase"),
        (Judged(None, "Rien encore."), "choisissez un stade"),
    ):
        with pytest.raises(Refused, match=wanted) as refusal:
            maturity.rate(session, made.campaign, {"ACC": judged}, made.officer, now)
        assert refusal.value.about == "ACC"
    untouched = {"ACC": Judged(None, "")}
    assert maturity.rate(session, made.campaign, untouched, made.officer, now) == 0
    assert session.exec(select(Maturity)).first() is None


def test_how_far_a_theme_is_enters_no_score(
    session: Session, settings: Settings, now: datetime
) -> None:
    made, _ = both_validated(session, now)
    before = written(session, made, settings, now)
    rate_all(session, made, now)
    after = written(session, made, settings, now)
    for caption in ("Service par service", "Thème par thème", "Engagements que tous"):
        assert table(before, caption) == table(after, caption)
    assert len(table(after, "Rien, prévu")) == 11


def test_the_stage_of_the_year_before_is_remembered(session: Session, now: datetime) -> None:
    made = validated(session, now)
    session.add(
        Maturity(
            year=2026, theme_code="ACC", stage=Stage.PLANNED, reason="Écrit.",
            rated_by_id=made.officer.id or 0, rated_at=now,
        )
    )  # fmt: skip
    session.flush()
    found = {line.theme.code: line.before for line in maturity.of_year(session, made.campaign)}
    assert found["ACC"] is Stage.PLANNED
    assert found["DEL"] is None


def test_the_number_of_queries_does_not_grow_with_the_departments(
    session: Session, settings: Settings, now: datetime
) -> None:
    made, second = both_validated(session, now)
    session.flush()

    def queries() -> int:
        session.expire_all()
        with counted(session.get_bind()) as said:
            written(session, made, settings, now)
        return len(said)

    of_two = queries()
    second.assessment.status = AssessmentStatus.SUBMITTED
    session.flush()
    assert of_two == queries()


def test_a_year_without_any_action_says_so(
    session: Session, settings: Settings, now: datetime
) -> None:
    made = validated(session, now)
    assert "Aucune action n’avait son échéance" in sentences(written(session, made, settings, now))
