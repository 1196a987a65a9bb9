"""« Vous avez dit, nous avons fait »: whole chains alone, from ten voices on, approved by management."""

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session

from actionplans.actions import decisions, verifying
from actionplans.models import Action, ActionStatus, PublishedChange
from actionplans.tracing import publishing, whole_chains
from actionplans.tracing.whole_chains import Candidate, Words
from core.errors import Refused
from organisation import journal
from tests.action_builders import (
    Fund,
    make_action,
    make_closed_action,
    make_decision,
    make_fund,
    make_voices,
    subject,
)

S = ActionStatus
WORDS = Words(
    "Beaucoup d’entre vous trouvent l’attente au téléphone trop longue.",
    "Rappeler chaque appel perdu dans les deux heures.",
    "C’est en place depuis mars.",
)


@pytest.fixture
def fund(session: Session) -> Fund:
    return make_fund(session)


def whole(session: Session, fund: Fund, now: datetime, voices: int = 12) -> Candidate:
    """A chain that went to its end, from a decision on which `voices` members had spoken."""
    decision, _ = make_decision(session, fund, now, voices=voices)
    closed = make_closed_action(session, fund, now, decision=decision)
    return whole_chains.candidate(session, "action", closed.id or 0, now.date())


def prepared(session: Session, fund: Fund, now: datetime) -> PublishedChange:
    return publishing.prepare(session, whole(session, fund, now), WORDS, fund.officer, now)


# ---------------------------------------------------------------- what may be told


@pytest.mark.parametrize(
    "status", [S.PROPOSED, S.REFUSED, S.DECIDED, S.IN_PROGRESS, S.SUSPENDED, S.DONE, S.ABANDONED]
)
def test_a_chain_that_is_not_whole_is_not_told(
    session: Session, now: datetime, fund: Fund, status: ActionStatus
) -> None:
    action = make_action(session, fund, now, status)
    assert whole_chains.candidates(session, now.date()) == []
    with pytest.raises(Refused, match="chaîne complète"):
        whole_chains.candidate(session, "action", action.id or 0, now.date())


@pytest.mark.parametrize("is_effective", [True, False])
def test_an_action_closed_with_its_verdict_may_be_told_whatever_it_says(
    session: Session, now: datetime, fund: Fund, is_effective: bool
) -> None:
    closed = make_closed_action(session, fund, now, is_effective)
    [one] = whole_chains.candidates(session, now.date())
    assert one.action is not None
    assert one.action.id == closed.id


def test_not_acting_may_be_told_with_its_reason(
    session: Session, now: datetime, fund: Fund
) -> None:
    make_voices(session, "telephone", 12)
    review_on = now.date() + timedelta(days=30)
    decisions.decide_no_action(
        session, subject(), "Le standard change en avril.", review_on, fund.officer, now
    )
    [one] = whole_chains.candidates(session, now.date())
    words = whole_chains.first_words(one)
    assert "Le standard change en avril." in words.decided
    assert "14\u00a0avril\u00a02027" in words.decided
    assert words.done == ""
    assert whole_chains.candidates(session, review_on) == []


def test_an_action_of_two_decisions_is_told_once(
    session: Session, now: datetime, fund: Fund
) -> None:
    from actionplans.actions import actions

    small, _ = make_decision(session, fund, now, theme="suivi", voices=3)
    large, _ = make_decision(session, fund, now, voices=12)
    action = make_action(session, fund, now, S.DONE, decision=small, indicator="")
    actions.add_cause(session, action, large)
    verifying.verify(session, action, fund.officer, now + timedelta(100), "Vu.", True)
    [one] = whole_chains.candidates(session, now.date())
    assert one.decision.voices == 12


def test_the_words_proposed_fit_the_form(session: Session, now: datetime, fund: Fund) -> None:
    one = whole(session, fund, now)
    words = whole_chains.first_words(one)
    assert words.said.startswith("12\u00a0adhérents nous ont parlé de « Joindre la caisse")
    assert "grâce" not in words.done
    assert max(len(words.said), len(words.decided), len(words.done)) <= 400


# ---------------------------------------------------------------- prepare


def test_below_ten_voices_nothing_is_told(session: Session, now: datetime, fund: Fund) -> None:
    one = whole(session, fund, now, voices=9)
    with pytest.raises(Refused, match="Moins de 10 voix"):
        publishing.prepare(session, one, WORDS, fund.officer, now)
    assert publishing.board(session, now.date()).kept_inside == [one]


@pytest.mark.parametrize("who", ["owner", "head", "stranger"])
def test_only_officer_and_management_prepare(
    session: Session, now: datetime, fund: Fund, who: str
) -> None:
    with pytest.raises(Refused, match="préparent"):
        publishing.prepare(session, whole(session, fund, now), WORDS, fund.people[who], now)


@pytest.mark.parametrize(
    "said",
    [
        "Écrivez à camille.durand@exemple.example pour en parler.",
        "Le dossier 1234567 n’avançait pas depuis des mois.",
        "Appelez le 06 12 34 56 78, nous disait un adhérent.",
    ],
)
def test_an_address_or_a_number_is_not_told(
    session: Session, now: datetime, fund: Fund, said: str
) -> None:
    with pytest.raises(Refused, match="cette page est publique"):
        publishing.prepare(
            session, whole(session, fund, now), Words(said, "Rappeler."), fund.officer, now
        )


def test_a_year_and_a_count_are_no_number_of_anybody(
    session: Session, now: datetime, fund: Fund
) -> None:
    said = Words("En 2026, 41 adhérents l’ont dit au 3e trimestre.", "Rappeler sous 2 heures.")
    publishing.prepare(session, whole(session, fund, now), said, fund.officer, now)


def test_a_member_s_sentence_is_not_copied(session: Session, now: datetime, fund: Fund) -> None:
    one = whole(session, fund, now)
    copied = "Ils disent : on attend vingt minutes au TELEPHONE, avant d’avoir quelqu’un."
    with pytest.raises(Refused, match="vos mots"):
        publishing.prepare(
            session,
            one,
            Words(copied.replace("TELEPHONE", "téléphone"), "Rappeler."),
            fund.officer,
            now,
        )


def test_what_is_prepared_is_not_public(session: Session, now: datetime, fund: Fund) -> None:
    change = prepared(session, fund, now)
    assert publishing.published(session) == []
    assert publishing.board(session, now.date()).to_approve == [change]


def test_preparing_again_replaces_the_words(session: Session, now: datetime, fund: Fund) -> None:
    change = prepared(session, fund, now)
    one = publishing.origin(session, change, now.date())
    again = publishing.prepare(
        session, one, Words("Vous trouvez l’attente trop longue.", "Rappeler."), fund.officer, now
    )
    assert (again.id, again.decided) == (change.id, "Rappeler.")


# ---------------------------------------------------------------- publish


def test_management_publishes_the_very_sentences_it_read(
    session: Session, now: datetime, fund: Fund
) -> None:
    change = prepared(session, fund, now)
    read = Words("L’attente au téléphone est trop longue.", WORDS.decided, WORDS.done)
    publishing.publish(session, change, read, fund.management, now)
    [row] = publishing.published(session)
    assert (row.said, row.decided, row.done) == (read.said, read.decided, read.done)
    assert (row.theme, row.period) == ("Joindre la caisse par téléphone", "4e trimestre\u00a02026")
    assert (row.voices, row.verdict) == (12, "évaluation écrite")
    assert row.published_on == date(2027, 3, 15)
    assert journal.about(session, f"change {change.id}")[0].deed == "publish_change"


def test_the_officer_does_not_publish(session: Session, now: datetime, fund: Fund) -> None:
    change = prepared(session, fund, now)
    for deed in (
        lambda: publishing.publish(session, change, WORDS, fund.officer, now),
        lambda: publishing.withdraw(session, change, fund.officer, now),
    ):
        with pytest.raises(Refused, match="Seule la direction"):
            deed()


def test_nothing_is_published_twice(session: Session, now: datetime, fund: Fund) -> None:
    change = prepared(session, fund, now)
    publishing.publish(session, change, WORDS, fund.management, now)
    with pytest.raises(Refused, match="déjà approuvée"):
        publishing.publish(session, change, WORDS, fund.management, now)
    one = publishing.origin(session, change, now.date())
    with pytest.raises(Refused, match="retirez-le d’abord"):
        publishing.prepare(session, one, WORDS, fund.officer, now)


def reopened(session: Session, fund: Fund, change: PublishedChange, now: datetime) -> None:
    action = session.get(Action, change.action_id)
    assert action is not None
    soon = now.date() + timedelta(days=30)
    verifying.reopen(session, action, soon, "Les plaintes reviennent.", fund.officer, now)


def test_an_action_opened_again_is_not_published(
    session: Session, now: datetime, fund: Fund
) -> None:
    change = prepared(session, fund, now)
    reopened(session, fund, change, now)
    with pytest.raises(Refused, match="chaîne complète"):
        publishing.publish(session, change, WORDS, fund.management, now)


def test_an_action_opened_again_leaves_the_public_page(
    session: Session, now: datetime, fund: Fund
) -> None:
    change = prepared(session, fund, now)
    publishing.publish(session, change, WORDS, fund.management, now)
    reopened(session, fund, change, now)
    assert publishing.published(session) == []


def test_what_is_withdrawn_may_be_told_anew(session: Session, now: datetime, fund: Fund) -> None:
    change = prepared(session, fund, now)
    with pytest.raises(Refused, match="pas sur la page publique"):
        publishing.withdraw(session, change, fund.management, now)
    publishing.publish(session, change, WORDS, fund.management, now)
    publishing.withdraw(session, change, fund.management, now)
    assert publishing.published(session) == []
    with pytest.raises(Refused, match="pas sur la page publique"):
        publishing.withdraw(session, change, fund.management, now)
    [one] = publishing.board(session, now.date()).to_prepare
    publishing.prepare(session, one, WORDS, fund.officer, now)
    publishing.publish(session, change, WORDS, fund.management, now)
    assert len(publishing.published(session)) == 1


def test_a_decision_not_to_act_is_published_without_a_verdict(
    session: Session, now: datetime, fund: Fund
) -> None:
    make_voices(session, "telephone", 12)
    decisions.decide_no_action(
        session, subject(), "Le standard change.", now.date() + timedelta(30), fund.officer, now
    )
    [one] = whole_chains.candidates(session, now.date())
    change = publishing.prepare(session, one, WORDS, fund.officer, now)
    publishing.publish(session, change, WORDS, fund.management, now)
    [row] = publishing.published(session)
    assert (row.verdict, row.voices) == ("", 12)
    assert row.review_on == now.date() + timedelta(30)
