"""An indicator whose whole interval is in the lowest level of « Je donne mon avis »."""

from collections.abc import Iterator

from analysis.finding_rules.base import Evidence, Finding, Rule, answers, half, key, score, value
from analysis.indicators.indicators import Tone


def find(evidence: Evidence) -> Iterator[Finding]:
    for one in evidence.breakdowns:
        found, scale = one.year.estimate, one.formula.scale
        if found is None or scale is None:
            continue
        level = scale.level(found)
        if level.tone is not Tone.BAD or not level.is_firm:
            continue
        start = next(start for start, _, tone in scale.steps if tone is Tone.WATCH)
        yield Finding(
            key("at_risk", evidence, one.formula.code, one.kind),
            "at_risk",
            f"« {one.formula.label} » est au niveau « {level.word} » pour « {one.kind.label} »",
            f"{value(one.formula, found)}, {answers(one)}",
            score(start - found.value, half(found.interval), 1.0),
            one.formula.code,
            evidence.theme_of.get(one.formula.code, ""),
            tuple(filter(None, [evidence.promises.get(one.formula.code, "")])),
        )


AT_RISK = Rule(
    "at_risk",
    "Indicateur au plus bas",
    "L’intervalle entier est sous le seuil du niveau le plus bas de « Je donne mon avis ».",
    find,
)
