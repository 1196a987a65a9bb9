"""Sets the French no-break spaces in the words of templates, so that their authors need not."""

import re
from collections.abc import Iterator

from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

from core.french import NBSP

BEFORE = re.compile(r"(?<![\s\u00a0\u202f]) (?=[;:?!»](?:\s|<|$))")
AFTER = re.compile(r"« ")
WORDS = {"data", "string"}  # what stands between tags, and sentences given to macros


class Typography(Extension):
    """Puts no-break spaces before ; : ? ! » and after « in the words of templates."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        for token in stream:
            if token.type in WORDS:
                words = AFTER.sub(f"«{NBSP}", BEFORE.sub(NBSP, token.value))
                yield Token(token.lineno, token.type, words)
            else:
                yield token
