"""Double entry: drawn by nobody, keyed by two persons, compared field by field, decided on the paper, kept as counts alone."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select
from werkzeug.datastructures import MultiDict

from core.errors import Refused
from core.lists import PER_PAGE
from organisation import journal
from survey.answering import answering, codes, invitations
from survey.entry import double_entry, entry, sampling, sheet_pile
from survey.entry.sheet_pile import Rest
from survey.models import (
    Draft,
    EntryTally,
    EventKind,
    Invitation,
    Mode,
    Question,
    Questionnaire,
    Reply,
    SecondEntry,
)
from survey.privacy import transfer
from tests.builders import make_department, make_user
from tests.entry_builders import draw, key_in, sheet
from tests.survey_builders import answer, make_invitation

FIELDS_OF_A_SHEET = 14  # six questions of one field, three channels twice, two texts


@pytest.fixture
def keyer(session):
    return make_user(session, department=make_department(session), name="Inès Roy")


@pytest.fixture
def other(session):
    return make_user(session, department=make_department(session), name="Luc Fabre")


@pytest.fixture
def drawn(session, now, keyer):
    """A sheet keyed in, and drawn."""
    draw(100)
    invitation = make_invitation(session)
    assert key_in(session, invitation, keyer, now).is_drawn
    return invitation


def second_of(session, invitation) -> SecondEntry:
    return session.get_one(SecondEntry, invitation.id)


def again(session, invitation, by, now, **changes):
    return double_entry.enter_again(
        session, invitation, second_of(session, invitation), sheet(**changes), by, now
    )


def counts(session):
    return [(one.sheets, one.fields, one.different) for one in session.exec(select(EntryTally))]


def said(session, invitation):
    return answering.read(session.get_one(Draft, invitation.id))


# ---------------------------------------------------------------- the draw


def test_about_five_sheets_in_a_hundred_are_drawn(session):
    drawn = sum(sampling.is_drawn(Invitation(event_id=n), 5) for n in range(1, 4001))
    assert 150 <= drawn <= 250  # 200 expected, 3.6 standard deviations on each side


def test_the_draw_of_a_sheet_is_always_the_same(session):
    first = [sampling.is_drawn(Invitation(event_id=n), 5) for n in range(1, 200)]
    assert [sampling.is_drawn(Invitation(event_id=n), 5) for n in range(1, 200)] == first


def test_the_draw_depends_on_the_secret_so_that_nobody_foresees_it(session, monkeypatch):
    first = [sampling.is_drawn(Invitation(event_id=n), 50) for n in range(1, 200)]
    monkeypatch.setattr(sampling.secrecy, "key", lambda: "another secret of forty characters or so")
    assert [sampling.is_drawn(Invitation(event_id=n), 50) for n in range(1, 200)] != first


def test_at_zero_percent_no_sheet_is_drawn_and_at_a_hundred_every_one(session):
    assert not any(sampling.is_drawn(Invitation(event_id=n), 0) for n in range(1, 200))
    assert all(sampling.is_drawn(Invitation(event_id=n), 100) for n in range(1, 200))


def test_what_was_said_on_the_telephone_is_never_drawn(session, now, keyer):
    draw(100)
    assert not key_in(session, make_invitation(session), keyer, now, mode=Mode.PHONE).is_drawn
    assert session.exec(select(SecondEntry)).all() == []


def test_a_sheet_not_drawn_leaves_nothing_beside_its_draft(session, now, keyer):
    draw(0)
    assert not key_in(session, make_invitation(session), keyer, now).is_drawn
    assert session.exec(select(SecondEntry)).all() == []


# ---------------------------------------------------------------- the second entry


def test_the_same_person_may_not_key_a_sheet_twice(session, now, keyer, drawn):
    with pytest.raises(Refused, match="autre personne"):
        again(session, drawn, keyer, now)
    with pytest.raises(Refused, match="autre personne"):
        double_entry.find(session, invitations.code(drawn), keyer, now)
    assert counts(session) == []


def test_the_department_that_is_judged_keys_nothing_again_and_decides_nothing(session, now, keyer):
    draw(100)
    department = make_department(session)
    judged, invitation = make_user(session, department=department), make_invitation(session, department=department)  # fmt: skip
    key_in(session, invitation, keyer, now)
    with pytest.raises(Refused, match="autre service"):
        again(session, invitation, judged, now)
    assert again(session, invitation, make_user(session), now, satisfaction="good") == []
    with pytest.raises(Refused, match="autre service"):
        double_entry.settle(session, invitation, second_of(session, invitation), sheet(), judged, now)  # fmt: skip


def test_two_entries_that_agree_leave_counts_alone(session, now, other, drawn):
    before = said(session, drawn)
    assert again(session, drawn, other, now) == []
    assert counts(session) == [(1, FIELDS_OF_A_SHEET, 0)]
    assert session.exec(select(SecondEntry)).all() == []
    assert said(session, drawn) == before


def test_a_second_entry_without_the_first_question_says_so_and_counts_nothing(session, now, other, drawn):  # fmt: skip
    faults = again(session, drawn, other, now, satisfaction=None)
    assert [code for code, _ in faults] == ["satisfaction"]
    assert counts(session) == []


def test_each_field_that_differs_is_counted_and_the_answer_stays_until_somebody_decides(session, now, other, drawn):  # fmt: skip
    before = said(session, drawn)
    changes = {"effort": "4", "contact_reached__phone": "no", "contact_satisfaction__phone": None}
    assert again(session, drawn, other, now, **changes) == []
    assert counts(session) == [(1, FIELDS_OF_A_SHEET, 3)]
    assert said(session, drawn) == before
    found = double_entry.differing(drawn, second_of(session, drawn))
    assert [(one.asked.code, one.first, one.second) for one in found] == [
        ("effort", "Énormément d’efforts", "Beaucoup d’efforts"),
        ("contact_reached", "Par téléphone avec la caisse : Oui, Par courriel ou formulaire avec la caisse : Non",
         "Par téléphone avec la caisse : Non, Par courriel ou formulaire avec la caisse : Non"),
        ("contact_satisfaction", "Par téléphone avec la caisse : Ni bonne, ni mauvaise", "rien"),
    ]  # fmt: skip


def test_a_sheet_is_not_keyed_a_third_time(session, now, other, drawn):
    again(session, drawn, other, now, effort="4")
    with pytest.raises(Refused, match="n’attend plus"):
        again(session, drawn, make_user(session), now, effort="3")
    assert counts(session) == [(1, FIELDS_OF_A_SHEET, 1)]


def test_a_text_differs_by_its_words_alone(session, now, other, drawn):
    assert again(session, drawn, other, now, suggestion="rappeler quand on l'a promis") == []
    assert counts(session) == [(1, FIELDS_OF_A_SHEET, 0)]


@given(st.text(max_size=60))
def test_capitals_and_spaces_never_make_two_texts_differ(text):
    assert double_entry.words(f"  {text} ") == double_entry.words(text.replace(" ", "   "))


@given(st.dictionaries(st.sampled_from(["effort", "comprehension"]), st.sampled_from("12345")))
def test_every_sheet_adds_the_same_number_of_fields_whatever_it_says(answers):
    """Else the counts of two backups would tell which questions a member left empty."""
    questionnaire = Questionnaire(id=1, kind=EventKind.AFFILIATION, version=1, title="Essai")
    questionnaire.questions = [
        Question(questionnaire_id=1, page=1, rank=n, code=code, kind="scale", wording="?",
                 choices=[[mark, mark] for mark in "12345"])
        for n, code in enumerate(["effort", "comprehension", "quality"])
    ]  # fmt: skip
    invitation = Invitation(event_id=1)
    invitation.questionnaire = questionnaire
    compared = double_entry.compare(invitation, answers, {})
    assert (compared.fields, compared.different) == (3, len(answers))


def test_the_rate_of_a_year_comes_with_its_interval(session, now):
    for different in (0, 3, 1):
        sampling.tally(session, FIELDS_OF_A_SHEET, different, now)
    (rate,) = sampling.rates(session)
    assert (rate.year, rate.sheets, rate.fields, rate.different) == (2027, 3, 42, 4)
    assert rate.share == pytest.approx(4 / 42)
    low, high = rate.interval
    assert (round(low, 3), round(high, 3)) == (0.038, 0.221)  # Wilson 1927, 95 %


# ---------------------------------------------------------------- deciding


def test_what_the_paper_says_replaces_what_was_keyed(session, now, keyer, other, drawn):
    again(session, drawn, other, now, effort="4", contact_tried=["phone"])
    second = second_of(session, drawn)
    form = MultiDict([("effort", "3"), ("contact_tried", "phone"), ("contact_reached.phone", "yes"), ("contact_reached.email", "")])  # fmt: skip
    assert double_entry.settle(session, drawn, second, form, keyer, now) == []
    assert said(session, drawn)["effort"] == "3"
    assert said(session, drawn)["contact_reached"] == {"phone": "yes"}  # e-mail no longer concerns
    assert session.exec(select(SecondEntry)).all() == []


def test_a_question_left_undecided_is_asked_again(session, now, other, drawn):
    again(session, drawn, other, now, effort="4")
    second = second_of(session, drawn)
    faults = double_entry.settle(session, drawn, second, MultiDict(), other, now)
    assert [code for code, _ in faults] == ["effort"]
    assert session.exec(select(SecondEntry)).one()


def test_a_box_nobody_crossed_is_a_decision_too(session, now, other, drawn):
    again(session, drawn, other, now, effort="4")
    form = MultiDict({"effort": ""})
    assert double_entry.settle(session, drawn, second_of(session, drawn), form, other, now) == []
    assert "effort" not in said(session, drawn)


def test_the_general_question_may_not_be_decided_empty(session, now, other, drawn):
    again(session, drawn, other, now, satisfaction="good")
    form = MultiDict({"satisfaction": ""})
    faults = double_entry.settle(session, drawn, second_of(session, drawn), form, other, now)
    assert [code for code, _ in faults] == ["satisfaction"]


def test_boxes_both_persons_ticked_are_what_they_agree_on(session, now, other, drawn):
    again(session, drawn, other, now, contact_tried=["phone", "counter"])
    (one, *_) = double_entry.differing(drawn, second_of(session, drawn))
    assert (one.asked.code, one.agreed) == ("contact_tried", ["phone"])


def test_what_the_member_corrected_meanwhile_stays_as_they_said_it(session, now, keyer, other, drawn):  # fmt: skip
    again(session, drawn, other, now, effort="4")
    answer(session, drawn, effort="1")
    form = MultiDict({"effort": "4"})
    assert double_entry.settle(session, drawn, second_of(session, drawn), form, keyer, now) == []
    assert said(session, drawn)["effort"] == "1"
    assert session.exec(select(SecondEntry)).all() == []


def test_a_correction_of_the_member_is_no_error_of_entry(session, now, other, drawn):
    answer(session, drawn, effort="1")
    assert again(session, drawn, other, now) == []
    assert counts(session) == [(1, FIELDS_OF_A_SHEET, 0)]
    assert session.exec(select(SecondEntry)).all() == []


def test_an_answer_taken_back_takes_its_entries_with_it(session, now, drawn):
    answering.withdraw(session, session.get_one(Draft, drawn.id))
    assert session.exec(select(SecondEntry)).all() == []


# ---------------------------------------------------------------- anonymity


def ten_sheets(session, keyer, now):
    """Eleven sheets keyed in; all wait for their second entry."""
    draw(100)
    made = [make_invitation(session) for _ in range(transfer.BATCH + 1)]
    for invitation in made:
        key_in(session, invitation, keyer, now)
    return made


def test_a_sheet_that_waits_is_not_detached_yet_and_the_others_are(session, now, keyer, other):
    first, *others = ten_sheets(session, keyer, now)
    assert transfer.transfer_ready(session, now) == 0
    for invitation in others:
        again(session, invitation, other, now)
    assert transfer.transfer_ready(session, now) == transfer.BATCH
    assert [one.invitation_id for one in session.exec(select(Draft))] == [first.id]


def test_at_closing_nothing_is_lost_nor_left_beside_a_name(session, now, keyer, other):
    first, *_ = ten_sheets(session, keyer, now)
    again(session, first, other, now, effort="1")
    transfer.close_due(session, now.replace(month=7))
    assert len(session.exec(select(Reply)).all()) == transfer.BATCH + 1
    session.expire_all()
    assert session.exec(select(SecondEntry)).all() == []


def test_nothing_kept_of_a_double_entry_names_an_invitation(session, now, keyer, other, drawn):
    again(session, drawn, other, now, effort="4")
    double_entry.settle(session, drawn, second_of(session, drawn), MultiDict({"effort": "4"}), other, now)  # fmt: skip
    assert set(EntryTally.model_fields) == {"year", "sheets", "fields", "different"}
    lines = journal.about(session, "replies")
    assert Counter(line.deed for line in lines) == {"enter_reply": 1, "enter_again": 1, "settle_entry": 1}  # fmt: skip
    assert all(str(drawn.id) not in line.details for line in lines)


def test_both_entries_are_sealed(session, now, other, drawn):
    again(session, drawn, other, now, suggestion="Une autre phrase")
    second = second_of(session, drawn)
    assert second.second is not None
    assert not any(
        word in second.first + second.second for word in (b"Rappeler", b"phrase", b"bad")
    )


# ---------------------------------------------------------------- what waits


def test_what_waits_says_where_to_find_the_sheet_and_no_more_of_its_code(session, now, keyer, other, drawn):  # fmt: skip
    (mine,) = sheet_pile.waiting(session, keyer).rows
    (theirs,) = sheet_pile.waiting(session, other).rows
    assert (mine.rest, theirs.rest) == (Rest.HAND_OVER, Rest.KEY_AGAIN)
    assert theirs.starts_with == invitations.code(drawn)[:4]
    assert len(theirs.starts_with) < codes.MEMBER_CODE.length
    again(session, drawn, other, now, effort="4")
    assert sheet_pile.waiting(session, other).rows[0].rest is Rest.SETTLE


def test_what_waits_is_not_shown_to_the_department_that_is_judged(session, now, keyer):
    draw(100)
    department = make_department(session)
    key_in(session, make_invitation(session, department=department), keyer, now)
    judged = make_user(session, department=department)
    assert sheet_pile.waiting(session, judged).rows == []
    assert sheet_pile.counts(session, judged) == dict.fromkeys(Rest, 0)
    assert len(sheet_pile.waiting(session, keyer).rows) == 1


def test_the_pile_is_paged_and_counted_by_what_remains(session, now, keyer, other):
    draw(100)
    for _ in range(PER_PAGE + 2):
        key_in(session, make_invitation(session), keyer, now)
    key_in(session, make_invitation(session), other, now)
    first, last = (sheet_pile.waiting(session, other, page=page) for page in (1, 2))
    assert (len(first.rows), len(last.rows), first.total) == (PER_PAGE, 3, PER_PAGE + 3)
    assert len({one.starts_with for one in (*first.rows, *last.rows)}) > PER_PAGE
    assert sheet_pile.counts(session, other) == {
        Rest.KEY_AGAIN: PER_PAGE + 2,
        Rest.SETTLE: 0,
        Rest.HAND_OVER: 1,
    }
    assert [one.rest for one in sheet_pile.waiting(session, other, Rest.HAND_OVER).rows] == [
        Rest.HAND_OVER
    ]
    assert sheet_pile.waiting(session, other, Rest.SETTLE).rows == []


def test_a_receipt_still_opens_the_answer_while_it_waits(session, now, keyer):
    draw(100)
    done = key_in(session, make_invitation(session), keyer, now)
    assert isinstance(answering.by_receipt(session, done.receipt, now.date()), Draft)


def test_a_sheet_without_the_first_question_is_not_drawn(session, now, keyer):
    draw(100)
    done = entry.enter(session, make_invitation(session), sheet(satisfaction=None), Mode.PAPER, keyer, now)  # fmt: skip
    assert (done.is_drawn, len(done.faults)) == (False, 1)
