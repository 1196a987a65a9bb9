"""What Sillage never keeps: social security and bank numbers, amounts, health. Columns and values.

Rule: the column is dropped before anything is read, and a value found elsewhere is taken out of its
cell. A value only has to look like one: a wrong check digit does not make it any less personal.
"""

import re

from stdnum import iban

from survey.registers.cells.text import fold

# Words that condemn a column, alone or together, once accents and case are gone.
WORDS = frozenset(
    {
        "nir", "nirpp", "nss", "noss", "numss", "numsecu", "nosecu", "nia", "rib", "iban", "bic", "swift", "ss", "secu", "rniam", "insee", "banque",
        "bancaire", "bancaires", "montant", "montants", "mt", "mnt", "salaire", "salaires", "revenu",
        "revenus", "remuneration", "sante", "maladie", "maladies", "medical", "medicale", "medicaux",
        "pathologie", "handicap", "invalidite", "ald", "incapacite", "inaptitude", "diagnostic",
        "religion", "syndicat", "rqth", "domiciliation", "cotisation", "cotisations", "euro", "euros",
    }
)  # fmt: skip
PHRASES = (
    "securite sociale",
    "compte bancaire",
    "num compte",
    "numero compte",
    "num cb",
    "carte bancaire",
    "n de compte",
    "numero de compte",
    "n compte",
)
# « Date d’effet de la pension » and « nature de la pension » are not amounts.
HARMLESS_WITH_PENSION = ("date", "dt", "nature", "type", "libelle", "evenement", "motif")
PENSION = frozenset({"pension", "pensions"})

SHORTEST_IBAN = 15
NIR = re.compile(
    r"(?<![0-9A-Za-z])[1-478][ .\-]?[0-9]{2}[ .\-]?(?:0[1-9]|1[0-2]|[2-9][0-9])[ .\-]?"
    r"(?:[0-9]{2}|2[ABab])[ .\-]?[0-9]{3}[ .\-]?[0-9]{3}(?:[ .\-/]{0,3}[0-9]{2})?(?![0-9A-Za-z])"
)
IBAN = re.compile(
    r"(?<![0-9A-Za-z])[A-Za-z]{2}[0-9]{2}(?:[ .\-]?[0-9A-Za-z]){11,30}(?![0-9A-Za-z])"
)
FRENCH_IBAN = re.compile(
    r"(?<![0-9A-Za-z])[Ff][Rr] ?[0-9]{2}(?:[ .\-]?[0-9]){10}(?:[ .\-]?[0-9A-Za-z]){11}(?:[ .\-]?[0-9]){2}"
    r"(?![0-9A-Za-z])"
)
RIB = re.compile(
    r"(?<![0-9A-Za-z])[0-9]{5}[ .\-]?[0-9]{5}[ .\-]?[0-9A-Za-z]{11}[ .\-]?[0-9]{2}(?![0-9A-Za-z])"
)
# Nothing shorter than this run can be one: most cells are let through by one look.
LONG_RUN = re.compile(r"[0-9](?:[ .\-]?[0-9A-Za-z]){10}")
UNUSUAL_SPACES = str.maketrans(dict.fromkeys("\u00a0\u202f\u2007\u2009\t", " "))


def is_refused_column(title: str) -> bool:
    """Whether a column of this title must not even be read."""
    words = fold(title.replace("°", " ")).split()
    text = " ".join(words)
    if PENSION & set(words) and not any(word in words for word in HARMLESS_WITH_PENSION):
        return True
    if "insee" in words and {"commune", "code"} & set(words):
        return False  # the code of a town
    return bool(WORDS & set(words)) or any(phrase in text for phrase in PHRASES)


def scrub(text: str) -> tuple[str, str]:
    """The text without its refused values, and what kind was found (« » when none)."""
    plain = text.translate(UNUSUAL_SPACES)
    if not LONG_RUN.search(plain):
        return text, ""
    found = ""
    for kind, pattern in (("IBAN", FRENCH_IBAN), ("RIB", RIB), ("NIR", NIR)):
        plain, times = pattern.subn(" ", plain)
        found = found or (kind if times else "")
    for run in IBAN.findall(plain):
        if account := _account_in(run):
            plain, found = plain.replace(account, " "), found or "IBAN"
    return (plain, found) if found else (text, "")


def _account_in(run: str) -> str:
    """The account number at the beginning of a run, which may have taken in the words after it."""
    ends = range(len(run), SHORTEST_IBAN - 1, -1)
    return next((run[:end] for end in ends if iban.is_valid(run[:end])), "")
