"""The whole text of the telephone as one document: to look at before publishing, and to keep on paper beside a telephone."""

from collections.abc import Iterator

from core import mail
from core.documents import Bullets, Column, Document, Heading, Paragraph, Part, Quote, Table
from survey.answering import paging
from survey.answering.paging import Page
from survey.entry import script
from survey.entry.script import Line, Spoken
from survey.models import EventKind, Question, Questionnaire
from survey.paper import contents as paper_contents
from survey.questions import KINDS

# What only the call knows.
KNOWN = {
    EventKind.AFFILIATION: "Vous avez rejoint la caisse en [mois et année].",
    EventKind.RETIREMENT: "Vous avez demandé votre retraite, ouverte en [mois et année].",
}
BEFORE = (
    "Un adhérent suivi par votre service est interrogé par un collègue d’un autre service.",
    "Lisez les phrases telles qu’elles sont écrites, toutes les réponses à lire, dans l’ordre ; ne les commentez pas.",
    "Les mots entre crochets sont à remplacer. La colonne « À lire » dit quelles réponses la personne donne d’elle-même.",
    "Saisissez pendant l’appel si vous le pouvez. Sinon entourez les chiffres, saisissez la feuille le jour même avec "
    "« Par téléphone », puis détruisez-la.",
)
REFUSAL = "Elle refuse, ne veut plus aucune enquête, ou personne ne répond : notez-le à l’écran, et rien d’autre."
RECEIPT = "Le code de reçu est donné par l’écran, une fois la réponse saisie."
LINES = "Notez ses mots au dos de la feuille, avec le numéro de la question, sans nom ni numéro."

ANSWERS = (
    Column("Touche", about="Le chiffre à taper ou à entourer."),
    Column("Réponse", about="Les mots de la réponse."),
    Column("À lire", about="Oui : lue à voix haute. Non : la personne la donne d’elle-même."),
)


def document(questionnaire: Questionnaire) -> Document:
    """Opening words, every question with its condition, last words."""
    fund = mail.fund()
    return Document(
        f"Texte du téléphone : {questionnaire.title}",
        tuple(_parts(questionnaire)),
        subtitle=f"Version {questionnaire.version}. Le même questionnaire que sur internet et sur papier, lu à voix haute.",
        sender=fund.FUND_NAME,
        telephone=fund.FUND_PHONE,
    )


def _parts(questionnaire: Questionnaire) -> Iterator[Part]:
    known = KNOWN[questionnaire.kind]
    yield from (Heading("Avant de commencer"), Bullets(BEFORE))
    yield Heading("Ouverture")
    yield Quote(" ".join(script.opening(questionnaire, known, calls=True)), "Vous appelez")
    yield Quote(
        script.opening(questionnaire, known, calls=False)[0],
        "La personne vous appelle : commencez ainsi",
    )
    yield Paragraph(REFUSAL, is_soft=True)
    yield Heading("Les questions")
    for one in questions(questionnaire):
        yield from _question(questionnaire, one)
    yield Heading("Fin")
    yield Quote(" ".join(script.closing("[jour de la clôture]")))
    yield Paragraph(RECEIPT, is_soft=True)


def questions(questionnaire: Questionnaire) -> list[Spoken]:
    """Every question in its spoken words, as for somebody who would be asked them all."""
    asked = paper_contents.everything_asked(questionnaire)
    numbers = {one.code: number for number, one in enumerate(asked, start=1)}
    return script.spoken(Page(1, asked), numbers, {}, {}, [])


def _question(questionnaire: Questionnaire, one: Spoken) -> Iterator[Part]:
    question = next(q for q in questionnaire.questions if q.code == one.code)
    yield Heading(f"{one.number}. {one.words}", level=2)
    said = [_when(questionnaire, question), LINES if one.kind == "text" else one.instruction]
    said.append(f"Si l’on vous demande de préciser : « {one.hint} »" if one.hint else "")
    yield Paragraph(" ".join(filter(None, said)), is_soft=True)
    if one.lines:
        yield _answers(one)


def _when(questionnaire: Questionnaire, question: Question) -> str:
    """Whom the question is for: on the screen it shows only then."""
    if KINDS[question.kind].by_row and question.asked_when:
        codes = [one.code for one in paper_contents.everything_asked(questionnaire)]
        return f"Seulement pour les moyens cités à la question {codes.index(question.asked_when['code']) + 1}."
    when = paging.condition(questionnaire, question)
    return f"{when}." if when else ""


def _answers(one: Spoken) -> Table:
    caption = f"Réponses à la question {one.number}"
    if any(line.label for line in one.lines):
        return _by_channel(caption, one.lines)
    rows = [
        (choice.key, choice.label, "oui" if choice.is_read else "non")
        for choice in one.lines[0].choices
    ]
    return Table(caption, ANSWERS, tuple(rows))


def _by_channel(caption: str, lines: tuple[Line, ...]) -> Table:
    """A line an answer, a column a channel, where its figure is circled."""
    columns = (ANSWERS[0], ANSWERS[1], *(Column(line.label) for line in lines))
    rows = tuple(
        (choice.key, choice.label, *(choice.key for _ in lines)) for choice in lines[0].choices
    )
    return Table(caption, columns, rows)
