"""From a voice to an effect, from whichever end: each link that is there, each that is not and its name."""

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session, select

from actionplans.actions import actions, decisions
from actionplans.models import Action, ActionStatus, Cause
from actionplans.tracing import tracing
from actionplans.tracing.links import Chain
from actionplans.tracing.tracing import Tracer
from analysis.indicators import measures
from organisation.models import User
from tests.action_builders import (
    Fund,
    make_action,
    make_closed_action,
    make_decision,
    make_fund,
    make_voices,
    subject,
)
from tests.actionplans_malfunctions_builders import make_report
from tests.assessment_builders import make_round
from tests.builders import make_charter

S = ActionStatus


@pytest.fixture
def fund(session: Session, now: datetime) -> Fund:
    make_charter(session, now)
    return make_fund(session)


def chain_of(session: Session, user: User, action: Action, today: date) -> Chain:
    [chain] = Tracer(session, user, today).of_action(action)
    return chain


def kinds(chain: Chain) -> list[str]:
    return [link.kind for link in chain.links]


def missing(chain: Chain) -> list[str]:
    return [link.title for link in chain.missing]


WHOLE = ["voices", "theme", "promise", "decision", "action", "proof", "effect"]


# ---------------------------------------------------------------- each broken link has its name


def test_a_closed_action_ends_a_complete_chain(session: Session, now: datetime, fund: Fund) -> None:
    action = make_closed_action(session, fund, now)
    chain = chain_of(session, fund.officer, action, now.date())
    assert kinds(chain) == WHOLE
    assert chain.is_complete
    assert [link.title for link in chain.links][1:4] == [
        "Joindre la caisse par téléphone", "JOI-05", "Décision d’agir"
    ]  # fmt: skip
    assert chain.links[-1].title == "Évaluation écrite"


def test_an_action_without_effect_is_a_complete_chain_too(
    session: Session, now: datetime, fund: Fund
) -> None:
    action = make_closed_action(session, fund, now, is_effective=False)
    assert chain_of(session, fund.officer, action, now.date()).is_complete


@pytest.mark.parametrize(
    ("status", "names"),
    [
        (S.PROPOSED, ["Rappeler sous deux heures les appels perdus", "Pas encore de preuve", "Pas encore d’effet mesuré"]),
        (S.REFUSED, ["Rappeler sous deux heures les appels perdus", "Pas encore de preuve", "Pas encore d’effet mesuré"]),
        (S.ABANDONED, ["Rappeler sous deux heures les appels perdus", "Pas encore de preuve", "Pas encore d’effet mesuré"]),
        (S.DECIDED, ["Pas encore de preuve", "Pas encore d’effet mesuré"]),
        (S.IN_PROGRESS, ["Pas encore de preuve", "Pas encore d’effet mesuré"]),
        (S.SUSPENDED, ["Pas encore de preuve", "Pas encore d’effet mesuré"]),
        (S.DONE, ["Effet à vérifier"]),
    ],
)  # fmt: skip
def test_the_chain_stops_where_the_action_stops(
    session: Session, now: datetime, fund: Fund, status: ActionStatus, names: list[str]
) -> None:
    action = make_action(session, fund, now, status)
    assert missing(chain_of(session, fund.officer, action, now.date())) == names


def test_a_theme_nobody_decided_on_has_no_decision_since_so_many_days(
    session: Session, now: datetime, fund: Fund
) -> None:
    make_voices(session, "telephone", 12)
    tracer = Tracer(session, fund.officer, date(2027, 2, 21))
    chain = tracer.of_subject(subject(), decisions.voices_of(session, subject()), [])
    assert missing(chain) == [
        "Pas de décision", "Pas d’action", "Pas de preuve", "Pas d’effet mesuré"
    ]  # fmt: skip
    assert chain.missing[0].text == "depuis 52\u00a0jours"


def test_a_theme_nobody_spoke_of_begins_with_a_missing_voice(
    session: Session, now: datetime, fund: Fund
) -> None:
    tracer = Tracer(session, fund.officer, now.date())
    chain = tracer.of_subject(subject(), measures.Voices(), [])
    assert missing(chain)[0] == "Aucune voix"


def test_a_decision_whose_action_is_gone_says_there_is_none(
    session: Session, now: datetime, fund: Fund
) -> None:
    make_decision(session, fund, now)
    session.delete(session.exec(select(Cause)).one())
    session.flush()
    [made] = decisions.about(session, measures.theme("telephone"))
    [chain] = Tracer(session, fund.officer, now.date()).of_decision(made)
    assert missing(chain) == ["Pas d’action", "Pas de preuve", "Pas d’effet mesuré"]


def test_not_acting_is_a_complete_chain_until_its_day_of_review(
    session: Session, now: datetime, fund: Fund
) -> None:
    make_voices(session, "telephone", 12)
    review_on = now.date() + timedelta(days=30)
    decisions.decide_no_action(
        session, subject(), "Le standard change.", review_on, fund.officer, now
    )
    [made] = decisions.about(session, measures.theme("telephone"))
    [before] = Tracer(session, fund.officer, now.date()).of_decision(made)
    assert before.is_complete
    assert kinds(before) == ["voices", "theme", "promise", "decision"]
    assert before.links[-1].more == ("Le standard change.",)
    [after] = Tracer(session, fund.officer, review_on).of_decision(made)
    assert missing(after) == ["À revoir depuis le 14\u00a0avril\u00a02027"]


def test_a_theme_outside_the_charter_is_no_broken_link(
    session: Session, now: datetime, fund: Fund
) -> None:
    make_voices(session, "cotisations", 12)
    outside = subject("cotisations")
    tracer = Tracer(session, fund.officer, now.date())
    chain = tracer.of_subject(outside, decisions.voices_of(session, outside), [])
    assert "Hors charte" in [link.title for link in chain.links if not link.is_missing]


# ---------------------------------------------------------------- from each end


def test_a_decision_with_two_actions_gives_two_chains(
    session: Session, now: datetime, fund: Fund
) -> None:
    decision, first = make_decision(session, fund, now)
    second = make_action(session, fund, now, S.DONE, decision=decision)
    [made] = decisions.about(session, measures.theme("telephone"))
    chains = Tracer(session, fund.officer, now.date()).of_decision(made)
    assert [chain.title for chain in chains] == [first.title, second.title]
    assert len(chains[0].missing) > len(chains[1].missing)


def test_an_action_reads_back_to_each_of_its_causes(
    session: Session, now: datetime, fund: Fund
) -> None:
    action = make_action(session, fund, now)
    actions.add_cause(session, action, make_report(session, now))
    chains = Tracer(session, fund.officer, now.date()).of_action(action)
    assert [chain.links[0].kind for chain in chains] == ["voices", "report"]


def test_a_report_that_was_not_qualified_stops_there(
    session: Session, now: datetime, fund: Fund
) -> None:
    report = make_report(session, now)
    [chain] = Tracer(session, fund.officer, now.date()).of_malfunction(report)
    assert missing(chain)[0] == "Pas encore qualifié"
    assert chain.links[0].text == "signalé le 15\u00a0mars\u00a02027"


def test_a_report_leads_to_the_actions_it_became(
    session: Session, now: datetime, fund: Fund
) -> None:
    report = make_report(session, now, qualified_on=now.date(), severity=2)
    title = "Remplacer l’imprimante de l’accueil"
    actions.propose(session, title, fund.department, [report], fund.owner, now)
    [chain] = Tracer(session, fund.officer, now.date()).of_malfunction(report)
    assert kinds(chain) == ["report", "promise", "decision", "action", "proof", "effect"]
    assert chain.links[3].title == title


def test_the_words_of_a_report_are_not_on_the_trace(
    session: Session, now: datetime, fund: Fund
) -> None:
    report = make_report(session, now, told="Un secret de bureau.")
    [chain] = Tracer(session, fund.owner, now.date()).of_malfunction(report)
    assert "secret" not in str(chain)


def test_a_report_is_a_link_only_for_those_who_may_read_it(
    session: Session, now: datetime, fund: Fund
) -> None:
    report = make_report(session, now)
    [seen] = Tracer(session, fund.officer, now.date()).of_malfunction(report)
    [named] = Tracer(session, fund.owner, now.date()).of_malfunction(report)
    assert seen.links[0].url is not None
    assert (named.links[0].title, named.links[0].url) == (seen.links[0].title, None)


def test_a_finding_of_a_self_assessment_leads_to_its_action(
    session: Session, now: datetime
) -> None:
    made = make_round(session, now)
    row = made.assessment.ratings[0]
    action = actions.propose(
        session, "Refaire la grille d’écoute", made.department, [row], made.head, now
    )
    [chain] = Tracer(session, made.officer, now.date()).of_action(action)
    assert kinds(chain) == ["rating", "promise", "decision", "action", "proof", "effect"]
    assert chain.links[1].title == row.commitment.code
    assert missing(chain)[0] == "Pas de décision"


def test_a_sentence_finds_what_was_decided_of_it(
    session: Session, now: datetime, fund: Fund
) -> None:
    decision, _ = make_decision(session, fund, now)
    [inside, *_] = make_voices(session, "telephone", 1, date(2026, 10, 1))
    [outside, *_] = make_voices(session, "telephone", 1, date(2027, 1, 1))
    assert [m.decision.id for m in tracing.decided_of(session, inside)] == [decision.id]
    assert tracing.decided_of(session, outside) == []
    assert tracing.subject_of(inside) == subject()


def test_a_sentence_not_read_yet_is_about_nothing(session: Session) -> None:
    [sentence] = make_voices(session, "telephone", 1)
    sentence.theme = ""
    assert tracing.subject_of(sentence) is None


# ---------------------------------------------------------------- who sees what


def test_an_action_of_another_department_shows_its_department_alone(
    session: Session, now: datetime, fund: Fund
) -> None:
    _, action = make_decision(session, fund, now)
    [made] = decisions.about(session, measures.theme("telephone"))
    [seen] = Tracer(session, fund.stranger, now.date()).of_decision(made)
    assert action.title not in str(seen)
    assert seen.links[4].title == "Action du service Accueil téléphonique"
    assert seen.links[4].url is None


def test_few_voices_are_not_counted_aloud(session: Session, now: datetime, fund: Fund) -> None:
    make_decision(session, fund, now, voices=9)
    [made] = decisions.about(session, measures.theme("telephone"))
    [chain] = Tracer(session, fund.owner, now.date()).of_decision(made)
    assert chain.links[0].title == "moins de 10 voix"
    assert "satisfaction" not in str(chain.links[1]).lower()


@pytest.mark.parametrize(
    ("who", "voices", "shown"),
    [
        ("officer", 12, True),
        ("officer", 9, True),  # who corrects the themes reads them all
        ("management", 12, True),
        ("management", 9, False),
        ("head", 12, True),  # JOI-05… are the commitments of the telephone
        ("head", 9, False),
        ("stranger", 12, False),
        ("owner", 12, False),
    ],
)
def test_sentences_are_shown_to_these_people_from_ten_voices_on(
    session: Session, now: datetime, fund: Fund, who: str, voices: int, shown: bool
) -> None:
    make_voices(session, "telephone", voices)
    found = tracing.sentences(session, fund.people[who], subject())
    assert bool(found.rows) is shown
    assert bool(found.why_not) is not shown


def test_without_a_charter_a_head_reads_no_sentence(session: Session) -> None:
    bare = make_fund(session)
    make_voices(session, "telephone", 12)
    assert tracing.sentences(session, bare.head, subject()).why_not
    assert tracing.sentences(session, bare.officer, subject()).rows


# ---------------------------------------------------------------- a year


def test_the_year_holds_one_chain_for_each_theme_that_matters(
    session: Session, now: datetime, fund: Fund
) -> None:
    make_voices(session, "telephone", 12)
    make_voices(session, "suivi", 10, date(2026, 6, 1))
    make_voices(session, "delai", 9)
    for month in (3, 6, 9, 12):  # ten in the year, never in one quarter
        make_voices(session, "estimation", 3, date(2026, month, 1))
    make_voices(session, "site_connexion", 30, date(2025, 11, 1))  # more than a year ago
    chains = Tracer(session, fund.officer, now.date()).year()
    assert [chain.title for chain in chains] == [
        "Joindre la caisse par téléphone",
        "Suivi du dossier et accusés de réception",
    ]
    assert [chain.missing[0].title for chain in chains] == ["Pas de décision"] * 2


def test_the_chain_that_went_furthest_speaks_for_its_theme(
    session: Session, now: datetime, fund: Fund
) -> None:
    decision, _ = make_decision(session, fund, now)
    make_closed_action(session, fund, now, decision=decision)
    [chain] = Tracer(session, fund.officer, now.date()).year()
    assert chain.is_complete


def test_what_was_decided_a_year_ago_still_speaks_for_its_theme(
    session: Session, now: datetime, fund: Fund
) -> None:
    decision, _ = make_decision(session, fund, now)
    decision.period_start, decision.period_end = date(2026, 1, 1), date(2026, 3, 31)
    make_closed_action(session, fund, now, decision=decision)
    [chain] = Tracer(session, fund.officer, now.date()).year()  # spoken of again since
    assert chain.is_complete


def test_five_links_are_enough_for_the_home_page(
    session: Session, now: datetime, fund: Fund
) -> None:
    make_decision(session, fund, now)
    [chain] = Tracer(session, fund.officer, now.date()).year()
    assert [link.kind for link in chain.short] == [
        "theme", "promise", "decision", "action", "effect"
    ]  # fmt: skip
    assert "12\u00a0voix" in chain.short[0].text
