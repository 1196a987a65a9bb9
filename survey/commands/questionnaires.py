"""sillage survey questionnaires …: the same deeds as on screen."""

from pathlib import Path

import click
from flask.cli import AppGroup

from core import clock, french
from core.commands import speaks_french
from core.database import db
from core.errors import Missing, Refused
from organisation import charters
from survey.models import EventKind, Question, Questionnaire, QuestionnaireStatus
from survey.questionnaires import changes as questionnaire_changes
from survey.questionnaires import checks as questionnaire_checks
from survey.questionnaires import coverage, drafting, questionnaires
from survey.questionnaires import files as questionnaire_files
from survey.questionnaires import library as question_library
from survey.questionnaires.checks import Fault

commands = AppGroup("questionnaires", help="What is asked, version by version.")
KINDS = click.Choice([kind.value for kind in EventKind])
MOMENT = click.argument("moment", type=KINDS)
VERSION = click.option("--version", type=click.IntRange(1), help="The one in force by default.")
STATES = {
    QuestionnaireStatus.DRAFT: "en préparation",
    QuestionnaireStatus.PUBLISHED: "en vigueur",
    QuestionnaireStatus.RETIRED: "retirée",
}
LOADED = (
    "Chargé : version {} de « {} », {}. Rien ne change pour les adhérents avant sa publication."
)


# ---------------------------------------------------------------- which one


def draft_of(moment: str) -> Questionnaire:
    """The version in preparation for this moment."""
    kind = EventKind(moment)
    if (draft := drafting.draft_of(db, kind)) is None:
        raise Refused(f"Commencez d’abord une version pour « {kind.label} » : aucune n’est en préparation.")  # fmt: skip
    return draft


def version_of(moment: str, version: int | None) -> Questionnaire:
    """The version of this number, else the one in force."""
    kind = EventKind(moment)
    if version is None:
        return questionnaires.in_force(db, kind)
    found = next((q for q in questionnaires.versions(db, kind) if q.version == version), None)
    if found is None:
        raise Missing(f"La version {version} de « {kind.label} » n’existe pas.")
    return found


def question_of(draft: Questionnaire, code: str) -> Question:
    found = next((question for question in draft.questions if question.code == code), None)
    if found is None:
        raise Missing(f"La question « {code} » n’est pas dans cette version.")
    return found


# ---------------------------------------------------------------- to read


@commands.command("list")
@speaks_french
def list_all() -> None:
    """Every version, newest first, and its state."""
    for kind in EventKind:
        for one in questionnaires.versions(db, kind):
            number = french.count(len(one.questions), "question")
            click.echo(
                f"{kind.value}\tversion {one.version}\t{STATES[one.status]}\t{number}\t{one.title}"
            )


@commands.command()
@MOMENT
@VERSION
@speaks_french
def check(moment: str, version: int | None) -> None:
    """Say what forbids to publish, then what is advised; by default of the draft. Code 1 when it may not be published."""
    draft = drafting.draft_of(db, EventKind(moment)) if version is None else None
    forbids = say_checks(draft or version_of(moment, version))
    if forbids:
        raise Refused(f"{french.count(forbids, 'point empêche', 'points empêchent')} de publier.")


def say_checks(questionnaire: Questionnaire) -> int:
    """Both lists, as the page shows them; how many forbid to publish."""
    before = questionnaire_changes.before(db, questionnaire)
    changes = questionnaire_changes.changes(before, questionnaire)
    blocking = questionnaire_checks.blocking(questionnaire)
    known = questionnaire_checks.advised(questionnaire, promises())
    say_faults("à corriger", blocking)
    say_faults("conseil", [*questionnaire_changes.advised(changes), *known])
    if not blocking:
        click.echo("Rien n’empêche de publier.")
    return len(blocking)


def say_faults(what: str, faults: list[Fault]) -> None:
    for fault in faults:
        click.echo(f"{what}{f', {fault.code}' if fault.code else ''} : {fault.sentence}")


def promises() -> list[str]:
    try:
        return list(charters.by_code(db))
    except Refused:
        return []


@commands.command()
@speaks_french
def uncovered() -> None:
    """The promises of the charter that no question in force asks about."""
    versions = [one for kind in EventKind for one in questionnaires.versions(db, kind)]
    found = coverage.uncovered(db, versions)
    for theme in found:
        click.echo(theme.theme)
        for line in theme.commitments:
            click.echo(f"  {line.code}\t{line.title}")
    number = sum(len(theme.commitments) for theme in found)
    click.echo(f"{french.count(number, 'engagement')} sans question.")


# ---------------------------------------------------------------- to write


@commands.command()
@MOMENT
@click.option("--empty", is_flag=True, help="Without a question, instead of a copy of the newest.")
@speaks_french
def begin(moment: str, empty: bool) -> None:
    """Begin a version."""
    draft = drafting.begin(db, EventKind(moment), None, clock.now(), empty)
    db.commit()
    number = french.count(len(draft.questions), "question")
    click.echo(f"Version {draft.version} commencée, {number}.")


@commands.command()
@MOMENT
@click.argument("title")
@speaks_french
def rename(moment: str, title: str) -> None:
    """Change the title of the version in preparation."""
    draft = draft_of(moment)
    drafting.entitle(db, draft, title, drafting.mark(draft.title), None, clock.now())
    db.commit()
    click.echo("Titre enregistré.")


@commands.command()
@MOMENT
@click.argument("code")
@speaks_french
def take(moment: str, code: str) -> None:
    """Add a question of the library to the version in preparation."""
    drafting.add(db, draft_of(moment), code, question_library.find(db, code).line, None, clock.now())  # fmt: skip
    db.commit()
    click.echo("Question ajoutée.")


@commands.command()
@MOMENT
@click.argument("code")
@click.argument("way", type=click.Choice(["up", "down"]))
@speaks_french
def move(moment: str, code: str, way: str) -> None:
    """Move a question of the version in preparation."""
    drafting.move(db, question_of(draft_of(moment), code), way == "up", None, clock.now())
    db.commit()
    click.echo("Question déplacée.")


@commands.command()
@MOMENT
@click.argument("code")
@speaks_french
def remove(moment: str, code: str) -> None:
    """Take a question out of the version in preparation."""
    drafting.remove(db, question_of(draft_of(moment), code), None, clock.now())
    db.commit()
    click.echo("Question retirée de cette version.")


@commands.command()
@MOMENT
@speaks_french
def publish(moment: str) -> None:
    """Put the version in preparation in force, under the same checks as the page."""
    draft = draft_of(moment)
    if say_checks(draft):
        raise Refused("Rien n’est publié : corrigez d’abord ces points.")
    questionnaires.publish(db, draft, None, clock.now())
    db.commit()
    click.echo(f"Publié : {draft.title}, version {draft.version}.")


@commands.command()
@MOMENT
@speaks_french
def discard(moment: str) -> None:
    """Give the version in preparation up."""
    drafting.discard(db, draft_of(moment), None, clock.now())
    db.commit()
    click.echo("Le projet est abandonné. Le questionnaire en vigueur n’a pas changé.")


@commands.command()
@MOMENT
@speaks_french
def retire(moment: str) -> None:
    """Ask the one in force no longer; events wait for another."""
    drafting.retire(db, version_of(moment, None), None, clock.now())
    db.commit()
    click.echo("Questionnaire retiré : rien ne part plus pour ce moment.")


# ---------------------------------------------------------------- files


@commands.command()
@MOMENT
@VERSION
@click.option("--output", type=click.Path(path_type=Path), help="Standard output by default.")
@speaks_french
def export(moment: str, version: int | None, output: Path | None) -> None:
    """Write a version as a YAML file."""
    found = version_of(moment, version)
    written = questionnaire_files.written(found)
    if output is None:
        click.echo(written, nl=False)
    else:
        output.write_text(written, encoding="utf-8")
        click.echo(f"Écrit : {found.title}, version {found.version}.")


@commands.command("load")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Instead of the version in preparation.")
@click.option("--dry-run", is_flag=True, help="Say what is wrong in it; write nothing.")
@speaks_french
def load_file(file: Path, replace: bool, dry_run: bool) -> None:
    """Make a draft of a YAML file; all its faults are told at once."""
    draft = questionnaire_files.load(db, file.read_bytes(), None, clock.now(), replace)
    say_checks(draft)
    if dry_run:
        db.rollback()
        click.echo("Rien n’est écrit : c’était un essai.")
        return
    db.commit()
    number = french.count(len(draft.questions), "question")
    click.echo(LOADED.format(draft.version, draft.kind.label, number))
