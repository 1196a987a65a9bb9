"""What people type in a plan: its aims and its actions, why it is sent back, what the year taught."""

from core.forms import Form, Ticks, text
from core.meanwhile import Watched

LONGEST = 2000


class PlanForm(Watched):
    """The plan, written by the head of the department."""

    aims = text(
        "Ce que le service vise cette année",
        "Écrivez ce que le service vise cette année, en une phrase au moins.",
        LONGEST,
        hint="Deux ou trois priorités, dites comme vous les diriez à un collègue.",
    )
    actions = Ticks("Les actions du plan", coerce=int)
    no_action_because = text(
        "S’il n’y a aucune action, pourquoi",
        longest=LONGEST,
        hint="Un plan peut n’en avoir aucune : la raison est alors ce que la direction approuve.",
        rows=2,
    )


class SendBackForm(Form):
    """What the department has to look at again."""

    reason = text("Ce qui est à revoir", "Dites au service ce qu’il doit revoir.", LONGEST, rows=3)


class CloseForm(Form):
    """What the year taught."""

    lessons = text(
        "Ce que l’année a appris",
        "Écrivez ce que l’année a appris : la suivante commence par là.",
        LONGEST,
        hint="Ce qui a marché, ce qui a glissé et pourquoi. Le prochain bilan commence par ces lignes.",
    )
