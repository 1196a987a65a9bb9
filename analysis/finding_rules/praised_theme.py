"""A theme whose speakers give higher marks than all others: what works, and may be told."""

from collections.abc import Iterator

from analysis.finding_rules.base import Evidence, Finding, Rule, half, key, mark, score, speakers
from analysis.statistics import Change
from analysis.themes.themes import OTHER
from core import french


def find(evidence: Evidence) -> Iterator[Finding]:
    for found in evidence.marks:
        for one in found.told:
            if one.change is not Change.UP or one.theme.code == OTHER:
                continue
            assert one.all.estimate is not None
            assert found.mean is not None
            gap = one.all.estimate.value - found.mean.value
            praise = f", dont {french.count(one.praise.n, 'éloge')}" if one.praise.estimate else ""
            yield Finding(
                key("praised_theme", evidence, one.theme.code, found.kind),
                "praised_theme",
                f"Ceux qui parlent de « {one.theme.title} » notent plus haut que les autres, pour « {found.kind.label} »",
                f"{mark(one.all.estimate)}, {speakers(one, found)}{praise}",
                score(gap, half(one.all.estimate.interval), one.all.n / found.members),
                one.theme.code,
                one.theme.code,
                one.theme.commitments,
                is_good=True,
            )


PRAISED_THEME = Rule(
    "praised_theme",
    "Éloge à valoriser",
    "La différence avec ceux qui n’en parlent pas est établie, tous les thèmes des deux moments de vie partageant un risque d’erreur de 5 %.",
    find,
)
