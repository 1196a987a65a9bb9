"""What can be said of a row that tells news of a member: a death, an address in error."""

from survey.registers.kinds import Outcome, blocking, info

MEMBERS = {
    "day_unreadable": blocking("La date « {old} » n’est pas lisible : écrivez-la jj/mm/aaaa."),
    "day_future": blocking("La date « {old} » est après aujourd’hui : corrigez-la."),
    "bounce_address": blocking(
        "« {old} » n’est pas une adresse électronique : recopiez celle du message revenu."
    ),
    "bounce_temporary": info(
        "Erreur passagère (« {old} ») : la boîte était pleine ou le serveur absent. Rien ne change.",
        Outcome.SKIPPED,
    ),
    "told_twice": info("Déjà dit à la ligne {old} : comptée une seule fois.", Outcome.DUPLICATE),
}
