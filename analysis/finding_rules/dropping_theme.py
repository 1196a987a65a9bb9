"""A theme whose speakers give lower marks than those of the year before."""

from collections.abc import Iterator

from analysis.finding_rules.base import Evidence, Finding, Rule, half, key, mark, score, speakers
from analysis.statistics import Change, Estimate, change, difference
from analysis.themes.marks import Marks, ThemeMark
from analysis.themes.themes import OTHER


def find(evidence: Evidence) -> Iterator[Finding]:
    earlier = {
        (found.kind, one.theme.code): one.all.estimate
        for found in evidence.marks_before
        for one in found.told
    }
    compared = [
        (one, before, found)
        for found in evidence.marks
        for one in found.told
        if one.theme.code != OTHER
        if (before := earlier.get((found.kind, one.theme.code))) is not None
    ]
    for one, before, found in compared:
        if change(before, one.all.estimate, among=len(compared)) is Change.DOWN:
            yield _dropped(one, before, found, evidence)


def _dropped(one: ThemeMark, before: Estimate, found: Marks, evidence: Evidence) -> Finding:
    now = one.all.estimate
    assert now is not None
    return Finding(
        key("dropping_theme", evidence, one.theme.code, found.kind),
        "dropping_theme",
        f"Ceux qui parlent de « {one.theme.title} » notent plus bas qu’un an avant, pour « {found.kind.label} »",
        f"{mark(now)}, après {mark(before)}, {speakers(one, found)}",
        score(now.value - before.value, half(difference(now, before)), one.all.n / found.members),
        one.theme.code,
        one.theme.code,
        one.theme.commitments,
    )


DROPPING_THEME = Rule(
    "dropping_theme",
    "Thème en baisse",
    "La différence entre deux années est établie, les thèmes comparés partageant un risque d’erreur de 5 %.",
    find,
)
