"""The screens that some staff attach to what they report: drawn, with the sentence that was on them and nobody’s name."""

import io

from actionplans.brought.screening import Upload
from core.paper import FONTS

SIZE, BAR, EDGE = (960, 540), 44, 48
PAPER, FRAME, INK = (250, 250, 248), (62, 84, 102), (40, 40, 44)
LETTERS = 26  # points


def capture(said: str) -> Upload:
    """A capture of a window that says this, a line of it a line; the same bytes each time."""
    from PIL import Image, ImageDraw, ImageFont

    picture = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, SIZE[0], BAR), fill=FRAME)
    for place in range(3):
        pen.ellipse((16 + 26 * place, 14, 32 + 26 * place, 30), fill=PAPER)
    pen.rectangle((0, 0, SIZE[0] - 1, SIZE[1] - 1), outline=FRAME, width=2)
    letters = ImageFont.truetype(FONTS / "AtkinsonHyperlegibleNext-Regular.ttf", LETTERS)
    pen.multiline_text((EDGE, BAR + EDGE), said, fill=INK, font=letters, spacing=16)
    file = io.BytesIO()
    picture.save(file, "PNG")
    return Upload("capture.png", file.getvalue())
