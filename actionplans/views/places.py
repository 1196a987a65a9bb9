"""Where things are: addresses that deeds name by endpoint, as links; pages not built yet are no link."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask import current_app, url_for
from werkzeug.routing import BuildError

from actionplans.tracing.links import Address, Link
from core.french import typeset

Step = tuple[str, str, str, bool]


def exists(endpoint: str) -> bool:
    """Whether a page answers under this name."""
    return endpoint in current_app.view_functions


def href(address: Address | None) -> str:
    """The address as a link; empty when there is none, or no such page."""
    if address is None:
        return ""
    endpoint, values = address
    plain: dict[str, Any] = {
        k: v.isoformat() if isinstance(v, date) else v for k, v in values.items()
    }
    try:
        return url_for(endpoint, **plain)
    except BuildError:
        return ""


def wake_steps(links: Iterable[Link]) -> list[Step]:
    """Links as the `wake` macro draws them; a topic near a report is a likeness, not a step of what followed."""
    return [
        (typeset(link.title), typeset(link.text), href(link.url), link.is_missing)
        for link in links
        if link.kind != "topic"
    ]
