"""The frame of every page: CSRF, security headers, error pages, the words of templates."""

import logging
import secrets
from typing import Any
from urllib.parse import urlencode

import sqlalchemy as sa
from flask import Flask, Response, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import AnonymousUserMixin
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.exceptions import HTTPException
from werkzeug.routing import IntegerConverter, Map

from core import clock, french
from core.errors import Missing, Refused, TooMany
from core.typography import Typography

log = logging.getLogger(__name__)
LARGEST_KEY = 2**31 - 1
BIGGEST_UPLOAD = 64 * 1024 * 1024
csrf = CSRFProtect()

SENTENCES = {
    400: "Cette page n’a pas compris ce qui lui était envoyé. Revenez en arrière et réessayez.",
    403: "Cette page n’est pas ouverte à votre rôle. Le référent qualité peut vous renseigner.",
    404: "Cette page n’existe pas, ou plus. Vérifiez l’adresse, ou repartez de l’accueil.",
    405: "Cette adresse ne s’ouvre pas ainsi. Repartez de l’accueil.",
    413: "Ce fichier est trop gros : 64 Mo au plus. Découpez-le, puis réessayez.",
    429: "Trop de demandes en peu de temps. Attendez une minute, puis réessayez.",
    500: "Une erreur s’est produite de notre côté ; elle est notée. Rien n’a été enregistré à moitié. "
    "Réessayez dans un moment.",
    503: "La base de données est occupée. Rien n’a été perdu : réessayez dans un instant.",
}
NOT_MIGRATED = "La base de données n’est pas à jour. L’administrateur lance « sillage migrate »."
NOT_UP_TO_DATE = ("no such table", "no such column", "does not exist")


class RowNumber(IntegerConverter):
    """`<int:…>` in an address: no larger than a key may be, so that a mad number is a 404."""

    def __init__(self, map: Map, **limits: Any) -> None:
        super().__init__(map, **{"max": LARGEST_KEY, **limits})


def init_app(app: Flask) -> None:
    """Install all that pages have in common."""
    app.url_map.converters["int"] = RowNumber
    settings = app.config["SETTINGS"]
    app.config.update(
        SECRET_KEY=settings.secret,
        MAX_CONTENT_LENGTH=BIGGEST_UPLOAD,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.HTTPS,
        PERMANENT_SESSION_LIFETIME=8 * 3600,
        WTF_CSRF_TIME_LIMIT=None,  # a page left open overnight still works
        WTF_I18N_ENABLED=True,
    )
    app.jinja_env.filters.update(french.FILTERS)
    app.jinja_env.add_extension(Typography)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    words = {"fund": settings, "nonce": nonce, "pages_url": pages_url}
    app.context_processor(lambda: {"today": clock.today(), **words})
    csrf.init_app(app)
    app.after_request(add_headers)
    app.register_error_handler(Refused, refused)
    app.register_error_handler(Missing, missing)
    app.register_error_handler(TooMany, too_many)
    app.register_error_handler(CSRFError, stale)
    app.register_error_handler(HTTPException, say)
    app.register_error_handler(sa.exc.DBAPIError, database_trouble)
    app.register_error_handler(Exception, crash)


def pages_url(number: int) -> str:
    """This same list, at another page: the address is the state."""
    return f"{request.path}?{urlencode({**request.args, 'page': number})}"


def nonce() -> str:
    """The word that lets this page's own inline style through, and no other."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(12)
    return str(g.nonce)


def shows_frames() -> None:
    """The page being made shows another of ours in a frame."""
    g.frames = "'self'"


def may_be_framed() -> None:
    """The page being made may be shown in a frame, by a page of ours alone."""
    g.ancestors = "'self'"


def policy() -> str:
    """What the page may fetch and be fetched by: nothing from elsewhere, no inline script."""
    style = f" 'nonce-{g.nonce}'" if "nonce" in g else ""
    none = "'none'"
    return (
        f"default-src 'none'; style-src 'self'{style}; script-src 'self'; font-src 'self'; "
        "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        f"frame-src {g.get('frames', none)}; frame-ancestors {g.get('ancestors', none)}"
    )


def add_headers(response: Response) -> Response:
    """A strict policy: nothing from elsewhere, no inline script, no address leaked."""
    response.headers.setdefault("Content-Security-Policy", policy())
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    # A member's link is a secret; staff pages may tell each other where one comes from.
    inside = getattr(g.get("_login_user"), "is_authenticated", False)
    response.headers.setdefault("Referrer-Policy", "same-origin" if inside else "no-referrer")
    response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
    return response


# ---------------------------------------------------------------- errors


def page(code: int, sentence: str) -> ResponseReturnValue:
    """The calm page of an error; a room may dress its own part of the site otherwise."""
    frame = g.get("error_template", "core/error.html")
    return render_template(frame, code=code, sentence=sentence), code


def refused(error: Refused) -> ResponseReturnValue:
    return page(409, str(error))


def missing(error: Missing) -> ResponseReturnValue:
    return page(404, str(error) or SENTENCES[404])


def too_many(error: TooMany) -> ResponseReturnValue:
    return page(429, str(error))


def stale(error: CSRFError) -> ResponseReturnValue:
    return page(
        400, "Cette page était ouverte depuis trop longtemps. Rechargez-la, puis recommencez."
    )


def say(error: HTTPException) -> Any:
    code = error.code or 500
    if code < 400:
        return error
    return page(code, SENTENCES.get(code, SENTENCES[400]))


def database_trouble(error: sa.exc.DBAPIError) -> ResponseReturnValue:
    """Busy or away (try again), or never set up (say which command)."""
    if any(words in str(error.orig) for words in NOT_UP_TO_DATE):
        log.error("Database: %s", error.orig)
        return page_for_nobody(503, NOT_MIGRATED)
    if isinstance(error, sa.exc.OperationalError):
        log.error("Database: %s", error.orig)
        return page_for_nobody(503, SENTENCES[503])
    return crash(error)


def crash(error: Exception) -> ResponseReturnValue:
    log.exception("Unexpected error on %s", request.endpoint)
    return page_for_nobody(500, SENTENCES[500])


def page_for_nobody(code: int, sentence: str) -> ResponseReturnValue:
    """An error page that asks nothing of the database, not even who is signed in."""
    g._login_user = AnonymousUserMixin()  # where Flask-Login looks before it loads anybody
    return page(code, sentence)
