"""Questions and answers as the member's pages show them (see templates/survey/answering)."""

from collections.abc import Mapping, Sequence
from typing import Any

from survey.answering.paging import Answers, Page, asked_of
from survey.questions import KINDS
from survey.questions.base import Asked, Given

APART = {"na", "none"}  # « je ne sais pas », « pas besoin d’aide »: kept apart from the degrees
TEMPLATE_KINDS = {
    "single_choice": "single",
    "scale": "scale",
    "several_choices": "several",
    "free_text": "text",
    "date": "date",
}


def questions(
    page: Page,
    numbers: Mapping[str, int],
    answers: Answers,
    typed: Mapping[str, Any],
    faults: Sequence[tuple[str, str]],
) -> list[dict[str, Any]]:
    """The questions of a page; what was just typed wins over what is kept."""
    said = dict(faults)
    return [
        _question(asked, numbers[asked.code], answers.get(asked.code, ""), typed, said)
        for asked in page.asked
    ]


def _question(
    asked: Asked, number: int, given: Given, typed: Mapping[str, Any], said: Mapping[str, str]
) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "code": asked.code,
        "number": number,
        "kind": template_kind(asked),
        "wording": asked.question.wording,
        "hint": asked.question.hint,
        "required": asked.question.required,
        "error": said.get(asked.code, ""),
        "rows": [],
        "value": typed.get(asked.code, given if isinstance(given, str) else ""),
    }
    if asked.rows:
        rows = given if isinstance(given, dict) else {}
        shown["rows"] = [
            {"value": row, "label": label, **_options(asked, rows.get(row, ""))}
            for row, label in asked.rows
        ]
    if asked.question.kind == "date":
        shown |= _date_parts(asked, given, typed)
    return shown | _options(asked, given)


def template_kind(asked: Asked) -> str:
    """The word of the templates for this kind."""
    if asked.question.kind == "per_option":
        return "yes_no_per_channel" if len(asked.options) == 2 else "scale_per_channel"
    return TEMPLATE_KINDS[asked.question.kind]


def _options(asked: Asked, given: Given) -> dict[str, Any]:
    chosen = set(given) if isinstance(given, list) else {given} if isinstance(given, str) else set()
    all_of_them = [
        {"value": value, "label": label, "checked": value in chosen}
        for value, label in asked.options
    ]
    aside = [option for option in all_of_them if option["value"] in APART]
    return {
        "options": [option for option in all_of_them if option["value"] not in APART],
        "aside": aside[0] if aside else None,
    }


def _date_parts(asked: Asked, given: Given, typed: Mapping[str, Any]) -> dict[str, str]:
    year, month, day = (given.split("-") if isinstance(given, str) and given else ["", "", ""])[:3]
    kept = {"year": year, "month": month, "day": day}
    return {part: str(typed.get(f"{asked.code}.{part}", value)) for part, value in kept.items()}


def numbers(questionnaire: Any, answers: Answers) -> dict[str, int]:
    """The number of each question on this person's path."""
    return {a.code: n for n, a in enumerate(asked_of(questionnaire, answers), start=1)}


def review(pages: Sequence[Page], answers: Answers, url: Any) -> list[dict[str, Any]]:
    """Every question of the path with its answer in words; `url(page number)` leads back to it."""
    lines: list[dict[str, Any]] = []
    for page in pages:
        for asked in page.asked:
            given = answers.get(asked.code, "")
            said = KINDS[asked.question.kind].said(asked, given) if given else ""
            lines.append(
                {
                    "number": len(lines) + 1,
                    "wording": asked.question.wording,
                    "shown": said,
                    "url": f"{url(page.number)}#{asked.code}",
                }
            )
    return lines
