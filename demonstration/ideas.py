"""The ideas of staff, from the day they are told to the day their author is thanked: `ideas.yaml`."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import yaml
from sqlmodel import Session

from actionplans.ideas import decisions as idea_decisions
from actionplans.ideas import ideas
from actionplans.ideas.decisions import Answer, Moderation
from actionplans.ideas.ideas import Proposed
from actionplans.models import Idea, IdeaStatus
from core.keys import key
from demonstration.fund import Fund
from demonstration.stories import Line, Story, Taking
from organisation.models import Department

FILE = Path(__file__).with_name("ideas.yaml")


def note(fund: Fund) -> None:
    """Write every idea in the agenda."""
    told: list[Line] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    for line in told:
        IdeaStory(fund, line).note()


class IdeaStory(Story):
    """One idea; once it is kept, the steps of its action are those of any other."""

    begins_read = False
    idea_id: int | None = None

    def _begin(self, session: Session, now: datetime) -> None:
        name = self.line.get("department", "")
        department_id = self.fund.staff.departments.get(name)
        proposed = Proposed(self.line["text"], self.line["title"], department_id)
        by = self._person(session, self.line["by"])
        self.idea_id = key(ideas.submit(session, proposed, by, now))

    def _take(self, step: Line, session: Session, now: datetime) -> None:
        if step["do"] not in IDEA_STEPS:
            super()._take(step, session, now)
            return
        idea = session.get(Idea, self.idea_id)
        assert idea is not None
        by = self._person(session, step.get("by") or self.line["by"])
        self.action_id = (
            IDEA_STEPS[step["do"]](Taking(self.fund, step, session, by, now), idea)
            or self.action_id
        )


def _department(taking: Taking) -> Department | None:
    name = taking.line.get("department")
    return taking.fund.department(taking.session, name) if name else None


def _show(taking: Taking, idea: Idea) -> None:
    judged = Moderation(_department(taking), idea.theme, is_small=taking.line.get("small", False))
    idea_decisions.publish(taking.session, idea, judged, *taking.who)


def _support(taking: Taking, idea: Idea) -> None:
    for name in taking.line["who"]:
        ideas.support(taking.session, idea, taking.fund.person(taking.session, name))


def _comment(taking: Taking, idea: Idea) -> None:
    ideas.comment(taking.session, idea, taking.line["text"], *taking.who)


def _study(taking: Taking, idea: Idea) -> None:
    idea_decisions.study(taking.session, idea, *taking.who)


def _answer(taking: Taking, idea: Idea) -> int | None:
    """The key of the action proposed, when the idea is kept."""
    line = taking.line
    answer = Answer(
        IdeaStatus(line["outcome"]),
        line["reason"],
        taking.day("ripen") if "ripen" in line else None,
        _department(taking),
        line.get("action", ""),
    )
    action = idea_decisions.decide(taking.session, idea, answer, *taking.who)
    return key(action) if action else None


def _realise(taking: Taking, idea: Idea) -> None:
    idea_decisions.realise(taking.session, idea, *taking.who)


def _thank(taking: Taking, idea: Idea) -> None:
    idea_decisions.thank(taking.session, idea, taking.line["message"], *taking.who)


IDEA_STEPS: dict[str, Callable[[Taking, Idea], int | None]] = {
    "show": _show,
    "support": _support,
    "comment": _comment,
    "study": _study,
    "answer": _answer,
    "realise": _realise,
    "thank": _thank,
}
