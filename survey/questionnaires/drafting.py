"""A questionnaire being written: begun from the version in force, its questions added, worded, moved, taken away.

Only a draft changes: what was published keeps its words for ever, under the answers it received. A question's code names its
series of answers from version to version; it is given once, and a code that was used never changes its kind.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlmodel import Session, col, select

from core.errors import Refused
from core.keys import key
from organisation import journal
from organisation.models import User
from organisation.words import DEEDS
from survey.models import EventKind, Question, Questionnaire, QuestionnaireStatus
from survey.questionnaires import checks as questionnaire_checks
from survey.questionnaires import questionnaires
from survey.questionnaires.checks import in_order
from survey.questions import KINDS

DEEDS.update(
    {
        "begin_questionnaire": "nouvelle version d’un questionnaire commencée",
        "write_questionnaire": "questionnaire modifié",
        "discard_questionnaire": "projet de questionnaire abandonné",
        "retire_questionnaire": "questionnaire retiré",
    }
)
COPIED = (
    "page", "rank", "code", "kind", "wording", "hint", "choices", "required", "asked_when", "commitment_code",
    "spoken", "easy",
)  # fmt: skip
MOST_QUESTIONS = 40
LONGEST_TITLE = 120
CHANGED_MEANWHILE = "Comparez, puis enregistrez de nouveau : quelqu’un a modifié cette question pendant que vous l’écriviez."


@dataclass(frozen=True)
class Line:
    """What is written of one question. `asked_when` is {code, values} of an earlier question."""

    kind: str
    wording: str
    page: int = 1
    hint: str = ""
    choices: list[list[str]] = field(default_factory=list)
    required: bool = False
    asked_when: dict[str, Any] | None = None
    commitment_code: str = ""
    spoken: str = ""
    easy: dict[str, Any] = field(default_factory=dict)


def draft_of(session: Session, kind: EventKind) -> Questionnaire | None:
    """The version being written for this moment of life, if there is one."""
    drafts = (
        one
        for one in questionnaires.versions(session, kind)
        if one.status is QuestionnaireStatus.DRAFT
    )
    return next(drafts, None)


def begin(
    session: Session, kind: EventKind, by: User | None, now: datetime, empty: bool = False
) -> Questionnaire:
    """A draft equal to the newest version, or without a question where there is none or if so asked."""
    if draft_of(session, kind) is not None:
        raise Refused("Une nouvelle version est déjà en préparation : continuez celle-là.")
    earlier = questionnaires.versions(session, kind)
    title = earlier[0].title if earlier else "Votre avis"
    made = Questionnaire(kind=kind, version=len(earlier) + 1, title=title)
    session.add(made)
    session.flush()
    for question in earlier[0].questions if earlier and not empty else ():
        session.add(
            Question(
                questionnaire_id=key(made), **{name: getattr(question, name) for name in COPIED}
            )
        )
    session.flush()
    session.refresh(made)
    journal.write(session, now, by, "begin_questionnaire", f"questionnaire {made.id}")
    return made


def expect_draft(questionnaire: Questionnaire) -> None:
    """Refused for a version that was published."""
    if questionnaire.status is not QuestionnaireStatus.DRAFT:
        raise Refused("Cette version est publiée : elle ne change plus. Préparez-en une nouvelle.")


# ---------------------------------------------------------------- one question


def version(question: Question) -> str:
    """A mark of all that a question says, for its form to give back."""
    return mark("\x1f".join(str(getattr(question, name)) for name in COPIED if name != "rank"))


def mark(said: str) -> str:
    """What a form gives back to show which text it was opened on."""
    return sha256(said.encode()).hexdigest()


def add(
    session: Session, draft: Questionnaire, code: str, line: Line, by: User | None, now: datetime
) -> Question:
    """A question at the end of its page, under a code that this draft does not use yet."""
    expect_draft(draft)
    if len(draft.questions) >= MOST_QUESTIONS:
        raise Refused(
            f"Ce questionnaire a déjà {MOST_QUESTIONS} questions : retirez-en une d’abord."
        )
    if any(question.code == code for question in draft.questions):
        raise Refused(f"Le code « {code} » est déjà pris dans ce questionnaire.", "code")
    question = Question(
        questionnaire_id=key(draft), rank=len(draft.questions) + 1, code=code, **vars(line)
    )
    _check(session, draft, question)
    session.add(question)
    return _kept(session, draft, question, by, now)


def rewrite(
    session: Session, question: Question, line: Line, seen: str, by: User | None, now: datetime
) -> Question:
    """Change a question of a draft; Refused when somebody changed it since it was `seen`."""
    draft = session.get_one(Questionnaire, question.questionnaire_id)
    expect_draft(draft)
    if seen != version(question):
        raise Refused(CHANGED_MEANWHILE, "wording")
    with session.no_autoflush:
        for name, value in vars(line).items():
            setattr(question, name, value)
        _check(session, draft, question)
    return _kept(session, draft, question, by, now)


def remove(session: Session, question: Question, by: User | None, now: datetime) -> None:
    """Take a question out of a draft; one that another depends on stays."""
    draft = session.get_one(Questionnaire, question.questionnaire_id)
    expect_draft(draft)
    after = [q for q in draft.questions if q.asked_when and q.asked_when["code"] == question.code]
    if after:
        raise Refused(
            f"La question « {after[0].wording} » n’est posée que selon celle-ci : "
            "changez d’abord sa condition."
        )
    draft.questions.remove(question)
    session.delete(question)
    session.flush()
    renumber(session, draft)
    _written(session, draft, by, now, f"retire {question.code}")


def move(session: Session, question: Question, up: bool, by: User | None, now: datetime) -> None:
    """One place up or down; past the end of its page, it goes to the page beside."""
    draft = session.get_one(Questionnaire, question.questionnaire_id)
    expect_draft(draft)
    here = in_order(draft)
    place = here.index(question)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(here):
        raise Refused("Cette question est déjà au bout.")
    beside = here[other]
    if beside.page != question.page:
        question.page = beside.page  # the last of the page above, or the first of the one below
    else:
        here[place], here[other] = beside, question
    for rank, one in enumerate(here, start=1):
        one.rank = rank
    session.flush()
    session.refresh(draft)
    _written(session, draft, by, now, f"déplace {question.code}")


def _check(session: Session, draft: Questionnaire, question: Question) -> None:
    if question.kind not in KINDS:
        raise Refused(questionnaire_checks.unknown_kind(question.kind), "kind")
    used = kinds_before(session, [question.code], draft).get(question.code)
    if used and used != question.kind:
        about = "code" if question.id is None else "kind"
        raise Refused(used_otherwise(question.code, used), about)


def used_otherwise(code: str, kind: str) -> str:
    """What is said of a code that already names answers of another kind."""
    return (
        f"Le code « {code} » a déjà servi à une question d’un autre type "
        f"({KINDS[kind].label.lower()}) : ses réponses ne se compareraient plus. Prenez un autre code."
    )


def kinds_before(
    session: Session, codes: Iterable[str], apart: Questionnaire | None
) -> dict[str, str]:
    """The kind that each of these codes had last, in any questionnaire but this one."""
    earlier = (
        select(Question.code, Question.kind)
        .join(Questionnaire)
        .where(col(Question.code).in_(codes))
        .order_by(col(Questionnaire.version))
    )
    if apart is not None:
        earlier = earlier.where(col(Questionnaire.id) != apart.id)
    return dict(session.exec(earlier).all())


def _kept(
    session: Session, draft: Questionnaire, question: Question, by: User | None, now: datetime
) -> Question:
    session.flush()
    session.refresh(draft)
    renumber(session, draft)
    _written(session, draft, by, now, question.code)
    return question


def renumber(session: Session, draft: Questionnaire) -> None:
    """Give the questions their ranks: page by page, as they are asked."""
    for rank, question in enumerate(in_order(draft), start=1):
        question.rank = rank
    session.flush()
    session.refresh(draft)


def _written(
    session: Session, draft: Questionnaire, by: User | None, now: datetime, what: str
) -> None:
    journal.write(session, now, by, "write_questionnaire", f"questionnaire {draft.id}", what)


# ---------------------------------------------------------------- the whole


def entitle(
    session: Session, draft: Questionnaire, title: str, seen: str, by: User | None, now: datetime
) -> None:
    """Change the title of a draft; Refused when somebody changed it since it was `seen`."""
    expect_draft(draft)
    if not 0 < len(title) <= LONGEST_TITLE:
        raise Refused(f"Donnez un titre, de {LONGEST_TITLE} caractères au plus.", "title")
    if seen != mark(draft.title):
        raise Refused(
            f"Comparez, puis enregistrez : quelqu’un a mis « {draft.title} » pendant que vous écriviez.",
            "title",
        )
    draft.title = title
    _written(session, draft, by, now, "titre")


def discard(session: Session, draft: Questionnaire, by: User | None, now: datetime) -> None:
    """Give a draft up."""
    expect_draft(draft)
    journal.write(session, now, by, "discard_questionnaire", f"questionnaire {draft.id}")
    for question in list(draft.questions):
        session.delete(question)
    session.flush()
    session.delete(draft)
    session.flush()


def retire(session: Session, questionnaire: Questionnaire, by: User | None, now: datetime) -> None:
    """Ask no longer: events wait until another version is published; who was already asked may still answer."""
    if questionnaire.status is not QuestionnaireStatus.PUBLISHED:
        raise Refused("Seul un questionnaire en vigueur se retire.")
    questionnaire.status = QuestionnaireStatus.RETIRED
    session.flush()
    journal.write(session, now, by, "retire_questionnaire", f"questionnaire {questionnaire.id}")
