"""Deeds of the journal, and what they are about, as French says them."""

import re

DEEDS = {
    "sign_in": "connexion",
    "sign_out": "déconnexion",
    "account_locked": "compte fermé un quart d’heure après cinq essais",
    "change_password": "mot de passe changé",
    "open_account": "compte ouvert",
    "change_account": "compte modifié",
    "publish_charter": "charte publiée",
}
"""Each room adds its own deeds: `DEEDS.update(…)` beside the deed that writes them."""


def deed(code: str) -> str:
    """The deed in French; an unknown one is shown as it is rather than hidden."""
    return DEEDS.get(code, code)


JOBS = {
    "close_waves": "clore les vagues finies",
    "deliver_message": "livrer un message",
    "erase_expired": "effacer ce qui a fait son temps",
    "forget_journal": "effacer le début du journal, si la caisse a fixé une durée",
    "forget_finished_jobs": "oublier les tâches faites",
    "forget_reporters": "oublier qui a signalé, six mois après",
    "forget_waiting_files": "oublier les fichiers restés sans décision",
    "look_at_tables": "compter les lignes des tables, pour lire la base au plus court",
    "group_topics": "chercher les sujets",
    "keep_findings": "refaire les constats",
    "learn_from_corrections": "apprendre des corrections",
    "merge_departments": "regrouper les services dont c’est le jour",
    "look_for_returns": "voir si le sujet d’une action close revient",
    "measure_quality": "mesurer la qualité de la lecture",
    "open_campaigns": "ouvrir les campagnes préparées",
    "note_journal": "noter la dernière ligne du journal",
    "plan_invitations": "prévoir les envois",
    "prepare_note": "préparer la note du mois",
    "place_inside": "placer les signalements et les idées parmi les sujets",
    "read_ideas": "lire les idées",
    "read_reports": "lire les signalements",
    "refresh_proposals": "remettre à jour les niveaux proposés",
    "remind_due": "relancer qui n’a pas répondu",
    "sweep_evidence": "effacer les fichiers dont aucune preuve ne se sert",
    "split_topic": "faire deux sujets d’un seul",
    "send_due": "faire partir les envois dus",
    "take_up_bounces": "prendre en compte les adresses refusées",
    "tell_deadlines": "dire à chacun ses échéances",
    "transfer_replies": "séparer les réponses de leurs auteurs",
    "watch_drop_folder": "importer les fichiers déposés",
    "watch_sendings": "suspendre les envois si quelque chose ne va pas",
    "understand_texts": "masquer et lire les textes",
}
"""What the worker does, for the administrator's page; held complete by a test."""


def job(name: str) -> str:
    """A job in French; an unknown one is shown as it is rather than hidden."""
    return JOBS.get(name.partition(":")[0], name)


SUBJECTS = {
    "action": "action",
    "assessment": "auto-évaluation",
    "batch": "fichier d’événements",
    "bilan": "bilan",
    "call back": "rappel",
    "campaign": "campagne",
    "change": "publication",
    "charter": "charte",
    "decision": "décision",
    "department": "service",
    "event": "événement",
    "evidence": "preuve",
    "fund bilan": "bilan de la caisse",
    "idea": "idée",
    "invitation": "envoi",
    "journal": "journal, ligne",
    "letters": "lettres du",
    "malfunction": "signalement",
    "message": "message",
    "note": "note du mois",
    "questionnaire": "questionnaire",
    "recurrence": "signalements qui reviennent",
    "replies": "réponses",
    "plan": "plan annuel",
    "request batch": "fichier de demandes",
    "sendings": "envois",
    "step": "étape de l’année",
    "suppressions": "personnes à ne plus solliciter",
    "topic": "sujet",
    "user": "compte",
    "verbatim": "phrase",
}
SUBJECT = re.compile(r"([a-z ]*[a-z])(?: ([0-9-]{1,12}))?(?: [0-9a-f]{13,})?")


def subject(written: str) -> str:
    """« action 12 » as the journal keeps it, in French; a random key tells nobody anything."""
    found = SUBJECT.fullmatch(written)
    if found is None:
        return written
    return " ".join(filter(None, (SUBJECTS.get(found[1], found[1]), found[2])))
