"""E-mail addresses: the first usable one of a cell, in lower case; typing slips are proposed, never applied."""

import re

from email_validator import EmailNotValidError, validate_email

from survey.registers.cells.cleaned import Cleaned
from survey.registers.cells.text import says_nothing, tidy
from survey.registers.remarks import Remark

BETWEEN = re.compile(r"[;,/|\s]+")
IN_BRACKETS = re.compile(r"<([^<>]+@[^<>]+)>")
WORDS_ALONE = re.compile(r"[^\W\d_]+(?:[\s'’-]+[^\W\d_]+)*\W?")  # « pas d’adresse »
AT = re.compile(r"\s*[\[({]\s*(?:at|arobase|a)\s*[\])}]\s*", re.IGNORECASE)
SPACED = re.compile(r"\s*([@.])\s*")
# Addresses that need no library to be seen valid: 50 000 of them are read in one go.
SHORT = 60
SIMPLE = re.compile(
    r"[a-z0-9_]+(?:[.+-][a-z0-9_]+)*@(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+(?:fr|com|net|org|eu)"
)
AROUND = "<>()[]\"'’.,;: "
# Local parts and whole addresses that stand for « none ».
NOBODY = re.compile(
    r"(?:inconnu\w*|neant|aucune?|sans|nc|na|null|none|pasde\w*|pas[-_.]de[-_.]\w+|no-?mail|no-?reply"
    r"|ne-?pas-?repondre|sans-?mail|vide)@.*|([a-z])\1*@\1+\.[a-z]+|test@test\..*|@.*|[^@]*@"
)
PROVIDERS = (
    "gmail.com", "hotmail.com", "hotmail.fr", "orange.fr", "wanadoo.fr", "yahoo.fr", "yahoo.com", "outlook.fr",
    "outlook.com", "laposte.net", "icloud.com", "free.fr", "sfr.fr", "live.fr", "bbox.fr", "numericable.fr",
)  # fmt: skip
ALLOWED = frozenset(
    {*PROVIDERS, "mail.com", "email.com", "live.com", "orange.com", "msn.com", "neuf.fr"}
)
WRONG_DOMAINS = {
    "laposte.fr": "laposte.net", "gmail.fr": "gmail.com", "gmail.co": "gmail.com", "hotmail.co": "hotmail.com",
    "icloud.fr": "icloud.com", "orage.fr": "orange.fr", "wanadoo.com": "wanadoo.fr",
}  # fmt: skip
WRONG_ENDINGS = {
    "ft": "fr", "rf": "fr", "frr": "fr", "ffr": "fr", "fe": "fr", "f": "fr", "con": "com", "cmo": "com",
    "ocm": "com", "comm": "com", "cpm": "com", "vom": "com", "xom": "com", "om": "com", "ner": "net",
    "nte": "net", "nett": "net", "ogr": "org", "orgg": "org",
}  # fmt: skip


def email(text: str) -> Cleaned[str]:
    """The address kept, or nothing, and why."""
    written = tidy(text)
    if says_nothing(written):
        return Cleaned(None, (Remark("email_placeholder", written),) if written else ())
    if "@" not in written and not AT.search(written):
        code = "email_placeholder" if WORDS_ALONE.fullmatch(written) else "email_invalid"
        return Cleaned(None, (Remark(code, written),))
    if NOBODY.fullmatch(written.casefold()):
        return Cleaned(None, (Remark("email_placeholder", written),))
    return _found(written)


def _found(written: str) -> Cleaned[str]:
    parts = [part.strip(AROUND) for part in BETWEEN.split(written) if "@" in part]
    if len(parts) > 1:
        return _first_of(written, parts)
    address = _valid(written) or _valid(_unwrapped(written)) or _valid(_repaired(written))
    if address is None:
        return Cleaned(None, (Remark("email_invalid", written),))
    remarks = [Remark("email_repaired", written, address)] if address != written else []
    return Cleaned(address, (*remarks, *_typo(address)))


def _first_of(written: str, parts: list[str]) -> Cleaned[str]:
    for part in parts:
        address = _valid(part)
        if address and not NOBODY.fullmatch(address):
            return Cleaned(address, (Remark("email_several", written, address), *_typo(address)))
    return Cleaned(None, (Remark("email_invalid", written),))


def _unwrapped(written: str) -> str:
    """« Zoé <zoe@ex.fr> », « mailto:zoe@ex.fr », « zoe@ex.fr ; néant »: one address and what surrounds it."""
    if match := IN_BRACKETS.search(written):
        return match[1].strip()
    parts = [
        part for part in BETWEEN.split(written.removeprefix("mailto:")) if not says_nothing(part)
    ]
    return parts[0].strip(AROUND) if len(parts) == 1 else ""


def _repaired(written: str) -> str:
    """Spaces around the signs, (at), a comma for a dot after the @: slips with one possible reading."""
    text = SPACED.sub(r"\1", AT.sub("@", written)).strip(AROUND)
    local, _, domain = text.partition("@")
    return f"{local}@{domain.replace(',', '.')}"


def _valid(text: str) -> str | None:
    """The address in lower case when its writing is valid; no look-up, nothing is sent."""
    candidate = text.casefold()
    if len(candidate) <= SHORT and SIMPLE.fullmatch(candidate):
        return candidate
    # Reserved for examples and tests: valid in writing, and mail to it reaches nobody.
    checked = (
        f"{candidate.removesuffix('.invalid')}.test"
        if candidate.endswith(".invalid")
        else candidate
    )
    try:
        validate_email(
            checked, check_deliverability=False, allow_smtputf8=False, test_environment=True
        )
    except EmailNotValidError:
        return None
    return candidate


def _typo(address: str) -> tuple[Remark, ...]:
    local, domain = address.rsplit("@", 1)
    proposed = _proposed(domain)
    return (Remark("email_typo", address, f"{local}@{proposed}"),) if proposed else ()


def _proposed(domain: str) -> str | None:
    if domain in ALLOWED:
        return None
    if domain in WRONG_DOMAINS:
        return WRONG_DOMAINS[domain]
    name, _, ending = domain.rpartition(".")
    mended = f"{name}.{WRONG_ENDINGS.get(ending, ending)}"
    close = (
        mended if mended in ALLOWED else next((p for p in PROVIDERS if _slip(mended, p)), mended)
    )
    return close if close != domain else None


def _slip(written: str, meant: str) -> bool:
    """One letter dropped, doubled, or exchanged with its neighbour; in long names, one wrong letter."""
    if abs(len(written) - len(meant)) > 1 or written == meant or len(meant) < 8:
        return False
    if len(written) == len(meant):
        return _same_length_slip(written, meant)
    longer, shorter = sorted((written, meant), key=len, reverse=True)
    holes = [i for i in range(len(longer)) if longer[:i] + longer[i + 1 :] == shorter]
    dropped = longer == meant
    return bool(holes) and (dropped or len(holes) > 1)  # two holes: the added letter is a double


def _same_length_slip(written: str, meant: str) -> bool:
    wrong = [i for i, (a, b) in enumerate(zip(written, meant, strict=True)) if a != b]
    if len(wrong) == 2 and wrong[1] == wrong[0] + 1:
        return written[wrong[0]] == meant[wrong[1]] and written[wrong[1]] == meant[wrong[0]]
    return len(wrong) == 1 and len(meant.split(".")[0]) >= 7
