"""sillage survey …"""

import click
from flask.cli import AppGroup

from core import clock, french
from core.commands import speaks_french
from core.database import db
from survey.commands import batches as batch_commands
from survey.commands import entries as entry_commands
from survey.commands import exclusions as exclusion_commands
from survey.commands import follow_up as follow_up_commands
from survey.commands import imports as import_commands
from survey.commands import layouts as layout_commands
from survey.commands import privacy as privacy_commands
from survey.commands import questionnaires as questionnaire_commands
from survey.commands import questions as question_commands
from survey.commands import renderings as rendering_commands
from survey.commands import sendings as sending_commands
from survey.privacy import transfer
from survey.questionnaires.questionnaires import load_starting

commands = AppGroup("survey", help="Life events, invitations, answers.")
commands.add_command(questionnaire_commands.commands)
for one in (*question_commands.COMMANDS, *rendering_commands.COMMANDS):
    questionnaire_commands.commands.add_command(one)
for command in (
    *import_commands.COMMANDS,
    *batch_commands.COMMANDS,
    *layout_commands.COMMANDS,
    *sending_commands.COMMANDS,
    *follow_up_commands.COMMANDS,
    *exclusion_commands.COMMANDS,
    *entry_commands.COMMANDS,
    *privacy_commands.COMMANDS,
):
    commands.add_command(command)


# ---------------------------------------------------------------- what the worker does by itself


@commands.command("load-questionnaires")
@speaks_french
def load_questionnaires() -> None:
    """Publish the starting questionnaires for the moments that have none."""
    loaded = load_starting(db, clock.now(), None)
    db.commit()
    for questionnaire in loaded:
        click.echo(f"Publié : {questionnaire.title}")
    if not loaded:
        click.echo("Chaque moment a déjà son questionnaire.")


@commands.command("transfer")
@speaks_french
def transfer_replies() -> None:
    """Part sent answers from their authors, where ten wait."""
    done = transfer.transfer_ready(db, clock.now())
    db.commit()
    click.echo(
        french.count(done, "réponse détachée de son auteur", "réponses détachées de leur auteur")
    )


@commands.command()
@speaks_french
def close() -> None:
    """Close the waves that are over: what was begun counts, receipts die."""
    done = transfer.close_due(db, clock.now())
    db.commit()
    click.echo(french.count(done, "réponse reprise à la clôture", "réponses reprises à la clôture"))
