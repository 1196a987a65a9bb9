"""A questionnaire read from YAML: what it says, or all that is wrong in it, each fault with its line and its field.

What it says is kept as it is, HTML and formulas too: it is text, and each rendering shows it as text.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import yaml

from survey.models import EventKind
from survey.questionnaires.checks import LONGEST_CHOICE, VALUE, unknown_kind
from survey.questionnaires.drafting import LONGEST_TITLE, MOST_QUESTIONS, Line
from survey.questionnaires.yaml_nodes import Fields, FileFault, Node, Nodes, row
from survey.questions import KINDS

CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
LAST_PAGE = 9
LONGEST = {"title": LONGEST_TITLE, "wording": 300, "hint": 300, "spoken": 600}
FIELDS = {
    "event": "le moment de la vie",
    "title": "le titre",
    "questions": "les questions",
    "code": "le code",
    "page": "la page",
    "kind": "le type",
    "wording": "la question",
    "hint": "la précision",
    "choices": "les réponses au choix",
    "required": "l’obligation",
    "asked_when": "la condition",
    "values": "les réponses attendues",
    "commitment": "l’engagement",
    "spoken": "la version dite au téléphone",
    "easy": "la version facile à lire",
}
OF_THE_WHOLE = ("event", "title", "questions")
OF_A_QUESTION = (
    "code", "page", "kind", "wording", "hint", "choices", "required", "asked_when", "commitment", "spoken", "easy",
)  # fmt: skip
OF_A_CONDITION, OF_EASY = ("code", "values"), ("wording", "hint", "choices")


@dataclass(frozen=True)
class ReadQuestion:
    """A question of the file, and the line where it begins."""

    code: str
    line: Line
    row: int


@dataclass
class Read:
    """What was read; nothing of it may be used while there are faults."""

    kind: EventKind = EventKind.AFFILIATION
    title: str = ""
    questions: list[ReadQuestion] = field(default_factory=list)
    faults: list[FileFault] = field(default_factory=list)
    is_readable: bool = True


def read(content: bytes, promises: Iterable[str]) -> Read:
    """The questionnaire of a file; `promises` are the codes of the charter in force."""
    reading = _Reading(set(promises))
    found = Read(faults=reading.faults)
    root = reading.root(content)
    if root is None:
        found.is_readable = False
        return found
    fields = reading.mapping(root, "", OF_THE_WHOLE, needed=OF_THE_WHOLE)
    found.kind = reading.event(fields)
    found.title = reading.text(fields, "title")
    rows = reading.sequence(fields.get("questions"), "questions")
    if len(rows) > MOST_QUESTIONS:
        reading.tell(fields["questions"], "questions", f"Gardez {MOST_QUESTIONS} questions au plus : il y en a {len(rows)}.")  # fmt: skip
    found.questions = [reading.question(one) for one in rows]
    reading.together(found.questions)
    return found


def read_question(content: bytes, promises: Iterable[str]) -> tuple[ReadQuestion, list[FileFault]]:
    """One question alone, written as in a file; nothing of it may be used while there are faults."""
    reading = _Reading(set(promises))
    root = reading.root(content)
    if root is None:
        return ReadQuestion("", Line(kind="", wording=""), 1), reading.faults
    return reading.question(root), reading.faults


class _Reading(Nodes):
    """What a questionnaire says, node by node."""

    def __init__(self, promises: set[str]) -> None:
        super().__init__(FIELDS)
        self.promises = promises

    def text(self, fields: Fields, name: str) -> str:
        """A field of text; told when it is there and empty."""
        if (node := fields.get(name)) is None:
            return ""
        said = self.scalar(node, name, LONGEST[name])
        if not said and isinstance(node, yaml.ScalarNode):
            self.tell(node, name, "Écrivez ce texte, ou ôtez le champ.")
        return said

    # ------------------------------------------------------------ what a questionnaire says

    def event(self, fields: Fields) -> EventKind:
        if (node := fields.get("event")) is None:
            return EventKind.AFFILIATION
        known = [kind.value for kind in EventKind]
        if (said := self.scalar(node, "event", 40)) in known:
            return EventKind(said)
        self.tell(node, "event", f"Écrivez {' ou '.join(known)}.")
        return EventKind.AFFILIATION

    def question(self, node: Node) -> ReadQuestion:
        self.code = ""
        fields = self.mapping(node, "questions", OF_A_QUESTION)
        code = self.code_of(fields)
        self.code = code
        for name in ("code", "kind", "wording"):
            if fields and name not in fields:
                self.tell(node, name, "Ajoutez ce champ : il manque.")
        choices = self.choices(fields)
        line = Line(
            kind=self.kind(fields),
            wording=self.text(fields, "wording"),
            page=self.page(fields),
            hint=self.text(fields, "hint"),
            choices=choices,
            required=self.required(fields),
            asked_when=self.condition(fields),
            commitment_code=self.commitment(fields),
            spoken=self.text(fields, "spoken"),
            easy=self.easy(fields, {value for value, _ in choices}),
        )
        self.code = ""
        return ReadQuestion(code, line, row(node))

    def code_of(self, fields: Fields) -> str:
        if (node := fields.get("code")) is None:
            return ""
        code = self.scalar(node, "code", 400)
        if not CODE.fullmatch(code):
            self.tell(node, "code", "Écrivez le code en minuscules, chiffres et « _ », 40 caractères au plus.")  # fmt: skip
            return ""
        return code

    def kind(self, fields: Fields) -> str:
        if (node := fields.get("kind")) is None:
            return ""
        kind = self.scalar(node, "kind", 400)
        if kind not in KINDS:
            self.tell(node, "kind", unknown_kind(kind))
        return kind

    def page(self, fields: Fields) -> int:
        if (node := fields.get("page")) is None:
            return 1
        said = self.scalar(node, "page", 400)
        if not re.fullmatch(rf"[1-{LAST_PAGE}]", said):
            self.tell(node, "page", f"Choisissez une page de 1 à {LAST_PAGE}.")
            return 1
        return int(said)

    def required(self, fields: Fields) -> bool:
        if (node := fields.get("required")) is None:
            return False
        said = self.scalar(node, "required", 400)
        if said not in ("true", "false"):
            self.tell(node, "required", "Écrivez true (obligatoire) ou false (facultative).")
        return said == "true"

    def choices(self, fields: Fields) -> list[list[str]]:
        """[value, label] rows; a row of another shape is told."""
        rows = self.sequence(fields.get("choices"), "choices")
        return [pair for one in rows if (pair := self.pair(one))]

    def pair(self, node: Node) -> list[str]:
        parts = node.value if isinstance(node, yaml.SequenceNode) else []
        if len(parts) != 2:
            self.tell(node, "choices", "Écrivez chaque réponse « [valeur, libellé] ».")
            return []
        value, label = (self.scalar(part, "choices", LONGEST_CHOICE) for part in parts)
        if not VALUE.fullmatch(value):
            self.tell(node, "choices", "Écrivez la valeur en minuscules sans accent, chiffres et « _ ».")  # fmt: skip
        if not label:
            self.tell(node, "choices", "Donnez un libellé à cette réponse.")
        return [value, label]

    def condition(self, fields: Fields) -> dict[str, Any] | None:
        if (node := fields.get("asked_when")) is None:
            return None
        said = self.mapping(node, "asked_when", OF_A_CONDITION, needed=OF_A_CONDITION)
        if said.keys() != set(OF_A_CONDITION):
            return None
        values = self.sequence(said["values"], "values")
        return {
            "code": self.scalar(said["code"], "asked_when", 40),
            "values": [self.scalar(value, "values", 40) for value in values],
        }

    def commitment(self, fields: Fields) -> str:
        if (node := fields.get("commitment")) is None:
            return ""
        code = self.scalar(node, "commitment", 10)
        if code and code not in self.promises:
            self.tell(node, "commitment", f"Choisissez un engagement de la charte en vigueur : « {code[:10]} » n’en est pas un.")  # fmt: skip
        return code

    def easy(self, fields: Fields, values: set[str]) -> dict[str, Any]:
        said = self.mapping(fields.get("easy"), "easy", OF_EASY)
        found: dict[str, Any] = {part: self.text(said, part) for part in ("wording", "hint")}
        found["choices"] = self.easy_choices(said.get("choices"), values)
        return {part: words for part, words in found.items() if words}

    def easy_choices(self, node: Node | None, values: set[str]) -> dict[str, str]:
        if node is None:
            return {}
        if not isinstance(node, yaml.MappingNode):
            self.tell(node, "easy", "Écrivez « valeur : libellé facile », une ligne par réponse.")
            return {}
        found = {}
        for value, label in self.pairs(node, "easy"):
            if value not in values:
                self.tell(label, "easy", f"Reprenez les valeurs des réponses au choix : « {value[:40]} » n’en est pas une.")  # fmt: skip
            found[value] = self.scalar(label, "easy", LONGEST_CHOICE)
        return found

    # ------------------------------------------------------------ the questions together

    def together(self, questions: list[ReadQuestion]) -> None:
        """A code names one question alone; a condition is about a question that is there."""
        seen: dict[str, int] = {}
        for one in questions:
            if one.code in seen:
                sentence = f"Donnez un autre code : celui-ci est déjà pris à la ligne {seen[one.code]}."  # fmt: skip
                self.tell_at(one.row, "code", sentence, one.code)
            if one.code:
                seen.setdefault(one.code, one.row)
        for one in questions:
            code = (one.line.asked_when or {}).get("code")
            if code and code not in seen:
                sentence = f"Aucune question de ce fichier n’a le code « {code[:40]} »."
                self.tell_at(one.row, "asked_when", sentence, one.code)
