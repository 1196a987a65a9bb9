"""The statement of accessibility: how far, how it was looked at, what is known to be wrong, whom to tell, what then."""

from datetime import date

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from organisation.access import public

blueprint = Blueprint("accessibility", __name__, template_folder="../templates")

ESTABLISHED_ON = date(2026, 11, 30)
"""The day the assessment behind this statement was made; it moves only with a new one."""


@blueprint.get("/accessibilite")
@public
def show() -> ResponseReturnValue:
    """The statement that the law asks of a public body (law 2005-102, article 47; decree 2019-768, article 5)."""
    return render_template("organisation/accessibility/show.html", established_on=ESTABLISHED_ON)
