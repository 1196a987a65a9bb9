"""The member's pages, without the application: light, in words, reachable, in good French."""

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from core import french

TEMPLATES = Path(__file__).parents[3] / "survey" / "templates"
FOLDER = "survey/answering"
LIGHTEST = 10_000  # bytes, the styles included
NOT_CONCERNED = {"value": "unknown", "label": "Je ne sais pas / non concerné", "checked": False}
CHANNELS = {"counter": "Au guichet", "phone": "Par téléphone", "email": "Par courriel", "form": "Par le formulaire du site"}  # fmt: skip


@dataclass
class Fund:
    FUND_NAME: str = "Caisse de retraite de la Prévoyance"
    FUND_PHONE: str = "01 23 45 67 89"
    FUND_HOURS: str = "du lundi au vendredi, de 9 h à 17 h"
    DEMONSTRATION: bool = False


def page_of(template: str, **view: Any) -> str:
    """A page as the application renders it."""
    templates = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    templates.filters.update(french.FILTERS)
    words = {"fund": Fund(), "nonce": lambda: "nonce", "url_for": lambda page: f"/{page}"}
    return templates.get_template(f"{FOLDER}/{template}").render(words | view)


def options(*labels: str, checked: int = -1) -> list[dict[str, Any]]:
    return [
        {"value": str(at + 1), "label": label, "checked": at == checked}
        for at, label in enumerate(labels)
    ]


def question(code: str, number: int, kind: str, wording: str, **more: Any) -> dict[str, Any]:
    empty = {"hint": "", "required": False, "error": "", "options": [], "aside": None, "rows": []}
    typed = {"value": "", "day": "", "month": "", "year": ""}
    return {"code": code, "number": number, "kind": kind, "wording": wording} | empty | typed | more


def per_channel(*labels: str) -> list[dict[str, Any]]:
    return [
        {"value": value, "label": label, "options": options(*labels), "aside": None}
        for value, label in CHANNELS.items()
    ]


SATISFACTION = question(
    "satisfaction",
    1,
    "single",
    "De façon générale, comment ça s’est passé ?",
    required=True,
    options=options("Très bien", "Moyen", "Pas bien"),
)
CLARITY = question(
    "comprehension",
    2,
    "scale",
    "Qu’avez-vous pensé des informations et des instructions fournies ?",
    hint="Courriers, courriels et site, au moment de votre départ.",
    options=options(
        "Très claires",
        "Plutôt claires",
        "Ni claires, ni obscures",
        "Peu claires",
        "Pas claires du tout",
        checked=1,
    ),
    aside=NOT_CONCERNED,
)
TRIED = question(
    "contact_tried",
    3,
    "several",
    "Durant votre parcours, avez-vous tenté d’obtenir de l’aide par l’un de ces moyens ?",
    hint="Plusieurs réponses possibles.",
    options=options(
        *CHANNELS.values(),
        "Auprès d’un proche",
        "Auprès d’une association",
        "Sur d’autres sites internet",
        "Autrement",
        checked=0,
    ),
    aside={"value": "none", "label": "Je n’ai pas eu besoin d’aide", "checked": False},
)
REACHED = question(
    "contact_reached",
    4,
    "yes_no_per_channel",
    "Quand vous avez cherché de l’aide, avez-vous réussi à nous joindre ?",
    rows=per_channel("Oui", "Non"),
)
QUALITY = question(
    "contact_satisfaction",
    5,
    "scale_per_channel",
    "Comment évaluez-vous la qualité de l’aide obtenue ?",
    rows=per_channel("Excellente", "Bonne", "Ni bonne, ni mauvaise", "Mauvaise", "Très mauvaise"),
)
EFFORT = question(
    "effort",
    6,
    "scale",
    "Cette démarche vous a demandé :",
    options=options(
        "Très peu d’efforts",
        "Peu d’efforts",
        "Ni peu, ni beaucoup",
        "Beaucoup d’efforts",
        "Énormément d’efforts",
    ),
    aside=NOT_CONCERNED,
)
WELL = question(
    "well",
    7,
    "text",
    "Qu’est-ce qui a bien marché ?",
    hint="N’écrivez pas votre nom, ni votre numéro d’adhérent ou de sécurité sociale. 2 000 caractères au plus.",
)
IMPROVE = question(
    "improve",
    8,
    "text",
    "Que devrions-nous améliorer ?",
    value="L’attente au téléphone <b>trop longue</b>.",
)
PAID = question(
    "paid",
    9,
    "date",
    "Quand avez-vous reçu votre premier paiement ?",
    hint="Par exemple : 3 3 2026.",
    day="3",
)
OTHER = question("other", 10, "line", "Autre moyen : lequel ?", value="la mairie")  # fmt: skip
INTRO = {
    "easy": (),
    "known": "Vous avez pris votre retraite en février 2026.",
    "effort": "8 questions, 3 minutes environ",
    "promise": "Vos réponses sont confidentielles jusqu’à la clôture, anonymes ensuite.",
    "notice": [
        "Elles servent à améliorer notre accueil, et à rien d’autre.",
        "Seule l’équipe qualité les lit ; les noms en sont effacés.",
        "Le lien avec vous est détruit à la clôture, le 30 avril 2026.",
        "Vous pouvez les corriger ou les retirer jusque-là.",
        "Notre délégué à la protection des données répond au 01 23 45 67 89.",
    ],
}
PAGE = {
    "heading": "Votre avis sur votre départ en retraite",
    "alone": False,
    "place": "Page 1 sur 3",
    "intro": INTRO,
    "resumed": False,
    "switch": {"value": "one_by_one", "label": "Répondre à une question par page"},
    "questions": [SATISFACTION, CLARITY],
    "errors": [],
    "action": "/r/xyz/1",
    "hidden": [("csrf_token", "abc")],
    "has_back": False,
}
SECOND = PAGE | {"heading": "L’aide que vous avez cherchée", "place": "Page 2 sur 3", "intro": None, "switch": None, "has_back": True}  # fmt: skip
FAULT = "Choisissez une réponse à la question 1."
FORM = {"action": "", "hidden": [], "errors": []}
ANSWERS = [
    {"number": 1, "wording": SATISFACTION["wording"], "shown": "Très bien", "url": "/r/xyz/1"},
    {"number": 2, "wording": CLARITY["wording"], "shown": "", "url": "/r/xyz/1"},
    {"number": 3, "wording": TRIED["wording"], "shown": ["Par téléphone", "Par courriel"], "url": "/r/xyz/2"},
    {"number": 7, "wording": WELL["wording"], "shown": "Accueil chaleureux.\n\n<script>x</script> Merci.", "url": "/r/xyz/3"},
]  # fmt: skip

VIEWS: dict[str, tuple[str, dict[str, Any]]] = {
    "first": ("page.html", PAGE),
    "first-error": ("page.html", PAGE | {"questions": [SATISFACTION | {"error": FAULT}, CLARITY], "errors": [{"code": "satisfaction", "sentence": FAULT}]}),
    "help": ("page.html", SECOND | {"questions": [TRIED, EFFORT]}),
    "channels": ("page.html", SECOND | {"questions": [REACHED, QUALITY]}),
    "texts": ("page.html", SECOND | {"heading": "Vos remarques", "place": "Page 3 sur 3", "questions": [WELL, IMPROVE, PAID, OTHER], "resumed": True}),
    "alone": ("page.html", SECOND | {"heading": CLARITY["wording"], "alone": True, "place": "Question 2 sur 8", "questions": [CLARITY], "switch": {"value": "pages", "label": "Répondre en trois pages"}}),
    "alone-text": ("page.html", SECOND | {"heading": IMPROVE["wording"], "alone": True, "place": "Question 8 sur 8", "questions": [IMPROVE]}),
    "review": ("review.html", FORM | {"answers": ANSWERS, "is_correction": False}),
    "receipt": ("receipt.html", {"receipt": "7KDM\u00a0QR4T\u00a02222", "correct_url": "/recu", "closes_on": "30\u00a0avril\u00a02026", "next": ["Vos réponses sont lues par l’équipe qualité, sans votre nom.", "Ce que nous en faisons est publié chaque année."], "call_back_url": "/rappel", "public_url": "/resultats"}),
    "code": ("code.html", {}),
    "code-error": ("code.html", {"typed": "7kdm qr4", "error": "Le code a huit caractères ; vous en avez tapé sept."}),
    "receipt-code": ("code.html", {"is_receipt": True}),
    "correct": ("correct.html", FORM | {"edit_url": "/r/xyz/verifier", "closes_on": "30\u00a0avril\u00a02026"}),
    "withdrawn": ("withdrawn.html", {"answer_url": "/r/xyz"}),
    "closed": ("closed.html", {"closed_on": "30\u00a0avril\u00a02026", "public_url": "/resultats"}),
    "unknown": ("unknown.html", {"sentence": "", "code_url": "/code"}),
    "error": ("error.html", {"code": 503, "sentence": "La base de données est occupée. Rien n’a été perdu : réessayez dans un instant."}),
    "objection": ("objection.html", FORM | {"is_done": False}),
    "objection-done": ("objection.html", FORM | {"is_done": True}),
    "call-back": ("call_back.html", FORM | {"is_done": False, "questions": [question("phone", 1, "line", "Votre numéro de téléphone", required=True), question("about", 2, "text", "À quel sujet ?")]}),
    "call-back-done": ("call_back.html", FORM | {"is_done": True, "questions": []}),
}  # fmt: skip


@pytest.fixture(params=VIEWS, name="html")
def every_page(request: pytest.FixtureRequest) -> str:
    template, view = VIEWS[request.param]
    return page_of(template, **view)


@pytest.fixture(name="soup")
def parsed(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def test_every_template_of_the_folder_is_looked_at():
    files = {file.name for file in (TEMPLATES / FOLDER).glob("[!_]*.html")}
    assert files == {template for template, _ in VIEWS.values()}


def test_a_page_weighs_at_most_ten_kilobytes_with_its_styles(html):
    assert len(html.encode()) <= LIGHTEST


def test_the_styles_weigh_at_most_two_and_a_half_kilobytes():
    assert (TEMPLATES / FOLDER / "_style.css").stat().st_size <= 2500


def test_a_page_fetches_nothing_and_runs_nothing(soup):
    assert not soup.find_all(["script", "img", "iframe", "select"])
    assert not [link for link in soup.find_all("link") if link["href"] != "data:,"]
    assert not [
        name
        for tag in soup.find_all(True)
        for name in tag.attrs
        if name.startswith("on") or name == "style"
    ]
    assert "http" not in str(soup)


def test_the_inline_style_carries_the_nonce(soup):
    assert [style["nonce"] for style in soup.find_all("style")] == ["nonce"]


def test_a_page_is_in_french_with_one_heading_said_in_its_title(soup):
    assert soup.html["lang"] == "fr"
    [heading] = soup.find_all("h1")
    for aside in heading.find_all("small"):
        aside.decompose()
    assert heading.get_text(strip=True) in soup.title.get_text()


def test_every_field_has_a_label_and_every_choice_a_group(soup):
    for field in soup.select("input:not([type=hidden]), textarea"):
        assert field.find_parent("label") or soup.find("label", attrs={"for": field.get("id")})
        if field.get("type") in {"radio", "checkbox"}:
            assert field.find_parent("fieldset").legend.get_text(strip=True)


def test_identifiers_are_unique_and_references_lead_somewhere(soup):
    ids = Counter(tag["id"] for tag in soup.find_all(id=True))
    assert set(ids.values()) <= {1}
    assert {
        tag["aria-describedby"] for tag in soup.find_all(attrs={"aria-describedby": True})
    } <= set(ids)
    assert {link["href"][1:] for link in soup.select("a[href^='#']")} <= set(ids)


def test_the_telephone_and_its_hours_are_on_every_page(soup):
    foot = soup.footer.get_text()
    assert (
        "01\u00a023\u00a045\u00a067\u00a089, du lundi au vendredi, de 9\u00a0h à 17\u00a0h" in foot
    )
    assert "par téléphone ou sur papier" in foot
    assert soup.footer.select_one("a[href='tel:0123456789']")


def test_french_is_typeset(soup):
    for tag in soup.find_all("style"):
        tag.decompose()
    text = soup.get_text()
    assert not re.search(r"[ \n][;:?!»]|«[ \n]|\w'\w", text)
    assert "*" not in text


def test_no_button_is_disabled(soup):
    assert not soup.select("[disabled]")


def test_only_what_was_answered_is_checked():
    assert (
        "checked"
        not in page_of("page.html", **PAGE | {"questions": [SATISFACTION]}).split("</style>")[1]
    )
    assert page_of("page.html", **PAGE).split("</style>")[1].count(" checked>") == 1


def test_an_optional_question_says_so_and_a_required_one_does_not():
    soup = BeautifulSoup(page_of("page.html", **PAGE), "html.parser")
    first, second = soup.find_all("h2")
    assert "facultatif" not in first.get_text()
    assert "(facultatif)" in second.get_text()


def test_a_fault_is_said_first_in_the_title_at_the_top_and_beside_the_question():
    soup = BeautifulSoup(
        page_of(*VIEWS["first-error"][:1], **VIEWS["first-error"][1]), "html.parser"
    )
    assert soup.title.get_text().startswith("Erreur\u00a0: ")
    box = soup.find(role="alert")
    assert box.find_next("form")
    link = box.find("a")
    assert link.get_text() == FAULT
    assert soup.find(id=link["href"][1:])["name"] == "satisfaction"
    assert FAULT in soup.fieldset.get_text()
    assert box.has_attr("autofocus")


def test_enter_goes_on_and_never_clears_an_answer():
    soup = BeautifulSoup(page_of("page.html", **PAGE), "html.parser")
    first = soup.form.find("button")
    assert (first["name"], first["value"]) == ("go", "next")


def test_an_answer_can_be_cleared_by_a_button_that_names_its_question():
    soup = BeautifulSoup(page_of("page.html", **PAGE), "html.parser")
    buttons = soup.select("button[name=clear]")
    assert [button["value"] for button in buttons] == ["satisfaction", "comprehension"]
    assert buttons[1].get_text() == "effacer ma réponse à la question 2"


def test_what_a_member_typed_is_shown_and_never_run():
    review = page_of("review.html", **VIEWS["review"][1])
    assert "&lt;script&gt;x&lt;/script&gt;" in review
    texts = page_of("page.html", **VIEWS["texts"][1])
    assert "L’attente au téléphone &lt;b&gt;trop longue&lt;/b&gt;." in texts


def test_what_was_not_answered_is_said_in_the_review():
    soup = BeautifulSoup(page_of("review.html", **VIEWS["review"][1]), "html.parser")
    assert soup.select("dl div")[1].dd.get_text() == "Pas de réponse"


def test_a_mistyped_code_is_given_back_as_it_was():
    soup = BeautifulSoup(page_of("code.html", **VIEWS["code-error"][1]), "html.parser")
    assert soup.find(id="code")["value"] == "7kdm qr4"


def test_a_page_still_fits_with_a_name_that_never_ends():
    fund = Fund(FUND_NAME="Caisse " + "autonome " * 12)
    assert len(page_of("page.html", **PAGE | {"fund": fund}).encode()) <= LIGHTEST


@pytest.mark.parametrize("easy", [False, True])
def test_templates_say_what_they_need(easy):
    """Every variable a template uses is in the view given here: nothing is quietly left empty."""
    strict = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined
    )
    strict.filters.update(french.FILTERS)
    for template, view in VIEWS.values():
        words = {
            "fund": Fund(),
            "nonce": lambda: "n",
            "url_for": lambda page: f"/{page}",
            "easy": easy,
            "kept": {},
            "told": str,
            "other_way": "",
            "easy_url": "",
            "links": [],
            "errors": [],
            "typed": "",
            "error": "",
            "is_receipt": False,
            "action": "",
            "hidden": [],
        }
        strict.get_template(f"{FOLDER}/{template}").render(words | view)
