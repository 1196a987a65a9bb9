"""The colours of figures: those of the pages, read from the one file that names them."""

import re
from functools import lru_cache
from pathlib import Path

import core

TOKENS = Path(core.__file__).parent / "static" / "css" / "tokens.css"
BLOCK = re.compile(r":root(?P<dark>\.staff)? \{(?P<rules>[^}]*)\}")
COLOUR = re.compile(r"--([a-z0-9-]+): (#[0-9a-f]{3,6});")
SERIES = ("c1", "c2", "c3", "c4", "c5", "c6")  # told apart by a colour-blind reader: tested


@lru_cache(maxsize=2)
def tones(dark: bool = False) -> dict[str, str]:
    """The name of each tone of `tokens.css` and its colour, as `#rrggbb`."""
    for block in BLOCK.finditer(TOKENS.read_text(encoding="utf-8")):
        if bool(block["dark"]) is dark:
            return {name: _long(colour) for name, colour in COLOUR.findall(block["rules"])}
    raise LookupError(f"no colours in {TOKENS}")


def _long(colour: str) -> str:
    """« #fff » in full."""
    return colour if len(colour) == 7 else "#" + "".join(sign * 2 for sign in colour[1:])
