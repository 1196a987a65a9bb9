"""Two people on one form: what each wrote, whoever saves second."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from wtforms import DateField
from wtforms.validators import Optional

from core.forms import Ticks, choice, choices, text
from core.meanwhile import Watched, mark

LETTERS = [("a", "Accueil"), ("b", "Bilan")]


class Sheet(Watched):
    """A form with a field of each sort."""

    aims = text("Ce qui est visé")
    reason = text("Pourquoi")
    due = DateField("Pour quand", validators=[Optional()])
    level = choice("Niveau", LETTERS)
    topics = Ticks("Sujets", choices=choices(LETTERS))


BEFORE: dict[str, Any] = {"aims": "Avant.", "reason": "", "due": date(2027, 3, 1), "level": "a", "topics": ["a"]}  # fmt: skip


@pytest.fixture(autouse=True)
def inside(app: Any) -> Iterator[None]:
    with app.test_request_context():
        yield


def opened(held: dict[str, Any]) -> Sheet:
    form = Sheet(formdata=None, data=held, meta={"csrf": False})
    form.watch(held)
    return form


def sent(page: Sheet, **typed: Any) -> Sheet:
    """What a browser sends of that page, with these fields changed."""
    values = {name: page[name].data for name in BEFORE} | typed | {"seen": page.seen.data}
    form: MultiDict[str, str] = MultiDict()
    for name, value in values.items():
        form.setlist(name, value if isinstance(value, list) else [str(value or "")])
    return Sheet(formdata=form, meta={"csrf": False})


def faults(form: Sheet) -> dict[str, str]:
    return {name: " ".join(field.errors) for name, field in form._fields.items() if field.errors}


def test_alone_nobody_is_told_anything() -> None:
    form = sent(opened(BEFORE), aims="Après.")
    assert not form.changed_meanwhile(BEFORE)
    assert (form.aims.data, faults(form)) == ("Après.", {})


@pytest.mark.parametrize(
    ("name", "theirs", "mine", "said"),
    [
        ("aims", "Le leur.", "Le mien.", "« Le leur. »"),
        ("aims", "", "Le mien.", "Il est maintenant vide."),
        ("due", date(2027, 6, 1), "2027-04-01", "« 1er\u00a0juin\u00a02027 »"),
        ("topics", ["a", "b"], ["b"], "« Accueil, Bilan »"),
    ],
)
def test_the_second_is_told_what_the_first_wrote_and_keeps_their_own(
    name: str, theirs: Any, mine: Any, said: str
) -> None:
    form = sent(opened(BEFORE), **{name: mine})
    assert form.changed_meanwhile({**BEFORE, name: theirs})
    assert said in faults(form)[name]
    assert list(faults(form)) == [name]
    kept = form[name].data
    assert str(kept) == str(mine)
    again = sent(form)
    assert not again.changed_meanwhile({**BEFORE, name: theirs})
    assert again[name].data == kept


def test_a_field_left_as_found_takes_what_the_other_wrote() -> None:
    form = sent(opened(BEFORE), aims="Le mien.")
    assert not form.changed_meanwhile({**BEFORE, "reason": "La leur.", "level": "b"})
    assert (form.aims.data, form.reason.data, form.level.data) == ("Le mien.", "La leur.", "b")


def test_the_same_words_written_twice_are_no_quarrel() -> None:
    form = sent(opened(BEFORE), aims="Pareil.\r\nDeux lignes.", topics=["b", "a"])
    assert not form.changed_meanwhile(
        {**BEFORE, "aims": "Pareil.\nDeux lignes.", "topics": ["a", "b"]}
    )


@pytest.mark.parametrize("carried", ["", "n’importe quoi", "[1]", "12", '{"aims": 3}'])
def test_a_page_without_readable_marks_still_saves(carried: str) -> None:
    page = opened(BEFORE)
    page.seen.data = carried
    form = sent(page, aims="Après.")
    clash = form.changed_meanwhile({**BEFORE, "reason": "La leur."})
    assert form.aims.data == "Après."
    assert not clash or "aims" in faults(form)


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.sampled_from("xyz"), st.sampled_from("xyz"), st.sampled_from("xyz"))
def test_whatever_three_texts_nothing_is_overwritten_unseen(
    was: str, theirs: str, mine: str
) -> None:
    form = sent(opened({**BEFORE, "aims": was}), aims=mine)
    clash = form.changed_meanwhile({**BEFORE, "aims": theirs})
    assert clash == (theirs not in (was, mine) and mine != was)
    assert form.aims.data == (theirs if mine == was else mine)


def test_a_mark_is_of_what_is_read() -> None:
    assert mark(None) == mark("") == mark("  ")
    assert mark(["b", "a"]) == mark(("a", "b")) != mark(["a"])
