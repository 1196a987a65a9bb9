"""The door of every page: closed unless opened."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar, cast

from flask import Flask, abort, current_app, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, current_user

from core import clock
from core.database import db
from organisation import departments, leading, signing_in
from organisation.models import User
from organisation.rights import Right, may

View = TypeVar("View", bound=Callable[..., Any])


def public(view: View) -> View:
    """Open this page to everybody, without an account."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def requires(*rights: Right) -> Callable[[View], View]:
    """Open this page to the holders of one of these rights."""

    def open_to(view: View) -> View:
        view.rights = rights  # type: ignore[attr-defined]
        return view

    return open_to


def signed_in(view: View) -> View:
    """Open this page to everybody who has an account."""
    view.rights = ()  # type: ignore[attr-defined]
    return view


def check_the_door() -> ResponseReturnValue | None:
    """Before each request: the page says who may open it, and this person is one of them."""
    if request.endpoint is None or request.endpoint == "static":
        return None  # 404 and style sheets are everybody's
    view = current_app.view_functions[request.endpoint]
    if getattr(view, "is_public", False):
        return None
    if not current_user.is_authenticated:
        if ended_on := g.pop("access_ended_on", None):
            flash(signing_in.ended(ended_on))
        return redirect(url_for("signing_in.new", suite=_return_path()))
    rights = getattr(view, "rights", None)
    if rights is None or (rights and not any(may(current_user, right) for right in rights)):
        abort(403)
    return None


def _return_path() -> str | None:
    return request.full_path.rstrip("?") if request.method == "GET" else None


def load_user(kept: str) -> User | None:
    """The account behind the cookie, unless it was closed, has expired or changed its password meanwhile."""
    number = kept.partition("-")[0]
    user = db.get(User, int(number), options=leading.WITH_LED) if number.isdigit() else None
    if user is None or user.get_id() != kept:
        return None
    if not user.may_sign_in(clock.today()):
        if user.is_active:
            g.access_ended_on = user.expires_on  # the door says so to whoever has this cookie
        return None
    return user


def init_app(app: Flask) -> None:
    """Install the door, the accounts, and `may()` in templates."""
    manager = LoginManager(app)
    manager.session_protection = None  # members share agency addresses; the cookie is enough
    manager.user_loader(load_user)
    app.before_request(check_the_door)
    app.context_processor(
        lambda: {
            "may": lambda right: may(current_user, Right(right)),
            "acting": acting,
            "fate": lambda department: departments.fate(department, clock.today()),
            "headships": leading.holding,
        }
    )


def acting(person: User, place: int | None, at: datetime) -> str:
    """Who did something in a department at a moment, and whether they did it for its head."""
    return leading.said(person, place, at.astimezone(clock.PARIS).date())


def me() -> User:
    """The person signed in, for views behind the door."""
    return cast(User, current_user._get_current_object())
