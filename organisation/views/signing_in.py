"""Sign in, sign out, change one's password."""

from urllib.parse import urlsplit

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_user, logout_user

from core import clock
from core.database import db
from core.errors import Refused
from organisation import journal, signing_in
from organisation.access import me, public, signed_in
from organisation.forms import PasswordForm, SignInForm

blueprint = Blueprint("signing_in", __name__, template_folder="../templates")


@blueprint.get("/connexion")
@public
def new() -> ResponseReturnValue:
    return render_template("organisation/signing_in/new.html", form=SignInForm())


@blueprint.post("/connexion")
@public
def create() -> ResponseReturnValue:
    form = SignInForm()
    if not form.validate_on_submit():
        return render_template("organisation/signing_in/new.html", form=form), 422
    try:
        user = signing_in.sign_in(db, form.email.data or "", form.password.data or "", clock.now())
        why = signing_in.WRONG
    except Refused as ended:
        user, why = None, str(ended)
    db.commit()  # failures are counted too
    if user is None:
        form.email.errors = [why]
        return render_template("organisation/signing_in/new.html", form=form), 422
    session.clear()  # a cookie given before signing in is worth nothing after
    session.permanent = True
    login_user(user)
    return redirect(safe_path(request.args.get("suite")), code=303)


@blueprint.post("/deconnexion")
@signed_in
def delete() -> ResponseReturnValue:
    journal.write(db, clock.now(), me(), "sign_out", f"user {me().id}")
    db.commit()
    logout_user()
    session.clear()
    return redirect(url_for(".new"), code=303)


@blueprint.get("/mon-compte")
@signed_in
def account() -> ResponseReturnValue:
    return render_template("organisation/signing_in/account.html", form=PasswordForm())


@blueprint.post("/mon-compte")
@signed_in
def update() -> ResponseReturnValue:
    form = PasswordForm()
    if form.validate_on_submit():
        try:
            signing_in.change_password(
                db, me(), form.present.data or "", form.wanted.data or "", clock.now()
            )
        except Refused as error:
            form.wanted.errors = [str(error)]
        else:
            db.commit()
            login_user(me())  # this session goes on; those opened elsewhere end
            flash("Mot de passe changé. Vos sessions ouvertes ailleurs sont fermées.")
            return redirect(url_for(".account"), code=303)
    return render_template("organisation/signing_in/account.html", form=form), 422


def safe_path(wanted: str | None) -> str:
    """A path of this site, never another site's address."""
    if wanted and wanted.startswith("/") and not wanted.startswith(("//", "/\\")):
        parts = urlsplit(wanted)
        if not parts.netloc and not parts.scheme:
            return wanted
    return url_for("home.index")
