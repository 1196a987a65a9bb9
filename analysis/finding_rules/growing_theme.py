"""A theme that a larger share of those who wrote speak of than in the quarter before, beyond chance."""

from collections.abc import Iterator
from statistics import NormalDist

from analysis.finding_rules.base import Evidence, Finding, Rule, half, key, score
from analysis.indicators.measures import Voices
from analysis.results.disclosure import Audience
from analysis.statistics import newcombe
from analysis.themes.themes import OTHER, Theme, themes
from core import french

FEWEST = 10  # voices, under which a theme is not decided upon either


def find(evidence: Evidence) -> Iterator[Finding]:
    if not evidence.commented or not evidence.commented_before:
        return
    tried = [theme for theme in themes() if theme.code != OTHER and _now(theme, evidence) >= FEWEST]
    z = NormalDist().inv_cdf(1 - 0.025 / max(len(tried), 1))
    for theme in tried:
        x, n = _now(theme, evidence), evidence.commented
        before, n_before = _before(theme, evidence), evidence.commented_before
        gap = newcombe(x, n, before, n_before, z)
        if gap.low > 0:
            yield Finding(
                key("growing_theme", evidence, theme.code),
                "growing_theme",
                f"« {theme.title} » revient plus souvent dans les commentaires que le trimestre d’avant",
                _proof(x, n, before, n_before, evidence),
                score(x / n - before / n_before, half(gap), x / n),
                theme.code,
                theme.code,
                theme.commitments,
            )


def _now(theme: Theme, evidence: Evidence) -> int:
    return evidence.spoken.get(theme.code, Voices()).count


def _before(theme: Theme, evidence: Evidence) -> int:
    return evidence.spoken_before.get(theme.code, Voices()).count


def _proof(x: int, n: int, before: int, n_before: int, evidence: Evidence) -> str:
    was = "moins de 5 voix" if before < Audience.INTERNAL else french.percent(before / n_before)
    low, high = (french.percent(bound) for bound in newcombe(x, n, before, n_before))
    gap = "" if before < Audience.INTERNAL else f" ; différence de {low} à {high}"
    return f"{french.percent(x / n)}, {french.count(x, 'voix', 'voix')} sur {french.number(n)}, après {was}{gap}, {evidence.quarter}"


GROWING_THEME = Rule(
    "growing_theme",
    "Thème qui monte",
    "La part des commentaires a augmenté d’un trimestre au suivant, tous les thèmes partageant un risque d’erreur de 5 %.",
    find,
)
