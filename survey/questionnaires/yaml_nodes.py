"""A YAML file taken by its nodes: what each place holds, or what is wrong there, with its line.

Every value is the text that was typed: `yes` stays `yes`, `5` stays `5`, and no tag of the file builds anything. References from one
place to another (`*name`) are refused: a short file could otherwise stand for an endless one.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import yaml

from core import french

LARGEST = 500_000  # bytes
DEEPEST = 20  # collections in one another: reading deeper takes ages
UNSEEN = {"Cc", "Cs", "Co"}  # and what turns the direction of a line, below
TURNING = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

Node = yaml.Node
Fields = dict[str, Node]


@dataclass(frozen=True)
class FileFault:
    """One thing to put right: where it is, in which question, and what to do."""

    line: int
    field: str
    sentence: str
    code: str = ""

    @property
    def said(self) -> str:
        """The whole of it, for a person."""
        about = f", {self.field}" if self.field else ""
        of = f" de « {self.code} »" if self.code else ""
        return f"ligne {self.line}{about}{of} : {self.sentence}"


class Nodes:
    """Reads nodes into values, and keeps the faults. `called` gives a field its name in French."""

    def __init__(self, called: dict[str, str]) -> None:
        self.called = called
        self.faults: list[FileFault] = []
        self.code = ""  # of what is being read

    def tell(self, node: Node, name: str, sentence: str) -> None:
        self.tell_at(row(node), name, sentence, self.code)

    def tell_at(self, line: int, name: str, sentence: str, code: str = "") -> None:
        french_name = f"{name} ({self.called[name]})" if name in self.called else name
        self.faults.append(FileFault(line, french_name, sentence, code))

    def root(self, content: bytes) -> Node | None:
        """The whole of a file; None, and a fault, when it is no YAML."""
        if len(content) > LARGEST:
            self.tell_at(1, "", f"Raccourcissez ce fichier : {LARGEST // 1000} ko au plus.")
            return None
        try:
            return self._composed(content.decode("utf-8-sig"))
        except (UnicodeDecodeError, yaml.YAMLError) as error:
            self.faults.append(_unreadable(error, content))
            return None

    def _composed(self, text: str) -> Node | None:
        depth = 0
        for event in yaml.parse(text, Loader=yaml.BaseLoader):
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > DEEPEST:
                self.tell_at(row(event), "", "Ce fichier ne se lit pas : trop de retraits l’un dans l’autre.")  # fmt: skip
                return None
            if isinstance(event, yaml.AliasEvent):
                self.tell_at(row(event), "", f"Recopiez en toutes lettres ce que « *{event.anchor} » répète.")  # fmt: skip
        if self.faults:
            return None
        node: Node | None = yaml.compose(text, Loader=yaml.BaseLoader)
        if node is None:
            self.tell_at(1, "", "Ce fichier est vide : partez d’un fichier exporté.")
        return node

    def mapping(
        self, node: Node | None, name: str, known: Iterable[str], needed: Iterable[str] = ()
    ) -> Fields:
        """The fields of a mapping; those that nobody knows, come twice or lack are told."""
        if node is None:
            return {}
        if not isinstance(node, yaml.MappingNode):
            self.tell(node, name, f"Écrivez ici des champs « nom : valeur » : {', '.join(known)}.")
            return {}
        found: Fields = {}
        for said, value in self.pairs(node, name):
            if said not in known:
                self.tell(value, said, f"Ôtez ce champ, que Sillage ne connaît pas ; il connaît {', '.join(known)}.")  # fmt: skip
            else:
                found[said] = value
        for said in needed:
            if said not in found:
                self.tell(node, said, "Ajoutez ce champ : il manque.")
        return found

    def pairs(self, node: yaml.MappingNode, name: str) -> Iterator[tuple[str, Node]]:
        """(name, value) of a mapping, each name once."""
        seen: set[str] = set()
        for told, value in node.value:
            said = told.value if isinstance(told, yaml.ScalarNode) else ""
            if not said or said in seen:
                self.tell(told, name, f"Gardez une seule fois « {said[:40]} »." if said else "Donnez un nom à ce champ.")  # fmt: skip
                continue
            seen.add(said)
            yield said, value

    def sequence(self, node: Node | None, name: str) -> list[Node]:
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode):
            self.tell(node, name, "Écrivez ici une liste.")
            return []
        return list(node.value)

    def scalar(self, node: Node, name: str, longest: int) -> str:
        """The text of a node, its lines joined; told when it is too long or hides something."""
        if not isinstance(node, yaml.ScalarNode):
            self.tell(node, name, "Écrivez ici un texte.")
            return ""
        said = re.sub(r"[ \t]*\r?\n[ \t]*", " ", node.value.strip())
        if len(said) > longest:
            self.tell(node, name, f"Raccourcissez ce texte : {french.number(longest)} caractères au plus, il en a {french.number(len(said))}.")  # fmt: skip
        if any(unicodedata.category(one) in UNSEEN or one in TURNING for one in said):
            self.tell(node, name, "Ôtez de ce texte les caractères invisibles.")
        return said


def row(of: Node | yaml.Event) -> int:
    """The line where something begins, as an editor counts."""
    return of.start_mark.line + 1 if of.start_mark else 1


def _unreadable(error: Exception, content: bytes) -> FileFault:
    if isinstance(error, UnicodeDecodeError):
        return FileFault(content.count(b"\n", 0, error.start) + 1, "", "Enregistrez ce fichier en UTF-8.")  # fmt: skip
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        sentence = "Relisez l’écriture de cette ligne : retraits, deux-points, guillemets."
        return FileFault(error.problem_mark.line + 1, "", sentence)
    if isinstance(error, yaml.reader.ReaderError):
        before = content.decode("utf-8-sig")[: error.position]
        return FileFault(before.count("\n") + 1, "", "Ôtez de cette ligne un caractère invisible.")
    return FileFault(1, "", "Ce fichier ne se lit pas : partez d’un fichier exporté.")
