"""An idea of a colleague, from one sentence to the thanks, and nobody ever counted twice."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from actionplans.actions import causes
from actionplans.ideas import decisions as idea_decisions
from actionplans.ideas import ideas
from actionplans.ideas import reading as idea_reading
from actionplans.ideas import steps as idea_steps
from actionplans.ideas.decisions import Moderation
from actionplans.ideas.ideas import Pace, Proposed
from actionplans.models import (
    Action,
    ActionStatus,
    Cause,
    Idea,
    IdeaComment,
    IdeaStatus,
    Support,
)
from actionplans.tracing import tracing
from core.errors import Refused
from organisation import journal
from organisation.models import JournalEntry, Role
from tests.action_builders import make_fund
from tests.builders import make_user
from tests.idea_builders import (
    answer,
    close,
    colleagues,
    make_done,
    make_idea,
    make_kept,
    make_visible,
)

S = IdeaStatus


@pytest.fixture
def fund(session):
    return make_fund(session)


def count(session, idea):
    return ideas.support_counts(session, [idea]).get(idea.id, 0)


# ---------------------------------------------------------------- deposit


def test_one_sentence_is_enough_and_is_sealed_until_masked(session, fund, now):
    idea = ideas.submit(session, Proposed("Un scanner par étage."), fund.owner, now)
    assert (idea.number, idea.status, idea.text) == ("I-2027-1", S.SUBMITTED, "")
    assert b"scanner" not in idea.sealed


def test_nothing_and_too_much_are_refused(session, fund, now):
    with pytest.raises(Refused, match="une phrase"):
        ideas.submit(session, Proposed("  "), fund.owner, now)
    with pytest.raises(Refused, match="50000"):
        ideas.submit(session, Proposed("x" * 50_000), fund.owner, now)
    with pytest.raises(Refused, match="titre"):
        ideas.submit(session, Proposed("x", "t" * 121), fund.owner, now)


def test_the_same_idea_sent_twice_at_once_is_kept_once(session, fund, now):
    first = ideas.submit(session, Proposed("Un scanner."), fund.owner, now)
    assert ideas.submit(session, Proposed("Un scanner."), fund.owner, now) is first
    assert ideas.submit(session, Proposed("Un scanner."), fund.head, now) is not first


def test_numbers_follow_each_other_within_a_year(session, fund, now):
    made = [make_idea(session, fund, now) for _ in range(11)]
    later = make_idea(session, fund, now.replace(year=2028))
    assert (made[-1].number, later.number) == ("I-2027-11", "I-2028-1")


@pytest.mark.parametrize("role", [Role.READER, Role.ADMINISTRATOR])
def test_readers_and_administrators_propose_nothing(session, fund, now, role):
    with pytest.raises(Refused, match="personnel"):
        ideas.submit(session, Proposed("Une idée"), make_user(session, role), now)


def test_names_are_masked_in_the_idea_its_title_and_the_comments(session, fund, now):
    told = Proposed("Demander à Mme Sophie Durand, 06 12 34 56 78.", "L’idée de Mme Sophie Durand")
    idea = ideas.submit(session, told, fund.owner, now)
    session.commit()
    assert idea_reading.read_new(session, now) == 1
    assert idea.theme, "the reading proposes a theme"
    idea_decisions.publish(session, idea, Moderation(), fund.officer, now)
    ideas.comment(session, idea, "Voir avec Mme Sophie Durand.", fund.head, now)
    session.commit()
    assert idea_reading.read_new(session, now) == 1
    said = session.exec(select(IdeaComment)).one()
    assert idea.sealed is None
    assert said.sealed is None
    for text in (idea.text, idea.title, said.text):
        assert text
        assert "Durand" not in text
        assert "06 12" not in text
    assert idea_reading.read_new(session, now) == 0


# ---------------------------------------------------------------- moderate


def test_only_its_author_and_moderators_read_it_before_it_is_visible(session, fund, now):
    idea = make_idea(session, fund, now)
    people = (fund.owner, fund.officer, fund.management, fund.head, fund.stranger)
    readers = [
        person
        for person in people
        if session.exec(select(Idea).where(ideas.visible_to(person))).first()
    ]
    assert readers == [fund.owner, fund.officer, fund.management]
    idea_decisions.publish(session, idea, Moderation(), fund.officer, now)
    assert session.exec(select(Idea).where(ideas.visible_to(fund.stranger))).one() is idea
    reader = make_user(session, Role.READER)
    assert session.exec(select(Idea).where(ideas.visible_to(reader))).all() == []


def test_an_idea_is_not_made_visible_before_its_names_are_masked(session, fund, now):
    idea = ideas.submit(session, Proposed("Une idée"), fund.owner, now)
    with pytest.raises(Refused, match="masquage"):
        idea_decisions.publish(session, idea, Moderation(), fund.officer, now)


def test_nobody_moderates_their_own_idea(session, fund, now):
    idea = make_idea(session, fund, now, by=fund.officer)
    with pytest.raises(Refused, match="propre idée"):
        idea_decisions.publish(session, idea, Moderation(), fund.officer, now)
    idea_decisions.publish(session, idea, Moderation(), fund.management, now)
    assert idea.status is S.VISIBLE


def test_an_idea_that_is_withheld_says_why_and_stays_hidden(session, fund, now):
    idea = make_idea(session, fund, now)
    with pytest.raises(Refused, match="pourquoi"):
        idea_decisions.withhold(session, idea, " ", fund.officer, now)
    idea_decisions.withhold(session, idea, "Elle vise une personne.", fund.officer, now)
    assert idea.status is S.NOT_KEPT
    assert session.exec(select(Idea).where(ideas.visible_to(fund.head))).all() == []


# ---------------------------------------------------------------- support, discuss


def test_a_person_supports_once_and_may_change_their_mind(session, fund, now):
    idea = make_visible(session, fund, now)
    for _ in range(3):
        ideas.support(session, idea, fund.stranger)
    assert count(session, idea) == 1
    for _ in range(2):
        ideas.unsupport(session, idea, fund.stranger)
    assert count(session, idea) == 0


def test_the_database_itself_refuses_a_second_support(session, fund, now):
    idea = make_visible(session, fund, now)
    ideas.support(session, idea, fund.stranger)
    twice = sa.insert(Support).values(idea_id=idea.id, user_id=fund.stranger.id)
    with pytest.raises(sa.exc.IntegrityError):
        session.execute(twice)


def test_the_author_does_not_support_their_own_idea(session, fund, now):
    with pytest.raises(Refused, match="votre idée"):
        ideas.support(session, make_visible(session, fund, now), fund.owner)


def test_a_support_is_written_in_no_journal(session, fund, now):
    idea = make_visible(session, fund, now)
    before = len(session.exec(select(JournalEntry)).all())
    ideas.support(session, idea, fund.stranger)
    ideas.unsupport(session, idea, fund.stranger)
    assert len(session.exec(select(JournalEntry)).all()) == before
    assert {column.name for column in Support.__table__.columns} == {"idea_id", "user_id"}


def test_a_comment_is_sealed_until_masked_and_refused_when_empty_or_long(session, fund, now):
    idea = make_visible(session, fund, now)
    said = ideas.comment(session, idea, "Oui, au deuxième aussi.", fund.stranger, now)
    assert said.text == ""
    assert "deuxième".encode() not in said.sealed
    with pytest.raises(Refused, match="avis"):
        ideas.comment(session, idea, " ", fund.stranger, now)
    with pytest.raises(Refused, match="2000"):
        ideas.comment(session, idea, "x" * 2001, fund.stranger, now)


# ---------------------------------------------------------------- answer


def test_a_kept_idea_becomes_an_action_in_its_authors_name(session, fund, now):
    idea, action = make_kept(session, fund, now)
    assert (idea.status, action.status) == (S.KEPT, ActionStatus.PROPOSED)
    assert action.proposed_by_id == fund.owner.id
    assert session.exec(select(Cause)).one().idea is idea
    entry = journal.about(session, f"action {action.id}")[0]
    assert entry.by_id == fund.head.id, "the journal says who pressed"


@pytest.mark.parametrize("outcome", [S.ALREADY_DONE, S.TO_RIPEN, S.NOT_KEPT])
def test_the_other_answers_need_a_reason_and_make_no_action(session, fund, now, outcome):
    idea = make_visible(session, fund, now)
    with pytest.raises(Refused, match="pourquoi"):
        idea_decisions.decide(session, idea, answer(fund, now, outcome, reason=""), fund.head, now)
    given_ = answer(fund, now, outcome)
    assert idea_decisions.decide(session, idea, given_, fund.head, now) is None
    assert (idea.status, idea.first_decided_on) == (outcome, now.date())
    assert session.exec(select(Action)).all() == []
    assert (idea.ripen_on is not None) == (outcome is S.TO_RIPEN)


@pytest.mark.parametrize("days", [None, 0, -3, 366])
def test_an_idea_ripens_until_a_day_to_come_within_a_year(session, fund, now, days):
    idea = make_visible(session, fund, now)
    day = None if days is None else now.date() + timedelta(days=days)
    with pytest.raises(Refused, match=r"un an|Choisissez un jour à venir"):
        idea_decisions.decide(
            session, idea, answer(fund, now, S.TO_RIPEN, ripen_on=day), fund.head, now
        )


def test_an_idea_to_ripen_is_answered_again_and_keeps_the_day_of_its_first_answer(
    session, fund, now
):
    idea = make_visible(session, fund, now)
    idea_decisions.decide(session, idea, answer(fund, now, S.TO_RIPEN), fund.head, now)
    later = now + timedelta(days=60)
    idea_decisions.decide(session, idea, answer(fund, later, S.NOT_KEPT), fund.head, later)
    assert (idea.status, idea.first_decided_on, idea.ripen_on) == (S.NOT_KEPT, now.date(), None)


@pytest.mark.parametrize("outcome", [S.SUBMITTED, S.VISIBLE, S.STUDIED, S.DONE, S.THANKED])
def test_an_answer_is_one_of_four(session, fund, now, outcome):
    idea = make_visible(session, fund, now)
    with pytest.raises(Refused, match="réponse"):
        idea_decisions.decide(session, idea, answer(fund, now, outcome), fund.head, now)


@pytest.mark.parametrize("is_small", [True, False])
@pytest.mark.parametrize("of_department", [True, False])
def test_who_answers_an_idea(session, fund, now, is_small, of_department):
    department = fund.department if of_department else None
    idea = make_visible(session, fund, now, is_small=is_small, department=department)
    deciders = {name for name, who in fund.people.items() if not idea_steps.decider(idea, who)}
    wanted = {"management"} | ({"officer"} if is_small else set())
    assert deciders == wanted | ({"head"} if of_department else set())


def test_nobody_answers_their_own_idea(session, fund, now):
    for author in (fund.head, fund.management, fund.officer):
        idea = make_visible(session, fund, now, by=author, is_small=True)
        with pytest.raises(Refused, match="propre idée"):
            idea_decisions.decide(session, idea, answer(fund, now, S.NOT_KEPT), author, now)


def test_a_head_gives_the_action_to_no_other_department(session, fund, now):
    idea = make_visible(session, fund, now)
    elsewhere = answer(fund, now, department=fund.other)
    with pytest.raises(Refused, match="votre service"):
        idea_decisions.decide(session, idea, elsewhere, fund.head, now)
    assert idea_decisions.decide(session, idea, elsewhere, fund.management, now)


def test_a_second_answer_is_refused_while_the_action_goes_on(session, fund, now):
    idea, action = make_kept(session, fund, now)
    with pytest.raises(Refused, match="suit son cours"):
        idea_decisions.decide(session, idea, answer(fund, now), fund.head, now)
    action.status = ActionStatus.REFUSED
    idea_decisions.decide(session, idea, answer(fund, now, S.NOT_KEPT), fund.head, now)
    assert idea.status is S.NOT_KEPT


# ---------------------------------------------------------------- every step from every state

DEEDS = {
    "publish": lambda s, i, f, n: idea_decisions.publish(s, i, Moderation(), f.officer, n),
    "withhold": lambda s, i, f, n: idea_decisions.withhold(s, i, "Non.", f.officer, n),
    "study": lambda s, i, f, n: idea_decisions.study(s, i, f.head, n),
    "decide": lambda s, i, f, n: idea_decisions.decide(
        s, i, answer(f, n, S.NOT_KEPT), f.management, n
    ),
    "merge": lambda s, i, f, n: idea_decisions.merge(
        s, i, make_visible(s, f, n, text="Une autre"), f.officer, n
    ),
    "realise": lambda s, i, f, n: idea_decisions.realise(s, i, f.officer, n),
    "thank": lambda s, i, f, n: idea_decisions.thank(s, i, "Merci.", f.officer, n),
    "support": lambda s, i, f, n: ideas.support(s, i, f.stranger),
    "comment": lambda s, i, f, n: ideas.comment(s, i, "Bien.", f.stranger, n),
}


@pytest.mark.parametrize("status", S)
@pytest.mark.parametrize("step", DEEDS)
def test_a_step_is_taken_from_its_states_alone(session, fund, now, step, status):
    idea = make_visible(session, fund, now)
    idea.department_id = fund.department.id
    idea.status, idea.ripen_on, idea.reason = status, now.date(), "Pour voir."
    if status is S.KEPT and step == "realise":
        idea.status = S.VISIBLE
        action = idea_decisions.decide(session, idea, answer(fund, now), fund.head, now)
        close(session, fund, action, now)
    session.flush()
    if status in idea_steps.STEPS[step].states:
        DEEDS[step](session, idea, fund, now)
    else:
        with pytest.raises(Refused, match=status.label):
            DEEDS[step](session, idea, fund, now)


def test_every_step_is_tried_above():
    assert set(DEEDS) == set(idea_steps.STEPS)


# ---------------------------------------------------------------- merge


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    one=st.sets(st.integers(0, 5)),
    other=st.sets(st.integers(0, 5)),
    third=st.sets(st.integers(0, 5)),
)
def test_merging_never_invents_nor_loses_a_supporter(session, now, one, other, third):
    fund = make_fund_apart(session)
    people = [fund.stranger, *colleagues(session, fund, 5)]
    authors = people[:3]
    made = [make_visible(session, fund, now, by=who, text=f"Idée de {who.id}") for who in authors]
    for idea, chosen in zip(made, (one, other, third), strict=True):
        for n in chosen:
            if people[n].id != idea.author_id:
                ideas.support(session, idea, people[n])
    first, second, last = (supporters(session, idea) for idea in made)
    both = (first | second) - {authors[1].id}
    wanted = (both | last) - {authors[2].id}
    idea_decisions.merge(session, made[0], made[1], fund.officer, now)
    idea_decisions.merge(session, made[1], made[2], fund.officer, now)
    assert supporters(session, made[2]) == wanted
    left = select(Support).where(col(Support.idea_id).in_([made[0].id, made[1].id]))
    assert session.exec(left).all() == []
    assert [idea.id for idea in ideas.merged(session, made[2])] == [made[0].id, made[1].id]
    session.rollback()


def supporters(session, idea):
    return set(session.exec(select(Support.user_id).where(Support.idea_id == idea.id)))


def make_fund_apart(session):
    """Names of departments are unique, and an example may follow another before its rollback."""
    session.rollback()
    return make_fund(session)


def test_the_author_of_a_merged_idea_shares_its_answer_and_its_thanks(session, fund, now):
    idea = make_visible(session, fund, now)
    twin = make_visible(session, fund, now, by=fund.stranger, text="Un scanner chez nous")
    idea_decisions.merge(session, twin, idea, fund.officer, now)
    action = idea_decisions.decide(session, idea, answer(fund, now), fund.head, now)
    assert twin.status is S.KEPT
    assert twin.state == "fusionnée, retenue"
    close(session, fund, action, now)
    idea_decisions.realise(session, idea, fund.officer, now)
    idea_decisions.thank(session, idea, "Merci à vous deux.", fund.officer, now)
    assert (twin.status, twin.thanks) == (S.THANKED, "Merci à vous deux.")
    assert "thank_idea" in {entry.deed for entry in journal.about(session, ideas.subject(twin))}


def test_the_trace_of_a_merged_idea_follows_the_one_it_was_merged_into(session, fund, now):
    idea, action = make_kept(session, fund, now)
    twin = make_visible(session, fund, now, text="Deux")
    idea_decisions.merge(session, twin, idea, fund.officer, now)
    chain = tracing.Tracer(session, fund.head, now.date()).of_idea(twin)[0]
    assert chain.title == action.title
    assert chain.links[0].title == f"Idée {twin.number}"


def test_a_merged_idea_moves_no_more(session, fund, now):
    idea, twin = make_visible(session, fund, now), make_visible(session, fund, now, text="Deux")
    idea_decisions.merge(session, twin, idea, fund.officer, now)
    for deed in (
        lambda: ideas.support(session, twin, fund.stranger),
        lambda: ideas.comment(session, twin, "Oui", fund.stranger, now),
        lambda: idea_decisions.decide(session, twin, answer(fund, now), fund.head, now),
    ):
        with pytest.raises(Refused, match="fusionnée"):
            deed()
    assert twin not in session.exec(ideas.listed(fund.owner, "recentes")).all()


def test_an_idea_is_not_merged_into_itself_nor_through_one_merged_into_it(session, fund, now):
    idea, twin = make_visible(session, fund, now), make_visible(session, fund, now, text="Deux")
    idea_decisions.merge(session, twin, idea, fund.officer, now)
    for into in (idea, twin):
        with pytest.raises(Refused, match="elle-même"):
            idea_decisions.merge(session, idea, into, fund.officer, now)


def test_an_idea_is_merged_neither_into_a_hidden_one_nor_into_one_already_thanked(
    session, fund, now
):
    idea = make_visible(session, fund, now)
    with pytest.raises(Refused, match="visible"):
        idea_decisions.merge(session, idea, make_idea(session, fund, now), fund.officer, now)
    with pytest.raises(Refused, match="déjà fait"):
        idea_decisions.merge(
            session, idea, make_done(session, fund, now, text="Faite"), fund.officer, now
        )


# ---------------------------------------------------------------- carried out, thanked


def test_an_idea_is_carried_out_once_its_action_is_closed(session, fund, now):
    idea, action = make_kept(session, fund, now)
    with pytest.raises(Refused, match="close"):
        idea_decisions.realise(session, idea, fund.officer, now)
    close(session, fund, action, now)
    idea_decisions.realise(session, idea, fund.officer, now)
    assert idea.status is S.DONE


def test_an_action_given_up_does_not_carry_out_an_idea(session, fund, now):
    idea, action = make_kept(session, fund, now)
    action.status = ActionStatus.ABANDONED
    with pytest.raises(Refused, match="close"):
        idea_decisions.realise(session, idea, fund.officer, now)


def test_thanks_are_words_and_nobody_thanks_themselves(session, fund, now):
    idea = make_done(session, fund, now)
    with pytest.raises(Refused, match="remerciement"):
        idea_decisions.thank(session, idea, " ", fund.officer, now)
    with pytest.raises(Refused):
        idea_decisions.thank(session, idea, "Merci à moi.", fund.owner, now)
    idea_decisions.thank(session, idea, "Merci, Inès.", fund.officer, now)
    assert (idea.status, idea.thanks, idea.thanked_on) == (S.THANKED, "Merci, Inès.", now.date())


# ---------------------------------------------------------------- lists, trace, pace


def test_the_most_supported_come_first_and_those_to_answer_the_oldest_first(session, fund, now):
    old = make_visible(session, fund, now - timedelta(days=9), text="Ancienne")
    new = make_visible(session, fund, now, text="Nouvelle")
    kept, _ = make_kept(session, fund, now, text="Retenue")
    ideas.support(session, old, fund.stranger)
    in_order = {
        order: [one.id for one in session.exec(ideas.listed(fund.owner, order))]
        for order in ideas.ORDERS
    }
    assert in_order["soutenues"] == [old.id, kept.id, new.id]
    assert in_order["recentes"] == [kept.id, new.id, old.id]
    assert in_order["a-decider"] == [old.id, new.id]


def test_the_trace_goes_from_an_idea_to_its_effect_and_back(session, fund, now):
    idea, action = make_kept(session, fund, now)
    tracer = tracing.Tracer(session, fund.owner, now.date())
    kinds = ["idea", "promise", "decision", "action", "proof", "effect"]
    assert [link.kind for link in tracer.of_idea(idea)[0].links] == kinds
    assert [link.kind for link in tracer.of_action(action)[0].links] == kinds
    waiting = make_visible(session, fund, now, text="Une autre")
    assert [link.kind for link in tracer.of_idea(waiting)[0].missing] == kinds[2:]
    idea_decisions.decide(session, waiting, answer(fund, now, S.NOT_KEPT), fund.head, now)
    assert tracer.of_idea(waiting)[0].is_complete


def test_a_kept_idea_may_be_the_cause_of_another_action(session, fund, now):
    idea, _ = make_kept(session, fund, now)
    waiting = make_visible(session, fund, now, text="Une autre")
    codes = [code for code, _ in causes.options(session, fund.stranger)]
    assert f"idea-{idea.id}" in codes
    assert f"idea-{waiting.id}" not in codes
    assert causes.origin(session, fund.stranger, f"idea-{idea.id}") is idea


def test_a_cause_is_exactly_one_thing(session, fund, now):
    _idea, action = make_kept(session, fund, now)
    session.add(Cause(action_id=action.id))
    with pytest.raises(sa.exc.IntegrityError):
        session.flush()


def test_the_promise_of_thirty_days_counts_the_overdue_as_late(session, fund, now):
    today = now.date()
    assert ideas.pace(session, today) == Pace(0, 0)
    make_kept(session, fund, now - timedelta(days=10), text="À temps")
    make_visible(session, fund, now - timedelta(days=31), text="En retard")
    make_visible(session, fund, now - timedelta(days=30), text="Au dernier jour")
    assert ideas.pace(session, today) == Pace(1, 2)
