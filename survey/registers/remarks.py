"""What is said of a cell, a row or a file: a stable code, a level, a sentence that says what to do."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from core.french import typeset

LONGEST_QUOTE = 60  # characters of a cell repeated in a sentence


class Level(StrEnum):
    """How serious a remark is, as the person reads it."""

    BLOCKING = "bloquant"  # the row is not imported
    TO_CHECK = "à vérifier"  # imported, nothing is sent until somebody has looked
    CORRECTED = "corrigé"  # imported with another value than the one written
    INFO = "info"  # good to know, nothing to do


class Outcome(StrEnum):
    """What becomes of a row. Stable words: other programs read them."""

    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    DUPLICATE = "duplicate"
    EXCLUDED = "excluded"
    REJECTED = "rejected"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Kind:
    """One reason that can be given: its level, its sentence, the outcome it imposes."""

    level: Level
    template: str
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """A reason given once, with what was read (`old`) and what is kept or proposed (`new`).

    Texts held here were already rid of refused values; they are plain text, never HTML.
    """

    code: str
    old: str = ""
    new: str = ""

    @property
    def kind(self) -> Kind:
        return KINDS[self.code]

    @property
    def level(self) -> Level:
        return self.kind.level

    @property
    def sentence(self) -> str:
        return self.kind.template.format(old=_quoted(self.old), new=_quoted(self.new))


def _quoted(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= LONGEST_QUOTE else f"{flat[: LONGEST_QUOTE - 1]}…"


def outcome_of(remarks: Iterable[Remark], identified: bool) -> Outcome:
    """What becomes of a row from everything said about it.

    A row whose member, event and day are known is excluded before its other faults count: there
    is no point asking for the address of somebody who must not be written to.
    """
    imposed = {remark.kind.outcome for remark in remarks}
    if identified and Outcome.EXCLUDED in imposed:
        return Outcome.EXCLUDED
    order = (Outcome.SKIPPED, Outcome.REJECTED, Outcome.EXCLUDED, Outcome.DUPLICATE)
    for outcome in (*order, Outcome.CORRECTED):
        if outcome in imposed:
            return outcome
    return Outcome.ACCEPTED


def _blocking(sentence: str) -> Kind:
    return Kind(Level.BLOCKING, typeset(sentence), Outcome.REJECTED)


def _to_check(sentence: str) -> Kind:
    return Kind(Level.TO_CHECK, typeset(sentence))


def _corrected(sentence: str) -> Kind:
    return Kind(Level.CORRECTED, typeset(sentence), Outcome.CORRECTED)


def _info(sentence: str, outcome: Outcome | None = None) -> Kind:
    return Kind(Level.INFO, typeset(sentence), outcome)


ROW_KINDS = {
    # rows that are not events
    "blank_row": _info("Ligne vide, sautée.", Outcome.SKIPPED),
    "total_row": _info("Ligne de total (« {old} »), sautée.", Outcome.SKIPPED),
    "repeated_header": _info("Ligne de titres répétée, sautée.", Outcome.SKIPPED),
    "note_row": _info(
        "Ligne de texte (« {old} »), sautée : ce n’est pas un événement.", Outcome.SKIPPED
    ),
    # the shape of the row
    "cells_extra": _blocking(
        "Cette ligne a plus de cases que la ligne de titres ({old} au lieu de {new}) : une case"
        " contient sans doute le séparateur. Mettez cette case entre guillemets."
    ),
    "cells_missing": _to_check(
        "Cette ligne a moins de cases que la ligne de titres ({old} au lieu de {new}) :"
        " vérifiez qu’elle n’est pas coupée."
    ),
    "row_truncated": _blocking(
        "La dernière ligne du fichier est coupée : exportez de nouveau le fichier."
    ),
    "wrong_separator": _blocking(
        "Cette ligne n’emploie pas le séparateur du reste du fichier : écrivez-la comme les autres."
    ),
    "quote_unbalanced": _to_check(
        "Un guillemet ouvert n’est jamais fermé sur cette ligne : vérifiez ses cases."
    ),
    "cell_too_long": _to_check("Une case contenait {old} caractères ; elle a été coupée à {new}."),
    "cell_error": _corrected("La case contenait l’erreur de tableur « {old} » : laissée vide."),
    # characters
    "spaces": _corrected("Espaces en trop retirés."),
    "marker_removed": _corrected("Marque de tableur retirée : « {old} » devient « {new} »."),
    "double_encoding": _corrected("Accents abîmés rétablis : « {old} » devient « {new} »."),
    "accent_lost": _to_check(
        "Un caractère a été perdu dans « {old} » : retapez ce mot avec son accent."
    ),
    "formula_like": _to_check(
        "« {old} » ressemble à une formule : gardé comme un simple texte. Vérifiez cette case."
    ),
    "refused_value": _corrected(
        "Une valeur que Sillage refuse ({old}) se trouvait dans la colonne « {new} » : elle a été"
        " retirée et n’est conservée nulle part. Retirez-la aussi de votre fichier."
    ),
    "refused_value_ignored": _info(
        "Une valeur que Sillage refuse ({old}) se trouve dans la colonne « {new} », qui n’est pas lue."
        " Retirez-la de votre fichier."
    ),
    # member number
    "member_number_missing": _blocking("Il manque le numéro d’adhérent : ajoutez-le."),
    "member_number_damaged": _blocking(
        "Le numéro d’adhérent « {old} » a été abîmé par le tableur : exportez la colonne au format texte."
    ),
    "member_number_invalid": _blocking(
        "« {old} » n’est pas un numéro d’adhérent : il a de 6 à 10 chiffres ou lettres. Corrigez-le."
    ),
    "member_number_tidied": _corrected("Numéro d’adhérent « {old} » lu « {new} »."),
    "member_number_width": _to_check(
        "Le numéro « {old} » n’a pas la longueur des autres : des zéros ont pu être perdus."
        " Proposé : « {new} ». Le numéro est gardé tel quel, à vérifier."
    ),
    "member_number_short": _to_check(
        "Le numéro « {old} » a moins de 6 caractères : des zéros ont pu être perdus au début."
        " Le numéro est gardé tel quel, à vérifier."
    ),
    "number_two_names": _to_check(
        "Ce numéro d’adhérent porte aussi le nom « {old} » dans ce fichier : vérifiez le numéro."
    ),
    # event
    "event_missing": _blocking("Il manque l’événement : indiquez AFFILIATION ou LIQUIDATION."),
    "event_unknown": _blocking(
        "L’événement « {old} » n’est pas connu : indiquez AFFILIATION ou LIQUIDATION,"
        " ou faites ajouter ce code."
    ),
    "event_guessed": _blocking(
        "L’événement « {old} » n’est pas connu. S’agit-il de « {new} » ? Corrigez-le."
    ),
    "event_date_missing": _blocking("Il manque la date de l’événement : ajoutez-la (jj/mm/aaaa)."),
    "event_date_impossible": _blocking(
        "La date de l’événement « {old} » n’existe pas au calendrier : corrigez-la (jj/mm/aaaa)."
    ),
    "event_date_us_order": _blocking(
        "La date de l’événement « {old} » a un mois impossible : ordre américain (mois avant jour) ?"
        " Écrivez-la jj/mm/aaaa ; proposé : {new}."
    ),
    "event_date_unreadable": _blocking(
        "La date de l’événement « {old} » n’est pas lisible : écrivez-la jj/mm/aaaa."
    ),
    "event_date_future": _blocking(
        "L’événement est daté du {old}, plus de 180 jours après aujourd’hui : vérifiez l’année."
    ),
    "event_date_too_old": _blocking(
        "L’événement est daté du {old}, il y a plus de {new} mois : il n’est plus interrogé."
        " Retirez la ligne ou corrigez la date."
    ),
    "event_date_old": _to_check(
        "L’événement est daté du {old}, il y a plus de 18 mois : vérifiez la date."
    ),
    "event_date_1904": _info(
        "La date « {old} » viendrait d’un ancien tableur Macintosh (calendrier 1904) ;"
        " elle vaudrait alors {new}. Exportez les dates au format jj/mm/aaaa."
    ),
    "event_date_serial": _corrected("Date de tableur « {old} » lue {new}."),
    "event_date_short_year": _corrected("Année sur deux chiffres : « {old} » lue {new}."),
    "date_order_doubtful": _to_check(
        "La plupart des dates du fichier ont le mois avant le jour : vérifiez que celle-ci est bien le"
        " {old} et non le {new}."
    ),
    # exclusions: kept in the ledger with their reason, nobody is written to
    "excluded_survivor": _info(
        "Réversion : elle concerne une autre personne, l’événement n’est pas interrogé.",
        Outcome.EXCLUDED,
    ),
    "excluded_deceased": _info(
        "Personne décédée : rien ne lui sera envoyé, les envois en attente sont arrêtés.",
        Outcome.EXCLUDED,
    ),
    "excluded_protected": _info(
        "Personne protégée (tutelle, curatelle) : rien n’est envoyé ; le référent qualité la voit"
        " dans sa liste.",
        Outcome.EXCLUDED,
    ),
    "excluded_objection": _info(
        "Cette personne s’oppose aux enquêtes : rien ne lui est envoyé.", Outcome.EXCLUDED
    ),
    "excluded_dispute": _info("Litige en cours : rien n’est envoyé.", Outcome.EXCLUDED),
    "excluded_cancelled": _info("Événement annulé : rien n’est envoyé.", Outcome.EXCLUDED),
    "member_excluded_elsewhere": _to_check(
        "Une autre ligne du fichier dit que cette personne ne doit pas être sollicitée : vérifiez."
    ),
    "flag_unreadable": _to_check(
        "« {old} » n’est ni oui ni non dans la colonne « {new} » : vérifiez."
    ),
    # within the file
    "duplicate_event": _info(
        "Même adhérent, même événement, même date que la ligne {old} : comptée une seule fois.",
        Outcome.DUPLICATE,
    ),
    "duplicate_differs": _to_check(
        "Cette ligne répète la ligne {old} avec d’autres coordonnées : la première est gardée."
    ),
    "rectified_event": _corrected(
        "Événement rectifié : la date {old} devient {new}. Pas de second envoi."
    ),
    "shared_mailbox": _to_check(
        "L’adresse {old} sert à {new} adhérents : d’autres personnes peuvent la lire."
        " Une lettre est préférable."
    ),
    # name
    "last_name_missing": _to_check("Il manque le nom : ajoutez-le avant tout envoi."),
    "name_split": _corrected("Nom et prénom séparés : « {old} » devient « {new} »."),
    "name_split_doubtful": _to_check(
        "Le nom et le prénom de « {old} » ont été séparés au jugé (« {new} ») : vérifiez."
    ),
    "postal_line_long": _info(
        "La ligne « {old} » dépasse 38 caractères : elle sera coupée sur une enveloppe."
    ),
    # birth
    "birth_date_unreadable": _corrected(
        "La date de naissance « {old} » n’est pas lisible : laissée vide."
    ),
    "birth_date_serial": _corrected("Date de naissance de tableur « {old} » lue {new}."),
    "birth_date_short_year": _corrected(
        "Année de naissance sur deux chiffres : « {old} » lue {new}."
    ),
    "birth_after_event": _blocking(
        "La date de naissance ({old}) suit l’événement ({new}) : corrigez l’une des deux."
    ),
    "age_unlikely": _to_check(
        "Né le {old}, l’adhérent aurait {new} ans à la date de l’événement : vérifiez les deux dates."
    ),
    # channels
    "email_placeholder": _info(
        "« {old} » n’est pas une adresse électronique : comptée comme absente."
    ),
    "email_invalid": _corrected(
        "L’adresse électronique « {old} » n’est pas valable : laissée vide. Corrigez-la si vous le pouvez."
    ),
    "email_several": _corrected("Plusieurs adresses (« {old} ») : seule « {new} » est gardée."),
    "email_repaired": _corrected("Adresse électronique « {old} » lue « {new} »."),
    "email_typo": _to_check("L’adresse « {old} » semble mal tapée : faut-il lire « {new} » ?"),
    "phone_damaged": _corrected("Le téléphone « {old} » a été abîmé par le tableur : laissé vide."),
    "phone_invalid": _corrected("Le téléphone « {old} » n’est pas valable : laissé vide."),
    "phone_several": _corrected("Plusieurs téléphones (« {old} ») : seul {new} est gardé."),
    "phone_zero": _corrected("Zéro perdu au début du téléphone : « {old} » devient {new}."),
    "postcode_zero": _corrected("Zéro perdu au début du code postal : « {old} » devient {new}."),
    "postcode_tidied": _corrected("Code postal « {old} » lu {new}."),
    "postcode_invalid": _to_check("Le code postal « {old} » n’est pas valable : corrigez-le."),
    "postcode_found": _corrected("Code postal et ville trouvés dans « {old} » : {new}."),
    "address_incomplete": _info("L’adresse postale est incomplète : aucune lettre ne peut partir."),
    "no_channel": _blocking(
        "Ni adresse électronique ni adresse postale utilisables : ajoutez l’une des deux."
    ),
    "preferred_channel_unknown": _info("Le canal préféré « {old} » n’est pas connu : ignoré."),
    "preferred_channel_unusable": _to_check(
        "Cette personne préfère « {old} » mais les coordonnées manquent : complétez-les."
    ),
    # the rest
    "nature_unknown": _to_check(
        "La nature « {old} » n’est pas connue : droits propres ou réversion ?"
    ),
    "request_outcome_unknown": _info("L’issue « {old} » n’est pas connue : ignorée."),
    "department_unknown": _info("Le service « {old} » n’est pas dans la liste : à ranger."),
}

FILE_KINDS = {
    "title_lines": _info("Avant la ligne de titres, {old} ligne(s) sautée(s) : « {new} »."),
    "separator_line": _info("La première ligne annonce le séparateur : sautée."),
    "refused_column": _info(
        "La colonne « {old} » est refusée : elle n’est ni lue ni conservée. Retirez-la de vos exports."
    ),
    "ignored_column": _info("La colonne « {old} » n’est pas connue : elle n’est pas lue."),
    "duplicate_column": _info(
        "La colonne « {old} » dit la même chose que « {new} » : seule cette dernière est lue."
    ),
    "unnamed_column": _info("Des cases sans titre de colonne (colonne {old}) ne sont pas lues."),
    "mixed_encoding": _to_check(
        "Le fichier mélange deux codages de caractères : vérifiez les accents des noms montrés."
    ),
    "rare_encoding": _to_check(
        "Le fichier semble venir d’un ancien système ({old}) : vérifiez les accents des noms montrés."
    ),
    "nul_characters": _info("Des caractères invisibles (NUL) ont été retirés du fichier."),
    "other_sheets": _info("Feuille lue : « {new} ». Feuille(s) non lue(s) : {old}."),
    "hidden_sheets": _info("Feuille(s) masquée(s) non lue(s) : {old}."),
}

KINDS = ROW_KINDS | FILE_KINDS
