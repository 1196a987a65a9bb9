"""Review: send an assessment back with reasons, or validate it, never one's own."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from actionplans.assessments import assessments, last_year, levels, proposals, self_checks
from actionplans.assessments import mail as assessment_mail
from actionplans.assessments.last_year import Earlier
from actionplans.models import Assessment, AssessmentStatus, Level, Rating
from core.clock import PARIS
from core.errors import Refused
from core.french import count
from core.keys import key
from organisation import journal, leading, leaving
from organisation.models import Role, User
from organisation.rights import EVERYWHERE, Right, may
from organisation.words import DEEDS

DEEDS.update(
    {
        "return_assessment": "auto-évaluation renvoyée à compléter",
        "validate_assessment": "auto-évaluation validée",
    }
)


@dataclass(frozen=True)
class Word:
    """What the reviewer says of one row: a level, never higher than declared, and a comment."""

    level: Level
    comment: str = ""


# ---------------------------------------------------------------- who


def may_review(session: Session, user: User, assessment: Assessment) -> bool:
    """The officer outside the department; management where the officer works in it or leads it. No author."""
    if assessment.status is not AssessmentStatus.SUBMITTED:
        return False
    return any(reader.id == user.id for reader in reviewers(session, assessment))


def reviewers(session: Session, assessment: Assessment) -> list[User]:
    """Those who may validate this assessment; never its author."""
    return outside_of(assessment, who_may_read(session))


def who_may_read(session: Session) -> Sequence[User]:
    """The officers and management at work, by name."""
    wanted = select(User).where(col(User.role).in_(EVERYWHERE), leaving.at_work())
    found = session.exec(wanted.options(*leading.WITH_LED).order_by(col(User.name)))
    return found.unique().all()


def outside_of(assessment: Assessment, people: Sequence[User]) -> list[User]:
    """Those of them who may validate this assessment."""
    others = [person for person in people if person.id != assessment.submitted_by_id]
    officers = [person for person in others if person.role is Role.QUALITY_OFFICER]
    outside = [o for o in officers if not _is_own_work(o, assessment)]
    if outside and len(outside) == len(officers):
        return outside
    return outside + [person for person in others if person.role is Role.MANAGEMENT]


def _is_own_work(officer: User, assessment: Assessment) -> bool:
    """Of the department they work in, lead, or led at any time since the campaign was opened."""
    place = assessment.department_id
    since = assessment.campaign.opened_on
    return leading.belongs(officer, place) or leading.has_led(officer, place, since)


def expect_reviewer(session: Session, assessment: Assessment, by: User) -> None:
    """Refuse whoever may not validate this assessment now, saying who may."""
    assessment.expect(AssessmentStatus.SUBMITTED)
    if not may(by, Right.VALIDATE_ASSESSMENTS):
        raise Refused("Seuls le référent qualité et la direction valident une auto-évaluation.")
    if assessment.submitted_by_id == by.id:
        raise Refused("On ne valide pas son propre travail : une autre personne doit le faire.")
    if by.role is Role.QUALITY_OFFICER and _is_own_work(by, assessment):
        raise Refused("C’est votre propre service : la direction valide cette auto-évaluation.")
    if not may_review(session, by, assessment):
        raise Refused("Le référent qualité valide cette auto-évaluation.")


# ---------------------------------------------------------------- deeds


def send_back(
    session: Session,
    assessment: Assessment,
    because: str,
    comments: Mapping[int, str],
    by: User,
    now: datetime,
    texts_only: bool = False,
) -> None:
    """Return it to the department for ten working days, with a word, and a comment on each row to take up
    again; `texts_only` when the rows are right and the two texts are not."""
    expect_reviewer(session, assessment, by)
    if not because.strip():
        raise Refused("Dites au service ce qu’il doit compléter.")
    if not texts_only and not any(comment.strip() for comment in comments.values()):
        raise Refused(
            "Commentez chaque ligne à reprendre, ou cochez que seuls les deux textes sont à reprendre."
        )
    for rating in assessment.ratings:
        rating.officer_comment = comments.get(key(rating), "")
    assessment.status, assessment.returned_because = AssessmentStatus.RETURNED, because.strip()
    assessment.returned_on = now.astimezone(PARIS).date()
    session.flush()
    assessment_mail.returned(session, assessment, now)
    commented = sum(bool(comment.strip()) for comment in comments.values())
    _note(session, now, by, "return_assessment", assessment, count(commented, "ligne commentée"))


def validate(
    session: Session, assessment: Assessment, words: Mapping[int, Word], by: User, now: datetime
) -> None:
    """Validate every row as declared, or lower with a comment; ceilings are checked once more."""
    expect_reviewer(session, assessment, by)
    _look_again(session, assessment, now)
    said = [(r, words.get(key(r), Word(r.declared))) for r in assessment.ratings]
    for rating, word in said:
        check(rating, word)
    for rating, word in said:
        rating.validated, rating.officer_comment = word.level, word.comment
    assessment.status = AssessmentStatus.VALIDATED
    assessment.validated_by_id, assessment.validated_at = by.id, now
    session.flush()
    told = [person for person in who_may_read(session) if person.role is Role.MANAGEMENT]
    assessment_mail.validated(session, assessment, [one for one in told if one.id != by.id], now)
    lowered = sum(is_lowered(rating) for rating in assessment.ratings)
    _note(session, now, by, "validate_assessment", assessment, count(lowered, "niveau abaissé"))


def _look_again(session: Session, assessment: Assessment, now: datetime) -> None:
    """A promise of the calendar year cannot be said kept by an assessment validated after it."""
    today = now.astimezone(PARIS).date()
    if today.year > assessment.campaign.year:
        dated = [
            one for one in assessment.ratings if one.commitment.code in self_checks.OF_THE_YEAR
        ]
        proposals.refresh(session, assessment, dated, today)


def check(rating: Rating, word: Word) -> None:
    """Refuse a validated level above what was declared or allowed, or lowered without a word."""
    code = rating.commitment.code
    if word.level not in allowed(rating):
        raise Refused(f"{code} : on valide le niveau déclaré ou un niveau plus bas.")
    if assessments.is_too_high(rating, word.level):
        raise Refused(f"{code} : {levels.CEILING_WHY[assessments.ceiling_of(rating)]}")
    if word.level is not rating.declared and not word.comment.strip():
        raise Refused(f"{code} : dites au service pourquoi le niveau est abaissé.")


def allowed(rating: Rating) -> list[Level]:
    """The levels a reviewer may give: as declared, or lower. « Non concerné » is kept or returned."""
    if levels.is_scored(rating.declared):
        return levels.up_to(rating.declared)
    return [rating.declared]


def is_lowered(rating: Rating) -> bool:
    """Validated below what the department declared."""
    return levels.is_above(rating.declared, rating.validated)


def _note(
    session: Session, now: datetime, by: User, deed: str, assessment: Assessment, details: str
) -> None:
    journal.write(session, now, by, deed, f"assessment {assessment.id}", details)


# ---------------------------------------------------------------- what to look at first


@dataclass(frozen=True)
class Surroundings:
    """What a row is held against: the other departments, and last year."""

    alone: set[str]
    """Codes this department alone calls « non concerné », where others rated them."""
    earlier: Mapping[str, Earlier]


def remarks(rating: Rating, around: Surroundings) -> Iterator[tuple[str, str]]:
    """(words, tone) that deserve the reviewer's eye on one row."""
    if assessments.is_raised(rating):
        yield "au-dessus de la proposition", "watch"
    if _is_bare(rating):
        yield "sans preuve", "watch"
    if rating.declared is Level.NOT_CONCERNED:
        alone = rating.commitment.code in around.alone
        yield ("seul service non concerné", "watch") if alone else ("non concerné", "")
    if changed := _change_of_mind(rating, around.earlier.get(rating.commitment.code)):
        yield changed, "watch"
    if rating.sources.get("discordance"):
        yield str(rating.sources["discordance"]).rstrip("."), "watch"


def _is_bare(rating: Rating) -> bool:
    """Said to be kept, without anything that proves it."""
    return rating.declared is Level.B and assessments.ceiling_of(rating) is Level.B


def _change_of_mind(rating: Rating, earlier: Earlier | None) -> str:
    if earlier is None:
        return ""
    was, is_now = (level is Level.NOT_CONCERNED for level in (earlier.level, rating.declared))
    if was == is_now:
        return ""
    return f"non concerné en {earlier.year}" if was else f"coté {earlier.level} en {earlier.year}"


def first_to_look_at(ratings: Sequence[Rating], around: Surroundings) -> list[Rating]:
    """Raised first, then without proof, then anything else to notice; else the charter's order."""

    def place(rating: Rating) -> tuple[bool, bool, bool, int]:
        noticed = any(remarks(rating, around))
        is_raised = assessments.is_raised(rating)
        return not is_raised, not _is_bare(rating), not noticed, rating.commitment.rank

    return sorted(ratings, key=place)


def surroundings(session: Session, assessment: Assessment) -> Surroundings:
    """Gather what the rows of an assessment are held against."""
    return Surroundings(
        _alone_not_concerned(session, assessment), last_year.said(session, assessment)
    )


def _alone_not_concerned(session: Session, assessment: Assessment) -> set[str]:
    others = session.exec(
        select(Rating)
        .join(Assessment)
        .where(
            Assessment.campaign_id == assessment.campaign_id, col(Assessment.id) != assessment.id
        )
    ).all()
    rated = {r.commitment_id for r in others if levels.is_scored(r.declared)}
    also = {r.commitment_id for r in others if r.declared is Level.NOT_CONCERNED}
    return {
        r.commitment.code
        for r in assessment.ratings
        if r.declared is Level.NOT_CONCERNED and r.commitment_id in rated - also
    }
