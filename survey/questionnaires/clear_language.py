"""The clear-language gauge: what makes a text hard to read for a member, and what to write instead.

It counts and looks words up; it understands nothing, and a text without remark may still be obscure. The charter promises a plain
language (SIM-01). Fifteen words a sentence: what the European guide « L’information pour tous » and the State's own advice for
plain French agree on, with a margin of five for written questions.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

JARGON = Path(__file__).with_name("jargon.yaml")
LONGEST_SENTENCE = 20  # words
KNOWN_ACRONYMS = {"PDF", "SMS", "QR", "OUI", "NON", "CNIL", "FAX"}
WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
SENTENCE = re.compile(r"[^.!?…\n]+")
ACRONYM = re.compile(r"\b[A-Z]{2,10}\b")
AGENT = re.compile(r"\bagents?\b(?!\s+(?:généraux|général)\b)", re.IGNORECASE)
DOUBLE_NEGATION = re.compile(
    r"\bne\b[^.?!]{0,40}\bpas\b[^.?!]{0,40}\b(?:aucun\w*|sans|jamais|rien|im\w+ble|in\w+ble)\b", re.IGNORECASE
)  # fmt: skip


@dataclass(frozen=True)
class Remark:
    """What is hard to read, as it is written, and what to do."""

    words: str
    advice: str


def remarks(text: str) -> list[Remark]:
    """Everything to reword in a text, in the order of the rules; empty when nothing was found."""
    return [
        *_long_sentences(text),
        *_jargon(text),
        *_acronyms(text),
        *_agents(text),
        *_tone(text),
    ]


def _long_sentences(text: str) -> Iterator[Remark]:
    for sentence in SENTENCE.findall(text):
        words = WORD.findall(sentence)
        if len(words) > LONGEST_SENTENCE:
            yield Remark(
                " ".join(words[:4]) + "…",
                f"Coupez cette phrase : {len(words)} mots, {LONGEST_SENTENCE} au plus.",
            )


def _jargon(text: str) -> Iterator[Remark]:
    for pattern, word, plain in _lexicon():
        if pattern.search(text):
            yield Remark(word, f"Écrivez plutôt : {plain}.")


@cache
def _lexicon() -> tuple[tuple[re.Pattern[str], str, str], ...]:
    listed = yaml.safe_load(JARGON.read_text(encoding="utf-8"))
    return tuple(
        (re.compile(rf"\b{re.escape(word)}\b", re.IGNORECASE), word, plain)
        for word, plain in listed.items()
    )


def _acronyms(text: str) -> Iterator[Remark]:
    for acronym in dict.fromkeys(ACRONYM.findall(text)):
        explained = f"({acronym})" in text or re.search(rf"\b{acronym}\s*\(", text)
        if acronym not in KNOWN_ACRONYMS and not explained and not text.isupper():
            yield Remark(acronym, "Dites ce que ce sigle veut dire, ou ôtez-le.")


def _agents(text: str) -> Iterator[Remark]:
    for found in dict.fromkeys(AGENT.findall(text)):
        yield Remark(found, "Les agents, ce sont les adhérents : écrivez « nos collaborateurs ».")


def _tone(text: str) -> Iterator[Remark]:
    if "!" in text:
        yield Remark("!", "Ôtez le point d’exclamation.")
    if found := DOUBLE_NEGATION.search(text):
        yield Remark(found[0], "Dites-le sans double négation.")
    if len(text) > 3 and text.isupper():
        yield Remark(text[:20], "Écrivez en minuscules : les majuscules se lisent mal.")
