"""What is near to a report being typed, what may name somebody in it, what comes back of it, and what is promised."""

from datetime import timedelta

import pytest
from sqlmodel import func, select

from actionplans.malfunctions import feedback, malfunctions, naming, near, promises
from actionplans.malfunctions.malfunctions import Qualification
from actionplans.malfunctions.promises import Dates, Kept
from actionplans.models import ActionStatus, Malfunction, MonthlyNote
from organisation.models import Role
from tests.action_builders import make_action, make_fund
from tests.actionplans_malfunctions_builders import make_report
from tests.builders import make_department, make_user

TOLD = "L’imprimante de l’accueil bourre à chaque courrier recommandé."
TYPED = "Encore un bourrage de l’imprimante, à l’accueil, sur un recommandé."


@pytest.fixture
def fund(session):
    return make_fund(session)


def reported(session, fund, now, text=TOLD, is_qualified=True, **more):
    m = make_report(session, now, fund.owner, text=text, told=text, **more)
    if is_qualified:
        judged = Qualification(3, fund.department, "telephone")
        malfunctions.qualify(session, m, judged, fund.officer, now)
    return m


def found(session, user, now, text=TYPED):
    return near.near(session, user, text, now.date())


# ---------------------------------------------------------------- near


def test_a_qualified_report_of_the_same_words_is_shown(session, fund, now):
    m = reported(session, fund, now)
    reported(session, fund, now, text="Le modèle de courrier porte une adresse périmée.")
    assert [one.number for one in found(session, fund.officer, now)] == [m.number]


def test_whoever_may_not_read_it_is_shown_not_a_word_of_it(session, fund, now):
    m = reported(session, fund, now)
    for person in (fund.stranger, make_user(session), fund.management):
        [one] = found(session, person, now)
        assert (one.title, one.id) == ("", None)
        assert one.number == m.number
    [read] = found(session, fund.head, now)
    assert read.title == TOLD


def test_a_report_nobody_has_judged_yet_is_not_told_of(session, fund, now):
    reported(session, fund, now, is_qualified=False)
    assert found(session, fund.officer, now) == []


def test_a_report_sent_to_an_official_channel_is_never_told_of(session, fund, now):
    m = reported(session, fund, now)
    malfunctions.redirect(session, m, "safety", fund.officer, now)
    assert found(session, fund.officer, now) == []


def test_an_old_closed_report_is_not_told_of(session, fund, now):
    m = reported(session, fund, now)
    malfunctions.resolve(session, m, "Réparée.", fund.head, now)
    malfunctions.close(session, m, "C’est réparé.", fund.officer, now)
    assert len(found(session, fund.officer, now)) == 1
    assert found(session, fund.officer, now + timedelta(days=365)) == []


@pytest.mark.parametrize("typed", ["", "imprimante", "la la la", "Le site refuse mon mot de passe"])
def test_too_little_or_something_else_finds_nothing(session, fund, now, typed):
    reported(session, fund, now)
    assert found(session, fund.officer, now, typed) == []


# ---------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("Mme Dupont perd les dossiers.", ["Mme Dupont"]),
        ("C’est encore Fabre qui décide.", ["Fabre"]),
        ("Inès Roy a fermé le guichet.", ["Inès Roy"]),
        ("Écrivez à a.b@caisse.example ou au 06 12 34 56 78.", ["a.b@caisse.example", "06 12 34 56 78"]),
        ("Le guichet ferme à 16 h depuis le 12 mars 2027.", []),
        ("La fabrique de courriers est en panne.", []),
    ],
)  # fmt: skip
def test_what_may_name_somebody_is_seen_before_it_is_sent(session, fund, typed, seen):
    assert naming.named(session, typed) == seen


# ---------------------------------------------------------------- the five ways back


def done(session, m, *actions):
    return [way.title for way in feedback.ways(session, m, actions) if way.is_done]


def test_each_of_the_five_ways_is_done_in_its_turn(session, fund, now):
    m = make_report(session, now, fund.owner, text=TOLD)
    assert done(session, m) == ["Accusé de réception"]
    malfunctions.qualify(session, m, Qualification(3, fund.department), fund.officer, now)
    assert done(session, m)[1:] == ["Réponse rapide"]
    action = make_action(session, fund, now, ActionStatus.IN_PROGRESS)
    assert done(session, m, action)[2:] == ["Suites dites à l’auteur"]
    malfunctions.resolve(session, m, "Réparée.", fund.head, now)
    malfunctions.close(session, m, "C’est réparé.", fund.officer, now)
    session.add(
        MonthlyNote(
            month=now.date().replace(day=1), prepared_at=now, sent_at=now + timedelta(days=9),
            sent_by_id=fund.officer.id, sha256="0" * 64,
        )
    )  # fmt: skip
    session.flush()
    assert done(session, m, action)[3:] == ["Toute la caisse informée"]
    action.status, action.closed_on = ActionStatus.EFFECTIVE, now.date()
    assert len(done(session, m, action)) == 5


def test_an_action_given_up_improves_nothing(session, fund, now):
    m = make_report(session, now, fund.owner, text=TOLD)
    action = make_action(session, fund, now, ActionStatus.ABANDONED)
    assert feedback.ways(session, m, [action])[-1].said.startswith("Aucune action")


# ---------------------------------------------------------------- promises


def test_a_report_that_waits_beyond_its_day_is_not_kept_and_one_in_time_is_not_counted_yet(now):
    today = now.date()  # a Monday
    waiting = Dates(None, today - timedelta(days=3), None, None)
    assert promises.is_looked_at_in_time(waiting, today) is None
    late = Dates(None, today - timedelta(days=10), None, None)
    assert promises.is_looked_at_in_time(late, today) is False


@pytest.mark.parametrize(("severity", "days", "kept"), [(1, 2, True), (1, 3, False), (3, 4, True), (3, 8, False)])  # fmt: skip
def test_a_serious_report_is_looked_at_sooner(now, severity, days, kept):
    told_on = now.date()  # a Monday
    row = Dates(severity, told_on, told_on + timedelta(days=days), None)
    assert promises.is_looked_at_in_time(row, told_on + timedelta(days=30)) is kept


def test_a_share_is_told_of_ten_reports_and_joined_ones_are_followed_elsewhere(session, fund, now):
    for _ in range(9):
        reported(session, fund, now)
    joined = reported(session, fund, now)
    malfunctions.join(session, joined, session.get(Malfunction, joined.id - 1), fund.officer, now)
    [everything, third] = promises.kept(session, now.date())
    assert everything.looked_at == Kept(9, 9)
    assert everything.looked_at.share is None
    reported(session, fund, now)
    assert promises.kept(session, now.date())[0].looked_at.share == 1.0
    assert third.label.startswith("Gravité 3")


def test_asking_what_is_near_stores_nothing(session, fund, now):
    reported(session, fund, now)
    session.commit()
    found(session, fund.stranger, now)
    naming.named(session, TYPED)
    assert not session.new
    assert not session.dirty
    assert session.exec(select(func.count()).select_from(Malfunction)).one() == 1


def test_a_head_of_the_department_reads_the_title_and_a_reader_asks_nothing(session, fund, now):
    reported(session, fund, now, department=make_department(session, "Ailleurs"))
    assert found(session, fund.head, now)[0].title == TOLD
    assert found(session, make_user(session, Role.READER), now)[0].title == ""


def test_a_report_that_goes_on_elsewhere_says_where_it_is_and_waits_for_nothing(session, fund, now):
    first, joined, sent = (reported(session, fund, now, is_qualified=False) for _ in range(3))
    malfunctions.join(session, joined, first, fund.officer, now)
    malfunctions.redirect(session, sent, "safety", fund.officer, now)
    for m, said in ((joined, first.number), (sent, "voie officielle")):
        ways = feedback.ways(session, m, [])
        assert [way.is_done for way in ways] == [True, True, True, False, False]
        assert all(said in way.said for way in (ways[1], ways[3], ways[4]))
