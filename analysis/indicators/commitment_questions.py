"""The fund's own questions, each tied to a commitment: how many say it was kept."""

from collections.abc import Callable, Sequence
from functools import cache

from sqlmodel import Session, col, select

from analysis.indicators.indicators import FORMULAS, REPLIES, Formula, Reply, Unit
from survey.models import Question, Questionnaire, QuestionnaireStatus

KEPT = frozenset({"yes", "good", "4", "5"})  # as `survey.replies.perceived` counts
NO_OPINION = frozenset({"na", ""})
MEASURED = ("single_choice", "scale")


def own_formulas(session: Session) -> dict[str, Formula]:
    """A share for each question of one answer tied to a commitment, outside « Je donne mon avis ».

    By code of the question, in the words of its newest version. One query.
    """
    asked = (
        select(Question)
        .join(Questionnaire)
        .where(
            col(Questionnaire.status) != QuestionnaireStatus.DRAFT,
            col(Question.commitment_code) != "",
            col(Question.kind).in_(MEASURED),
            col(Question.code).not_in(tuple(FORMULAS)),
        )
        .order_by(col(Questionnaire.version), col(Questionnaire.kind), col(Question.rank))
    )
    return {question.code: _formula(question) for question in session.exec(asked)}


def _formula(question: Question) -> Formula:
    return Formula(
        question.code,
        question.wording,
        Unit.PERCENT,
        REPLIES,
        _kept(question.code),
        of_everybody=question.asked_when is None,
        commitment=question.commitment_code,
    )


@cache  # the same function each time, so that two formulas of one question are equal
def _kept(code: str) -> Callable[[Reply], Sequence[float]]:
    def brings(reply: Reply) -> list[float]:
        given = reply.get(code)
        if not isinstance(given, str) or given in NO_OPINION:
            return []
        return [float(given in KEPT)]

    return brings
