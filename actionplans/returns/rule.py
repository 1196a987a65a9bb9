"""Whether what an action dealt with is back: one stated rule on three shares, read alike.

The shares (analysis.topics.shares) are of the members who wrote: over the months before the action was approved (the
baseline, its window fixed that day), over the months after it was done and until it was closed, and over one whole quarter
begun after it was closed. It is back when three things hold: the quarter's share is above the baseline; at least ten members
said it (under which a theme is not decided upon either); and it has risen beyond chance since the lower of the two others,
Newcombe's 95 % interval of the difference lying wholly above zero. Thirty members in the baseline and in the quarter at least
(improvement §3.4.7), else « données insuffisantes »; the months after count where they hold thirty too.

Asking for more than the baseline alone would let a trouble halved by its action come back whole unseen; comparing with the
baseline alone by an interval would ask it to come back half as large again. With nothing changing at all, the rule is wrong
four times in a hundred: the lower of two windows is partly low by chance. A share of 18 % brought to 7 % and back at 24 % is
seen nine times in ten (150 members a window; tests/unit/actionplans/test_return_rule.py). It shows a change, never its cause.
"""

from dataclasses import dataclass

from actionplans.actions.decisions import SIGNIFICANT
from actionplans.actions.effects import SMALLEST_WINDOW
from actionplans.models import ReturnVerdict
from analysis.statistics import newcombe
from analysis.topics.shares import Share

NOBODY = Share(0, 0)


@dataclass(frozen=True)
class Seen:
    """The three shares; the windows share no reply. Where the months after are not over, nobody wrote in them."""

    before: Share
    now: Share
    after: Share = NOBODY

    @property
    def floor(self) -> Share:
        """What the rise is counted from: the months after where they are lower and hold enough, else the baseline."""
        is_lower = self.after.x * self.before.n < self.before.x * self.after.n
        return self.after if self.after.n >= SMALLEST_WINDOW and is_lower else self.before


@dataclass(frozen=True)
class Judged:
    """The word of the rule, and the interval of the rise since the lower of the two windows before; None: too few to tell."""

    verdict: ReturnVerdict
    low: float | None = None
    high: float | None = None


def judge(seen: Seen) -> Judged:
    """What the rule says."""
    before, now, floor = seen.before, seen.now, seen.floor
    if min(before.n, now.n) < SMALLEST_WINDOW:
        return Judged(ReturnVerdict.NOT_ENOUGH)
    low, high = newcombe(now.x, now.n, floor.x, floor.n)
    if now.x * before.n <= before.x * now.n:  # whole numbers: equal shares are equal
        return Judged(ReturnVerdict.BELOW, low, high)
    if now.x < SIGNIFICANT:
        return Judged(ReturnVerdict.NOT_ENOUGH)
    return Judged(ReturnVerdict.BACK if low > 0 else ReturnVerdict.ABOVE, low, high)
