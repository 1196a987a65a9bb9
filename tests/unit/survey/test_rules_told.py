"""The page that says which test holds which rule tells the truth."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
TOLD = (ROOT / "docs/quality/answering.md").read_text(encoding="utf-8")
NAMED = re.compile(r"`(test_\w+)`")


def rows() -> dict[int, str]:
    """The line of each rule, by its number."""
    return {int(number): line for number, line in re.findall(r"^\| (\d+) \|(.*)$", TOLD, re.M)}


def test_every_rule_has_its_line_and_a_test() -> None:
    found = rows()
    assert sorted(found) == list(range(1, 24))
    assert [n for n, line in found.items() if not NAMED.search(line) and "the same" not in line] == []  # fmt: skip


def test_every_test_that_is_named_exists() -> None:
    sources = "\n".join(path.read_text(encoding="utf-8") for path in ROOT.glob("tests/**/test_*.py"))  # fmt: skip
    written = set(re.findall(r"^def (test_\w+)", sources, re.M))
    assert set(NAMED.findall(TOLD)) - written == set()


def test_every_test_of_a_rule_is_told() -> None:
    """A test named after a rule and missing from the page would be looked for in vain."""
    named = set()
    for path in ROOT.glob("tests/**/test_answering*.py"):
        named |= set(re.findall(r"^def (test_rules?_\d\w+)", path.read_text("utf-8"), re.M))
    assert len(named) > 20
    assert named - set(NAMED.findall(TOLD)) == set()
