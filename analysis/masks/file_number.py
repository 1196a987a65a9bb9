"""Numbers that name one person's file: member, file, contract, registered letter, ORIAS, SIRET."""

import re
from collections.abc import Iterator

from analysis.masks.base import Find, Passage
from analysis.masks.lexicon import is_common

# A number: figures, perhaps with letters, in groups held by a sign or a space.
GROUP = r"(?:[a-z]{1,4}\d[a-z0-9]*|\d+[a-z]{0,3}\d*[a-z]?)"
HELD = rf"(?:[a-z]{{1,6}}[-/._])*{GROUP}(?:[-/._][a-z0-9]+)*"
SPACED = r"(?:[a-z]{1,4} )?\d[\da-z]*(?: \d[\da-z]*)+(?:[-/.]\w+)*"
LETTERS_FIRST = rf"[a-z]{{1,4}} ?{GROUP}(?:[-/._][a-z0-9]+)*"
# What a scanner runs into the number before: « 00451877Objet: ».
GLUED = (
    r"(?=(?:objet|noms?|prenoms?|date|tel|telephone|votre|adresse|mail|madame|monsieur)(?![a-z]))"
)
VALUE = rf"#?(?P<value>(?:{SPACED}|{HELD}|{LETTERS_FIRST})(?: [a-z](?![\w'])|(?<=\d \d) [a-z]{{2}}(?![\w']))?)(?:(?![\w%€])|{GLUED})"

MARK = r"(?:n ?[°º]s?\.?|\bno\b\.?|\bnumeros?|\bnum\.?|\bnr\.?|#)"
# After these a number is a file's; the others need « n° » as well.
FILES = (
    r"(?:dossiers?|matricule|adherente?s?|adh\.?|affilie?e?s?|cotisante?s?|allocataires?|pensionnee?s?|identifiants?|"
    r"contrats?|tickets?|reclamations?|recommandee?s?|orias|siret|siren|references?|ref\.?s?|v/ref|n/ref|"
    r"immatriculation|saisine|code agent|code adherent|code client|login)"
)
PAPERS = (
    r"(?:affiliation|pension|retraitee?s?|police|clients?|demandes?|suivi|quittance|portefeuille|mandat|rum|"
    r"echeancier|bordereau|titre|appel de cotisations?|creance|mise en demeure|compte|agent|assuree?|rachat|"
    r"sinistre|incident|facture|avis|attestation|decompte|colis|virement|caisse)"
)
FILL_WORDS = (
    r"(?:est|le|la|les|l|c'?est|c|mon|ma|votre|notre|son|sa|sous|de|du|des|d|a|au|porte|portant|avec|suivant|"
    r"provisoire|personnel|client|interne|unique|complet|actuel|ancien|nouveau|adherente?s?|retraite|reversion|"
    r"affiliation|cotisante?|dossier|pension|liquidation|carriere|agent|general|ouvert|enregistre|depose|envoye|"
    r"reference|ref|numero|num|n°|no|n|caisse|cavamac|postale?|en|bien|toujours|assure|suivi|rachat|demande|contrat|"
    r"cotisations?|suivante?|recommande|adh|adh\.)"
)
FILL = rf"(?:[ :=,('\"–-]{{1,3}}{FILL_WORDS}(?![a-z/-])){{0,6}}"
JOIN = r"[ :=,('\"–-]{0,3}"

SAID = [
    re.compile(rf"\b(?P<what>{FILES})(?![a-z]){FILL}{JOIN}(?P<mark>{MARK})?{JOIN}{VALUE}"),
    re.compile(rf"\b(?P<what>{PAPERS})(?![a-z]){FILL}{JOIN}(?P<mark>{MARK}){JOIN}{VALUE}"),
    re.compile(rf"(?P<mark>(?<!\w){MARK})(?P<what>){FILL}{JOIN}{VALUE}"),
]
USER_NAME = re.compile(
    rf"\b(?:identifiant|login|pseudo|code utilisateur)s?{FILL}{JOIN}(?P<value>[a-z][a-z._-]*\d[a-z0-9._-]*)(?![\w@])"
)
BARE = re.compile(
    r"(?<![\w./@-])(?:[A-Z]{2,5}[-/](?:[A-Z]{2,5}[-/])?\d{3,}(?:[-/]\w+)*|(?:19|20)\d\d[-/][A-Z]{2,5}[-/]\d{2,}|"
    r"[A-Z]{3}-?\d{4}-?\d{3,}|\d{5,}[-/][A-Z]|[A-Z]{1,3}\d{5,}[A-Z]?|\d{2}-\d{5,}(?:-[A-Z])?|\d-\d{2}-\d{5,})(?![\w/@-]|\.\w)"
)

# Numbers of texts, forms, chapters, counters and lines: they are everybody's.
EVERYBODYS = re.compile(
    r"\b(?:lois?|decrets?|articles?|art|cerfa|formulaires?|imprimes?|circulaires?|arretes?|directives?|reglement|norme|"
    r"ordonnances?|chaine|canal|ligne|bus|pieces?|pages?|annexes?|notices?|etapes?|versions?|questions?|touches?|"
    r"guichets?|bureaux?|portes?|tranches?|trimestres?|acomptes?|poste|telephone|tel|portable|rappels?|relances?|"
    r"points?|erreurs?|alertes?|fiches?|tableaux?|cases?|options?|choix|rang|priorite|rue|chambre|salle|quai|fois|"
    r"exemple|colonne|rubrique|paragraphe|chapitre|lot|flash|bulletin|magazine|courriers?|lettres?|mails?|notification|"
    r"numero vert|modele|rdv|ticket d'attente|etage|tome)[ a-z'°.:-]{0,14}$"
)
UNIT = re.compile(
    r" ?(?:€|euros?\b|eur\b|%|points?\b|trimestres?\b|ans?\b|annees?\b|mois\b|jours?\b|j\b|semaines?\b|km\b|fois\b|h\b|"
    r"heures?\b|minutes?\b|min\b|mn\b|pages?\b|pieces?\b|documents?\b|centimes?\b|k€|appels?\b|relances?\b|courriers?\b|"
    r"lettres?\b|mails?\b|personnes?\b|adherents?\b|caracteres?\b|chiffres?\b|mo\b|degres?\b|pour ?cent|exemplaires?\b|"
    r"nuits?\b|tentatives?\b|reprises?\b|interlocuteurs?\b|salaries\b|agents?\b|enfants?\b|francs?\b)"
)
MONTHS = r"(?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)"
DATE = re.compile(
    rf"\d{{1,2}}[/.-]\d{{1,2}}(?:[/.-]\d{{2,4}})?(?![\d/-])|\d{{1,2}}(?:er)? {MONTHS}"
)
YEARS = re.compile(r"(?:19|20)\d\d(?:[-/](?:(?:19|20)?\d\d))?")
# 3646, 3960, 118 712, 0 800…: a line that anyone may call.
SHORT_LINE = re.compile(r"3\d{3}|10\d\d|1\d|11\d|118 ?\d{3}|0 ?8\d\d?[\d ]*|0\d{3}")


class FileNumber:
    """A number after the words that announce it, or one whose very shape is a file's."""

    kind = "file_number"
    placeholder = "[numéro de dossier masqué]"

    def find(self, passage: Passage) -> Iterator[Find]:
        low = passage.low
        for pattern in SAID:
            for match in pattern.finditer(low):
                start, end = _value(passage, match)
                if _is_a_file(low, match, low[start:end]) and not _is_something_else(
                    low, start, end
                ):
                    yield Find(start, end)
        for match in USER_NAME.finditer(low):
            yield Find(*match.span("value"))
        for match in BARE.finditer(passage.plain):
            if not EVERYBODYS.search(low[max(0, match.start() - 30) : match.start()]):
                yield Find(*match.span())


def _value(passage: Passage, match: re.Match[str]) -> tuple[int, int]:
    """The number, less a lone last letter that is a word (« dossier 4582 a été »)."""
    start, end = match.span("value")
    written = passage.plain[start:end]
    small = re.search(r" [a-z]$", written)
    if small or (re.search(r" [A-Z]$", written) and _goes_on(passage, end)):
        end -= 2
    return start, end


def _goes_on(passage: Passage, at: int) -> bool:
    """Whether a word follows: in capitals, « DOSSIER 4582 A ÉTÉ »."""
    return bool(re.match(r" [A-Z]{2}|'", passage.plain[at:]))


def _is_a_file(low: str, match: re.Match[str], value: str) -> bool:
    """How many figures make a file number depends on how clearly it was announced."""
    figures = sum(map(str.isdigit, value))
    letters = re.match(r"([a-z]{1,4}) ", value)
    if letters and (figures < 4 or is_common(letters[1])):
        return False
    if match["what"]:
        return figures >= (2 if match["mark"] else 3 if re.search(r"[a-z/-]", value) else 4)
    before = low[max(0, match.start("value") - 34) : match.start("value")]
    return figures >= (3 if re.search(r"[a-z/-]", value) else 5) and not EVERYBODYS.search(before)


def _is_something_else(low: str, start: int, end: int) -> bool:
    """A year, a date, an amount, a count, a form, or a line everyone may call."""
    value = low[start:end]
    return bool(
        YEARS.fullmatch(value)
        or DATE.match(low, start)
        or UNIT.match(low, end)
        or SHORT_LINE.fullmatch(value)
        or re.match(rf"[.,]\d| {MONTHS}\b|\*", low[end:])
        or re.search(
            r"\b(?:cerfa|formulaire|article|loi|decret|arrete|imprime)s? (?:n[°o] ?)?$", low[:start]
        )
    )
