"""An indicator that fell in a year, between two years that compare."""

from collections.abc import Iterator
from dataclasses import replace

from analysis.finding_rules.base import Evidence, Finding, Rule, answers, half, key, score, value
from analysis.indicators.breakdowns import Breakdown
from analysis.statistics import Change, change, difference


def find(evidence: Evidence) -> Iterator[Finding]:
    compared = [one for one in evidence.breakdowns if one.year.change in (Change.UP, Change.DOWN)]
    tried = sum(1 for one in evidence.breakdowns if one.year.estimate and one.before.estimate)
    for one in compared:
        if change(one.before.estimate, one.year.estimate, among=tried) is Change.DOWN:
            yield _fallen(one, evidence)


def _fallen(one: Breakdown, evidence: Evidence) -> Finding:
    before, now = one.before.estimate, one.year.estimate
    assert before is not None
    assert now is not None
    gap = replace(now, interval=difference(now, before))
    return Finding(
        key("falling_indicator", evidence, one.formula.code, one.kind),
        "falling_indicator",
        f"« {one.formula.label} » baisse en un an pour « {one.kind.label} »",
        f"{value(one.formula, now)}, après {value(one.formula, before)}, {answers(one)}",
        score(now.value - before.value, half(gap.interval), 1.0),
        one.formula.code,
        evidence.theme_of.get(one.formula.code, ""),
        tuple(filter(None, [evidence.promises.get(one.formula.code, "")])),
    )


FALLING_INDICATOR = Rule(
    "falling_indicator",
    "Indicateur en baisse",
    "La différence entre deux années comparables est établie, toutes les comparaisons partageant un risque d’erreur de 5 %.",
    find,
)
