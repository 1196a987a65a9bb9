"""The same code on the letter, in its QR code, on the telephone and in the link; wrong ones blocked without blocking an address."""

import io

import pypdf
import pytest

from core.errors import Refused, TooMany
from survey.answering import codes, invitations
from survey.entry import entry
from survey.paper import contents as paper_contents
from survey.paper import printing
from tests.sending_builders import at, make_postal_event, sent
from tests.survey_builders import make_invitation

MONDAY = at(2027, 3, 15)


def test_the_code_is_the_same_on_the_letter_in_its_qr_and_on_the_telephone(session):
    invitation = sent(session, make_postal_event(session), MONDAY)
    code = invitations.code(invitation)
    printing.print_batch(session, None, MONDAY)
    read = pypdf.PdfReader(io.BytesIO(printing.batch_pdf(session, MONDAY.date())))
    assert codes.shown(code) in read.pages[0].extract_text().replace(" ", "\u00a0")
    sheet = paper_contents.letter(invitation, 0, MONDAY.date())
    assert sheet.code == code
    assert invitations.by_token(session, sheet.link.rpartition("/")[2]) is invitation
    assert invitations.by_code(session, codes.shown(code), MONDAY) is invitation
    assert entry.find(session, code.lower(), None, MONDAY) is invitation


def test_wrong_codes_are_limited_for_the_whole_site_and_no_address_is_ever_blocked(session):
    right = codes.shown(invitations.code(make_invitation(session)))
    for _ in range(invitations.WRONG_CODES_AN_HOUR):
        with pytest.raises(Refused):
            invitations.by_code(session, codes.new_code(), MONDAY)
    with pytest.raises(TooMany):
        invitations.by_code(session, right, MONDAY)
    assert invitations.by_code(session, right, at(2027, 3, 15, 10)) is not None
