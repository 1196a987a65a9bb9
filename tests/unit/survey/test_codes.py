"""Codes: what a person types is understood, and every slip is found."""

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Missing, Refused
from survey.answering import codes

KEY = "a key made for these tests, long enough"
signs = st.sampled_from(codes.ALPHABET)


def _with_check(body: list[str]) -> str:
    text = "".join(body)
    return text + codes._check_sign(text)


member_codes = st.lists(signs, min_size=7, max_size=7).map(_with_check)
receipts = st.lists(signs, min_size=11, max_size=11).map(_with_check)


def test_a_new_code_has_eight_signs_of_the_alphabet_and_is_read_back():
    for code in (codes.new_code() for _ in range(500)):
        assert len(code) == 8
        assert set(code) <= set(codes.ALPHABET)
        assert codes.read_code(codes.shown(code)) == code


def test_a_new_receipt_has_twelve_signs_and_is_read_back():
    receipt = codes.new_receipt()
    assert len(receipt) == 12
    assert codes.read_receipt(codes.shown(receipt)) == receipt


def test_two_codes_drawn_are_not_the_same():
    assert len({codes.new_code() for _ in range(1000)}) == 1000


def test_the_alphabet_holds_no_vowel_and_nothing_that_looks_like_something_else():
    assert len(set(codes.ALPHABET)) == 23
    assert not set(codes.ALPHABET) & set("AEIOUY01LBGSZ")


def test_no_printed_code_can_be_taken_for_an_insult(monkeypatch):
    drawn = iter("NTM2222" + "7234567")
    monkeypatch.setattr(codes.secrets, "choice", lambda _: next(drawn))
    assert codes.new_code().startswith("7234567")


@given(member_codes)
def test_every_wrong_sign_is_found(code):
    for at in range(8):
        for sign in set(codes.ALPHABET) - {code[at]}:
            with pytest.raises(Refused, match="erreur de frappe"):
                codes.read_code(code[:at] + sign + code[at + 1 :])


@given(member_codes)
def test_every_exchange_of_two_signs_is_found(code):
    for at in range(8):
        for other in range(at + 1, 8):
            if code[at] != code[other]:
                swapped = list(code)
                swapped[at], swapped[other] = code[other], code[at]
                with pytest.raises(Refused, match="erreur de frappe"):
                    codes.read_code("".join(swapped))


@given(receipts)
def test_every_wrong_sign_and_exchange_of_neighbours_in_a_receipt_is_found(code):
    for at in range(11):
        with pytest.raises(Refused):
            codes.read_receipt(code[:at] + ("2" if code[at] != "2" else "3") + code[at + 1 :])
        if code[at] != code[at + 1]:
            with pytest.raises(Refused):
                codes.read_receipt(code[:at] + code[at + 1] + code[at] + code[at + 2 :])


@given(
    member_codes, st.sampled_from([" ", "-", ".", "\u00a0", "\u202f", "–", "\u200b", "\t", " - "])
)
def test_case_and_separators_do_not_matter(code, separator):
    typed = f"  {code[:4].lower()}{separator}{code[4:]} \n"
    assert codes.read_code(typed) == code
    assert codes.read_code(separator.join(code)) == code


@given(member_codes)
def test_full_width_letters_are_understood(code):
    assert codes.read_code("".join(chr(ord(sign) + 0xFEE0) for sign in code)) == code


@given(member_codes)
def test_digits_typed_without_shift_on_a_french_keyboard_are_understood(code):
    unshifted = dict(zip("234578 9".replace(" ", ""), "é\"'(è_ç", strict=True))
    assert codes.read_code("".join(unshifted.get(sign, sign) for sign in code)) == code


@given(member_codes, st.integers(0, 7), st.sampled_from(string.ascii_uppercase + string.digits))
def test_one_look_alike_leads_to_the_right_code_or_to_none(code, at, typed):
    try:
        understood = codes.read_code(code[:at] + typed + code[at + 1 :])
    except Refused:
        return
    meanings = codes.LOOKALIKES.get(typed, typed)
    assert understood == code or code[at] not in meanings
    assert understood[:at] + understood[at + 1 :] == code[:at] + code[at + 1 :]


@pytest.mark.parametrize(("real", "typed"), [("8", "B"), ("5", "s"), ("2", "Z"), ("6", "G"), ("Q", "0"), ("D", "o"), ("V", "u")])  # fmt: skip
def test_what_looks_like_a_sign_is_taken_for_it(real, typed):
    code = _with_check([real, *"7HJK2M"])
    assert codes.read_code(typed + code[1:]) == code


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Tapez le code à huit caractères imprimé sur votre lettre."),
        (" - ", "Tapez le code à huit caractères imprimé sur votre lettre."),
        ("7KDM QR4", "Le code a huit caractères ; vous en avez tapé sept."),
        ("7", "Le code a huit caractères ; vous en avez tapé un."),
        ("7KDM QR4T 2", "Le code a huit caractères ; vous en avez tapé neuf."),
        ("7" * 90, "Le code a huit caractères ; vous en avez tapé 90."),
        ("7KDM QR4L", "Le code ne contient jamais « L » : vérifiez ce caractère sur le code imprimé sur votre lettre."),
        ("7KDM QR4$", "Le code ne contient jamais « $ » : vérifiez ce caractère sur le code imprimé sur votre lettre."),
    ],
)  # fmt: skip
def test_a_code_that_cannot_be_gets_a_sentence_that_says_what_to_do(typed, sentence):
    with pytest.raises(Refused) as refusal:
        codes.read_code(typed)
    assert str(refusal.value).replace("\u00a0", " ") == sentence


def test_a_receipt_typed_for_a_code_is_recognised():
    with pytest.raises(Refused, match="celui donné à la fin du questionnaire"):
        codes.read_code(codes.new_receipt())


@given(st.text(max_size=300))
def test_whatever_is_typed_gives_a_code_or_a_refusal(typed):
    try:
        understood = codes.read_code(typed)
    except Refused as refusal:
        understood = str(refusal)
    assert codes._is_valid(understood) if len(understood) == 8 else understood.endswith(".")


def test_a_token_has_144_bits_and_survives_what_copying_drags_along():
    token = codes.new_token()
    assert len(token) == 24
    assert token[0].isalnum()
    assert token[-1].isalnum()
    assert codes.read_token(f" <{token}>. ") == token


@pytest.mark.parametrize(
    "broken", ["", "abc", "a" * 23, "a" * 25, "é" * 24, "a" * 12 + "/" + "a" * 11]
)
def test_a_broken_link_is_missing_not_a_crash(broken):
    with pytest.raises(Missing, match="incomplet"):
        codes.read_token(broken)


def test_an_invitation_keeps_its_code_and_its_token_from_print_to_print():
    code, token = (
        codes.derived_code("invitation 12", KEY),
        codes.derived_token("invitation 12", KEY),
    )
    assert code == codes.derived_code("invitation 12", KEY) == codes.read_code(code)
    assert token == codes.derived_token("invitation 12", KEY) == codes.read_token(token)


def test_derived_codes_and_tokens_differ_by_thing_by_attempt_and_by_key():
    things = [f"invitation {number}" for number in range(2000)]
    assert len({codes.derived_code(thing, KEY) for thing in things}) == 2000
    assert len({codes.derived_token(thing, KEY) for thing in things}) == 2000
    assert codes.derived_code("a", KEY) != codes.derived_code("a", KEY, attempt=1)
    assert codes.derived_code("a", KEY) != codes.derived_code("a", KEY[::-1])


def test_derived_codes_use_the_whole_alphabet_evenly():
    drawn = "".join(codes.derived_code(f"thing {number}", KEY)[:7] for number in range(5000))
    counts = [drawn.count(sign) for sign in codes.ALPHABET]
    assert max(counts) / min(counts) < 1.25


def test_a_fingerprint_depends_on_the_code_and_on_the_key():
    code = codes.new_code()
    assert len(codes.fingerprint(code, KEY)) == 64
    assert codes.fingerprint(code, KEY) == codes.fingerprint(code, KEY)
    assert codes.fingerprint(code, KEY) != codes.fingerprint(code, KEY[::-1])
    assert codes.fingerprint(code, KEY) != codes.fingerprint(codes.new_code(), KEY)
    assert code not in codes.fingerprint(code, KEY)


def test_a_short_key_is_not_accepted():
    with pytest.raises(ValueError, match="32 characters"):
        codes.fingerprint("7KDMQR4T", "short")


# ---------------------------------------------------------------- what is promised of codes, sentence by sentence


def test_a_code_is_eight_characters_in_two_blocks():
    assert re.fullmatch(r"[0-9A-Z]{4}\u00a0[0-9A-Z]{4}", codes.shown(codes.new_code()))


def test_no_letter_of_a_code_is_ambiguous():
    assert not set("01OIL") & set(codes.ALPHABET)
    assert not set("BGSZ") & set(codes.ALPHABET)  # typed and read as 8 6 5 2


def test_case_spaces_o_and_0_do_not_matter():
    code = codes.derived_code("invitation 1", KEY)
    for typed in (code.lower(), f" {code[:4]} {code[4:]} ", codes.shown(code), "-".join(code)):
        assert codes.read_code(typed) == code
    with_q = next(c for c in (codes.derived_code(f"invitation {n}", KEY) for n in range(500)) if c.count("Q") == 1 and "D" not in c)  # fmt: skip
    assert codes.read_code(with_q.replace("Q", "O")) == with_q
    assert codes.read_code(with_q.replace("Q", "0")) == with_q


def test_guessing_is_hopeless():
    open_at_once, tries_in_a_year = 500, 100 * 24 * 365
    chance = tries_in_a_year * open_at_once / len(codes.ALPHABET) ** 7
    assert (
        chance < 1 / 7
    )  # of opening one empty questionnaire at random, trying a whole year without pause
