"""Catalogue of the commitments about the tool itself, and of what its own data show of each; see improvement N13.

The machine proposes and shows its facts; a person declares, another validates. What the data cannot show is said, never guessed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from sqlmodel import Session

from actionplans.assessments.self_checks import assessing, following, published, staff, surveying
from actionplans.assessments.self_checks.base import Check, Fact, Facts
from actionplans.models import Campaign
from analysis.results import results
from analysis.results.disclosure import Audience
from analysis.results.results import Year
from survey.models import EventKind

PageCheck = Callable[[Session, Sequence[Year]], Facts]

CHECKS: Mapping[str, Check] = {
    "AVI-01": surveying.asked_at(EventKind.RETIREMENT),
    "AVI-02": surveying.asked_at(EventKind.AFFILIATION),
    "AME-05": assessing.assessed,
    "AME-06": assessing.reviewed,
    "AME-07": following.followed,
    "AME-08": staff.reported,
    "AME-09": staff.taken_part,
    "RES-02": published.in_the_report,
}
OF_THE_PAGE: Mapping[str, PageCheck] = {
    "RES-01": published.online,
    "RES-03": published.both_families,
}
"""Those that look at the public page: its figures take a moment, and are computed once for all of them."""
CODES = tuple(sorted((*CHECKS, *OF_THE_PAGE)))

OF_THE_YEAR = ("AME-05",)
"""Promises of the calendar year: looked at again when an assessment is validated after its end."""


@dataclass(frozen=True)
class SelfChecks:
    """The facts of one campaign, each looked for once, when it is first wanted."""

    session: Session
    campaign: Campaign
    today: date
    _found: dict[str, Facts] = field(default_factory=dict)

    def of(self, code: str, department_id: int | None = None) -> Fact | None:
        """What is known of this commitment there; None when it is not about the tool."""
        if code not in CODES:
            return None
        if code not in self._found:
            self._found[code] = self._look(code)
        facts = self._found[code]
        return facts.get(department_id, facts[None])

    def _look(self, code: str) -> Facts:
        if code in OF_THE_PAGE:
            return OF_THE_PAGE[code](self.session, self._years)
        return CHECKS[code](self.session, self.campaign, self.today)

    @cached_property
    def _years(self) -> Sequence[Year]:
        return [results.year(self.session, kind, self.today, Audience.PUBLIC) for kind in EventKind]


__all__ = ["CHECKS", "CODES", "OF_THE_PAGE", "OF_THE_YEAR", "Check", "Fact", "Facts", "SelfChecks"]
