"""How a member goes through the questions: by pages, one by one, or in easy words. The choice is in the address, never in a cookie."""

from typing import Any

from flask import request, url_for

from survey import answering, easy_reading, paging, presenting
from survey.paging import Page

CHOSEN = "1"


def is_easy() -> bool:
    """Whether the questions are read in easy words."""
    return request.args.get("facile") == CHOSEN


def is_alone() -> bool:
    """Whether each question has its own page."""
    return is_easy() or request.args.get("une") == CHOSEN


def kept() -> dict[str, Any]:
    """What every address of the path carries on."""
    if is_easy():
        return {"facile": CHOSEN}
    return {"une": CHOSEN} if is_alone() else {}


def path(sheet: answering.Sheet) -> list[Page]:
    """The pages of this person, the way they chose."""
    if is_easy():
        return easy_reading.pages(sheet.questionnaire, sheet.answers())
    paged = paging.one_by_one if is_alone() else paging.pages
    return paged(sheet.questionnaire, sheet.answers())


def page_url(token: str, number: int) -> str:
    """A page, the way they chose."""
    return url_for("answering.show", token=token, page=number, **kept())


def easy_url(sheet: answering.Sheet, token: str, page: Page) -> str:
    """The same question in easy words."""
    number = presenting.numbers(sheet.questionnaire, sheet.answers())[page.asked[0].code]
    return url_for("answering.show", token=token, page=number, facile=CHOSEN)


def switch() -> dict[str, str]:
    """The button that leads to the other way."""
    if is_easy():
        return {"value": "pages", "label": "Voir la version habituelle"}
    if is_alone():
        return {"value": "pages", "label": "Voir plusieurs questions par page"}
    return {"value": "one", "label": "Répondre à une question par page"}


def other_way(sheet: answering.Sheet, token: str, page: Page, go: str) -> str:
    """The same question in the other way of answering."""
    answers = sheet.answers()
    if go == "one":
        number = presenting.numbers(sheet.questionnaire, answers)[page.asked[0].code]
        return url_for("answering.show", token=token, page=number, une=CHOSEN)
    pages = paging.pages(sheet.questionnaire, answers)
    number = next(p.number for p in pages if page.asked[0].code in {a.code for a in p.asked})
    return url_for("answering.show", token=token, page=number)
