"""A commitment that too few members say was kept."""

from collections.abc import Iterator

from analysis.finding_rules.base import Evidence, Finding, Rule, answers, half, key, score, value

KEPT_FROM = 75.0  # percent: level C of the assessments (improvement, 3.4.2), an internal choice


def find(evidence: Evidence) -> Iterator[Finding]:
    for one in evidence.breakdowns:
        found = one.year.estimate
        if found is None or not one.formula.commitment or found.interval.high >= KEPT_FROM:
            continue
        yield Finding(
            key("promise_in_doubt", evidence, one.formula.code, one.kind),
            "promise_in_doubt",
            f"Trop peu d’adhérents disent tenu l’engagement {one.formula.commitment} : « {one.formula.label} »",
            f"{value(one.formula, found)} de oui, sous le seuil de {KEPT_FROM:.0f} %, {answers(one)}",
            score(KEPT_FROM - found.value, half(found.interval), 1.0),
            one.formula.code,
            evidence.theme_of.get(one.formula.code, ""),
            (one.formula.commitment,),
        )


PROMISE_IN_DOUBT = Rule(
    "promise_in_doubt",
    "Engagement mis en doute",
    f"L’intervalle entier de la part de oui est sous {KEPT_FROM:.0f} %.",
    find,
)
