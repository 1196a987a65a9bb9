"""The quality of the reading is measured in the background, when something changed, and only then."""

import pytest
from sqlmodel import select

from analysis import corpus
from analysis.models import Basis, QualityRun
from analysis.quality import figures as quality_figures
from analysis.quality import measuring, quality
from analysis.readers.words import WordsReader
from analysis.results import figures
from analysis.themes import correcting, learning
from core import jobs
from core.errors import Refused
from organisation import journal
from organisation.models import Role
from tests.analysis_builders import make_verbatim
from tests.builders import make_user

TEXTS = {"delai": "On attend encore, dossier {}", "telephone": "Personne ne décroche, appel {}"}


@pytest.fixture(autouse=True)
def learnt(monkeypatch):
    """Learning made short: words alone, few comments; what each lesson was made of."""
    starter, trial = corpus.starter()[::150], corpus.demonstration()[::20]
    lessons = []

    def learn(examples):
        lessons.append([one.text for one in examples])
        reader = WordsReader()
        reader.learn(examples)
        return reader

    monkeypatch.setattr(corpus, "starter", lambda: starter)
    monkeypatch.setattr(corpus, "demonstration", lambda: trial)
    monkeypatch.setattr(learning, "learn", learn)
    return lessons


def put_right(session, now, number):
    officer = make_user(session, Role.QUALITY_OFFICER)
    for place in range(number):
        theme = ("delai", "telephone")[place % 2]
        sentence = make_verbatim(session, "suivi", text=TEXTS[theme].format(place))
        correcting.correct(session, sentence, theme, officer, now)
    session.commit()


def runs(session):
    return {run.basis: run for run in session.exec(select(QualityRun))}


def test_without_a_correction_the_shipped_comments_are_measured(session, now):
    measuring.measure(session, now)
    assert set(runs(session)) == {Basis.TRIAL, Basis.STARTER}
    counted = {b: sum(cell.sentences for cell in run.cells) for b, run in runs(session).items()}
    assert counted == {Basis.TRIAL: len(corpus.demonstration()), Basis.STARTER: len(corpus.starter())}  # fmt: skip


def test_what_is_drawn_is_drawn_with_the_measure_and_not_on_the_page(session, now, monkeypatch):
    measuring.measure_some(session, now, [Basis.TRIAL])
    monkeypatch.setattr(figures, "WIDE", None)  # nothing could be drawn any more
    (told,) = quality.measured(session)
    assert "Phrases dont le thème" in quality_figures.by_theme(told).alternative


def test_nineteen_corrections_are_too_few_and_twenty_are_measured(session, now):
    put_right(session, now, 19)
    measuring.measure_some(session, now, [Basis.CORRECTED])
    assert runs(session) == {}
    put_right(session, now, 1)
    measuring.measure_some(session, now, [Basis.CORRECTED])
    assert sum(cell.sentences for cell in runs(session)[Basis.CORRECTED].cells) == 20


def test_no_sentence_is_judged_by_a_reader_that_learnt_it(session, now, learnt):
    put_right(session, now, 20)
    measuring.measure_some(session, now, [Basis.CORRECTED])
    theirs = {TEXTS[("delai", "telephone")[place % 2]].format(place) for place in range(20)}
    folds = [theirs - set(lesson) for lesson in learnt if not theirs <= set(lesson)]
    assert sorted(map(len, folds)) == [4, 4, 4, 4, 4]
    assert set().union(*folds) == theirs


def test_nothing_is_measured_again_when_nothing_changed(session, now, learnt):
    measuring.measure(session, now)
    before = {basis: run.id for basis, run in runs(session).items()}
    learnt.clear()
    measuring.measure(session, now)
    assert {basis: run.id for basis, run in runs(session).items()} == before
    assert learnt == []


def test_a_correction_changes_what_stands_on_corrections_alone(session, now):
    put_right(session, now, 20)
    measuring.measure(session, now)
    before = {basis: run.fingerprint for basis, run in runs(session).items()}
    put_right(session, now, 1)
    measuring.measure(session, now)
    changed = {b for b, run in runs(session).items() if run.fingerprint != before[b]}
    assert changed == {Basis.CORRECTED, Basis.FIRST_DAY}


def test_a_correction_asks_for_a_measure_once_an_hour(session, now):
    put_right(session, now, 3)
    waiting = jobs.client(session.get_bind()).list_workflows(
        workflow_id_prefix=measuring.MEASURE.name
    )
    assert [(one.workflow_id, one.status) for one in waiting] == [("measure_quality:2027031509", "DELAYED")]  # fmt: skip


def test_without_the_encoder_nothing_is_measured_and_the_journal_says_why(
    session, now, monkeypatch
):
    def refuse(*_):
        raise Refused("Le modèle de lecture est incomplet.")

    monkeypatch.setattr(learning, "versions", refuse)
    measuring.measure(session, now)
    assert runs(session) == {}
    told = [entry.details for entry in journal.about(session, "")]
    assert any("incomplet" in details for details in told)
