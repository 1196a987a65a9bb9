"""« Mon travail », the trace, the search and the publications, as each person reads them."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from actionplans.actions import decisions
from actionplans.models import ActionStatus
from organisation.models import Role
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
from tests.builders import make_charter, make_user
from tests.pages import Visitor

S = ActionStatus


@pytest.fixture
def fund(session: Session, now: datetime) -> Fund:
    make_charter(session, now)
    made = make_fund(session)
    session.commit()
    return made


def signed_in(app: Any, fund: Fund, who: str) -> Visitor:
    return Visitor(app).sign_in(fund.people[who])


# ---------------------------------------------------------------- home


@pytest.mark.parametrize(
    ("n", "words"),
    [
        (0, "Bonjour Inès, rien ne vous attend"),
        (1, "Bonjour Inès, une chose vous attend"),
        (7, "Bonjour Inès, sept choses vous attendent"),
        (12, "Bonjour Inès, 12 choses vous attendent"),
        (20, "Bonjour Inès, 20 choses vous attendent"),
    ],
)
def test_the_greeting_counts_what_waits(
    session: Session, now: datetime, fund: Fund, app: Any, n: int, words: str
) -> None:
    for _ in range(n):
        make_action(session, fund, now, S.DECIDED)
    session.commit()
    owner = signed_in(app, fund, "owner")
    owner.open("/mon-travail")
    assert words in owner.text
    assert "Lundi 15 mars 2027." in owner.text


def test_what_waits_beyond_the_first_ones_is_one_link_away(
    session: Session, now: datetime, fund: Fund, app: Any
) -> None:
    for number in range(20):
        make_action(session, fund, now, S.DECIDED, title=f"Action numéro {number}")
    session.commit()
    owner = signed_in(app, fund, "owner")
    owner.open("/mon-travail")
    assert "Voir les 5 autres choses" in owner.text
    owner.open("/mon-travail?tout=1")
    assert owner.text.count("Accepter ou décliner « Action numéro") >= 20


def test_the_oldest_is_first_and_told(
    session: Session, now: datetime, fund: Fund, app: Any
) -> None:
    make_action(session, fund, now, S.DECIDED, title="La plus récente")
    make_action(session, fund, now - timedelta(days=90), S.DECIDED, title="La plus ancienne")
    session.commit()
    owner = signed_in(app, fund, "owner")
    page = owner.open("/mon-travail")
    assert "La plus ancienne date du 13 février 2027." in owner.text
    assert "en retard de 30 jours" in page.select("tbody tr")[0].get_text().replace("\u00a0", " ")


def test_a_collaborator_reports_in_one_field(session: Session, fund: Fund, app: Any) -> None:
    owner = signed_in(app, fund, "owner")
    owner.open("/mon-travail")
    owner.submit("Signaler", what_happened="L’imprimante de l’accueil est en panne.")
    assert owner.follow().find("h1")
    for who in ("head", "officer", "management"):
        visitor = signed_in(app, fund, who)
        assert not visitor.open("/mon-travail").find(id="what_happened")


def test_chains_that_stop_are_drawn_with_their_missing_links(
    session: Session, now: datetime, fund: Fund, app: Any
) -> None:
    make_voices(session, "telephone", 12)
    decision, _ = make_decision(session, fund, now, theme="suivi")
    make_closed_action(session, fund, now, decision=decision)
    session.commit()
    officer = signed_in(app, fund, "officer")
    page = officer.open("/mon-travail")
    assert "Sur 2 thèmes importants depuis un an, 1 a une chaîne complète" in officer.text
    [wake] = page.select(".wake")
    missing = [li.get_text(" ", strip=True) for li in wake.select(".missing")]
    assert len(wake.select("li")) == 5
    assert missing[0].startswith("Pas de décision")
    collaborator = signed_in(app, fund, "owner")
    assert not collaborator.open("/mon-travail").select(".wake")


def test_a_head_follows_the_actions_of_the_department(
    session: Session, now: datetime, fund: Fund, app: Any
) -> None:
    make_action(session, fund, now, S.IN_PROGRESS, title="Rappeler les appels perdus")
    session.commit()
    for who, shown in (("head", True), ("owner", True), ("officer", True), ("stranger", False)):
        visitor = signed_in(app, fund, who)
        visitor.open("/mon-travail")
        assert ("Rappeler les appels perdus" in visitor.text) is shown, who


# ---------------------------------------------------------------- trace


def test_the_trace_reads_both_ways(session: Session, now: datetime, fund: Fund, app: Any) -> None:
    action = make_closed_action(session, fund, now)
    make_voices(session, "telephone", 12)
    session.commit()
    officer = signed_in(app, fund, "officer")
    forth = [h.get_text() for h in officer.open(f"/trace/action/{action.id}").select(".trace h3")]
    assert forth[0] == "Les voix"
    officer.open(officer.page.find("a", string="Lire depuis l’effet")["href"])
    assert [h.get_text() for h in officer.page.select(".trace h3")] == forth[::-1]


def test_one_goes_from_a_sentence_to_the_effect_and_back(
    session: Session, now: datetime, fund: Fund, app: Any
) -> None:
    [sentence, *_] = make_voices(session, "telephone", 12)
    decision, action = make_decision(session, fund, now, voices=0)
    session.commit()
    officer = signed_in(app, fund, "officer")
    page = officer.open(f"/trace/verbatim/{sentence.id}")
    assert "On attend vingt minutes" in officer.text
    links = {a["href"] for a in page.select(".wake a")}
    assert {f"/trace/decision/{decision.id}", f"/actions/{action.id}"} <= links
    assert page.select("blockquote")[0].find("a", href=f"/trace/verbatim/{sentence.id}")
    page = officer.open(f"/trace/action/{action.id}")
    back = [a["href"] for a in page.select("blockquote a")]
    assert len(back) == 8
    officer.open(back[0])
    officer.open(page.find("a", string="Lire les 12\u00a0voix")["href"])


def test_a_sentence_nobody_decided_on_says_so(session: Session, fund: Fund, app: Any) -> None:
    [sentence, *_] = make_voices(session, "telephone", 12)
    session.commit()
    officer = signed_in(app, fund, "officer")
    officer.open(f"/trace/verbatim/{sentence.id}")
    assert "La chaîne s’arrête : pas de décision, pas d’action" in officer.text


@pytest.mark.parametrize(
    ("who", "voices", "code"),
    [("officer", 9, 200), ("management", 9, 404), ("management", 12, 200), ("head", 12, 200),
     ("stranger", 12, 404), ("owner", 12, 404)],
)  # fmt: skip
def test_a_sentence_opens_to_whoever_may_read_it(
    session: Session, fund: Fund, app: Any, who: str, voices: int, code: int
) -> None:
    [sentence, *_] = make_voices(session, "telephone", voices)
    session.commit()
    signed_in(app, fund, who).open(f"/trace/verbatim/{sentence.id}", expect=code)


def test_a_collaborator_reads_the_chain_without_the_sentences(
    session: Session, now: datetime, fund: Fund, app: Any
) -> None:
    decision, _ = make_decision(session, fund, now)
    session.commit()
    owner = signed_in(app, fund, "owner")
    owner.open(f"/trace/decision/{decision.id}")
    assert "12 voix" in owner.text
    assert "On attend vingt minutes" not in owner.text
    assert "ne sont pas ouvertes à votre rôle" in owner.text


def test_a_report_s_trace_opens_to_its_author_and_not_to_others(
    session: Session, now: datetime, fund: Fund, app: Any
) -> None:
    report = make_report(session, now, by=fund.owner)
    session.commit()
    for who, code in (("owner", 200), ("officer", 200), ("stranger", 404), ("management", 404)):
        signed_in(app, fund, who).open(f"/trace/malfunction/{report.id}", expect=code)


# ---------------------------------------------------------------- search


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("", 200, "Cherchez une action"),
        ("a", 422, "Tapez au moins deux lettres."),
        ("x" * 50_000, 422, "Raccourcissez votre recherche"),
        ("zzzz", 200, "Aucun résultat"),
        ("<script>", 200, "Aucun résultat"),
        ("accuse de reception", 200, "Engagements de la charte"),
    ],
)
def test_a_search_always_answers(fund: Fund, app: Any, words: str, code: int, said: str) -> None:
    officer = signed_in(app, fund, "officer")
    officer._take(officer.client.get("/recherche", query_string={"q": words}), code)
    assert said in officer.text


def test_a_search_finds_what_one_may_open(
    session: Session, now: datetime, fund: Fund, app: Any
) -> None:
    make_action(session, fund, now, title="Rappeler les appels perdus")
    session.commit()
    owner = signed_in(app, fund, "owner")
    page = owner.open("/recherche?q=appels+rappeler")
    assert page.find("a", string="Rappeler les appels perdus")
    stranger = signed_in(app, fund, "stranger")
    assert not stranger.open("/recherche?q=perdus").find("a", string="Rappeler les appels perdus")


# ---------------------------------------------------------------- publications


def not_acting(session: Session, fund: Fund, now: datetime, voices: int = 12) -> int:
    make_voices(session, "telephone", voices)
    review_on = date(2027, 9, 1)
    made = decisions.decide_no_action(
        session, subject(), "Le standard change.", review_on, fund.officer, now
    )
    session.commit()
    return made.id or 0


def test_a_member_s_words_are_sent_back_with_what_was_typed(
    session: Session, now: datetime, fund: Fund, app: Any
) -> None:
    number = not_acting(session, fund, now)
    officer = signed_in(app, fund, "officer")
    officer.open(f"/publications/decision/{number}")
    copied = "Vous dites : on attend vingt minutes au téléphone."
    officer.submit(expect=409, said=copied)
    assert "Dites-le avec vos mots" in officer.text
    assert copied in officer.response.text
    officer.submit(expect=422, said="Court", decided="x" * 401)
    assert "Écrivez une vraie phrase" in officer.text


def test_few_voices_stay_inside_and_say_why(
    session: Session, now: datetime, fund: Fund, app: Any
) -> None:
    number = not_acting(session, fund, now, voices=9)
    officer = signed_in(app, fund, "officer")
    officer.open("/publications/")
    assert "Gardé à l’intérieur" in officer.text
    officer.open(f"/publications/decision/{number}")
    officer.submit(expect=409, said="L’attente au téléphone est longue.")
    assert "Moins de 10 voix" in officer.text


def test_what_is_prepared_twice_is_one_publication(
    session: Session, now: datetime, fund: Fund, app: Any
) -> None:
    number = not_acting(session, fund, now)
    officer = signed_in(app, fund, "officer")
    for said in ("L’attente au téléphone est longue.", "Attendre au téléphone vous pèse."):
        officer.open(f"/publications/decision/{number}")
        officer.submit(said=said)
    officer.follow()
    rewrite = officer.page.find("a", string="Récrire")["href"]
    assert "Attendre au téléphone vous pèse." in officer.open(rewrite).find(id="said").get_text()
    officer.open("/publications/")
    assert "Attendre au téléphone vous pèse." in officer.text
    assert "L’attente au téléphone est longue." not in officer.text
    officer.open("/publications/1/approuver", expect=403)


def test_publications_are_closed_to_the_rest_of_the_staff(
    session: Session, now: datetime, fund: Fund, app: Any
) -> None:
    for who in ("owner", "head"):
        signed_in(app, fund, who).open("/publications/", expect=403)
    reader = make_user(session, Role.READER)
    session.commit()
    Visitor(app).sign_in(reader).open("/publications/", expect=403)


# ---------------------------------------------------------------- the command


def test_the_command_tells_what_the_worker_would_and_once(
    session: Session, now: datetime, fund: Fund, app: Any
) -> None:
    make_action(session, fund, now - timedelta(days=60), S.DECIDED)  # due today
    session.commit()
    runner = app.test_cli_runner()
    assert runner.invoke(args=["actions", "tell"]).output == "1 message(s) écrit(s).\n"
    assert runner.invoke(args=["actions", "tell"]).output == "0 message(s) écrit(s).\n"


# ---------------------------------------------------------------- on the page of a theme


def test_the_page_of_a_theme_says_what_was_decided(
    session: Session, now: datetime, fund: Fund, app: Any
) -> None:
    make_decision(session, fund, now)
    session.commit()
    officer = signed_in(app, fund, "officer")
    page = officer.open("/sujets/telephone?du=2026-10-01")
    [wake] = page.select(".wake")
    assert [li.strong.get_text() for li in wake.select("li")] == [
        "Décision d’agir", "Rappeler les appels perdus", "Pas encore d’effet mesuré"
    ]  # fmt: skip
    assert not officer.open("/sujets/telephone?du=2026-07-01").select(".wake")
