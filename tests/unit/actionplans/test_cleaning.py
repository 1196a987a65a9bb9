"""What a picture says of whoever took it is taken out; what it shows stays."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from actionplans.brought import cleaning
from core.errors import Refused
from tests.picture_builders import AUTHOR, DEVICE, photo, screenshot


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def test_a_photo_forgets_who_where_when_and_with_what() -> None:
    given_, cleaned = photo(), cleaning.without_author("jpg", photo())
    assert AUTHOR.encode() in given_
    assert dict(opened(given_).getexif())
    for said in (AUTHOR.encode(), DEVICE.encode(), b"2027", b"Exif", b"GPS", b"xmp", b"http"):
        assert said not in cleaned
    assert not dict(opened(cleaned).getexif())
    assert set(opened(cleaned).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_it_stands_upright_though_the_turn_was_said_in_what_is_taken_out() -> None:
    assert opened(cleaning.without_author("jpeg", photo(size=(60, 40)))).size == (40, 60)


@pytest.mark.parametrize("mode", ["RGBA", "RGB", "L", "P", "1", "LA", "I;16"])
def test_a_screenshot_of_any_sort_forgets_too(mode: str) -> None:
    cleaned = cleaning.without_author("png", screenshot(mode=mode))
    assert AUTHOR.encode() not in cleaned
    assert opened(cleaned).info == {}
    chunks = {cleaned[at - 4 : at] for at in range(4, len(cleaned)) if cleaned[at - 4 : at].isalpha()}  # fmt: skip
    assert not chunks & {b"tEXt", b"iTXt", b"zTXt", b"eXIf", b"tIME", b"iCCP", b"pHYs"}


@given(author=st.text(st.characters(codec="utf-8", categories=["L", "Nd"]), min_size=6))
def test_no_name_whatever_it_is_is_left_in_a_picture(author: str) -> None:
    for kind, content in (("jpg", photo(author)), ("png", screenshot(author, "RGB"))):
        assert author.encode() in content
        assert author.encode() not in cleaning.without_author(kind, content)


def test_what_it_shows_stays() -> None:
    red = opened(cleaning.without_author("jpg", photo())).getpixel((20, 20))
    assert isinstance(red, tuple)
    assert red[0] > 180 > 60 > red[1]


def test_a_picture_that_does_not_open_is_refused_in_a_sentence() -> None:
    for content in (b"\xff\xd8\xff\xe0" + b"\0" * 50, photo()[:200]):
        with pytest.raises(Refused, match="ne s’ouvre pas"):
            cleaning.without_author("jpg", content)


def test_a_picture_larger_once_open_than_any_screen_is_refused_before_it_is_opened() -> None:
    file = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(file, "PNG")
    assert len(file.getvalue()) < 200_000
    with pytest.raises(Refused):
        cleaning.without_author("png", file.getvalue())


def test_a_large_photo_is_kept_smaller_and_legible(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cleaning, "LARGEST_KEPT", 600)
    width, height = opened(cleaning.without_author("jpg", photo(size=(60, 40)))).size
    assert width * height <= 620
    assert width < height


def test_a_text_comes_back_as_it_was_typed() -> None:
    assert cleaning.without_author("txt", "Bac 3 bourré.".encode()) == "Bac 3 bourré.".encode()
