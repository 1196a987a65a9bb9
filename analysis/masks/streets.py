"""Streets: how they start, and how far their name goes."""

import re

from analysis.masks.base import Passage
from analysis.masks.lexicon import is_common, is_first_name, is_place
from analysis.masks.plain import bag

WAYS = (
    r"rues?|r\.|avenue|aven?\.?|av\.?|boulevard|boul\.?|bld\.?|blvd\.?|bd\.?|bvd\.?|place|pl\.|chemin|"
    r"chem\.?|che?\.|impasse|imp\.?|allees?|all\.|quai|route|rte\.?|cours|square|sq\.|passage|faubourg|"
    r"fbg\.?|fg\.|hameau|sentier|sente|esplanade|montee|rond[ -]point|villa|venelle|ruelle|cite|clos|mail|"
    r"promenade|traverse|cote|voie|domaine|parc|residence|res\.|lotissement|lot\.?|corniche|galerie|parvis|"
    r"porte|pont|carrefour|levee|chaussee|lieu[ -]dit|mas|quartier|z\.?a\.?c?|z\.?i|grande? rue|grand'?rue|"
    r"rampe|vieux chemin|vieille route|ancienne route|petite rue|vc|cd|rd|rn"
)
NUMBER = r"\d{1,4}(?: ?(?:bis|ter|quater|[a-d](?![\w'])))?(?: ?(?:-|/|et|a) ?\d{1,4})?"
NUMBERED = re.compile(
    rf"(?<![\w.,/]){NUMBER}(?: ?,)? ?(?:(?:de )?la |l'|le )?(?:{WAYS})(?![a-z])(?P<rest>[ ,:])"
)
# Without a number, only where a person says they live, and only the ways that are nothing else:
# « mon adresse mail » is no avenue.
LIVES = (
    r"\b(?:j'? ?habit(?:e|ais)|habit(?:e|ant|ons|ait)|resid(?:e|ant|ons|ait)|demeur(?:e|ant|ons)|"
    r"domicilie(?:e|s|es)?|log(?:e|eons)|vi[st]|vivons|adresse|domicile|demenag(?:e|ee|es|eons)|"
    r"install(?:e|ee|es)|emmenag(?:e|ee)|nouvelle|coordonnees|courriers?|ecri(?:re|vez)(?:[ -]moi)?|"
    r"envoye[zr]?|chez (?:moi|nous))\b"
)
BETWEEN = (
    r"(?:\W{1,3}(?:est|c'?est|au|a|a la|la|le|l'|dans|du|desormais|maintenant|toujours|actuellement|depuis|"
    r"postale|nouvelle|suivante?|exacte|bien|moi|en|par|ete|sera|sur)){0,5}"
)
PLAIN_WAYS = (
    r"rue|avenue|av\.?|boulevard|bd\.?|bld|place|chemin|impasse|allees?|quai|route de|square|faubourg|"
    r"hameau|residence|lotissement|lieu[ -]dit|domaine|passage"
)
SPELLED = (
    r"(?:(?:cent|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingt|trente|quarante|cinquante|"
    r"soixante|un|une|et|bis|ter)[ ,-]{1,2}){1,6}"
)
UNNUMBERED = re.compile(
    rf"{LIVES}{BETWEEN}\W{{1,3}}(?:au |a |a la |la |le |l'|dans )*"
    rf"(?P<start>(?:{SPELLED})?(?:{PLAIN_WAYS})(?![a-z])(?P<rest>[ ,:]))"
)
HAMLET = re.compile(
    r"\b(?P<start>lieu[ -]dit|hameau(?= de| du| des| d'| l)|residence|lotissement)(?P<rest>[ :,])"
)
HOUSE = re.compile(
    r"(?:^|[ (:])(?P<house>(?:(?:la |le )?(?:ferme|villa|residence|domaine|chateau|clos|mas|moulin|manoir|"
    r"immeuble|tour|lotissement|hameau|bat(?:iment)?\.?|app(?:artemen)?t\.?|apt|chez (?:m|mme|m\.)|"
    r"lieu[ -]dit)) [^,.;:!?\n]{1,35}[, –-]{1,3})$"
)
COMPLEMENT = re.compile(
    r"[ ,(–-]{1,3}(?:(?:bat(?:iment|\.)?|bt|esc(?:alier|\.)?|app(?:artement|t\.?|\.)?|apt|etage|porte|lot|"
    r"hall|entree|tour|res(?:idence|\.)?|b\.?p\.?|c\.?s\.?|code)\.? ?(?:n°)? ?"
    r"(?:[a-z]\d{0,4}|\d{1,5}[a-z]?|[a-z]{3,}(?: [a-z]{3,})?)|"
    r"\d{1,2} ?(?:er|e|eme) etage|rdc|rez[ -]de[ -]chaussee)(?![a-z0-9])"
)

WORD = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LINKS = bag("de du des d la le les l et a au aux en sur sous saint sainte st ste")
# These links are also what a sentence goes on with.
DOUBTFUL_LINKS = bag("a et en sur au")
STOPS = bag(
    "je j nous on il elle ils elles vous tu mais ou donc car ni que qui quoi depuis merci svp pas plus ne n m s t "
    "c ce ca est sont ai ont avons suis etait mon ma mes votre vos notre nos leur leurs pour par avec sans dans "
    "chez quand comme si alors bonjour cordialement tel telephone mail courrier courriers toujours jamais encore "
    "dossier numero adherent adresse afin y tout tous rien personne voila une un"
)
# Ordinary words that streets are named after.
NAMESAKES = bag(
    "docteur general marechal colonel commandant abbe president capitaine pasteur professeur republique liberte "
    "gare eglise mairie ecole moulin fontaine"
)
# « rue du Moulin à Vent », « impasse du Four à Chaux »
MILL = re.compile(r" (?:moulin|four|puits|pont|champ|croix)$")
# Words: « de la République et du Général de Gaulle » has no more.
LONGEST_NAME = 9
# « rue du 8 mai 1945 »
MONTHS = bag("mars avril mai juin juillet aout septembre novembre decembre")


def with_house(low: str, at: int) -> int:
    """Where an address begins if the house has a name: « Villa Mimosa, 8 montée des Oliviers »."""
    from_ = max(0, at - 45)
    house = HOUSE.search(low[from_:at])
    return from_ + house.start("house") if house else at


def street_end(passage: Passage, at: int) -> int:
    """Where a street ends, its complements (bâtiment, étage) included."""
    end = _name_end(passage, at)
    while complement := COMPLEMENT.match(passage.low, end):
        end = complement.end()
    return end


def _name_end(passage: Passage, at: int) -> int:
    """Where the name of the street stops: a comma, a postcode, or a word no street bears."""
    end, named, capitals, linked = at, 0, False, True
    shouted = passage.plain[at : at + 30].isupper()
    for word in WORD.finditer(passage.low, at):
        gap = passage.low[end : word.start()]
        if named >= LONGEST_NAME or not _holds(gap, first=named == 0):
            break
        capital = passage.plain[word.start()].isupper() and not shouted
        link = word.group() in LINKS
        doubtful = link and word.group() in DOUBTFUL_LINKS and not MILL.search(passage.low, at, end)
        if doubtful and not _leads_on(passage, word.end(), capitals):
            break
        if not link and not _may_name_a_street(word.group(), capital, capitals, linked):
            break
        capitals = capitals or (capital and not link)
        end, named, linked = word.end(), named + 1, link
    return _without_links(passage.low, at, end)


def _holds(gap: str, first: bool) -> bool:
    """Whether two words are of one name: « 12, rue : des Lilas » may be written with signs."""
    return re.fullmatch(r"[ '.]{1,2}|-|[,:] ?" if first else r"[ '.]{1,2}|-", gap) is not None


def _may_name_a_street(word: str, capital: bool, capitals: bool, linked: bool) -> bool:
    """Whether a word goes on the name of a street: after capitals, another; else no ordinary word."""
    if word in STOPS or (word.isdigit() and len(word) >= 5):
        return False
    if capital or linked or word[0].isdigit() or word in MONTHS:
        return True
    return not capitals and (not is_common(word) or word in NAMESAKES or is_first_name(word))


def _leads_on(passage: Passage, at: int, capitals: bool) -> bool:
    """Whether « à », « et » or « en » is inside the name: a capital follows, or a town."""
    word = WORD.search(passage.low, at)
    if word is None or word.start() > at + 1:
        return False
    return (capitals and passage.plain[word.start()].isupper()) or is_place(word.group())


def _without_links(low: str, at: int, end: int) -> int:
    """The end of the name less the « de la » that leads nowhere."""
    while last := re.search(r"(?:^|[ '])([a-z]+)$", low[at:end]):
        if last[1] not in LINKS:
            break
        end = at + last.start()
    return end
