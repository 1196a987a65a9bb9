"""Finding by words: what one may open, whatever the accents; and what changed since the last visit."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from actionplans.actions import actions
from actionplans.models import ActionStatus
from actionplans.my_work import changes, searching
from core.errors import Refused
from organisation import journal
from organisation.models import Role
from tests.action_builders import Fund, make_action, make_decision, make_fund
from tests.actionplans_malfunctions_builders import make_report
from tests.builders import make_charter, make_user

S = ActionStatus


@pytest.fixture
def fund(session: Session, now: datetime) -> Fund:
    make_charter(session, now)
    return make_fund(session)


def kinds(session: Session, fund: Fund, who: str, words: str) -> dict[str, int]:
    return {kind.kind: kind.total for kind in searching.find(session, fund.people[who], words)}


@pytest.mark.parametrize("words", ["rappeler", "RAPPELER", "appels rappel", "perdus  deux"])
def test_all_the_words_in_any_order_and_case(
    session: Session, now: datetime, fund: Fund, words: str
) -> None:
    make_action(session, fund, now)
    assert kinds(session, fund, "owner", words)["Actions"] == 1


def test_accents_and_apostrophes_do_not_count(session: Session, now: datetime, fund: Fund) -> None:
    make_action(session, fund, now, title="Réduire l’attente à l’accueil")
    for words in ("reduire", "l'attente a l'accueil", "Réduire l’attente"):
        assert kinds(session, fund, "owner", words)["Actions"] == 1


def test_signs_of_a_search_pattern_are_letters_like_others(
    session: Session, now: datetime, fund: Fund
) -> None:
    make_action(session, fund, now, title="Tenir 100 % des délais")
    assert kinds(session, fund, "owner", "100 %") == {"Actions": 1}
    assert kinds(session, fund, "owner", "%%") == {}


def test_one_finds_only_what_one_may_open(session: Session, now: datetime, fund: Fund) -> None:
    make_action(session, fund, now, title="Trier la paperasse du standard")
    make_report(session, now, by=fund.owner, told="La paperasse du standard déborde.")
    assert kinds(session, fund, "officer", "paperasse") == {"Actions": 1, "Dysfonctionnements": 1}
    assert kinds(session, fund, "owner", "paperasse") == {"Actions": 1, "Dysfonctionnements": 1}
    assert kinds(session, fund, "head", "paperasse") == {"Actions": 1}
    assert kinds(session, fund, "stranger", "paperasse") == {}


def test_themes_are_found_by_those_who_may_read_them(
    session: Session, now: datetime, fund: Fund
) -> None:
    assert kinds(session, fund, "officer", "serveur vocal")["Thèmes"] == 1
    assert "Thèmes" not in kinds(session, fund, "owner", "serveur vocal")


def test_a_commitment_is_found_by_its_code(session: Session, now: datetime, fund: Fund) -> None:
    [found] = searching.find(session, fund.owner, "joi-05")
    assert found.hits[0].url == ("charter.show", {"code": "JOI-05"})


def test_an_administrator_finds_the_charter_alone(
    session: Session, now: datetime, fund: Fund
) -> None:
    make_action(session, fund, now)
    administrator = make_user(session, Role.ADMINISTRATOR, fund.department)
    assert {found.kind for found in searching.find(session, administrator, "appel")} == {
        "Engagements de la charte"
    }


@pytest.mark.parametrize(
    ("words", "sentence"), [("a", "deux lettres"), ("x" * 201, "Raccourcissez")]
)
def test_too_little_or_too_much_is_refused(words: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        searching.check(words)


# ---------------------------------------------------------------- what changed


def test_a_person_reads_what_others_did_to_their_things(
    session: Session, now: datetime, fund: Fund
) -> None:
    action = make_action(session, fund, now)  # proposed by the owner
    actions.refuse(session, action, "Déjà fait.", fund.head, now + timedelta(hours=1))
    [change] = changes.since(session, fund.owner, now - timedelta(days=1))
    assert (change.deed, change.by) == ("action refusée", "Marc Delaunay")
    assert change.title == action.title
    assert changes.since(session, fund.owner, now + timedelta(hours=2)) == []


def test_one_is_not_told_of_one_s_own_deeds(session: Session, now: datetime, fund: Fund) -> None:
    make_action(session, fund, now)
    assert changes.since(session, fund.owner, now - timedelta(days=1)) == []
    assert len(changes.since(session, fund.head, now - timedelta(days=1))) == 1


def test_another_department_s_things_are_not_told(
    session: Session, now: datetime, fund: Fund
) -> None:
    make_action(session, fund, now, S.DONE)
    assert changes.since(session, fund.stranger, now - timedelta(days=1)) == []


def test_the_officer_follows_everything_ten_lines_at_most(
    session: Session, now: datetime, fund: Fund
) -> None:
    for _ in range(4):
        make_action(session, fund, now, S.DONE)
    found = changes.since(session, fund.officer, now - timedelta(days=1))
    assert len(found) == changes.SHOWN


def test_a_decision_is_told_by_its_theme(session: Session, now: datetime, fund: Fund) -> None:
    make_decision(session, fund, now)
    told = changes.since(session, fund.management, now - timedelta(days=1))
    assert ("thème décidé", "Joindre la caisse par téléphone") in [(c.deed, c.title) for c in told]


def test_the_last_visit_is_the_one_before_this_one(
    session: Session, now: datetime, fund: Fund
) -> None:
    assert changes.last_visit(session, fund.owner, now) == now - changes.WITHOUT_VISIT
    for days in (9, 4, 0):
        journal.write(session, now - timedelta(days=days), fund.owner, "sign_in", "user 1")
    assert changes.last_visit(session, fund.owner, now) == now - timedelta(days=4)
