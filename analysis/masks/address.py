"""Postal addresses: from the street number to the postcode and the town."""

import re
from collections.abc import Iterator

from analysis.masks.base import Find, Passage
from analysis.masks.lexicon import is_common, is_first_name, is_place

WAYS = (
    r"rues?|r\.|avenue|aven?\.?|av\.?|boulevard|boul\.?|bld\.?|blvd\.?|bd\.?|bvd\.?|place|pl\.|"
    r"chemin|chem\.?|che?\.|impasse|imp\.?|allees?|all\.|quai|route|rte\.?|cours|square|sq\.|passage|"
    r"faubourg|fbg\.?|fg\.|hameau|sentier|sente|esplanade|montee|rond[ -]point|villa|venelle|ruelle|"
    r"cite|clos|mail|promenade|traverse|cote|voie|domaine|parc|residence|res\.|lotissement|lot\.?|"
    r"corniche|galerie|parvis|porte|pont|carrefour|levee|chaussee|lieu[ -]dit|mas|quartier|z\.?a\.?c?|z\.?i|"
    r"grande? rue|grand'?rue|rampe|vieux chemin|vieille route|ancienne route|petite rue|vc|cd|rd|rn"
)
NUMBER = r"\d{1,4}(?: ?(?:bis|ter|quater|[a-d](?![\w'])))?(?: ?(?:-|/|et|a) ?\d{1,4})?"
STREET = re.compile(
    rf"(?<![\w.,/]){NUMBER}(?: ?,)? ?(?:(?:de )?la |l'|le )?(?P<way>{WAYS})(?![a-z])(?P<rest>[ ,:])"
)
# Without a number, only where a person says they live.
LIVES = (
    r"\b(?:j'? ?habit(?:e|ais)|habit(?:e|ant|ons|ait)|resid(?:e|ant|ons|ait)|demeur(?:e|ant|ons)|domicilie(?:e|s|es)?|"
    r"log(?:e|eons)|vi[st]|vivons|adresse|domicile|demenag(?:e|ee|es|eons)|install(?:e|ee|es)|"
    r"emmenag(?:e|ee)|nouvelle|coordonnees|courriers?|ecri(?:re|vez)(?:[ -]moi)?|envoye[zr]?|chez (?:moi|nous))\b"
)
SAID_FILL = r"(?:\W{1,3}(?:est|c'?est|au|a|a la|la|le|l'|dans|du|desormais|maintenant|toujours|actuellement|depuis|postale|nouvelle|suivante?|exacte|bien|suivant|moi|en|par|ete|sera|sur)){0,5}"
# Of the ways, those that are nothing else: « mon adresse mail » is no avenue.
PLAIN_WAYS = (
    r"rue|avenue|av\.?|boulevard|bd\.?|bld|place|chemin|impasse|allees?|quai|route de|square|faubourg|hameau|"
    r"residence|lotissement|lieu[ -]dit|domaine|passage"
)
UNNUMBERED = re.compile(
    rf"{LIVES}{SAID_FILL}\W{{1,3}}(?:au |a |a la |la |le |l'|dans )*(?P<start>(?P<way>{PLAIN_WAYS})(?![a-z])(?P<rest>[ ,:]))"
)
HOUSE = re.compile(
    r"(?:^|[ (:])(?P<house>(?:(?:la |le )?(?:ferme|villa|residence|domaine|chateau|clos|mas|moulin|manoir|immeuble|tour|"
    r"lotissement|hameau|bat(?:iment)?\.?|app(?:artemen)?t\.?|apt|chez (?:m|mme|m\.)|lieu[ -]dit)) [^,.;:!?\n]{1,35}[, –-]{1,3})$"
)
LIEU_DIT = re.compile(
    r"\b(?P<way>lieu[ -]dit|hameau(?= de| du| des| d'| l)|residence|lotissement)(?P<rest>[ :,])"
)
BOX = re.compile(r"\b(?:b\.?p\.?|c\.?s\.?|boite postale) ?\d{1,5}(?P<rest>[ ,])")
POSTCODE = re.compile(
    r"(?<![\w.,/-])(?:f-?)?(?:0[1-9]|[1-8]\d|9[0-578]) ?\d{3}(?![\w€%]|[.,]\d| ?(?:€|euros?|points?|trimestres?|fois|km|eur\b))"
)
# « mon adresse : Les Hauts de Bellevue, 97139 Les Abymes »
SAID = re.compile(
    rf"\badresse\b[^.:\n]{{0,25}}: ?(?P<start>[a-z][^.:;!?\n\d]{{3,50}}[ ,])\(?{POSTCODE.pattern}"
)
TOWN_WORD = r"[a-z]+(?:['-][a-z]+)*"
TOWN = re.compile(
    rf"(?: ?[,:–-])?[ \n](?P<town>(?:(?:la|le|les|saint|sainte|st|ste|mont|bourg|chateau|villeneuve|port|pont|grand|petit)[ -]|l')*"
    rf"{TOWN_WORD})"
)
AFTER_TOWN = re.compile(
    r"^(?:[ -](?:(?:sur|sous|en|les?|lez|du|de|de la|des|aux?|la)[ -]|[dl]')[a-z]+(?:-[a-z]+)*)?(?: ?-? ?cedex(?: ?\d{1,2})?)?"
    r"(?: ?[,(–-]? ?(?:france|belgique|suisse|luxembourg|espagne|portugal|martinique|guadeloupe|reunion)\)?)?"
)
COMPLEMENT = re.compile(
    r"[ ,(–-]{1,3}(?:(?:bat(?:iment|\.)?|bt|esc(?:alier|\.)?|app(?:artement|t\.?|\.)?|apt|etage|porte|lot|hall|entree|tour|"
    r"res(?:idence|\.)?|b\.?p\.?|c\.?s\.?|code)\.? ?(?:n°)? ?(?:[a-z]\d{0,4}|\d{1,5}[a-z]?|[a-z]{3,}(?: [a-z]{3,})?)|"
    r"\d{1,2} ?(?:er|e|eme) etage|rdc|rez[ -]de[ -]chaussee)(?![a-z0-9])"
)
LINK = {
    "de",
    "du",
    "des",
    "d",
    "la",
    "le",
    "les",
    "l",
    "et",
    "a",
    "au",
    "aux",
    "en",
    "sur",
    "sous",
    "saint",
    "sainte",
    "st",
    "ste",
}
STOP = set(
    "je j nous on il elle ils elles vous tu mais ou donc car ni que qui quoi depuis merci svp pas plus ne n m s t c ce "
    "ca est sont ai a ont avons suis etait mon ma mes votre vos notre nos leur leurs pour par avec sans dans chez quand "
    "comme si alors bonjour cordialement tel telephone mail courrier courriers toujours jamais encore dossier numero "
    "adherent adresse afin merci y tout tous rien personne voila il une un c'est".split()
)
STREET_WORDS = set(
    "docteur general marechal colonel commandant abbe president capitaine pasteur professeur republique liberte gare eglise mairie ecole moulin fontaine".split()
)
WORD = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# Words a street is named after are also words of a sentence: five are enough for any street.
LONGEST_NAME = 7


class Address:
    """Where a person lives. A town alone is not an address: many share it."""

    kind = "address"
    placeholder = "[adresse masquée]"

    def find(self, passage: Passage) -> Iterator[Find]:
        low = passage.low
        for match in STREET.finditer(low):
            yield _from(passage, _with_house(low, match.start()), match.start("rest"))
        for match in UNNUMBERED.finditer(low):
            yield _from(passage, match.start("start"), match.start("rest"))
        for match in LIEU_DIT.finditer(low):
            find = _from(passage, match.start(), match.start("rest"))
            if POSTCODE.search(low, find.start, find.end):
                yield find
        for match in BOX.finditer(low):
            find = _with_town(passage, match.start(), match.start("rest"))
            if POSTCODE.search(low, match.start("rest"), find.end):
                yield find
        for match in SAID.finditer(low):
            yield Find(match.start("start"), _town_end(passage, match.end()))
        for match in POSTCODE.finditer(low):
            yield from _town_alone(passage, match)


def _from(passage: Passage, start: int, at: int) -> Find:
    """The address that starts with a street: its name, its complements, its town."""
    end = _street_name_end(passage, at)
    while complement := COMPLEMENT.match(passage.low, end):
        end = complement.end()
    return _with_town(passage, start, end)


def _with_house(low: str, at: int) -> int:
    """Where the address begins if a house has its name: « Villa Mimosa, 8 montée des Oliviers »."""
    house = HOUSE.search(low[max(0, at - 45) : at])
    return house.start("house") + max(0, at - 45) if house else at


def _street_name_end(passage: Passage, at: int) -> int:
    """Where the name of the street stops: a comma, a postcode, or a word no street bears."""
    end, named, links = at, 0, True
    capitals = False
    for word in WORD.finditer(passage.low, at):
        gap = passage.low[end : word.start()]
        if named >= LONGEST_NAME or not _same_name(gap, named) or _is_postcode(word.group()):
            break
        low = word.group()
        if low in LINK:
            if low in ("a", "et", "en", "sur", "au") and not _goes_on(
                passage, word.end(), capitals
            ):
                break
            end_link = word.end()
            links = True
            named += 1
            end, _kept = end_link, None
            continue
        if low in STOP:
            break
        capital = passage.plain[word.start()].isupper() or low[0].isdigit()
        if capitals and not capital and not links:
            break
        if (
            not links
            and not capital
            and is_common(low)
            and low not in STREET_WORDS
            and not is_first_name(low)
        ):
            break
        capitals = capitals or capital
        end, links, named = word.end(), False, named + 1
    return _without_links(passage.low, at, end)


def _same_name(gap: str, named: int) -> bool:
    return bool(re.fullmatch(r"[ '.]{1,2}|-|, ?" if not named else r"[ '.]{1,2}|-", gap))


def _goes_on(passage: Passage, at: int, capitals: bool) -> bool:
    """Whether « à », « et » or « en » is inside the name: a capital follows, or a town."""
    word = WORD.search(passage.low, at)
    if word is None or word.start() > at + 1:
        return False
    return (capitals and passage.plain[word.start()].isupper()) or is_place(word.group())


def _without_links(low: str, at: int, end: int) -> int:
    """The end of the name less the « de la » that leads nowhere."""
    while True:
        last = re.search(r"(?:^|[ '])([a-z]+)$", low[at:end])
        if last is None or last[1] not in LINK:
            return end
        end = at + last.start()


def _is_postcode(word: str) -> bool:
    return word.isdigit() and len(word) >= 4


def _with_town(passage: Passage, start: int, end: int) -> Find:
    """The address, with the postcode and the town when they follow."""
    low = passage.low
    code = re.compile(
        r"[ ,;:.(\n–-]{1,4}(?:a )?" + POSTCODE.pattern.replace(r"(?<![\w.,/-])", "")
    ).match(low, end)
    if code:
        return Find(start, _town_end(passage, code.end()))
    town = re.compile(r"(?:[,;]? (?:a|sur) |, ?)([a-z]+(?:-[a-z]+)*)").match(low, end)
    if town and is_place(town[1]):
        return Find(start, _cedex_end(low, town.end()))
    return Find(start, end)


def _town_end(passage: Passage, at: int) -> int:
    """Where the town after a postcode stops."""
    town = TOWN.match(passage.low, at)
    if town is None or town["town"] in STOP or len(town["town"]) < 2:
        return at
    first = passage.plain[town.start("town")]
    if not first.isupper() and is_common(town["town"]) and not is_place(town["town"]):
        return at
    return _cedex_end(passage.low, town.end())


def _cedex_end(low: str, at: int) -> int:
    after = AFTER_TOWN.match(low[at:])
    end = at + (after.end() if after else 0)
    words = low[at:end].split()
    if (
        words
        and "cedex" not in words
        and words[0] in ("de", "du", "en", "la", "le")
        and is_common(words[-1])
    ):
        return at
    return end


def _town_alone(passage: Passage, match: re.Match[str]) -> Iterator[Find]:
    """« 69003 Lyon »: sure when the town is known or has its capital letter."""
    end = _town_end(passage, match.end())
    if end == match.end():
        return
    town = TOWN.match(passage.low, match.end())
    if town and (is_place(town["town"]) or passage.plain[town.start("town")].isupper()):
        yield Find(match.start(), end)
