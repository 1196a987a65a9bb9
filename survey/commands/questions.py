"""sillage survey questionnaires library, show, write, clarity: one question at a time, by the deeds of the page."""

from typing import Any

import click
from flask.cli import with_appcontext

from core import clock, french
from core.commands import speaks_french
from core.database import db
from core.errors import Refused
from survey.commands.questionnaires import MOMENT, VERSION, draft_of, version_of
from survey.models import Question
from survey.questionnaires import checks as questionnaire_checks
from survey.questionnaires import clear_language, question_fields
from survey.questionnaires import library as question_library
from survey.questions import KINDS

KIND = click.Choice(list(KINDS))


@click.command("library")
@click.argument("words", nargs=-1)
@with_appcontext
@speaks_french
def library(words: tuple[str, ...]) -> None:
    """The questions ready to be taken, those that say all these words."""
    found = question_library.matching(question_library.listed(db), " ".join(words))
    for one in found:
        click.echo(f"{one.code}\t{one.line.kind}\t{one.line.commitment_code or '–'}\t{one.line.wording}")  # fmt: skip
    click.echo(f"{french.count(len(found), 'question')}.")


@click.command("show")
@MOMENT
@VERSION
@with_appcontext
@speaks_french
def show(moment: str, version: int | None) -> None:
    """The questions of a version in their order: page, place, code, kind, promise, words."""
    for question in questionnaire_checks.in_order(version_of(moment, version)):
        say(question)


def say(question: Question) -> None:
    """One line a question, one more for its condition, one for its answers."""
    promise = question.commitment_code or "–"
    must = ", obligatoire" if question.required else ""
    click.echo(f"{question.page}\t{question.rank}\t{question.code}\t{question.kind}{must}\t{promise}\t{question.wording}")  # fmt: skip
    if when := question.asked_when:
        click.echo(f"\tposée si {when['code']} = {' ou '.join(when['values'])}")
    if question.choices:
        click.echo("\t" + " · ".join(f"{value} = {label}" for value, label in question.choices))


@click.command("write")
@MOMENT
@click.argument("code")
@click.option("--kind", type=KIND, help="How it is answered.")
@click.option("--wording", help="The question.")
@click.option("--hint", help="A sentence under it; empty: none.")
@click.option("--page", help="From 1 to 9.")
@click.option("--choice", "choices", multiple=True, metavar="VALUE=LABEL", help="An answer; all of them, in order.")  # fmt: skip
@click.option("--required/--optional", default=None, help="Whether it must be answered.")
@click.option(
    "--asked-when", metavar="CODE=VALUE,VALUE", help="Whom it is asked; empty: everybody."
)
@click.option("--commitment", help="The promise it asks about; empty: none.")
@click.option("--spoken", help="As it is read on the telephone; empty: made of the question.")
@click.option("--easy-wording", help="The question in easy words.")
@click.option("--easy-hint", help="What explains it in easy words.")
@click.option("--easy-choice", "easy_choices", multiple=True, metavar="VALUE=LABEL", help="An answer in easy words.")  # fmt: skip
@with_appcontext
@speaks_french
def write(moment: str, code: str, **told: Any) -> None:
    """Add a question to the version in preparation, or reword the one of this CODE: what is not given stays."""
    draft = draft_of(moment)
    is_new = code not in {question.code for question in draft.questions}
    question = question_fields.write(db, draft, code, said(told), None, clock.now())
    db.commit()
    click.echo("Question ajoutée." if is_new else "Question enregistrée.")
    advise(f"{question.wording}\n{question.hint}")


def said(told: dict[str, Any]) -> dict[str, Any]:
    """The options given, as fields of a questionnaire file."""
    fields = {
        name: told[name]
        for name in ("kind", "wording", "hint", "page", "commitment", "spoken")
        if told[name] is not None
    }
    if told["choices"]:
        fields["choices"] = [pair(one, "--choice") for one in told["choices"]]
    if told["required"] is not None:
        fields["required"] = told["required"]
    if told["asked_when"] is not None:
        fields["asked_when"] = condition(told["asked_when"])
    return fields | easy(told)


def easy(told: dict[str, Any]) -> dict[str, Any]:
    parts = {"wording": told["easy_wording"], "hint": told["easy_hint"]}
    found: dict[str, Any] = {name: words for name, words in parts.items() if words}
    if told["easy_choices"]:
        found["choices"] = dict(pair(one, "--easy-choice") for one in told["easy_choices"])
    return {"easy": found} if found else {}


def pair(typed: str, option: str) -> list[str]:
    value, equal, label = (part.strip() for part in typed.partition("="))
    if not (value and equal and label):
        raise Refused(f"Écrivez {option} « valeur=libellé » : « {typed} » ne l’est pas.")
    return [value, label]


def condition(typed: str) -> dict[str, Any] | None:
    """« contact_tried=phone,email »; None when it is empty."""
    if not typed.strip():
        return None
    code, values = pair(typed, "--asked-when")
    return {"code": code, "values": [value.strip() for value in values.split(",")]}


@click.command("clarity")
@click.argument("text")
@with_appcontext
@speaks_french
def clarity(text: str) -> None:
    """What is hard to read in a text, and what to write instead. Writes nothing."""
    if not advise(text):
        click.echo("Rien à reprendre : phrases courtes, mots simples.")


def advise(text: str) -> int:
    found = clear_language.remarks(text)
    for remark in found:
        click.echo(f"conseil, « {remark.words} » : {remark.advice}")
    return len(found)


COMMANDS = [library, show, write, clarity]
