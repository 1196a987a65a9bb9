"""What is known of each commitment, from three sources, and the level it proposes.

Operational data are the delays of the department's requests, and for the commitments about the tool its own data
(`actionplans.assessments.self_checks`); other commitments have none, and say so.
Members' opinion is that of the whole fund: by department the numbers would be too small to be shown.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, col, select

from actionplans.assessments import levels
from actionplans.assessments.levels import Facts, Opinion, Proposal
from actionplans.assessments.self_checks import Fact, SelfChecks
from actionplans.delays import figures as delay_figures
from actionplans.delays.delays import Figure
from actionplans.delays.figures import Period
from actionplans.models import (
    Assessment,
    Campaign,
    Evidence,
    EvidenceState,
    EvidenceUse,
    Level,
    Rating,
)
from core.french import count, day, percent
from organisation import charters
from organisation.models import Commitment, Department
from survey import replies
from survey.models import Question
from survey.replies import Scope

NO_DATA = "Pas encore de données."
NO_QUESTION = "Aucune question posée."
NO_EVIDENCE = "Aucune preuve sur la période."
TOO_FEW = "Moins de dix réponses : trop peu pour être montrées."
NO_REPLY = "Pas encore de réponse."
NOTHING = (NO_DATA, NO_QUESTION, NO_EVIDENCE, NO_REPLY, delay_figures.NOT_CONCERNED)


@dataclass(frozen=True)
class Shared:
    """What is the same for every department of a campaign, read once."""

    opinions: dict[str, Opinion]
    checks: SelfChecks


@dataclass(frozen=True)
class Known:
    """What the sources hold for one campaign and one department, read once for all its rows."""

    campaign: Campaign
    department: Department
    shared: Shared
    evidence: dict[str, list[Evidence]]
    delays: dict[str, Figure] = field(default_factory=dict)

    def facts(self, commitment: Commitment) -> Facts:
        """All that is known of one commitment."""
        own = self._own(commitment)
        delay = self.delays.get(commitment.code)
        return Facts(
            is_due=commitment.is_due(self.campaign.period_end),
            is_concerned=charters.concerns(commitment, self.department),
            measure=own.measure if own else delay.measure if delay else None,
            opinion=self.shared.opinions.get(commitment.code),
            is_proven=bool(self.evidence.get(commitment.code)),
            is_in_part=bool(own and own.is_in_part),
        )

    def _own(self, commitment: Commitment) -> Fact | None:
        """What the tool knows of it by itself, where the commitment is about the tool."""
        return self.shared.checks.of(commitment.code, self.department.id)

    def sources(self, commitment: Commitment) -> dict[str, Any]:
        """The three sources as sentences, which of them have nothing to say, and where to see more."""
        opinion = self.shared.opinions.get(commitment.code)
        own = self._own(commitment)
        said = {
            "data": own.words if own else self._measured(commitment),
            "survey": opinion_sentence(opinion) if opinion else NO_QUESTION,
            "evidence": evidence_sentence(self.evidence.get(commitment.code, [])),
        }
        silent = [name for name, sentence in said.items() if sentence in NOTHING]
        return {
            **said,
            "silent": " ".join(silent),
            "exceedances": self._exceedances(commitment),
            "address": list(own.url) if own else [],
        }

    def _measured(self, commitment: Commitment) -> str:
        delay = self.delays.get(commitment.code)
        return delay_figures.sentence(delay) if delay else NO_DATA

    def _exceedances(self, commitment: Commitment) -> dict[str, Any]:
        """What the address of the page of exceedances needs; empty when there is none."""
        delay = self.delays.get(commitment.code)
        if delay is None or not delay.breached:
            return {}
        return {
            "code": commitment.code,
            "service": self.department.id,
            "du": self.campaign.period_start.isoformat(),
            "au": self.campaign.period_end.isoformat(),
        }


def shared(session: Session, campaign: Campaign, today: date) -> Shared:
    """Read what all the departments of a campaign share."""
    return Shared(opinions(session, campaign), SelfChecks(session, campaign, today))


def known(session: Session, campaign: Campaign, department: Department, same: Shared) -> Known:
    """Gather the sources of one department."""
    return Known(
        campaign,
        department,
        same,
        valid_evidence(session, campaign, department),
        delay_figures.figures(
            session, department, Period(campaign.period_start, campaign.period_end)
        ),
    )


def opinions(session: Session, campaign: Campaign) -> dict[str, Opinion]:
    """What members said over the period, for each commitment a question is tied to."""
    scope = Scope(since=campaign.period_start, until=campaign.period_end + timedelta(days=1))
    tied = select(Question.commitment_code).where(Question.commitment_code != "").distinct()
    found = {code: replies.perceived(session, code, scope) for code in session.exec(tied).all()}
    return {code: Opinion(*counted) for code, counted in found.items()}


def valid_evidence(
    session: Session, campaign: Campaign, department: Department
) -> dict[str, list[Evidence]]:
    """The department's proofs that overlap the period, by the code of their commitment.

    By code: a proof outlives the version of the charter it was filed under. What was refused proves
    nothing; what nobody has read yet does, until it is refused.
    """
    overlapping = (
        select(Evidence, Commitment.code)
        .join(EvidenceUse, col(EvidenceUse.evidence_id) == Evidence.id)
        .join(Commitment, col(Commitment.id) == EvidenceUse.commitment_id)
        .where(
            Evidence.department_id == department.id,
            Evidence.state != EvidenceState.REFUSED,
            col(Evidence.valid_from) <= campaign.period_end,
            col(Evidence.valid_to) >= campaign.period_start,
        )
    )
    found: dict[str, list[Evidence]] = {}
    for evidence, code in session.exec(overlapping.order_by(col(Evidence.valid_to).desc())):
        found.setdefault(code, []).append(evidence)
    return found


@dataclass(frozen=True)
class Line:
    """A commitment about the tool, in the whole fund: what the tool knows of it, and what it proposes."""

    commitment: Commitment
    fact: Fact
    proposal: Proposal


def of_the_tool(session: Session, campaign: Campaign, today: date) -> list[Line]:
    """The commitments that the tool answers by itself, in the order of the charter."""
    checks = SelfChecks(session, campaign, today)
    return [
        Line(commitment, fact, levels.propose(_of_fund(commitment, fact, campaign)))
        for commitment in charters.commitments(session, campaign.charter)
        if (fact := checks.of(commitment.code)) is not None
    ]


def _of_fund(commitment: Commitment, fact: Fact, campaign: Campaign) -> Facts:
    return Facts(
        is_due=commitment.is_due(campaign.period_end),
        measure=fact.measure,
        is_in_part=fact.is_in_part,
    )


# ---------------------------------------------------------------- sentences


def opinion_sentence(opinion: Opinion) -> str:
    """« 84 % de satisfaits, au moins 60 réponses (toute la caisse). »"""
    if opinion.answers == 0:
        return NO_REPLY
    if not opinion.is_enough:
        return TOO_FEW
    answers = count(opinion.told_answers, "réponse")
    return f"{percent(opinion.told_share)} de satisfaits, au moins {answers} (toute la caisse)."


def evidence_sentence(proofs: Sequence[Evidence]) -> str:
    """The proof that lasts longest, and how many others there are."""
    if not proofs:
        return NO_EVIDENCE
    first = f"{proofs[0].title}, valable jusqu’au {day(proofs[0].valid_to)}"
    more = len(proofs) - 1
    return f"{first}, et {count(more, 'autre preuve')}." if more else f"{first}."


# ---------------------------------------------------------------- on the rows


def fill(rating: Rating, commitment: Commitment, sources: Known) -> None:
    """Write on a row what is proposed, how high it may go, and from what. Declares nothing."""
    facts = sources.facts(commitment)
    proposal = levels.propose(facts)
    rating.proposed, rating.ceiling = proposal.level, proposal.ceiling
    rating.sources = {
        **sources.sources(commitment),
        "why": proposal.why,
        "discordance": levels.discordance(facts),
    }
    if proposal.level is Level.NOT_DUE:
        rating.declared = Level.NOT_DUE


def refresh(
    session: Session,
    assessment: Assessment,
    rows: Iterable[Rating],
    today: date,
    same: Shared | None = None,
) -> None:
    """Propose again on these rows, from what is known now; what was declared is left as it is."""
    campaign = assessment.campaign
    same = same or shared(session, campaign, today)
    sources = known(session, campaign, assessment.department, same)
    for rating in rows:
        fill(rating, rating.commitment, sources)
    session.flush()
