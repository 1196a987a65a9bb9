"""How a member goes through the questions: by pages, one by one, or in easy words. The choice is in the address, never in a cookie."""

from typing import Any

from flask import g, request, url_for

from survey.answering import answering, easy_reading, easy_refusals, paging, presenting
from survey.answering.paging import Page

CHOSEN = "1"
EASY, ALONE = "facile", "une"


def turn(go: str) -> None:
    """From here on this page is made the other way, which a button asked for, whatever its address says."""
    g.way = ALONE if go == "one" else ""


def chosen() -> str:
    """The word of the address that says the way; empty for several questions a page."""
    told = next((way for way in (EASY, ALONE) if request.args.get(way) == CHOSEN), "")
    return str(g.get("way", told))


def is_easy() -> bool:
    """Whether the questions are read in easy words."""
    return chosen() == EASY


def is_alone() -> bool:
    """Whether each question has its own page."""
    return chosen() in (EASY, ALONE)


def kept() -> dict[str, Any]:
    """What every address of the path carries on."""
    return {chosen(): CHOSEN} if chosen() else {}


def words() -> dict[str, Any]:
    """What every page of the path knows of the way: whether it is in easy words, and what its addresses carry on."""
    return {"easy": is_easy(), "kept": kept(), "told": told}


def told(sentence: str) -> str:
    """A refusal, in easy words for whoever reads easily."""
    return easy_refusals.easily(sentence) if is_easy() else sentence


def wrong_code(sentence: str) -> str:
    """Why a typed code opens nothing; in easy words there is one reason, and what to do."""
    return easy_refusals.WRONG_CODE if is_easy() else sentence


def other_words() -> str:
    """The page that is open, in easy words, or from them in the usual ones."""
    assert request.endpoint is not None
    way: dict[str, Any] = {} if is_easy() else {EASY: CHOSEN}
    return url_for(request.endpoint, **way)


def path(sheet: answering.Sheet) -> list[Page]:
    """The pages of this person, the way they chose."""
    if is_easy():
        return easy_reading.pages(sheet.questionnaire, sheet.answers())
    paged = paging.one_by_one if is_alone() else paging.pages
    return paged(sheet.questionnaire, sheet.answers())


def page_url(token: str, number: int) -> str:
    """A page, the way they chose."""
    return url_for("answering.show", token=token, page=number, **kept())


def place(sheet: answering.Sheet, code: str) -> int:
    """The page of a question, the way they chose."""
    return next(page.number for page in path(sheet) if code in {one.code for one in page.asked})


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
    turn(go)
    return page_url(token, place(sheet, page.asked[0].code))
