"""What differs between two versions of a questionnaire, and what would break a series of answers.

It compares what is asked, not what was answered. A series breaks when a code keeps its name while the values of its answers
are changed or taken away, or its type: the years before then no longer mean the same thing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from sqlmodel import Session

from core import french
from survey.models import Question, Questionnaire
from survey.questionnaires import questionnaires
from survey.questionnaires.checks import Fault, in_order
from survey.questions import KINDS

Words = Mapping[str, Question]
TITLE = "titre"


@dataclass(frozen=True)
class Difference:
    """One thing told of a question, as it was and as it is; `breaks` the series of its answers."""

    what: str
    was: str
    now: str
    breaks: bool = False


@dataclass(frozen=True)
class Change:
    """A question added, taken away (`was` or `now` is empty), or told otherwise (`differences`)."""

    code: str
    was: str
    now: str
    differences: Sequence[Difference] = ()

    @property
    def words(self) -> str:
        if not self.was:
            return "ajoutée"
        return "retirée" if not self.now else "modifiée"

    @property
    def breaks(self) -> bool:
        return any(one.breaks for one in self.differences)


def before(session: Session, questionnaire: Questionnaire) -> Questionnaire | None:
    """The version just before this one."""
    older = questionnaires.versions(session, questionnaire.kind)
    return next((one for one in older if one.version < questionnaire.version), None)


def changes(earlier: Questionnaire | None, later: Questionnaire) -> list[Change]:
    """The title, then the questions in the order of the newer version; what left comes last."""
    was = {q.code: q for q in in_order(earlier)} if earlier else {}
    now = {q.code: q for q in in_order(later)}
    moved = _moved(list(was), list(now))
    told = [_title(earlier, later)]
    for code, question in now.items():
        told.append(_change(was.get(code), question, was, now, code in moved))
    told += [Change(code, _read(q), "") for code, q in was.items() if code not in now]
    return [one for one in told if one is not None]


def advised(told: Sequence[Change]) -> list[Fault]:
    """What breaks a series, for who writes: it may be wanted, so it does not forbid to publish."""
    return [
        Fault(
            f"Casse la série : {difference.what} change sous le même code. Donnez un autre code à cette question.",
            change.code,
        )
        for change in told
        for difference in change.differences
        if difference.breaks
    ]


def _title(earlier: Questionnaire | None, later: Questionnaire) -> Change | None:
    if earlier is None or earlier.title == later.title:
        return None
    return Change(TITLE, earlier.title, later.title, [Difference("titre", earlier.title, later.title)])  # fmt: skip


def _change(
    before: Question | None, after: Question, was: Words, now: Words, moved: bool
) -> Change | None:
    if before is None:
        return Change(after.code, "", _read(after))
    found = [*_differences(before, after, was, now)]
    if moved:
        found.append(Difference("l’ordre", _place(before, was), _place(after, now)))
    return Change(after.code, _read(before), _read(after), found) if found else None


def _differences(before: Question, after: Question, was: Words, now: Words) -> Iterator[Difference]:
    told, tells = _told(before, was), _told(after, now)
    for what, said in tells.items():
        if said != told[what]:
            yield Difference(what, told[what], said, breaks=what == "le type")
    if before.choices != after.choices:
        breaks = _breaks(before.choices, after.choices)
        what = "une valeur de réponse" if breaks else "les réponses"
        yield Difference(what, _choices(before), _choices(after), breaks)


def _told(question: Question, others: Words) -> dict[str, str]:
    easy = question.easy or {}
    easily = (easy.get("wording", ""), easy.get("hint", ""), *easy.get("choices", {}).values())
    return {
        "la question": question.wording,
        "la précision": question.hint,
        "le type": KINDS[question.kind].label,
        "l’obligation": "obligatoire" if question.required else "facultative",
        "la page": f"page {question.page}",
        "la condition": _condition(question, others),
        "l’engagement": question.commitment_code or "aucun",
        "la version dite au téléphone": question.spoken,
        "la version facile à lire": " / ".join(filter(None, easily)),
    }


def _condition(question: Question, others: Words) -> str:
    if question.asked_when is None:
        return "posée à tous"
    code, values = question.asked_when["code"], question.asked_when["values"]
    labels = dict(others[code].choices) if code in others else {}
    wanted = [f"« {labels.get(value, value)} »" for value in values]
    about = others[code].wording if code in others else code
    return f"posée à qui répond {french.listed(wanted, 'ou')} à « {about} »"


def _breaks(before: Sequence[Sequence[str]], after: Sequence[Sequence[str]]) -> bool:
    """A value has gone, or a label kept its words under another value (a scale turned over)."""
    values = {value for value, _ in after}
    kept = {label: value for value, label in after}
    return any(value not in values or kept.get(label, value) != value for value, label in before)


def _moved(was: Sequence[str], now: Sequence[str]) -> set[str]:
    """The fewest questions whose move explains the new order; what was added or taken away moves nothing."""
    first, then = [c for c in was if c in now], [c for c in now if c in was]
    blocks = SequenceMatcher(None, first, then, autojunk=False).get_matching_blocks()
    still = {code for block in blocks for code in then[block.b : block.b + block.size]}
    return set(then) - still


def _place(question: Question, others: Words) -> str:
    codes = list(others)
    place = codes.index(question.code)
    return f"après « {others[codes[place - 1]].wording} »" if place else "la première"


def _choices(question: Question) -> str:
    return " / ".join(f"{value} : {label}" for value, label in question.choices) or "aucune"


def _read(question: Question) -> str:
    labels = " / ".join(label for _, label in question.choices)
    return " – ".join(filter(None, (question.wording, question.hint, labels)))
