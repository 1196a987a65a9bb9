"""What can be said of a file as a whole."""

from survey.registers.kinds import info, to_check

WHOLE_FILES = {
    "title_lines": info("Avant la ligne de titres, {old} ligne(s) sautée(s) : « {new} »."),
    "separator_line": info("La première ligne annonce le séparateur : sautée."),
    "refused_column": info(
        "La colonne « {old} » est refusée : elle n’est ni lue ni conservée. Retirez-la de vos exports."
    ),
    "ignored_column": info("La colonne « {old} » n’est pas connue : elle n’est pas lue."),
    "duplicate_column": info(
        "La colonne « {old} » dit la même chose que « {new} » : seule cette dernière est lue."
    ),
    "unnamed_column": info("Des cases sans titre de colonne (colonne {old}) ne sont pas lues."),
    "mixed_encoding": to_check(
        "Le fichier mélange deux codages de caractères : vérifiez les accents des noms montrés."
    ),
    "rare_encoding": to_check(
        "Le fichier semble venir d’un ancien système ({old}) : vérifiez les accents des noms montrés."
    ),
    "nul_characters": info("Des caractères invisibles (NUL) ont été retirés du fichier."),
    "other_sheets": info("Feuille lue : « {new} ». Feuille(s) non lue(s) : {old}."),
    "hidden_sheets": info("Feuille(s) masquée(s) non lue(s) : {old}."),
}
