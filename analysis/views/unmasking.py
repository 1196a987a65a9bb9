"""A sentence read in clear once, or erased, by the quality officer."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from analysis.masking import unmasking
from analysis.models import Verbatim
from analysis.themes.forms import EraseForm, ThemeForm, UnmaskForm
from core import clock
from core.database import db, get_or_missing
from organisation.access import me, requires
from organisation.rights import Right

blueprint = Blueprint(
    "unmasking", __name__, template_folder="../templates", url_prefix="/sujets/phrases"
)


def page(sentence: Verbatim, unmask: UnmaskForm, erase: EraseForm) -> ResponseReturnValue:
    """The page of the sentence, with what is wrong in one of its forms."""
    rendered = render_template(
        "analysis/topics/verbatim.html",
        sentence=sentence,
        form=ThemeForm(formdata=None, theme=sentence.theme),
        unmask=unmask,
        erase=erase,
    )
    return rendered, 422


@blueprint.post("/<verbatim_id>/en-clair")
@requires(Right.UNMASK_TEXTS)
def unmask(verbatim_id: str) -> ResponseReturnValue:
    """Shown in the answer itself: nothing to reload, to bookmark or to send."""
    sentence, form = get_or_missing(Verbatim, verbatim_id), UnmaskForm()
    if not form.validate_on_submit():
        return page(sentence, form, EraseForm(formdata=None))
    text = unmasking.unmask(db, sentence, form.reason.data or "", me(), clock.now())
    db.commit()
    return render_template("analysis/topics/unmasked.html", sentence=sentence, text=text)


@blueprint.post("/<verbatim_id>/effacer")
@requires(Right.UNMASK_TEXTS)
def erase(verbatim_id: str) -> ResponseReturnValue:
    sentence, form = get_or_missing(Verbatim, verbatim_id), EraseForm()
    if not form.validate_on_submit():
        return page(sentence, UnmaskForm(formdata=None), form)
    unmasking.erase(db, sentence, me(), clock.now())
    db.commit()
    flash("Phrase effacée, ainsi que le texte d’origine.")
    return redirect(url_for("topics.index"), code=303)
