"""The cockpit of the quality officer: five questions, their numbers first, then the first lines of each.

Read-only: every line leads to the page where the thing is settled. The number of queries is the same for ten things and for
ten thousand.
"""

from datetime import date

from sqlmodel import Session

from actionplans.actions.lookback import look_back
from actionplans.actions.notices import People
from actionplans.cockpit import late, recurring, to_announce, unheld, unproven
from actionplans.cockpit.lines import Block
from organisation.models import User


def blocks(session: Session, user: User, today: date) -> list[Block]:
    """What is late, in nobody's hands, without proof, coming back, to announce, as far as this person may read it."""
    people, year = People(session, today), look_back(session, today)
    return [
        Block(
            "en-retard",
            "En retard",
            "Rien n’est en retard : chaque promesse faite en interne est dans son délai.",
            late.parts(session, user, today, people, year),
        ),
        Block(
            "sans-personne",
            "Sans personne",
            "Rien n’est laissé : chaque service est dirigé, chaque chose commencée est entre les mains de quelqu’un.",
            unheld.parts(session, user, today, people),
        ),
        Block(
            "sans-preuve",
            "Sans preuve",
            "Tout ce qui est dit tenu est prouvé, et rien ne finit dans les soixante jours.",
            unproven.parts(session, user, today, people),
        ),
        Block(
            "qui-revient",
            "Qui revient",
            "Rien ne revient : aucun thème deux trimestres de suite, aucune action close à rouvrir.",
            recurring.parts(session, user, today, year),
            recurring.findings(today),
        ),
        Block(
            "a-annoncer",
            "À annoncer",
            "Tout ce qui pouvait être annoncé l’a été.",
            to_announce.parts(session, user, today),
        ),
    ]
