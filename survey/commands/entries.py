"""sillage survey enter, call, entry-pile, entry-rates, withdraw, call-backs, called-back: what members said otherwise than on line."""

from typing import Any

import click
from flask.cli import with_appcontext
from werkzeug.datastructures import MultiDict

from core import clock, french
from core.commands import speaks_french
from core.database import db, get_or_missing
from core.errors import Refused, TooMany
from organisation import people
from organisation.models import User
from organisation.rights import Right, may
from survey.answering import answering, calling_back, codes
from survey.entry import calling, double_entry, entry, sampling, sheet_pile
from survey.entry.sheet_pile import Rest
from survey.models import CallBack, CallOutcome, Invitation, Mode, SecondEntry

MODES = click.Choice([mode.value for mode in entry.MODES])
OUTCOMES = click.Choice([*(one.value for one in CallOutcome), calling.REFUSED, calling.OBJECTION])
by_whom = click.option("--by", "address", required=True, help="The address of the account of whoever keys it in.")  # fmt: skip
Faults = list[tuple[str, str]]


def keyer(address: str) -> User:
    """The person of this address, when they may key in."""
    person = people.by_address(db, address)
    if not may(person, Right.ENTER_REPLIES):
        raise Refused("Ce compte ne saisit pas de réponse : donnez l’adresse d’un compte qui en saisit.")  # fmt: skip
    return person


@click.command("enter")
@click.argument("code")
@click.argument("answers", nargs=-1, required=True, metavar="QUESTION=VALUE…")
@click.option("--mode", type=MODES, default=Mode.PAPER.value, show_default=True)
@by_whom
@with_appcontext
@speaks_french
def enter(code: str, answers: tuple[str, ...], mode: str, address: str) -> None:
    """Key in the sheet of this CODE: the first time, again when it was drawn, or what the paper says where both differ.

    An answer is QUESTION=VALUE (satisfaction=good), several are given one by one, a row is QUESTION.ROW=VALUE.
    """
    by, form = keyer(address), typed(answers)
    try:
        invitation, second = double_entry.find(db, code, by, clock.now())
    except (Refused, TooMany) as error:
        db.commit()  # a wrong code is counted
        raise Refused(str(error)) from error
    if second is None:
        done = entry.enter(db, invitation, form, Mode(mode), by, clock.now())
        kept(done.faults, told(done, Mode(mode)))
    elif second.second is None:
        faults = double_entry.enter_again(db, invitation, second, form, by, clock.now())
        kept(faults, compared(invitation, second))
    else:
        faults = double_entry.settle(db, invitation, second, form, by, clock.now())
        kept(faults, "La réponse dit ce que porte la feuille.")


def compared(invitation: Invitation, second: SecondEntry) -> str:
    """Whether the two entries agree, else the questions to look at on the paper."""
    if not double_entry.differs(db, invitation):
        return "Les deux saisies disent la même chose."
    unlike = [one.asked.code for one in double_entry.differing(invitation, second)]
    return (
        f"Les deux saisies diffèrent ({', '.join(unlike)}) : "
        "donnez encore ces réponses, la feuille en main."
    )


def typed(answers: tuple[str, ...]) -> MultiDict[str, str]:
    """The answers as a form sends them."""
    form: MultiDict[str, str] = MultiDict()
    for one in answers:
        field, equal, value = one.partition("=")
        if not (field and equal):
            raise Refused(f"Écrivez chaque réponse « question=valeur » : « {one} » ne l’est pas.")
        form.add(field, value)
    return form


def kept(faults: Faults, sentence: str) -> None:
    """Commit and say so; or keep nothing, and say every fault."""
    if faults:
        db.rollback()
        said = "\n".join(f"- {code} : {fault}" for code, fault in faults)
        raise Refused(f"Rien n’est enregistré :\n{said}")
    db.commit()
    click.echo(sentence)


def told(done: entry.Entered, mode: Mode) -> str:
    if mode is not Mode.PAPER:
        return f"Réponse enregistrée. Code de reçu à donner : {codes.shown(done.receipt)}"
    if done.is_drawn:
        return "Réponse enregistrée. Cette feuille est tirée : une autre personne la saisit de nouveau."
    return "Réponse enregistrée."


@click.command("entry-pile")
@by_whom
@with_appcontext
@speaks_french
def pile(address: str) -> None:
    """The sheets that wait for a second entry or a decision, as this person sees them."""
    by, page = keyer(address), 1
    while True:
        found = sheet_pile.waiting(db, by, page=page)
        for one in found.rows:
            click.echo(f"{one.starts_with}\t{one.keyed_on.isoformat()}\t{one.rest.label}")
        if page >= found.pages:
            break
        page += 1
    counted = sheet_pile.counts(db, by)
    click.echo(", ".join(f"{rest.label} : {french.number(counted[rest])}" for rest in Rest))


@click.command("entry-rates")
@with_appcontext
@speaks_french
def rates() -> None:
    """How often two entries of a sheet differ, year by year, and what chance allows (Wilson, 95 %)."""
    for rate in sampling.rates(db):
        low, high = rate.interval
        click.echo(
            f"{rate.year}\t{french.count(rate.sheets, 'feuille')}\t{french.count(rate.fields, 'champ')}\t"
            f"{french.count(rate.different, 'différent')}\t{french.percent(rate.share, 1)} "
            f"(de {french.percent(low, 1)} à {french.percent(high, 1)})"
        )


# ---------------------------------------------------------------- said on the telephone


@click.command("call")
@click.argument("code")
@click.argument("outcome", type=OUTCOMES)
@by_whom
@with_appcontext
@speaks_french
def call(code: str, outcome: str, address: str) -> None:
    """Note a call about this CODE that brought no answer: in vain, refused this time, or an objection for good.

    What was answered is keyed in by « enter --mode phone », from the text that « questionnaires script » writes.
    """
    by = keyer(address)
    try:
        invitation = entry.find(db, code, by, clock.now())
    except (Refused, TooMany) as error:
        db.commit()  # a wrong code is counted
        raise Refused(str(error)) from error
    said = calling.end(db, invitation, outcome, True, by, clock.now())
    db.commit()
    click.echo(said)


@click.command("withdraw")
@click.argument("receipt")
@with_appcontext
@speaks_french
def withdraw(receipt: str) -> None:
    """Erase for good the answers of this RECEIPT, at the request of its holder."""
    answering.withdraw(db, answering.by_receipt(db, receipt, clock.today()))
    db.commit()
    click.echo("Réponses effacées.")


@click.command("call-backs")
@with_appcontext
@speaks_french
def call_backs() -> None:
    """The people who asked to be called back, the longest waiting first."""
    found: Any = calling_back.waiting(db)
    for one in found:
        click.echo(f"{one.id}\t{one.asked_on.isoformat()}\t{one.phone}\t{one.about}")
    click.echo(french.count(len(found), "personne à rappeler", "personnes à rappeler"))


@click.command("called-back")
@click.argument("number", type=int)
@with_appcontext
@speaks_french
def called_back(number: int) -> None:
    """Say that somebody called: the telephone number and the message are erased."""
    calling_back.done(db, get_or_missing(CallBack, number), None, clock.now())
    db.commit()
    click.echo("C’est noté : le numéro et le message sont effacés.")


COMMANDS = [enter, call, pile, rates, withdraw, call_backs, called_back]
