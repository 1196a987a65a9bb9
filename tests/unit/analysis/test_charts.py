"""Figures: the same bytes each time, fit for a page, and said in words."""

import re
import sys
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import core
from analysis.charts import (
    MARKS,
    NARROW,
    PERCENTS,
    WIDE,
    Across,
    Along,
    Chart,
    Curve,
    Group,
    Island,
    Panel,
    Point,
    Range,
    Spot,
    Step,
    control,
    curves,
    delivered_perceived,
    dots,
    flow,
    importance_performance,
    multiples,
    ranked,
    topic_map,
    trend,
)
from analysis.charts.canvas import Anchor, Canvas, folded, width_of
from analysis.charts.colours import SERIES, tones
from analysis.charts.labels import Box, Mark, placed
from analysis.charts.trend import bounds, marks, runs
from analysis.statistics import Interval

SHEET = Path(core.__file__).parent / "static" / "css" / "charts.css"
VOICES = ("voix", "voix")
JOINED = Point("Affiliation", 8.5, Interval(8.1, 8.9), 1227)
RETIRED = Point("Départ en retraite", 6.7, Interval(6.0, 7.4), 198)
WITHHELD = Point("Départ en retraite", None, None, 7)
QUARTERS = [
    Point("T1\n2026", 7.2, Interval(6.5, 7.9), 57),
    Point("T2\n2026", None, None, 7),
    Point("T3\n2026", 7.4, Interval(6.9, 7.9), 61),
    Point("T4\n2026", 8.2, Interval(7.7, 8.7), 70),
]
THEMES = [
    Point("Joindre la caisse par téléphone", 18, Interval(14, 22), 72, VOICES),
    Point("Délais de traitement et de réponse de la caisse", 24, Interval(20, 28), 96, VOICES),
    Point("Écologie", None, None, 3, VOICES),
]
STEPS = [
    Step("Événements", 1312),
    Step("Envois", 1204, "des événements", "non sollicités"),
    Step("Réponses", 9, "des envois", "sans réponse"),
]
SPOTS = [
    Spot("Délais de traitement et de réponse de la caisse", 4.1, 0.4, Interval(3.2, 5.0), Interval(0.3, 0.5), "96 voix"),
    Spot("Accueil", 8.6, 0.1, Interval(8.1, 9.1), Interval(0.0, 0.2), "41 voix"),
]  # fmt: skip
KEPT = [Spot("ACC-01", 96, 88), Spot("ACC-02", 97, 41), Spot("DEL-01", 55, 90), Spot("DEL-02", 40, 35)]  # fmt: skip
ISLANDS = [
    Island("Attendre une réponse au téléphone", 0, 0, 40),
    Island("Courriers illisibles", 0.1, 0, 9),
    Island("Merci pour l’accueil", 3, 3, 22),
]


GROUPS = [
    Group("Satisfaction", [JOINED, RETIRED]),
    Group("Aide efficace", [JOINED, WITHHELD]),
    Group("Le délai annoncé a-t-il été respecté, et vous en a-t-on tenu informé ?", [RETIRED]),
]
ZONES = [(0, "Pas bien"), (5, "Moyen"), (8, "Bien")]
PANELS = [Panel("Affiliation", QUARTERS), Panel("Retraite", QUARTERS[:1])]
ORDINARY = Range(7.0, [Interval(6, 8)] * 4, 3)
CURVES = [
    Curve("Les moins sûres d’abord", [Along(0, 82, Interval(79, 85)), Along(200, 93, Interval(91, 95))]),
    Curve("Au hasard", [Along(0, 82, Interval(79, 85)), Along(200, 85, Interval(82, 88))]),
]  # fmt: skip
BANDED = [CURVES[0], Curve("Au hasard, dix ordres", CURVES[1].points, banded=True)]
CORRECTED = Across(0, 200, (0, 100, 200), "phrases relues", PERCENTS)
DRAWN = {
    "curves": lambda width: curves("Justes", CURVES, CORRECTED, (70, 100), "", width),
    "banded": lambda width: curves("Justes", BANDED, CORRECTED, (70, 100), "", width),
    "diagonal": lambda width: curves("Justes", CURVES[:1], CORRECTED, (0, 100), "exact", width),
    "dots": lambda width: dots("Notes", GROUPS, MARKS, ZONES, width),
    "trend": lambda width: trend("Satisfaction", QUARTERS, MARKS, width),
    "ranked": lambda width: ranked("Thèmes", THEMES, accented=[THEMES[0].label], width=width),
    "flow": lambda width: flow("De l’événement à la réponse", STEPS, width),
    "multiples": lambda width: multiples("Note", PANELS, MARKS, width),
    "control": lambda width: control("Contrôle", QUARTERS, ORDINARY, {3}, MARKS, width),
    "importance": lambda width: importance_performance(
        "Poids", SPOTS, (7, 0.2), (0, 10), (0, 0.6), width
    ),
    "delivered": lambda width: delivered_perceived("Tenu et perçu", KEPT, (75, 75), width),
    "map": lambda width: topic_map("Sujets", ISLANDS, [ISLANDS[0].label], width),
}


def draw(kind: str, width: int = WIDE) -> Chart:
    return DRAWN[kind](width)


KINDS = tuple(DRAWN)
both_widths = pytest.mark.parametrize("width", [WIDE, NARROW])
every_kind = pytest.mark.parametrize("kind", KINDS)


@every_kind
@both_widths
def test_the_same_data_give_the_same_bytes(kind: str, width: int) -> None:
    assert draw(kind, width) == draw(kind, width)


@every_kind
def test_a_figure_is_fit_for_a_page_with_a_strict_policy(kind: str) -> None:
    chart = draw(kind)
    root = ElementTree.fromstring(chart.svg)
    assert root.get("role") == "img"
    assert root.get("aria-label") == chart.alternative
    assert root.get("viewBox")
    for node in root.iter():
        assert "style" not in node.attrib
        assert node.tag.rpartition("}")[2] in {"svg", "g", "path", "use", "defs", "title", "desc"}
    assert [child.tag.rpartition("}")[2] for child in root][:2] == ["title", "desc"]
    assert root[1].text == chart.alternative
    assert not re.search(r"20\d\d-\d\d-\d\d|matplotlib", chart.svg)


class Written(NamedTuple):
    """A line of text and where it stands, from its baseline to the top of its small letters."""

    said: str
    left: float
    right: float
    top: float
    bottom: float

    def meets(self, other: "Written") -> bool:
        side = self.left < other.right and other.left < self.right
        return side and self.top < other.bottom and other.top < self.bottom


class Noting(Canvas):
    """A canvas that keeps where each line was written."""

    written: list[Written]

    def words(self, x: float, y: float, text: str, size: float = 14, tone: str = "ink",
              bold: bool = False, anchor: Anchor = "left") -> None:  # fmt: skip
        super().words(x, y, text, size, tone, bold, anchor)
        width = width_of(text, size, bold)
        left = x - width * {"left": 0.0, "center": 0.5, "right": 1.0}[anchor]
        self.written.append(Written(text, left, left + width, y - size / 2, y))


@every_kind
@both_widths
def test_no_line_leaves_the_figure_or_is_written_over_another(
    kind: str, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    Noting.written = []
    for module in [one for name, one in sys.modules.items() if name.startswith("analysis.charts.")]:
        if hasattr(module, "Canvas"):
            monkeypatch.setattr(module, "Canvas", Noting)
    draw(kind, width)
    assert len(Noting.written) > 3
    assert not [one.said for one in Noting.written if one.left < -1 or one.right > width + 1]
    pairs = combinations(Noting.written, 2)
    assert not [(one.said, other.said) for one, other in pairs if one.meets(other)]


def test_two_figures_on_one_page_share_no_id() -> None:
    ids = Counter(re.findall(r' id="([^"]+)"', "".join(draw(kind).svg for kind in KINDS)))
    assert ids
    assert max(ids.values()) == 1


@every_kind
def test_every_reference_is_kept(kind: str) -> None:
    svg = draw(kind).svg
    assert set(re.findall(r'href="#([^"]+)"', svg)) == set(re.findall(r' id="([^"]+)"', svg))


@every_kind
def test_every_tone_drawn_follows_the_sheet_of_the_page(kind: str) -> None:
    sheet = SHEET.read_text(encoding="utf-8")
    used = {
        name for some in re.findall(r'class="([^"]+)"', draw(kind).svg) for name in some.split()
    }
    for name in used - {"chart", "narrow"}:
        assert f".{name} {{" in sheet
    assert "fill-ink" in used


def test_a_figure_for_a_phone_says_so() -> None:
    assert 'class="chart narrow"' in draw("flow", NARROW).svg
    assert 'class="chart"' in draw("flow").svg


# ---------------------------------------------------------------- in words


def test_dots_are_said_with_their_margin_and_their_size() -> None:
    said = draw("dots").alternative.replace("\u00a0", " ")
    assert said.startswith(
        "Notes. Satisfaction, Affiliation : 8,5 (entre 8,1 et 8,9), 1 227 réponses ;"
    )
    assert "Aide efficace, Départ en retraite : trop peu de réponses (7 réponses) ;" in said


def test_what_is_counted_is_named() -> None:
    tried = Point("Affiliation", 62.5, Interval(50, 75), 1, ("canal essayé", "canaux essayés"))
    said = dots("Aide", [Group("Joignable", [tried])], PERCENTS).alternative.replace("\u00a0", " ")
    assert "62,5 % (entre 50,0 % et 75,0 %), 1 canal essayé" in said


def test_quarters_are_said_on_one_line() -> None:
    said = draw("trend").alternative.replace("\u00a0", " ")
    assert "T1 2026 : 7,2" in said
    assert "T2 2026 : trop peu de réponses" in said


def test_the_largest_share_is_said_first_and_the_withheld_last() -> None:
    said = draw("ranked").alternative
    assert said.index("Délais") < said.index("Joindre") < said.index("Écologie")
    assert "24\u00a0% (entre 20\u00a0% et 28\u00a0%), 96\u00a0voix" in said


def test_each_step_says_what_it_kept() -> None:
    said = draw("flow").alternative.replace("\u00a0", " ")
    assert "Événements : 1 312 ; Envois : 1 204, soit 92 % des événements" in said


def test_nothing_to_draw_is_still_a_figure() -> None:
    for chart in (
        dots("Vide", [], MARKS),
        trend("Vide", [], MARKS),
        ranked("Vide", []),
        flow("Vide", []),
        multiples("Vide", [], MARKS),
    ):
        assert chart.alternative == "Vide."
        ElementTree.fromstring(chart.svg)
    assert "données insuffisantes" in importance_performance("Vide", [], (7, 0.2), (0, 10), (0, 1)).alternative  # fmt: skip
    assert topic_map("Vide", []).alternative == "Vide."


def test_a_flow_of_nobody_divides_by_nothing() -> None:
    assert "–" in flow("Vide", [Step("Événements", 0), Step("Envois", 0)]).alternative


def test_those_who_left_the_stream_are_told_with_their_reason() -> None:
    assert "(108 non sollicités)" in draw("flow").alternative.replace("\u00a0", " ")


def test_each_commitment_is_said_in_its_quarter() -> None:
    said = draw("delivered").alternative
    for code, where in (("ACC-01", "réussite"), ("ACC-02", "à expliquer"), ("DEL-01", "fragile"), ("DEL-02", "urgent")):  # fmt: skip
        assert f"{code}\u00a0: {where}" in said


def test_importance_and_performance_are_said_with_both_margins() -> None:
    said = draw("importance").alternative.replace("\u00a0", " ")
    assert "à améliorer d’abord (Note de ceux qui en parlent, sur 10 4,1 (entre 3,2 et 5,0)" in said
    assert "0,40 (entre 0,30 et 0,50), 96 voix" in said


def test_a_map_says_sizes_and_neighbours_and_no_distance() -> None:
    said = draw("map").alternative.replace("\u00a0", " ")
    assert "Courriers illisibles (9 voix), proche de « Attendre une réponse au téléphone »" in said


def test_a_break_is_drawn_and_said_and_the_line_stops_there() -> None:
    cut = trend("T", QUARTERS[2:], MARKS, breaks={1: "questionnaire, version 2"})
    said = cut.alternative.replace("\u00a0", " ")
    assert "rupture avant T4 2026 : questionnaire, version 2" in said
    assert runs(QUARTERS[2:]) == [[0, 1]]
    assert runs(QUARTERS[2:], {1}) == [[0], [1]]


def test_the_limits_of_a_control_chart_are_said_first() -> None:
    assert "moyenne 7,0, limites de 6,0 à 8,0" in draw("control").alternative


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(20, 600), st.floats(20, 300)), min_size=1, max_size=30))
def test_no_name_covers_another_nor_a_mark(places: list[tuple[float, float]]) -> None:
    found = [Mark(x, y, 5.0, f"Un thème assez long {at}") for at, (x, y) in enumerate(places)]
    labels = placed(found, Box(0, 0, 640, 340))
    assert len(labels) == len(found)
    numbered = {bool(label.number) for label in labels}
    assert len(numbered) == 1
    if numbered == {False}:
        boxes = [_box(label) for label in labels]
        assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))


def _box(label) -> Box:  # type: ignore[no-untyped-def]
    width = max(width_of(line, 12.5) for line in label.lines)
    left = {"left": label.x, "right": label.x - width, "center": label.x - width / 2}[label.anchor]
    return Box(left, label.y - 9, left + width, label.y + 15 * (len(label.lines) - 1))


# ---------------------------------------------------------------- the drawing


def test_a_withheld_value_is_not_drawn() -> None:
    alone = trend("T", [QUARTERS[0], QUARTERS[1]], MARKS)
    assert "0,0" not in alone.alternative
    assert dots("T", [Group("A", [WITHHELD])], MARKS).svg.count("stroke-c1") == 0


@settings(max_examples=200)
@given(
    st.lists(st.tuples(st.floats(0, 100), st.floats(0, 30), st.booleans()), min_size=1, max_size=8)
)
def test_the_axis_of_a_trend_holds_all_intervals(values: list[tuple[float, float, bool]]) -> None:
    points = [
        Point(
            str(at),
            value if shown else None,
            Interval(max(0, value - half), min(100, value + half)),
            9,
        )
        for at, (value, half, shown) in enumerate(values)
    ]
    low, high = bounds(points, PERCENTS)
    assert 0 <= low < high <= 100
    assert high - low >= 40 - 1e-9
    for point in points:
        if point.value is not None and point.interval is not None:
            assert low - 1e-9 <= point.interval.low
            assert point.interval.high <= high + 1e-9
    assert 3 <= len(marks(low, high)) <= 7


def test_a_long_label_is_folded_to_its_room() -> None:
    lines = folded("Suivi du dossier et accusés de réception", 120)
    assert len(lines) > 1
    assert " ".join(lines) == "Suivi du dossier et accusés de réception"
    assert all(width_of(line) <= 120 for line in lines)
    assert folded("Anticonstitutionnellement", 20) == ["Anticonstitutionnellement"]


# ---------------------------------------------------------------- colours

# Machado, Oliveira and Fernandes 2009, full severity; linear RGB.
SIGHT = {
    "ordinary": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
both_modes = pytest.mark.parametrize("dark", [False, True])


def linear(colour: str) -> np.ndarray:
    rgb = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def lab(light: np.ndarray) -> np.ndarray:
    xyz = TO_XYZ @ np.clip(light, 0, 1) / np.array([0.95047, 1, 1.08883])
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def contrast(one: str, other: str) -> float:
    dim, bright = sorted(float(TO_XYZ[1] @ linear(colour)) for colour in (one, other))
    return (bright + 0.05) / (dim + 0.05)


@both_modes
@pytest.mark.parametrize("sight", SIGHT)
def test_a_colour_blind_reader_tells_the_series_apart(sight: str, dark: bool) -> None:
    seen = {name: lab(np.asarray(SIGHT[sight]) @ linear(tones(dark)[name])) for name in SERIES}
    for one, other in combinations(SERIES, 2):
        assert np.linalg.norm(seen[one] - seen[other]) > 20, (one, other)


@both_modes
def test_every_series_stands_out_from_the_page(dark: bool) -> None:
    named = tones(dark)
    for name in SERIES:
        assert contrast(named[name], named["paper"]) >= 3, name


@both_modes
def test_words_are_readable_where_they_stand(dark: bool) -> None:
    named = tones(dark)
    for ink, ground in [
        ("ink", "paper"), ("ink", "line"), ("ink-soft", "paper"), ("ink-soft", "wash-deep"),
        ("paper", "accent"), ("c1", "paper"), ("c2", "paper"), ("ink", "accent-wash"),
    ]:  # fmt: skip
        assert contrast(named[ink], named[ground]) >= 4.5, (ink, ground)
