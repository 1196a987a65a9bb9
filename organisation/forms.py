"""What people type to sign in and to manage accounts."""

from wtforms import BooleanField, DateField, PasswordField, StringField
from wtforms.validators import DataRequired, Email, Optional

from core.forms import Form, choice, line
from core.meanwhile import Watched
from organisation.models import ROLE_LABELS, HeadshipKind


class SignInForm(Form):
    """E-mail and password."""

    email = StringField(
        "Adresse électronique",
        validators=[DataRequired("Indiquez votre adresse électronique.")],
        render_kw={"autocomplete": "username", "type": "email"},
    )
    password = PasswordField(
        "Mot de passe",
        validators=[DataRequired("Indiquez votre mot de passe.")],
        render_kw={"autocomplete": "current-password"},
    )


class PasswordForm(Form):
    """One's own password, changed."""

    present = PasswordField(
        "Mot de passe actuel",
        validators=[DataRequired("Indiquez votre mot de passe actuel.")],
        render_kw={"autocomplete": "current-password"},
    )
    wanted = PasswordField(
        "Nouveau mot de passe",
        description="Douze caractères au moins ; une phrase convient bien.",
        validators=[DataRequired("Indiquez le mot de passe que vous voulez.")],
        render_kw={"autocomplete": "new-password"},
    )


class PersonForm(Watched):
    """An account, as the administrator fills it in."""

    name = line("Nom", "Indiquez le prénom et le nom.", longest=80, shortest=2)
    email = StringField(
        "Adresse électronique",
        validators=[
            DataRequired("Indiquez l’adresse électronique."),
            Email("Cette adresse n’est pas complète : nom@domaine.fr"),
        ],
        render_kw={"type": "email"},
    )
    role = choice(
        "Rôle", [(role.value, label) for role, label in ROLE_LABELS.items()], "Choisissez un rôle."
    )
    department = choice("Service")
    expires_on = DateField(
        "Dernier jour d’accès",
        description="Pour un lecteur ou un auditeur.",
        validators=[Optional()],
    )
    password = PasswordField(
        "Nouveau mot de passe",
        description="Douze caractères au moins. Laissez vide pour ne pas le changer.",
        render_kw={"autocomplete": "new-password"},
    )
    is_active = BooleanField("Compte ouvert", default=True)


class HeadshipForm(Form):
    """A department given to somebody, as head or as deputy, between two days."""

    department = choice("Service", [], "Choisissez un service.")
    kind = choice(
        "À quel titre",
        [
            (HeadshipKind.DEPUTY.value, "Suppléant"),
            (HeadshipKind.HEAD.value, "Responsable"),
        ],
        "Dites à quel titre.",
        hint="Un suppléant agit à la place du responsable ; un responsable dirige aussi ce service.",
    )
    from_day = DateField("À partir du", validators=[DataRequired("Indiquez le premier jour.")])
    until_day = DateField(
        "Jusqu’au",
        description="Ce jour compris. Laissez vide si la fin n’est pas connue.",
        validators=[Optional()],
    )


class DeputyForm(Form):
    """Whom a head names in their stead, and between which days."""

    department = choice("Service", [], "Choisissez un service.")
    person = choice("Suppléant", [], "Choisissez qui vous remplacera.")
    from_day = DateField(
        "À partir du",
        description="Laissez vide pour commencer dès aujourd’hui.",
        validators=[Optional()],
    )
    until_day = DateField(
        "Jusqu’au",
        description="Ce jour compris. Laissez vide si la fin n’est pas connue : vous pourrez y mettre fin à tout moment.",
        validators=[Optional()],
    )


class LastDayForm(Form):
    """The last day of what somebody leads, changed."""

    until_day = DateField("Dernier jour", validators=[Optional()])
