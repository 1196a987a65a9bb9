"""What people type in a self-assessment."""

from collections.abc import Iterable
from itertools import groupby

from flask_wtf.file import FileField
from wtforms import BooleanField, DateField, HiddenField, RadioField
from wtforms.validators import DataRequired, InputRequired, Optional, ValidationError

from actionplans.assessments import assessments, rectifying, reviewing
from actionplans.assessments.rectifying import Correction
from actionplans.assessments.reviewing import Word
from actionplans.models import Assessment, Level, Rating
from core.forms import Form, Ticks, choice, choices, line, text
from core.keys import key
from core.meanwhile import Watched
from organisation.models import User

COMMENT_LONGEST = 2000


class RatingForm(Form):
    """One commitment: its level, why, and whether it is worth sharing."""

    level = RadioField(
        "Niveau",
        choices=choices((level.value, level.label) for level in assessments.DECLARABLE),
        validators=[InputRequired("Choisissez un niveau.")],
    )
    reason = text("Motif ou remarque", longest=assessments.REASON_LONGEST)
    is_strong = BooleanField("Point fort à partager")
    seen = HiddenField()
    """Version of the row this page was made of."""


class EvidenceForm(Form):
    """A proof: what it is, where it is, what days it covers."""

    title = line("Intitulé de la preuve", "Dites en quelques mots ce qu’est la preuve.")
    file = FileField("Fichier")
    location = line("Où la trouver", longest=300, hint="Un lien, un dossier, une référence.")
    valid_from = DateField("Valable du", validators=[DataRequired("Indiquez le premier jour.")])
    valid_to = DateField("Jusqu’au", validators=[DataRequired("Indiquez le dernier jour.")])

    def validate_title(self, field: object) -> None:
        if len(self.title.data or "") < 3:
            raise ValidationError("Dites en quelques mots ce qu’est la preuve.")

    def validate_location(self, field: object) -> None:
        if not (self.file.data or self.location.data):
            raise ValidationError("Joignez un fichier, ou dites où trouver la preuve.")

    def validate_valid_to(self, field: object) -> None:
        first, last = self.valid_from.data, self.valid_to.data
        if first and last and last < first:
            raise ValidationError("La preuve finit avant de commencer : vérifiez les deux dates.")


class RefusalForm(Form):
    """Why a proof proves nothing."""

    because = text(
        "Motif du refus",
        "Dites au service pourquoi cette preuve est refusée.",
        longest=COMMENT_LONGEST,
        rows=2,
    )


class SubmissionForm(Watched):
    """The two texts that close an assessment; both may be kept empty, neither submitted so."""

    successes = text(
        "Réussites à faire connaître",
        hint="Une au moins. S’il n’y en a pas : « aucune, car… »",
        rows=5,
    )
    improvements = text(
        "Améliorations à mener",
        hint="Une au moins. S’il n’y en a pas : « aucune, car… »",
        rows=5,
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.successes.flags.required = self.improvements.flags.required = True


class CampaignForm(Form):
    """A yearly campaign: the day it opens by itself, the day the assessments are due."""

    opens_on = DateField(
        "Jour d’ouverture",
        description="Elle s’ouvre d’elle-même ce matin-là ; jusque-là, elle se change ou s’annule.",
        validators=[Optional()],
    )
    due_on = DateField(
        "Échéance",
        description="Trente jours après l’ouverture, d’habitude. Les douze mois qui finissent ce jour-là sont évalués.",
        validators=[DataRequired("Indiquez le jour où les auto-évaluations sont attendues.")],
    )


class WhyForm(Form):
    """Why a campaign is cancelled, closed without a department, or taken out of the archives."""

    reason = text(
        "Motif",
        longest=300,
        rows=2,
        hint="Sans nom de personne : ce motif reste au journal.",
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.reason.flags.required = True


class ReviewForm(Form):
    """A word for the whole; `review_form` adds a level and a comment for each row."""

    because = text(
        "Mot au service",
        longest=COMMENT_LONGEST,
        hint="Nécessaire pour renvoyer ; dites ce qu’il faut reprendre.",
        rows=3,
    )
    texts_only = BooleanField(
        "Seuls les deux textes sont à reprendre",
        description="Sinon, commentez chaque ligne à reprendre avant de renvoyer.",
    )

    def word(self, rating: Rating) -> Word:
        """What was chosen and written for one row."""
        level, comment = self[f"level_{rating.id}"], self[f"comment_{rating.id}"]
        return Word(Level(level.data), comment.data or "")


def review_form(ratings: Iterable[Rating]) -> ReviewForm:
    """The form of one assessment: each row with the levels a reviewer may give it."""
    fields: dict[str, object] = {}
    kept: dict[str, str] = {}
    for rating in ratings:
        code, levels = rating.commitment.code, reviewing.allowed(rating)
        fields[f"level_{rating.id}"] = choice(
            f"Niveau validé, {code}",
            [(level.value, level.value) for level in levels],
            "Choisissez un niveau.",
            default=(rating.validated or rating.declared).value,
        )
        fields[f"comment_{rating.id}"] = text(
            f"Commentaire, {code}", longest=COMMENT_LONGEST, rows=1
        )
        kept[f"comment_{rating.id}"] = rating.officer_comment
    form = type("ReviewFormOfRows", (ReviewForm,), fields)(data=kept)
    assert isinstance(form, ReviewForm)
    return form


class CorrectionForm(Form):
    """Why a signed review is made anew."""

    reason = text("Pourquoi ce bilan est-il rectifié", longest=2000, rows=3)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.reason.flags.required = True  # shown only where it is needed


class EntrustForm(Form):
    """Which rows go to whom, until when; a theme ticked is all its rows."""

    to = choice("Collaborateur du service", required="Choisissez à qui confier ces lignes.")
    until = DateField(
        "Jusqu’au",
        description="Ce jour compris. Ensuite, les lignes sont de nouveau à vous.",
        validators=[DataRequired("Dites jusqu’à quel jour.")],
    )
    themes = Ticks("Thèmes entiers")
    rows = Ticks("Lignes")

    def __init__(self, assessment: Assessment, people: Iterable[User]) -> None:
        super().__init__()
        due = assessments.due_rows(assessment)
        self.by_theme = [
            (ratings[0].commitment.theme, ratings)
            for _, group in groupby(due, key=lambda one: one.commitment.theme_id)
            if (ratings := list(group))
        ]
        self.to.choices = choices((str(one.id), one.name) for one in people)
        self.rows.choices = choices((one.commitment.code, one.commitment.title) for one in due)
        self.themes.choices = choices((theme.code, theme.title) for theme, _ in self.by_theme)

    @property
    def codes(self) -> list[str]:
        """The rows ticked, one by one or by theme."""
        whole = set(self.themes.data or [])
        ticked = set(self.rows.data or [])
        return [
            one.commitment.code
            for theme, ratings in self.by_theme
            for one in ratings
            if theme.code in whole or one.commitment.code in ticked
        ]


class RectificationForm(Form):
    """Why a frozen assessment is corrected, and its texts; `rectification_form` adds a level for each row."""

    successes = text("Réussites", rows=4)
    improvements = text("Améliorations à mener", rows=4)
    reason = text(
        "Pourquoi cette auto-évaluation est-elle rectifiée",
        longest=2000,
        rows=3,
        hint="Tous liront ce motif, à côté de la version d’avant.",
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.reason.flags.required = True

    def correction(self, ratings: Iterable[Rating]) -> Correction:
        """What was chosen and written."""
        levels = {key(one): Level(self[f"level_{one.id}"].data) for one in ratings}
        return Correction(levels, self.successes.data or "", self.improvements.data or "")


def rectification_form(assessment: Assessment) -> RectificationForm:
    """The form of one frozen assessment: each row at the level it has now."""
    fields: dict[str, object] = {
        f"level_{one.id}": choice(
            f"Niveau rectifié, {one.commitment.code}",
            [(level.value, level.value) for level in rectifying.allowed(one)],
            "Choisissez un niveau.",
            default=(one.validated or one.declared).value,
        )
        for one in assessment.ratings
    }
    form = type("RectificationFormOfRows", (RectificationForm,), fields)(
        data={"successes": assessment.successes, "improvements": assessment.improvements}
    )
    assert isinstance(form, RectificationForm)
    return form


class DropForm(Form):
    """Why an assessment is closed without a level."""

    because = text(
        "Pourquoi",
        "Écrivez pourquoi elle est sans objet : le service d’accueil le lira.",
        longest=COMMENT_LONGEST,
    )
