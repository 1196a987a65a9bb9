"""What is sealed is read with the secret alone, in its own row alone, and unchanged."""

from dataclasses import replace

import pytest

from core import secrecy
from core.errors import Refused
from core.settings import Settings

TEXT = "Ma fille s’appelle Zoé, j’habite à Brest."


def test_what_was_sealed_is_read_again(settings: Settings) -> None:
    assert secrecy.unseal(secrecy.seal(TEXT, "text 1"), "text 1") == TEXT
    assert secrecy.unseal(secrecy.seal("", "text 1"), "text 1") == ""


def test_nothing_of_the_text_shows(settings: Settings) -> None:
    sealed = secrecy.seal(TEXT, "text 1")
    assert not any(word.encode() in sealed for word in TEXT.split() if len(word) > 2)


def test_the_same_text_is_never_sealed_the_same_way(settings: Settings) -> None:
    assert secrecy.seal(TEXT, "text 1") != secrecy.seal(TEXT, "text 1")


def test_moved_to_another_row_it_no_longer_opens(settings: Settings) -> None:
    with pytest.raises(Refused, match="autre secret"):
        secrecy.unseal(secrecy.seal(TEXT, "text 1"), "text 2")


@pytest.mark.parametrize("place", [0, 12, 20, -1])
def test_changed_by_one_byte_it_no_longer_opens(settings: Settings, place: int) -> None:
    sealed = bytearray(secrecy.seal(TEXT, "text 1"))
    sealed[place] ^= 1
    with pytest.raises(Refused):
        secrecy.unseal(bytes(sealed), "text 1")


@pytest.mark.parametrize("kept", [b"", b"short", b"x" * 12])
def test_what_was_never_sealed_is_refused_not_a_crash(settings: Settings, kept: bytes) -> None:
    with pytest.raises(Refused):
        secrecy.unseal(kept, "text 1")


def test_another_secret_opens_nothing_and_the_old_one_again(settings: Settings) -> None:
    sealed = secrecy.seal(TEXT, "text 1")
    secrecy.init(replace(settings, SECRET="another secret, quite as long as that"))
    with pytest.raises(Refused, match="remettez l’ancien SILLAGE_SECRET"):
        secrecy.unseal(sealed, "text 1")
    secrecy.init(settings)
    assert secrecy.unseal(sealed, "text 1") == TEXT
