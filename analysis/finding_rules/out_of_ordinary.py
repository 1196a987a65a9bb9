"""A control chart whose last quarter is outside its limits, and differs from those that made them.

Limits drawn from eight quarters are themselves uncertain, and a dozen charts are looked at each quarter: alone, the first
rule would cry for nothing in one quarter of three. The second test, shared by all charts, brings that down to the rate of
the other rules (docs/quality/findings.md).
"""

from collections.abc import Iterator

from analysis import statistics
from analysis.finding_rules.base import Evidence, Finding, Rule, half, key, score, value
from analysis.indicators import control_charts
from analysis.indicators.breakdowns import Breakdown
from analysis.indicators.control_charts import Study
from analysis.indicators.variation import Signal
from analysis.statistics import Change, change
from core import french


def find(evidence: Evidence) -> Iterator[Finding]:
    studied = [(one, control_charts.study(one)) for one in evidence.breakdowns]
    seen = [
        (one, study)
        for one, study in studied
        if study is not None and study.quarters[-1].since == evidence.since
    ]
    for one, study in seen:
        is_outside = study.signals.get(len(study.quarters) - 1) is Signal.OUTSIDE
        if is_outside and _differs(study, among=len(seen)):
            yield _signal(one, study, evidence)


def _differs(seen: Study, among: int) -> bool:
    """Whether the last quarter differs from all those of the baseline together."""
    made = [one.estimate for one in seen.quarters[: seen.limits.baseline] if one.estimate]
    told = change(statistics.together(made), seen.quarters[-1].estimate, among)
    return told in (Change.UP, Change.DOWN)


def _signal(one: Breakdown, seen: Study, evidence: Evidence) -> Finding:
    last = seen.quarters[-1]
    assert last.estimate is not None
    is_above = last.estimate.value > seen.limits.centre
    gap = last.estimate.value - seen.limits.centre
    return Finding(
        key("out_of_ordinary", evidence, one.formula.code, one.kind),
        "out_of_ordinary",
        f"« {one.formula.label} » sort de l’ordinaire, {'au-dessus' if is_above else 'en dessous'}, pour « {one.kind.label} »",
        f"{value(one.formula, last.estimate)}, {french.count(last.n, 'réponse')}, {last.label} ; {seen.basis[0].lower()}{seen.basis[1:]}",
        score(gap, half(seen.limits.ranges[-1]), 1.0),
        one.formula.code,
        evidence.theme_of.get(one.formula.code, ""),
        tuple(filter(None, [evidence.promises.get(one.formula.code, "")])),
        is_good=is_above,
    )


OUT_OF_ORDINARY = Rule(
    "out_of_ordinary",
    "Trimestre hors de l’ordinaire",
    "Le dernier trimestre est hors des limites de la carte de contrôle, et diffère de ceux qui les ont données ; les trois autres signaux se lisent sur la page de l’indicateur.",
    find,
)
