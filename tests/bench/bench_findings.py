"""How often the page of findings cries for nothing, and how often it sees what did change.

A fund of 650 events a year whose members think the same for three years, drawn again and again:
`python -m tests.bench.bench_findings [draws]`. Figures are written in docs/quality/findings.md.
"""

import sys
from collections import Counter
from time import perf_counter
from unittest.mock import patch

from analysis import findings
from analysis.finding_rules import RULES
from analysis.results import shown
from analysis.themes import marks as theme_marks
from tests.finding_builders import Fund, Opinion

WORSE = Opinion(content=(0.55, 0.27, 0.18))  # 6,9 instead of 8,1
GROWN = Opinion(speaks=0.18)


class Everything:
    """What may be shown, where nothing is withheld: the most that could be cried."""

    def __contains__(self, key: object) -> bool:
        return True


def told(draws: int, changed: dict[int, Opinion] | None, start: int) -> tuple[Counter[str], int]:
    """How many draws each rule spoke in, and how many any did."""
    by_rule: Counter[str] = Counter()
    any_of_them = 0
    for seed in range(start, start + draws):
        rules = {one.rule for one in findings.ranked(Fund(seed, changed=changed).evidence())}
        by_rule.update(rules)
        any_of_them += bool(rules)
    return by_rule, any_of_them


def main() -> None:
    with (
        patch.object(shown, "shown", lambda *_: Everything()),
        patch.object(theme_marks, "_visible", lambda *_: Everything()),
    ):
        measured()


def measured() -> None:
    draws = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    for title, changed in (
        ("rien n’a changé", None),
        ("satisfaction de 8,1 à 6,9 depuis un an", dict.fromkeys(range(4), WORSE)),
        ("satisfaction de 8,1 à 6,9 ce trimestre", {0: WORSE}),
        ("chaque thème deux fois plus cité ce trimestre", {0: GROWN}),
    ):
        start = perf_counter()
        by_rule, any_of_them = told(draws, changed, 1)
        print(
            f"\n{title} : un constat au moins dans {any_of_them / draws:.0%} des trimestres ({perf_counter() - start:.0f} s)"
        )
        for key, rule in RULES.items():
            if by_rule[key]:
                print(f"  {rule.label:40} {by_rule[key] / draws:6.1%}")


if __name__ == "__main__":
    main()
