"""What is written of a questionnaire: its title, one question."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, IntegerField
from wtforms.validators import InputRequired, NumberRange

from core.forms import Form, Ticks, choice, choices, grouped, line, text
from core.meanwhile import Watched
from survey.models import Question, Questionnaire
from survey.questionnaires.drafting import LONGEST_TITLE, Line
from survey.questions import KINDS

LONGEST_CODE = 40
CHOICES_HINT = (
    "Une réponse par ligne, « valeur | libellé ». La valeur ne change plus ensuite : elle relie les années. "
    "Sur une échelle, de 5 (le mieux) à 1. « na | Je ne sais pas » se met à part ; dans une question à plusieurs "
    "réponses, « none | … » exclut les autres."
)


EASY_HINT = (
    "Pour qui lit difficilement. La question sur la première ligne, une explication sur les suivantes. "
    "Phrases courtes, une idée à la fois, pas de tournure négative, des mots de tous les jours."
)
EASY_CHOICES_HINT = "Une réponse par ligne, « valeur | libellé », avec les mêmes valeurs que plus haut. Ce qui manque garde le libellé habituel."


class TitleForm(Watched):
    """The title a member reads at the top."""

    title = line("Titre", "Donnez un titre à ce questionnaire.", longest=LONGEST_TITLE)


class LoadForm(Form):
    """A questionnaire that comes as a file."""

    file = FileField(
        "Fichier",
        description="Un fichier YAML, comme celui qu’emporte la page d’un questionnaire.",
        validators=[FileRequired("Choisissez le fichier à charger.")],
    )
    replacing = BooleanField("Remplacer la version en préparation, s’il y en a une")


class QuestionForm(Watched):
    """One question of a draft."""

    wording = text("Question", "Écrivez la question.", longest=300, rows=2)
    hint = line("Précision", longest=300, hint="Une phrase, sous la question.")
    kind = choice("Type", [(kind.name, kind.label) for kind in KINDS.values()])
    choices = text("Réponses au choix", longest=3000, hint=CHOICES_HINT, rows=7)
    required = BooleanField("Réponse obligatoire")
    page = IntegerField(
        "Page",
        validators=[
            InputRequired("Dites sur quelle page."),
            NumberRange(1, 9, "Choisissez une page de 1 à 9."),
        ],
        default=1,
    )
    asked_when = Ticks("Posée seulement à qui a répondu")
    commitment_code = choice("Engagement de la charte")
    spoken = text(
        "Dite au téléphone",
        longest=600,
        hint="La question et ses réponses, comme on les lit à voix haute. Laissez vide : le script les tire de la question.",
        rows=2,
    )
    easy = text("Version facile à lire", longest=600, hint=EASY_HINT, rows=3)
    easy_choices = text("Réponses faciles à lire", longest=3000, hint=EASY_CHOICES_HINT, rows=4)

    def show(self, held: Mapping[str, Any]) -> None:
        """Fill the fields with what the question says now, and carry the mark of it."""
        for name, value in held.items():
            self[name].data = value
        self.watch(held)

    def offer(
        self, draft: Questionnaire, promises: list[tuple[str, str, str]], me: str = ""
    ) -> None:
        """The conditions and the promises, (theme, code, words), that may be chosen."""
        self.commitment_code.choices = [*choices([("", "Aucun")]), *grouped(promises)]
        self.asked_when.choices = choices(
            [
                (f"{question.code}:{value}", f"{question.wording} → {label}")
                for question in draft.questions
                if question.code != me
                for value, label in question.choices
                if not KINDS[question.kind].by_row
            ]
        )

    def validate(self, extra_validators: Any = None) -> bool:
        """A condition is about one question alone; easy answers are those of the question."""
        right = bool(super().validate(extra_validators))
        known = {value for value, _ in read_choices(self.choices.data or "")}
        strange = [v for v, _ in read_choices(self.easy_choices.data or "") if v not in known]
        if strange:
            self.easy_choices.errors = [
                *self.easy_choices.errors,
                f"Reprenez les valeurs des réponses au choix : « {strange[0]} » n’en est pas une.",
            ]
            right = False
        if len({_code(pair) for pair in self.asked_when.data or []}) > 1:
            self.asked_when.errors = [
                *self.asked_when.errors,
                "Choisissez des réponses d’une seule question.",
            ]
            return False
        return right

    def line(self) -> Line:
        """What was typed, as the deeds want it."""
        pairs = self.asked_when.data or []
        when = (
            {"code": _code(pairs[0]), "values": [_value(pair) for pair in pairs]} if pairs else None
        )
        return Line(
            kind=self.kind.data or "",
            wording=" ".join((self.wording.data or "").split()),
            page=self.page.data or 1,
            hint=self.hint.data or "",
            choices=read_choices(self.choices.data or ""),
            required=self.required.data,
            asked_when=when,
            commitment_code=self.commitment_code.data or "",
            spoken=" ".join((self.spoken.data or "").split()),
            easy=read_easy(self.easy.data or "", self.easy_choices.data or ""),
        )


def held(question: Question) -> dict[str, Any]:
    """What a question says, field by field, as its form writes it."""
    easy, when = question.easy or {}, question.asked_when or {"code": "", "values": []}
    return {
        "wording": question.wording,
        "hint": question.hint,
        "kind": question.kind,
        "choices": _lines(question.choices),
        "required": question.required,
        "page": question.page,
        "asked_when": [f"{when['code']}:{value}" for value in when["values"]],
        "commitment_code": question.commitment_code,
        "spoken": question.spoken,
        "easy": "\n".join(filter(None, (easy.get("wording"), easy.get("hint")))),
        "easy_choices": _lines(easy.get("choices", {}).items()),
    }


def _lines(choices: Iterable[Any]) -> str:
    return "\n".join(f"{value} | {label}" for value, label in choices)


class NewQuestionForm(QuestionForm):
    """A question that this questionnaire does not have yet."""

    code = line(
        "Code",
        longest=LONGEST_CODE,
        hint="Il relie les réponses d’une année à l’autre. Laissez vide : il sera tiré de la question.",
        render_kw={"pattern": "[a-z][a-z0-9_]*"},
    )

    def code_given(self) -> str:
        """The code typed, or one made of the first words of the question."""
        return self.code.data or slug(self.wording.data or "")

    def validate(self, extra_validators: Any = None) -> bool:
        """A code is of small letters, figures and underscores."""
        right = super().validate(extra_validators)
        if self.code.data and not re.fullmatch(r"[a-z][a-z0-9_]*", self.code.data):
            self.code.errors = [
                *self.code.errors,
                "Écrivez le code en minuscules, chiffres et « _ ».",
            ]
            return False
        return right


def read_choices(typed: str) -> list[list[str]]:
    """« valeur | libellé » lines as [value, label]; a line without value gets one from its words."""
    found = []
    for row in filter(None, map(str.strip, typed.splitlines())):
        value, bar, label = (part.strip() for part in row.partition("|"))
        found.append(
            [value, label] if bar and value and label else [slug(row)[:20], row.strip("| ")]
        )
    return found


def read_easy(typed: str, choices: str) -> dict[str, Any]:
    """The easy version: its first line is the question, the rest explains; only what was written is kept."""
    wording, _, hint = typed.strip().partition("\n")
    found = {
        "wording": wording.strip(),
        "hint": " ".join(hint.split()),
        "choices": dict(read_choices(choices)),
    }
    return {name: said for name, said in found.items() if said}


def slug(words: str) -> str:
    """The first words without accents: « Avez-vous reçu une réponse ? » gives `avez_vous_recu_une`."""
    plain = (
        unicodedata.normalize("NFKD", words.replace("’", " "))
        .encode("ascii", "ignore")
        .decode()
        .lower()
    )
    parts = re.findall(r"[a-z0-9]+", plain)[:4]
    made = "_".join(parts)[:LONGEST_CODE].strip("_")
    return made if made[:1].isalpha() else f"q_{made}".strip("_")


def _code(pair: str) -> str:
    return pair.rpartition(":")[0]


def _value(pair: str) -> str:
    return pair.rpartition(":")[2]
