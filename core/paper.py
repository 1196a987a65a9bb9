"""Documents on paper: a Typst template and its content made into an accessible PDF."""

import io
import json
import shutil
import tempfile
import warnings
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

HERE = Path(__file__).parent
BASE = HERE / "paper" / "base.typ"
FONTS = HERE / "static" / "fonts"
NO_FILES: Mapping[str, bytes] = MappingProxyType({})


def pdf(
    template: Path,
    data: Mapping[str, Any],
    files: Mapping[str, bytes] = NO_FILES,
    made_at: datetime | None = None,
) -> bytes:
    """Compile a template of the product into a tagged PDF (PDF/UA-1).

    The template imports `base.typ`, may import those beside it, and reads its content from `data.json`; nothing a person wrote
    ever enters Typst source. `files` adds images beside it, by plain file name. It sees only these
    files and the fonts shipped with the product, so the same content gives the same bytes on every
    machine; `made_at`, when given, is written in the document as its date. An image without an
    alternative text or a document without title is a `typst.TypstError`: a fault of the template.
    """
    with tempfile.TemporaryDirectory(prefix="paper-") as folder:
        main = _lay_out(Path(folder), template, data, files)
        return _compile(main, made_at)


def _lay_out(
    folder: Path, template: Path, data: Mapping[str, Any], files: Mapping[str, bytes]
) -> Path:
    for part in (BASE, *template.parent.glob("*.typ")):
        shutil.copyfile(part, folder / part.name)
    main = folder / template.name
    (folder / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    for name, content in files.items():
        if Path(name).name != name:
            raise ValueError(f"{name} is not a plain file name")
        (folder / name).write_bytes(content)
    return main


def _compile(main: Path, made_at: datetime | None) -> bytes:
    import typst  # 80 MB: only where a document is made

    made, remarks = typst.compile_with_warnings(
        main,
        root=main.parent,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        pdf_standards="ua-1",
        timestamp=made_at,
        sys_inputs={"dated": "yes" if made_at else "no"},
    )
    for remark in remarks:
        warnings.warn(f"{main.name}: {remark.message}", stacklevel=3)
    assert isinstance(made, bytes)
    return made


@lru_cache(maxsize=1)
def _fonts() -> Any:
    import typst

    return typst.Fonts(include_system_fonts=False, font_paths=[FONTS])


@lru_cache(maxsize=1)
def _glyphs() -> frozenset[int]:
    from fontTools.ttLib import TTFont

    return frozenset(TTFont(FONTS / "AtkinsonHyperlegibleNext-Regular.ttf").getBestCmap())


def printable(text: str) -> str:
    """The text with a « ? » in place of each character that the shipped font cannot draw (an emoji)."""
    known = _glyphs()
    return "".join(letter if ord(letter) in known or letter in "\n\t" else "?" for letter in text)


DOTS_PER_INCH = 200.0


def png(svg: bytes) -> bytes:
    """A drawing as a picture, for the formats that take no SVG."""
    import typst

    with tempfile.TemporaryDirectory(prefix="paper-") as folder:
        (Path(folder) / "drawing.svg").write_bytes(svg)
        main = Path(folder) / "main.typ"
        main.write_text(
            '#set page(width: 16cm, height: auto, margin: 0pt)\n#image("drawing.svg", width: 100%)',
            encoding="utf-8",
        )
        made = typst.compile(
            main,
            root=folder,
            format="png",
            ppi=DOTS_PER_INCH,
            font_paths=_fonts(),
            ignore_system_fonts=True,
        )
    assert isinstance(made, bytes)
    return made


def qr(link: str) -> bytes:
    """The code to photograph that leads to this address, as SVG; it survives a small stain (level M)."""
    import segno

    image = io.BytesIO()
    segno.make_qr(link, error="m").save(image, kind="svg", xmldecl=False, border=4, light="white")
    return image.getvalue()
