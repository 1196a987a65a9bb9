"""What deserves attention: each rule speaks when it should, and is silent when nothing can be said."""

from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import Session

from analysis import findings, noticing
from analysis.finding_rules import RULES, Evidence, GrownTopic
from analysis.findings import FOLLOWED
from analysis.indicators import breakdowns
from analysis.indicators.indicators import FORMULAS, Formula, Unit
from analysis.indicators.measures import Voices
from analysis.results.disclosure import Audience
from analysis.themes.themes import themes
from survey.models import EventKind
from tests.finding_builders import UNTIL, Fund, Opinion, source
from tests.survey_builders import FULL_ANSWERS, make_reply

BAD = Opinion(content=(0.02, 0.03, 0.95))
GOOD = Opinion(content=(0.97, 0.02, 0.01))
DELAY, PHONE = (
    next(one for one in themes() if one.code == code) for code in ("delai", "telephone")
)


def rules_of(evidence: Evidence) -> set[str]:
    return {one.rule for one in findings.ranked(evidence)}


def stable(seed: int = 1, **changed: Opinion) -> Fund:
    return Fund(seed, changed={int(back[1:]): opinion for back, opinion in changed.items()})


# ---------------------------------------------------------------- each rule speaks


def test_an_indicator_at_the_lowest_level_is_told_once_its_whole_interval_is_there() -> None:
    found = findings.ranked(stable(q0=BAD, q1=BAD, q2=BAD, q3=BAD).evidence())
    told = next(one for one in found if one.rule == "at_risk" and one.subject == "satisfaction")
    assert "Pas bien" in told.sentence
    assert "sur 10" in told.proof


def test_a_year_that_fell_and_a_quarter_that_left_its_limits_are_told() -> None:
    worse = Opinion(content=(0.35, 0.30, 0.35))
    assert "falling_indicator" in rules_of(
        stable(q0=worse, q1=worse, q2=worse, q3=worse).evidence()
    )
    assert "out_of_ordinary" in rules_of(stable(q0=BAD).evidence())


def test_a_quarter_above_its_limits_is_good_news() -> None:
    poor = dict.fromkeys((f"q{back}" for back in range(1, 12)), Opinion(content=(0.2, 0.3, 0.5)))
    found = findings.ranked(stable(q0=GOOD, **poor).evidence())
    assert any(one.rule == "out_of_ordinary" and one.is_good for one in found)


def test_a_theme_spoken_of_twice_as_often_is_told_with_both_shares() -> None:
    fund = stable(q0=Opinion(speaks=0.30))
    told = next(one for one in findings.ranked(fund.evidence()) if one.rule == "growing_theme")
    assert "après" in told.proof
    assert told.commitments


def test_a_theme_that_was_hardly_spoken_of_does_not_tell_how_few_they_were() -> None:
    seen = replace(
        stable().evidence(),
        commented=100,
        commented_before=100,
        spoken={"delai": Voices(40)},
        spoken_before={"delai": Voices(3)},
    )
    told = next(one for one in findings.ranked(seen) if one.rule == "growing_theme")
    assert "après moins de 5 voix" in told.proof
    assert "3" not in told.proof.split("après")[1].split(",")[0]


def marked(theme: str, mark: float) -> Evidence:
    """A fund where whoever speaks of this theme gives this mark, and the others six of ten."""
    fund = stable()
    fund.speakers = [
        replace(one, mark=mark if theme in one.said else 6.0 + (place % 3))
        for place, one in enumerate(fund.speakers)
    ]
    return fund.evidence()


def test_a_theme_whose_speakers_mark_lower_is_to_work_on_and_higher_to_be_proud_of() -> None:
    low = [one for one in findings.ranked(marked("delai", 1.0)) if one.rule == "low_theme"]
    assert {one.theme for one in low} == {"delai"}
    high = [one for one in findings.ranked(marked("delai", 10.0)) if one.rule == "praised_theme"]
    assert {one.theme for one in high} == {"delai"}
    assert all(one.is_good for one in high)


def test_a_theme_that_lost_a_year_is_told_beside_the_year_before() -> None:
    fund = stable()
    year_before = date(2026, 1, 1)
    fund.speakers = [
        replace(one, mark=(9.0 if one.quarter < year_before else 2.0) if "delai" in one.said else one.mark)
        for one in fund.speakers
    ]  # fmt: skip
    told = [one for one in findings.ranked(fund.evidence()) if one.rule == "dropping_theme"]
    assert {one.theme for one in told} == {"delai"}


def test_a_promise_too_few_say_kept_is_told_with_its_commitment() -> None:
    fund = stable()
    for number, one in enumerate(fund.replies):
        one.given["delay_kept"] = "yes" if number % 3 == 0 else "no"

    def brings(reply: dict[str, object]) -> list[float]:
        return [1.0 if reply.get("delay_kept") == "yes" else 0.0]

    asked = Formula("delay_kept", "Délai respecté", Unit.PERCENT, ("réponse", "réponses"), brings, commitment="DEL-06")  # fmt: skip
    cut = breakdowns.breakdown(
        asked, source(EventKind.AFFILIATION, UNTIL, fund.replies), Audience.INTERNAL
    )
    seen = replace(fund.evidence(), breakdowns=[cut])
    told = next(one for one in findings.ranked(seen) if one.rule == "promise_in_doubt")
    assert told.commitments == ("DEL-06",)
    assert "sous le seuil de 75" in told.proof


@pytest.mark.parametrize(("sentences", "is_told"), [(9, False), (10, True)])
def test_a_topic_is_told_from_ten_sentences_on(sentences: int, is_told: bool) -> None:
    topic = GrownTopic(7, "relance sans réponse", DELAY, sentences, is_new=True)
    seen = replace(stable().evidence(), topics=[topic], commented=50)
    told = [one for one in findings.ranked(seen) if one.rule == "growing_topic"]
    assert bool(told) is is_told
    assert [one.topic for one in told] == ([7] if is_told else [])


# ---------------------------------------------------------------- and is silent


def test_nothing_is_found_where_nobody_answered() -> None:
    assert findings.ranked(Fund(1, a_quarter=0).evidence()) == []


@pytest.mark.parametrize("seed", range(5))
def test_nothing_is_found_among_a_handful_of_answers(seed: int) -> None:
    everything_wrong = dict.fromkeys(range(12), BAD)
    few = Fund(seed, a_quarter=1, changed=everything_wrong).evidence()
    for one in few.breakdowns:
        assert one.year.estimate is None or one.year.n >= Audience.INTERNAL
    assert rules_of(replace(few, breakdowns=[one for one in few.breakdowns if one.year.n < 5])) <= set()  # fmt: skip


def test_a_score_is_between_nought_and_three_and_sorts_the_page() -> None:
    scores = [one.score for one in findings.ranked(stable(q0=BAD, q1=BAD).evidence())]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 3 for score in scores)


def test_the_same_evidence_gives_the_same_findings_under_the_same_keys() -> None:
    keys = [one.key for one in findings.ranked(stable(q0=BAD).evidence())]
    assert keys == [one.key for one in findings.ranked(stable(q0=BAD).evidence())]
    assert len(keys) == len(set(keys))


def test_each_rule_says_what_it_looks_for() -> None:
    assert all(rule.about.endswith(".") and rule.label for rule in RULES.values())
    assert set(FOLLOWED) <= FORMULAS.keys()


# ---------------------------------------------------------------- in the database


def test_a_finding_is_named_by_its_key_as_long_as_its_evidence_stands(
    session: Session, now: object
) -> None:
    for month in (date(2026, 2, 1), date(2026, 5, 1), date(2026, 8, 1), date(2026, 11, 1)):
        for _ in range(15):
            make_reply(session, answers=FULL_ANSWERS | {"satisfaction": "bad"}, period_start=month)
    session.flush()
    quarter = date(2026, 10, 1)
    told = next(
        one for one in findings.found(session, quarter).findings if one.subject == "satisfaction"
    )
    again = noticing.named(session, told.key)
    assert again == told
    assert noticing.named(session, told.key.replace("at_risk", "praised_theme")) is None


@pytest.mark.parametrize("key", ["", "at_risk", "at_risk.x.2026-11-03", "a.b.c.9999-99-99", "é.2026-10-01"])  # fmt: skip
def test_a_key_nobody_gave_names_nothing(session: Session, key: str) -> None:
    assert noticing.named(session, key) is None


def test_a_quarter_with_too_few_answers_was_not_looked_at(session: Session) -> None:
    found = findings.found(session, date(2026, 10, 1))
    assert (found.findings, found.looked_at) == ([], False)
