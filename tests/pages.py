"""The visitor: opens pages and inspects every one of them. A page cannot be tested and be bad."""

import re
from typing import Any

from bs4 import BeautifulSoup, Tag
from werkzeug.test import TestResponse

PASSWORD = "une phrase assez longue"
STRAIGHT = re.compile(r"\w'\w")
LOOSE = re.compile(r"[^\s\u00a0\u202f] [;:?!»](\s|$)|« [^\u00a0\u202f]")


class Visitor:
    """A person with a browser that runs no script."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.client = app.test_client()
        self.page = BeautifulSoup("", "html.parser")
        self.response: TestResponse

    # ------------------------------------------------------------ going about

    def sign_in(self, user: Any, password: str = PASSWORD) -> "Visitor":
        """Sign in by the form, as a person would."""
        self.open("/connexion")
        self.submit(email=user.email, password=password, expect=303)
        return self

    def open(self, path: str, expect: int = 200) -> BeautifulSoup:
        """Open a page, check its code, inspect it."""
        return self._take(self.client.get(path), expect)

    def post(self, path: str, expect: int = 303, **fields: Any) -> BeautifulSoup:
        """Send a form straight to an address, with the token of the present page."""
        token = self.page.find("input", attrs={"name": "csrf_token"})
        data = {"csrf_token": token["value"] if isinstance(token, Tag) else "", **fields}
        return self._take(self.client.post(path, data=data), expect)

    def submit(
        self, button: str = "", expect: int = 303, form: int = -1, **fields: Any
    ) -> BeautifulSoup:
        """Fill in a form of the present page and press its button.

        Without `form`, it is the one that has the button's words, else the first POST form with
        the first given field.
        """
        chosen = self._form(button, form, fields)
        data = _present_values(chosen)
        data.update({name.rstrip("_"): value for name, value in fields.items()})
        pressed = _button(chosen, button)
        if pressed is not None and pressed.get("name"):
            data[str(pressed["name"])] = str(pressed.get("value", ""))
        address = (pressed.get("formaction") if pressed is not None else None) or chosen.get(
            "action"
        )
        return self._take(self.client.post(str(address or self.path), data=data), expect)

    def follow(self) -> BeautifulSoup:
        """Go where the last answer sends us."""
        return self.open(self.response.headers["Location"])

    @property
    def path(self) -> str:
        return self.response.request.full_path.rstrip("?")

    @property
    def text(self) -> str:
        """What the page says, spaces made plain."""
        return re.sub(r"\s+", " ", self.page.get_text(" "))

    # ------------------------------------------------------------ looking

    def _take(self, response: TestResponse, expect: int) -> BeautifulSoup:
        self.response = response
        assert response.status_code == expect, (
            f"{response.request.path}: {response.status}\n"
            + (BeautifulSoup(response.text, "html.parser").get_text(" ", strip=True)[:800])
        )
        if response.mimetype == "text/html" and not 300 <= response.status_code < 400:
            self.page = BeautifulSoup(response.text, "html.parser")
            inspect(self.page)
        return self.page

    def _form(self, button: str, number: int, fields: dict[str, Any]) -> Tag:
        forms = [f for f in self.page.find_all("form") if f.get("method", "").lower() == "post"]
        if number >= 0:
            return forms[number]
        if button:
            return next(f for f in forms if _button(f, button) is not None)
        wanted = next(iter(fields), "csrf_token").rstrip("_")
        return next(f for f in forms if f.find(attrs={"name": wanted}))


def _button(form: Tag, words: str) -> Tag | None:
    buttons = form.find_all("button")
    if not words:
        return buttons[0] if buttons else None
    return next((b for b in buttons if words in b.get_text()), None)


def _present_values(form: Tag) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for field in form.find_all(["input", "textarea", "select"]):
        name = field.get("name")
        if not name:
            continue
        if field.name == "textarea":
            values[name] = field.get_text().removeprefix("\n")
        elif field.name == "select":
            chosen = field.find("option", selected=True) or field.find("option")
            values[name] = chosen.get("value", "") if chosen else ""
        elif field.get("type") in ("radio", "checkbox"):
            if field.has_attr("checked"):
                values[name] = field.get("value", "y")
        elif field.get("type") not in ("submit", "file"):
            values[name] = field.get("value", "")
    return values


def inspect(page: BeautifulSoup) -> None:
    """Faults that no page of ours may have."""
    assert page.html is not None
    assert page.html.get("lang") == "fr", "the page does not say its language"
    titles = page.find_all("h1")
    assert len(titles) == 1, f"{len(titles)} h1"
    assert page.title is not None
    heading = " ".join(titles[0].get_text(" ").split())
    assert heading in " ".join(page.title.get_text().split()), (
        f"h1 « {heading} » is not in the title"
    )
    _labels(page)
    _identifiers(page)
    _scripts(page)
    for image in page.find_all("img"):
        assert image.has_attr("alt"), f"image without alternative: {image}"
    if "staff" in page.html.get("class", []):  # a member's address is itself the secret
        for form in page.find_all("form", attrs={"method": re.compile("post", re.IGNORECASE)}):
            token = form.find(attrs={"name": "csrf_token"})
            assert token, f"form without CSRF token: {form.get('action')}"
    _typography(page)


def _labels(page: BeautifulSoup) -> None:
    for field in page.find_all(["input", "textarea", "select"]):
        if field.get("type") in ("hidden", "submit"):
            continue
        named = (
            field.find_parent("label") or field.get("aria-label") or field.get("aria-labelledby")
        )
        named = named or page.find("label", attrs={"for": field.get("id")})
        assert named, f"field without a label: {field}"


def _identifiers(page: BeautifulSoup) -> None:
    identifiers = [tag["id"] for tag in page.find_all(id=True)]
    twice = {i for i in identifiers if identifiers.count(i) > 1}
    assert not twice, f"identifiers used twice: {twice}"


def _scripts(page: BeautifulSoup) -> None:
    for script in page.find_all("script"):
        assert script.get("src"), "inline script"
    for tag in page.find_all(True):
        handlers = [name for name in tag.attrs if name.startswith("on")]
        assert not handlers, f"inline handler on {tag.name}"
        assert not tag.has_attr("style"), f"inline style, which the policy refuses: {tag}"


def _typography(page: BeautifulSoup) -> None:
    for block in page.find_all(
        ["p", "h1", "h2", "h3", "label", "legend", "td", "th", "li", "button", "a", "small"]
    ):
        if block.find_parent(["blockquote", "pre", "code"]) or block.find(
            ["blockquote", "pre", "code"]
        ):
            continue
        # What a person typed stays as they typed it.
        words = "".join(word for word in block.strings if not word.find_parent("textarea"))
        found = STRAIGHT.search(words) or LOOSE.search(words)
        assert not found, (
            f"French typography in « {words.strip()[:120]} » near « {found.group() if found else ''} »"
        )
