"""What can be said of a row of events and of its cells."""

from survey.registers.kinds import Outcome, blocking, corrected, info, to_check

ROWS = {
    # rows that are not events
    "blank_row": info("Ligne vide, sautée.", Outcome.SKIPPED),
    "total_row": info("Ligne de total (« {old} »), sautée.", Outcome.SKIPPED),
    "repeated_header": info("Ligne de titres répétée, sautée.", Outcome.SKIPPED),
    "note_row": info(
        "Ligne de texte (« {old} »), sautée : ce n’est pas un événement.", Outcome.SKIPPED
    ),
    # the shape of the row
    "cells_extra": blocking(
        "Cette ligne a plus de cases que la ligne de titres ({old} au lieu de {new}) : une case"
        " contient sans doute le séparateur. Mettez cette case entre guillemets."
    ),
    "cells_missing": to_check(
        "Cette ligne a moins de cases que la ligne de titres ({old} au lieu de {new}) :"
        " vérifiez qu’elle n’est pas coupée."
    ),
    "row_truncated": blocking(
        "La dernière ligne du fichier est coupée : exportez de nouveau le fichier."
    ),
    "wrong_separator": blocking(
        "Cette ligne n’emploie pas le séparateur du reste du fichier : écrivez-la comme les autres."
    ),
    "quote_unbalanced": to_check(
        "Un guillemet ouvert n’est jamais fermé sur cette ligne : vérifiez ses cases."
    ),
    "cell_too_long": to_check("Une case contenait {old} caractères ; elle a été coupée à {new}."),
    "cell_error": corrected("La case contenait l’erreur de tableur « {old} » : laissée vide."),
    # characters
    "spaces": corrected("Espaces en trop retirés."),
    "marker_removed": corrected("Marque de tableur retirée : « {old} » devient « {new} »."),
    "double_encoding": corrected("Accents abîmés rétablis : « {old} » devient « {new} »."),
    "accent_lost": to_check(
        "Un caractère a été perdu dans « {old} » : retapez ce mot avec son accent."
    ),
    "formula_like": to_check(
        "« {old} » ressemble à une formule : gardé comme un simple texte. Vérifiez cette case."
    ),
    "refused_value": corrected(
        "Une valeur que Sillage refuse ({old}) se trouvait dans la colonne « {new} » : elle a été"
        " retirée et n’est conservée nulle part. Retirez-la aussi de votre fichier."
    ),
    "refused_value_ignored": info(
        "Une valeur que Sillage refuse ({old}) se trouve dans la colonne « {new} », qui n’est pas lue."
        " Retirez-la de votre fichier."
    ),
    # member number
    "member_number_missing": blocking("Il manque le numéro d’adhérent : ajoutez-le."),
    "member_number_damaged": blocking(
        "Le numéro d’adhérent « {old} » a été abîmé par le tableur : exportez la colonne au format texte."
    ),
    "member_number_invalid": blocking(
        "« {old} » n’est pas un numéro d’adhérent : il a de 6 à 10 chiffres ou lettres. Corrigez-le."
    ),
    "member_number_tidied": corrected("Numéro d’adhérent « {old} » lu « {new} »."),
    "member_number_width": to_check(
        "Le numéro « {old} » n’a pas la longueur des autres : des zéros ont pu être perdus."
        " Proposé : « {new} ». Le numéro est gardé tel quel, à vérifier."
    ),
    "member_number_short": to_check(
        "Le numéro « {old} » a moins de 6 caractères : des zéros ont pu être perdus au début."
        " Le numéro est gardé tel quel, à vérifier."
    ),
    "number_two_names": to_check(
        "Ce numéro d’adhérent porte aussi le nom « {old} » dans ce fichier : vérifiez le numéro."
    ),
    # event
    "event_missing": blocking("Il manque l’événement : indiquez AFFILIATION ou LIQUIDATION."),
    "event_unknown": blocking(
        "L’événement « {old} » n’est pas connu : indiquez AFFILIATION ou LIQUIDATION,"
        " ou dites ce que ce code veut dire (« Changer la façon de lire »)."
    ),
    "event_guessed": blocking(
        "L’événement « {old} » n’est pas connu. S’agit-il de « {new} » ? Corrigez-le."
    ),
    "event_date_missing": blocking("Il manque la date de l’événement : ajoutez-la (jj/mm/aaaa)."),
    "event_date_impossible": blocking(
        "La date de l’événement « {old} » n’existe pas au calendrier : corrigez-la (jj/mm/aaaa)."
    ),
    "event_date_us_order": blocking(
        "La date de l’événement « {old} » a un mois impossible : ordre américain (mois avant jour) ?"
        " Écrivez-la jj/mm/aaaa ; proposé : {new}."
    ),
    "event_date_unreadable": blocking(
        "La date de l’événement « {old} » n’est pas lisible : écrivez-la jj/mm/aaaa."
    ),
    "event_date_future": blocking(
        "L’événement est daté du {old}, plus de 180 jours après aujourd’hui : vérifiez l’année."
    ),
    "event_date_too_old": blocking(
        "L’événement est daté du {old}, il y a plus de {new} mois : il n’est plus interrogé."
        " Retirez la ligne ou corrigez la date."
    ),
    "event_date_old": to_check(
        "L’événement est daté du {old}, il y a plus de 18 mois : vérifiez la date."
    ),
    "event_date_1904": info(
        "La date « {old} » viendrait d’un ancien tableur Macintosh (calendrier 1904) ;"
        " elle vaudrait alors {new}. Exportez les dates au format jj/mm/aaaa."
    ),
    "event_date_serial": corrected("Date de tableur « {old} » lue {new}."),
    "event_date_short_year": corrected("Année sur deux chiffres : « {old} » lue {new}."),
    "date_order_doubtful": to_check(
        "La plupart des dates du fichier ont le mois avant le jour : vérifiez que celle-ci est bien le"
        " {old} et non le {new}."
    ),
    # exclusions: kept in the ledger with their reason, nobody is written to
    "excluded_survivor": info(
        "Réversion : elle concerne une autre personne, l’événement n’est pas interrogé.",
        Outcome.EXCLUDED,
    ),
    "excluded_deceased": info(
        "Personne décédée : rien ne lui sera envoyé, les envois en attente sont arrêtés.",
        Outcome.EXCLUDED,
    ),
    "excluded_protected": info(
        "Personne protégée (tutelle, curatelle) : rien n’est envoyé ; le référent qualité la voit"
        " dans sa liste.",
        Outcome.EXCLUDED,
    ),
    "excluded_objection": info(
        "Cette personne s’oppose aux enquêtes : rien ne lui est envoyé.", Outcome.EXCLUDED
    ),
    "excluded_dispute": info("Litige en cours : rien n’est envoyé.", Outcome.EXCLUDED),
    "excluded_cancelled": info("Événement annulé : rien n’est envoyé.", Outcome.EXCLUDED),
    "member_excluded_elsewhere": to_check(
        "Une autre ligne du fichier dit que cette personne ne doit pas être sollicitée : vérifiez."
    ),
    "flag_unreadable": to_check(
        "« {old} » n’est ni oui ni non dans la colonne « {new} » : vérifiez."
    ),
    # within the file
    "duplicate_event": info(
        "Même adhérent, même événement, même date que la ligne {old} : comptée une seule fois.",
        Outcome.DUPLICATE,
    ),
    "duplicate_differs": to_check(
        "Cette ligne répète la ligne {old} avec d’autres coordonnées : la première est gardée."
    ),
    "rectified_event": corrected(
        "Événement rectifié : la date {old} devient {new}. Pas de second envoi."
    ),
    "shared_mailbox": to_check(
        "L’adresse {old} sert à {new} adhérents : d’autres personnes peuvent la lire."
        " Une lettre est préférable."
    ),
    # name
    "last_name_missing": to_check("Il manque le nom : ajoutez-le avant tout envoi."),
    "name_split": corrected("Nom et prénom séparés : « {old} » devient « {new} »."),
    "name_split_doubtful": to_check(
        "Le nom et le prénom de « {old} » ont été séparés au jugé (« {new} ») : vérifiez."
    ),
    "postal_line_long": info(
        "La ligne « {old} » dépasse 38 caractères : elle sera coupée sur une enveloppe."
    ),
    # birth
    "birth_date_unreadable": corrected(
        "La date de naissance « {old} » n’est pas lisible : laissée vide."
    ),
    "birth_date_serial": corrected("Date de naissance de tableur « {old} » lue {new}."),
    "birth_date_short_year": corrected(
        "Année de naissance sur deux chiffres : « {old} » lue {new}."
    ),
    "birth_after_event": blocking(
        "La date de naissance ({old}) suit l’événement ({new}) : corrigez l’une des deux."
    ),
    "age_unlikely": to_check(
        "Né le {old}, l’adhérent aurait {new} ans à la date de l’événement : vérifiez les deux dates."
    ),
    # channels
    "email_placeholder": info(
        "« {old} » n’est pas une adresse électronique : comptée comme absente."
    ),
    "email_invalid": corrected(
        "L’adresse électronique « {old} » n’est pas valable : laissée vide. Corrigez-la si vous le pouvez."
    ),
    "email_several": corrected("Plusieurs adresses (« {old} ») : seule « {new} » est gardée."),
    "email_repaired": corrected("Adresse électronique « {old} » lue « {new} »."),
    "email_typo": to_check("L’adresse « {old} » semble mal tapée : faut-il lire « {new} » ?"),
    "phone_damaged": corrected("Le téléphone « {old} » a été abîmé par le tableur : laissé vide."),
    "phone_invalid": corrected("Le téléphone « {old} » n’est pas valable : laissé vide."),
    "phone_several": corrected("Plusieurs téléphones (« {old} ») : seul {new} est gardé."),
    "phone_zero": corrected("Zéro perdu au début du téléphone : « {old} » devient {new}."),
    "postcode_zero": corrected("Zéro perdu au début du code postal : « {old} » devient {new}."),
    "postcode_tidied": corrected("Code postal « {old} » lu {new}."),
    "postcode_invalid": to_check("Le code postal « {old} » n’est pas valable : corrigez-le."),
    "postcode_found": corrected("Code postal et ville trouvés dans « {old} » : {new}."),
    "address_incomplete": info("L’adresse postale est incomplète : aucune lettre ne peut partir."),
    "no_channel": blocking(
        "Ni adresse électronique ni adresse postale utilisables : ajoutez l’une des deux."
    ),
    "preferred_channel_unknown": info("Le canal préféré « {old} » n’est pas connu : ignoré."),
    "preferred_channel_unusable": to_check(
        "Cette personne préfère « {old} » mais les coordonnées manquent : complétez-les."
    ),
    # the rest
    "nature_unknown": to_check(
        "La nature « {old} » n’est pas connue : droits propres ou réversion ?"
    ),
    "request_outcome_unknown": info("L’issue « {old} » n’est pas connue : ignorée."),
    "department_unknown": info("Le service « {old} » n’est pas dans la liste : à ranger."),
}
