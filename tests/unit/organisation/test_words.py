"""What the journal keeps in code, it says in French."""

import pytest

from organisation.words import DEEDS, deed, subject


def test_a_deed_is_said_in_french() -> None:
    assert deed("open_account") == "compte ouvert"


def test_an_unknown_deed_is_shown_rather_than_hidden() -> None:
    assert "juggle" not in DEEDS
    assert deed("juggle") == "juggle"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("action 12", "action 12"),
        ("malfunction 3", "signalement 3"),
        ("request batch 2", "fichier de demandes 2"),
        ("letters 2027-03-18", "lettres du 2027-03-18"),
        ("sendings", "envois"),
        ("verbatim 0123456789abcdef0123456789abcdef", "phrase"),
        ("juggling 4", "juggling 4"),
        ("", ""),
        ("Écrit à la main", "Écrit à la main"),
    ],
)
def test_what_a_deed_is_about_is_said_in_french(written: str, said: str) -> None:
    assert subject(written) == said
