"""The dictionaries of the files of results: what each column of each CSV holds."""

from core.dictionary import Dictionary
from core.documents import Column
from survey.models import EventKind

WITHHELD = "trop peu de réponses"
WITHHELD_RATE = "moins de cinq, ou déductible"

EVENT = Column(
    "evenement",
    about="Le moment de vie : l’affiliation, ou l’ouverture des droits à retraite.",
    one_of=tuple(EventKind),
)
SINCE = Column("debut", "date", about="Premier jour de la période où les événements ont eu lieu.")
UNTIL = Column("fin", "date", about="Dernier jour de cette période, compris.")
INTERVAL = "de l’intervalle à 95 %"

INDICATORS = (
    EVENT,
    SINCE,
    UNTIL,
    Column("indicateur", about="Le nom de l’indicateur, ou la question posée par la caisse."),
    Column("code", about="Le même, pour une machine : il ne change pas d’une année à l’autre."),
    Column("valeur", "number", 3, "Moyenne des notes, ou part des réponses favorables. Vide quand elle ne peut pas être montrée.", "celle de la colonne « unite »"),
    Column("unite", about="Une note sur 10, ou un pourcentage.", one_of=("/10", "%")),
    Column("borne_basse", "number", 3, f"Bas {INTERVAL} : Student pour une note, Wilson pour une part, avec correction de population finie.", "celle de la colonne « unite »"),
    Column("borne_haute", "number", 3, f"Haut {INTERVAL}, calculé de même.", "celle de la colonne « unite »"),
    Column("effectif", "number", about="Ce sur quoi porte la valeur ; la colonne « compte » dit ce qui est compté."),
    Column("compte", about="Ce que compte l’effectif : des réponses, des personnes, des canaux essayés, des aides reçues."),
    Column("envois", "number", about="Questionnaires envoyés sur la période, pour ce moment de vie.", unit="envois"),
    Column("taux_de_reponse", "number", 1, "Réponses reçues pour cent envois, tous modes ensemble.", "%"),
)  # fmt: skip

OPEN_DATA = Dictionary(
    "resultats",
    "Satisfaction des adhérents",
    "Une ligne est un indicateur, pour un moment de vie, sur douze mois.",
    INDICATORS,
    notes=(
        "Tous les adhérents concernés sont interrogés, sur internet, sur papier, par téléphone ou au guichet.",
        "L’intervalle dit ce que le hasard peut faire varier, rien de l’avis de ceux qui n’ont pas répondu.",
        "Six indicateurs ont les formules de « Je donne mon avis » ; ses répondants sont volontaires : un écart avec ses moyennes "
        "n’est pas à lui seul une différence de qualité.",
        "Une valeur qui repose sur moins de dix réponses est vide ; une autre l’est aussi quand elle permettrait de la déduire.",
        "Aucun commentaire, aucun mois, aucun service : douze mois entiers, et rien de plus fin.",
    ),
)  # fmt: skip

IN_FULL = Dictionary(
    "indicateurs",
    "Indicateurs de l’année",
    OPEN_DATA.row,
    INDICATORS,
    notes=(
        "Pour l’intérieur de la caisse : une valeur qui repose sur moins de cinq réponses est vide, et celle qui la ferait déduire aussi.",
    ),
)

BY_THEME = Dictionary(
    "satisfaction-par-theme",
    "Satisfaction, thème par thème",
    "Une ligne est un thème, pour un moment de vie, sur douze mois. Un adhérent parle d’un thème quand l’un de ses commentaires en parle.",
    (
        EVENT,
        SINCE,
        UNTIL,
        Column("theme", about="Un des quinze thèmes stables."),
        Column("code", about="Le même, pour une machine."),
        Column("voix", "number", about="Adhérents qui parlent de ce thème et ont donné une note.", unit="adhérents"),
        Column("note", "number", 3, "Moyenne des notes de satisfaction qu’ils ont données eux-mêmes.", "/10"),
        Column("borne_basse", "number", 3, f"Bas {INTERVAL} de la note.", "/10"),
        Column("borne_haute", "number", 3, f"Haut {INTERVAL} de la note.", "/10"),
        Column("avec_les_autres", about="La comparaison avec les adhérents qui ne parlent pas de ce thème, en mots."),
        Column("voix_positives", "number", about="Ceux qui en parlent dans « ce qui a bien marché ».", unit="adhérents"),
        Column("note_positives", "number", 3, "La moyenne de leurs notes.", "/10"),
        Column("voix_a_ameliorer", "number", about="Ceux qui en parlent dans « à améliorer ».", unit="adhérents"),
        Column("note_a_ameliorer", "number", 3, "La moyenne de leurs notes.", "/10"),
        Column("poids", "number", 3, "Ce que pèse le thème sur la satisfaction d’ensemble, les autres thèmes restant les mêmes : 0, la note n’en dépend pas ; 1, elle le suit. Une association, pas une cause.", "coefficient standardisé"),
        Column("poids_bas", "number", 3, f"Bas {INTERVAL} du poids.", "coefficient standardisé"),
        Column("poids_haut", "number", 3, f"Haut {INTERVAL} du poids.", "coefficient standardisé"),
    ),
    WITHHELD,
)  # fmt: skip

FINDINGS = Dictionary(
    "constats",
    "Constats d’un trimestre",
    "Une ligne est un constat, le plus fort en premier.",
    (
        Column("rang", "number", about="De 1 au dernier, par score décroissant."),
        Column("trimestre", "date", about="Premier jour du trimestre."),
        Column("regle", about="La règle qui l’a trouvé ; chacune est dite au bas de la page « Constats »."),
        Column("constat", about="Le constat, en une phrase."),
        Column("preuve", about="Les nombres dont il vient."),
        Column("score", "number", 2, "De combien l’écart dépasse sa marge, multiplié par la part des adhérents concernés."),
        Column("theme", about="Le code du thème, s’il en a un."),
        Column("engagements", about="Les codes des engagements de la charte en cause, séparés par un espace."),
        Column("cle", about="Ce qui le fait reconnaître : la règle, son sujet, le trimestre."),
    ),
)  # fmt: skip

RESPONDING = Dictionary(
    "qui-repond",
    "Qui répond",
    "Une ligne est une fin d’événement, ou un taux de réponse : d’une vague, d’un mode, d’un groupe comparé.",
    (
        Column("tableau", about="« fins », « vagues », « modes », ou le titre d’une comparaison."),
        Column("moment", about="Le moment de vie, quand la ligne n’en a qu’un."),
        Column("ligne", about="Le nom de la ligne."),
        Column("sollicites", "number", about="Personnes à qui un questionnaire a été envoyé ; dans « fins », événements ainsi finis.", unit="personnes"),
        Column("reponses", "number", about="Celles qui ont répondu.", unit="personnes"),
        Column("taux", "number", 1, "Réponses pour cent sollicités.", "%"),
        Column("borne_basse", "number", 1, f"Bas {INTERVAL} (Wilson).", "%"),
        Column("borne_haute", "number", 1, f"Haut {INTERVAL} (Wilson).", "%"),
        Column("verdict", about="Si les groupes comparés diffèrent : khi-deux de Pearson, à 5 %."),
    ),
    WITHHELD_RATE,
)  # fmt: skip

QUALITY = Dictionary(
    "qualite-de-la-lecture",
    "Ce que vaut la lecture automatique, thème par thème",
    "Une ligne est un thème. Aucune de ces phrases n’était connue de la lecture qui est jugée.",
    (
        Column("theme", about="Un des quinze thèmes stables."),
        Column("code", about="Le même, pour une machine."),
        Column("phrases", "number", about="Phrases qui parlent d’abord de ce thème, selon une personne.", unit="phrases"),
        Column("retrouvees", "percent", 3, "De ces phrases, la part que la lecture y classe.", "part, de 0 à 1"),
        Column("retrouvees_bas", "percent", 3, f"Bas {INTERVAL} (Wilson).", "part, de 0 à 1"),
        Column("retrouvees_haut", "percent", 3, f"Haut {INTERVAL} (Wilson).", "part, de 0 à 1"),
        Column("classees", "number", about="Phrases que la lecture classe dans ce thème.", unit="phrases"),
        Column("justes", "percent", 3, "De ces phrases, la part qui en parle d’abord, selon une personne.", "part, de 0 à 1"),
        Column("justes_bas", "percent", 3, f"Bas {INTERVAL} (Wilson).", "part, de 0 à 1"),
        Column("justes_haut", "percent", 3, f"Haut {INTERVAL} (Wilson).", "part, de 0 à 1"),
    ),
    WITHHELD,
)  # fmt: skip

DICTIONARIES = (OPEN_DATA, IN_FULL, BY_THEME, FINDINGS, RESPONDING, QUALITY)
