"""A theme whose speakers give lower marks than all others."""

from collections.abc import Iterator

from analysis.finding_rules.base import Evidence, Finding, Rule, half, key, mark, score, speakers
from analysis.statistics import Change
from analysis.themes.themes import OTHER


def find(evidence: Evidence) -> Iterator[Finding]:
    for found in evidence.marks:
        for one in found.told:
            if one.change is not Change.DOWN or one.theme.code == OTHER:
                continue
            assert one.all.estimate is not None
            assert found.mean is not None
            gap = found.mean.value - one.all.estimate.value
            yield Finding(
                key("low_theme", evidence, one.theme.code, found.kind),
                "low_theme",
                f"Ceux qui parlent de « {one.theme.title} » notent plus bas que les autres, pour « {found.kind.label} »",
                f"{mark(one.all.estimate)}, {speakers(one, found)}",
                score(gap, half(one.all.estimate.interval), one.all.n / found.members),
                one.theme.code,
                one.theme.code,
                one.theme.commitments,
            )


LOW_THEME = Rule(
    "low_theme",
    "Thème mal noté",
    "La différence avec ceux qui n’en parlent pas est établie, tous les thèmes des deux moments de vie partageant un risque d’erreur de 5 %.",
    find,
)
