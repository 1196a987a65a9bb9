"""A sheet measured in pixels, drawn as SVG. The only importer of matplotlib."""

import io
import re
from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, Literal
from xml.etree import ElementTree

import core
from analysis.charts.colours import tones

FONTS = Path(core.__file__).parent / "static" / "fonts"
FAMILY = "Atkinson Hyperlegible Next"
SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
DECLARATION = re.compile(r"([a-z-]+): ?([^;]+)")
NARROW = 500  # pixels: under this a drawing is made for a phone, and `charts.css` keeps it so
DROPPED = ("metadata", "style")
LONG_NUMBER = re.compile(r"-?\d+\.\d{4,}")
# What the sheets of the pages may recolour; all else is drawn as it is.
PAINTS = ("fill", "stroke")

Anchor = Literal["left", "center", "right"]


class Canvas:
    """Lines, dots and words placed in pixels from the top left corner, in the tones of the pages.

    Not a chart: knows neither data nor axes. The same calls give the same bytes on every machine.
    """

    def __init__(self, width: float, height: float) -> None:
        figure_class = _matplotlib()["Figure"]
        self.width, self.height = width, height
        # 72 dots an inch: one unit of the drawing is one pixel.
        self._figure = figure_class(figsize=(width / 72, height / 72), dpi=72)
        self._axes = self._figure.add_axes((0, 0, 1, 1))
        self._axes.set(xlim=(0, width), ylim=(height, 0))
        self._axes.set_axis_off()
        self._figure.patch.set_visible(False)

    def line(
        self, xs: Sequence[float], ys: Sequence[float], tone: str, width: float = 1.0,
        dashes: tuple[float, float] | None = None, round_ends: bool = False,
    ) -> None:  # fmt: skip
        style: Any = (0, dashes) if dashes else "solid"
        cap = "round" if round_ends else "butt"
        self._axes.plot(
            xs, ys, color=tones()[tone], linewidth=width, linestyle=style,
            solid_capstyle=cap, solid_joinstyle="round", clip_on=False,
        )  # fmt: skip

    def area(self, xs: Sequence[float], ys: Sequence[float], tone: str) -> None:
        """A filled polygon."""
        self._axes.fill(xs, ys, color=tones()[tone], linewidth=0, clip_on=False)

    def bar(self, x: float, y: float, width: float, height: float, tone: str) -> None:
        self.area([x, x + width, x + width, x], [y, y, y + height, y + height], tone)

    def dot(self, x: float, y: float, radius: float, tone: str, edge: str = "paper") -> None:
        circle = _matplotlib()["Circle"]
        self._axes.add_patch(
            circle(
                (x, y), radius, facecolor=tones()[tone], edgecolor=tones()[edge], linewidth=1.5,
                clip_on=False, zorder=3,
            )
        )  # fmt: skip

    def words(
        self, x: float, y: float, text: str, size: float = 14, tone: str = "ink",
        bold: bool = False, anchor: Anchor = "left"
    ) -> None:  # fmt: skip
        """One line of text whose baseline is at y."""
        self._axes.text(
            x, y, text, color=tones()[tone], fontproperties=_font(bold, size), ha=anchor,
            va="baseline", clip_on=False, zorder=4, parse_math=False,
        )  # fmt: skip

    def svg(self, title: str, alternative: str) -> str:
        """The drawing, without inline style, script or date, with its words for who does not see it."""
        written = io.BytesIO()
        self._figure.savefig(written, format="svg", metadata={"Date": None}, transparent=True)
        classes = "chart narrow" if self.width < NARROW else "chart"
        return _clean(written.getvalue(), title, alternative, classes)


@lru_cache(maxsize=4096)
def width_of(text: str, size: float = 14, bold: bool = False) -> float:
    """The width of a line of text, in pixels."""
    if not text.strip():
        return 0.0
    measured = _matplotlib()["text_to_path"].get_text_width_height_descent(
        text, _font(bold, size), ismath=False
    )
    return float(measured[0])


def folded(text: str, room: float, size: float = 14, bold: bool = False) -> list[str]:
    """The text in lines that fit in the room; a word too long for it stands alone."""
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size, bold) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


@lru_cache(maxsize=1)
def _matplotlib() -> dict[str, Any]:
    """What is used of matplotlib, set up once: text drawn as shapes in our font, the same ids each time."""
    import matplotlib as mpl
    from matplotlib.figure import Figure
    from matplotlib.patches import Circle
    from matplotlib.textpath import text_to_path

    mpl.rcParams.update({"svg.fonttype": "path", "svg.hashsalt": "sillage"})
    return {"Figure": Figure, "Circle": Circle, "text_to_path": text_to_path}


@lru_cache(maxsize=64)
def _font(bold: bool, size: float) -> Any:
    from matplotlib.font_manager import FontProperties

    face = "Bold" if bold else "Regular"
    return FontProperties(fname=FONTS / f"{FAMILY.replace(' ', '')}-{face}.ttf", size=size)


def _clean(written: bytes, title: str, alternative: str, classes: str) -> str:
    """matplotlib's SVG made fit for a page: ids its own, paint as attributes, a role and its words."""
    root = ElementTree.fromstring(written)
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag.rpartition("}")[2] in DROPPED:
                parent.remove(child)
    own = blake2b(written + alternative.encode(), digest_size=4).hexdigest()
    used = {link for node in root.iter() for link in _links(node)}
    for node in root.iter():
        _paint(node)
        _shorten(node)
        _rename(node, used, f"c{own}-")
    for name in ("width", "height", "version"):
        root.attrib.pop(name, None)
    root.set("class", classes)
    root.set("role", "img")
    root.set("aria-label", alternative)
    for place, (tag, words) in enumerate((("title", title), ("desc", alternative))):
        said = ElementTree.Element(f"{{{SVG}}}{tag}")
        said.text = words
        root.insert(place, said)
    ElementTree.register_namespace("", SVG)
    ElementTree.register_namespace("xlink", XLINK)
    return ElementTree.tostring(root, encoding="unicode")


def _links(node: ElementTree.Element) -> list[str]:
    return [value[1:] for name, value in node.attrib.items() if name.endswith("href")]


def _paint(node: ElementTree.Element) -> None:
    """A style attribute would be refused by the security policy of the pages: attributes and classes."""
    names = {colour: tone for tone, colour in tones().items()}
    classes = []
    for name, value in DECLARATION.findall(node.attrib.pop("style", "")):
        node.set(name, value.strip())
        if name in PAINTS and value.strip() in names:
            classes.append(f"{name}-{names[value.strip()]}")
    if classes:
        node.set("class", " ".join(classes))


def _shorten(node: ElementTree.Element) -> None:
    """A thousandth of a pixel is enough, and a third lighter."""
    for name in ("d", "transform", "x", "y"):
        if name in node.attrib:
            node.set(name, LONG_NUMBER.sub(lambda n: f"{float(n[0]):.3f}", node.attrib[name]))


def _rename(node: ElementTree.Element, used: set[str], prefix: str) -> None:
    """Ids that are referred to become the drawing's own: a page may hold several. Others go."""
    if (own := node.attrib.pop("id", None)) in used:
        node.set("id", prefix + str(own))
    for name, value in node.attrib.items():
        if name.endswith("href"):
            node.set(name, f"#{prefix}{value[1:]}")
