"""What people type to report a malfunction and to follow it."""

from flask_wtf.file import FileField
from wtforms import BooleanField, DateField, RadioField
from wtforms.validators import Optional

from actionplans.malfunctions.malfunctions import OFFICIAL_CHANNELS, SEVERITIES
from actionplans.malfunctions.reporting import LONGEST
from actionplans.models import CauseFamily, Frequency, ReportMode
from analysis.themes.themes import themes
from core.forms import Form, choice, choices, line, text
from core.typed_days import DayField

MODES = [
    (ReportMode.CONFIDENTIAL.value, "Confidentiel : le référent qualité seul connaît mon nom"),
    (ReportMode.SIGNED.value, "Signé : mon nom est visible"),
    (
        ReportMode.ANONYMOUS.value,
        "Anonyme : personne ne connaît mon nom, je suis la suite avec un code",
    ),
]


OUT = (
    "Dans une image, ce qui dit qui l’a prise, où et quand est effacé ; le nom du fichier est remplacé. Ce que le fichier montre "
    "reste : un nom, un écran ouvert à votre compte peuvent désigner quelqu’un."
)
SHOWS = f"Une image ou un texte ; si vous signez, aussi PDF, Word, Excel, PowerPoint ou OpenDocument. {OUT}"
SHOWS_UNSIGNED = f"Une image ou un texte. {OUT}"


class ReportForm(Form):
    """One required field."""

    what_happened = text(
        "Que s’est-il passé ?",
        "Dites en une phrase ce qui s’est passé.",
        longest=LONGEST,
        hint="Les faits, pas les personnes. Les noms et les numéros sont masqués avant toute lecture.",
        rows=5,
    )
    department = choice("Service concerné (si vous le savez)")
    touches_members = BooleanField("Des adhérents en subissent les conséquences")
    mode = RadioField("Votre nom", choices=choices(MODES), default=ReportMode.CONFIDENTIAL.value)
    file = FileField("Pièce jointe", description=SHOWS)


class CodeForm(Form):
    """The code of an anonymous report."""

    code = line("Votre code", "Tapez le code donné quand vous avez signalé.", longest=40)


class QualifyForm(Form):
    """What the officer judges a report to be."""

    severity = choice(
        "Gravité",
        [(str(n), f"{n} : {words}") for n, words in SEVERITIES.items()],
        "Choisissez une gravité.",
    )
    department = choice("Service chargé d’y remédier", (), "Choisissez un service.")
    theme = choice("Thème", [(t.code, t.title) for t in themes()])
    commitment = choice("Engagement touché")
    frequency = choice(
        "Fréquence",
        [("", "Choisissez…"), *((one.value, one.label) for one in Frequency)],
        "Dites à quelle fréquence cela arrive.",
    )


class TakeForm(Form):
    """How the department takes it up; nothing is required, an announced day commits."""

    family = choice(
        "D’où vient la cause",
        [("", "À chercher encore"), *((one.value, one.label) for one in CauseFamily)],
        hint="Jamais une personne.",
    )
    analysis = text(
        "Pourquoi cela arrive",
        longest=2000,
        rows=3,
        hint="Pourquoi ? Et pourquoi cela encore ? Jusqu’à cinq fois, sans nommer personne.",
    )
    announced_on = DateField(
        "Jour annoncé",
        description="Sans jour annoncé, vingt jours ouvrés après la qualification.",
        validators=[Optional()],
    )


class JoinForm(Form):
    """The earlier report that says the same."""

    number = line(
        "Numéro du signalement antérieur", "Indiquez son numéro, par exemple D-2026-12.", longest=20
    )


class RedirectForm(Form):
    """A named official channel."""

    channel = choice(
        "Voie officielle",
        [("", "Choisissez…"), *OFFICIAL_CHANNELS.items()],
        "Choisissez la voie officielle.",
    )


class PreventForm(Form):
    """An action on reports that come back; everything else is known already."""

    title = line(
        "L’action, en une phrase",
        "Dites en une phrase ce qui sera fait.",
        longest=160,
        hint="Dites-la mieux si vous pouvez : un verbe et un résultat.",
    )
    commitment = choice("Engagement touché")


class TakeUpForm(Form):
    """Why the action after which it came back is opened again, and for when."""

    reason = text("Pourquoi la rouvrir", "Dites ce qui est revenu.", longest=2000, rows=3)
    due_on = DayField("Nouvelle échéance", "Indiquez la nouvelle échéance.")
