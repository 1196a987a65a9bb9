"""A member asks to be called back: outside the answer, and nothing of the answer is known here."""

from typing import Any

from flask import Blueprint, g, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core import clock
from core.database import db
from core.errors import Refused
from core.pages import csrf
from organisation.access import public
from survey.answering import objecting
from survey.views import ways

blueprint = Blueprint("calling_back", __name__, template_folder="../templates")
csrf.exempt(blueprint)  # no account stands behind it, and there is no cookie to borrow
blueprint.context_processor(ways.words)
FOLDER = "survey/answering"


@blueprint.before_request
def dress_errors() -> None:
    """Errors look as they do on the rest of the path."""
    g.error_template = f"{FOLDER}/error.html"


@blueprint.get("/rappel")
@public
def ask() -> ResponseReturnValue:
    return call_back_page({}, [])


@blueprint.post("/rappel")
@public
def record() -> ResponseReturnValue:
    try:
        objecting.ask_call_back(
            db, request.form.get("phone", ""), request.form.get("about", ""), clock.now()
        )
    except Refused as error:
        return call_back_page(request.form, [("phone", ways.told(str(error)))]), 422
    db.commit()
    return render_template(f"{FOLDER}/call_back.html", is_done=True, errors=[])


def call_back_page(typed: Any, faults: list[tuple[str, str]]) -> str:
    said = dict(faults)
    base = {"hint": "", "required": True, "error": ""}
    questions = [
        {**base, "code": "phone", "number": 1, "kind": "line", "value": typed.get("phone", ""),
         "wording": "Votre numéro de téléphone", "error": said.get("phone", "")},
        {**base, "code": "about", "number": 2, "kind": "text", "value": typed.get("about", ""),
         "wording": "À quel sujet ?", "required": False},
    ]  # fmt: skip
    errors = [{"code": c, "sentence": s} for c, s in faults]
    return render_template(
        f"{FOLDER}/call_back.html",
        is_done=False,
        questions=questions,
        errors=errors,
        action=url_for(".record", **ways.kept()),
        hidden=[],
    )
