"""The French spaces of templates, set by the machine: in words, never in code or attributes."""

import pytest
from jinja2 import Environment

from core.french import NBSP
from core.typography import Typography


@pytest.fixture
def templates() -> Environment:
    return Environment(extensions=[Typography], autoescape=True)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (
            "<p>Qui ? Quoi ! Où ; là : ici</p>",
            f"<p>Qui{NBSP}? Quoi{NBSP}! Où{NBSP}; là{NBSP}: ici</p>",
        ),
        ("« oui »", f"«{NBSP}oui{NBSP}»"),
        ("<p>Vraiment ?</p>", f"<p>Vraiment{NBSP}?</p>"),
        ("<a href='x ?y'>suite</a>", "<a href='x ?y'>suite</a>"),
        (f"déjà fait{NBSP}?", f"déjà fait{NBSP}?"),
        ("{{ 'Qui ?' }}", f"Qui{NBSP}?"),
    ],
)
def test_the_spaces_are_set(templates: Environment, written: str, shown: str) -> None:
    assert templates.from_string(written).render() == shown


def test_what_people_typed_is_left_as_it_is(templates: Environment) -> None:
    assert templates.from_string("{{ said }} !").render(said="Quoi ?") == f"Quoi ?{NBSP}!"


def test_code_between_braces_is_left_as_it_is(templates: Environment) -> None:
    written = "{% if a ==  1 %}oui{% endif %}{{ {'a' : 1}['a'] }}{{ 'x' if a else 'y' }}"
    assert templates.from_string(written).render(a=1) == "oui1x"


def test_a_space_that_begins_a_piece_of_text_is_kept(templates: Environment) -> None:
    """After an expression the space belongs to what follows: « {{ n }} ? »."""
    assert templates.from_string("{{ n }} ?").render(n=3) == f"3{NBSP}?"
