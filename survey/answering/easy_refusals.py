"""What a member is told in easy words when something cannot be done: what to do, one idea a sentence.

A usual sentence is known by its first words, so that the one place which refuses stays the one that says why.
"""

WRONG_CODE = (
    "Ce code est faux ou trop ancien. Regardez bien le code. Tapez le code encore une fois."
)
ANY = "Nous avons un problème. Appelez-nous : le numéro est en bas de la page."

BY_FIRST_WORDS = {
    "Cette page n’existe pas": "Cette page est fausse. Ouvrez encore une fois notre message.",
    "Vous avez déjà répondu": "Merci, vous avez déjà répondu. Vous voulez changer vos réponses ? Tapez le code de votre reçu. Vous aviez effacé vos réponses ? Alors tout est effacé.",
    "Ce questionnaire est terminé": "Le questionnaire est fini. Vous pouvez nous appeler.",
    "Ce questionnaire n’est pas ouvert": "Ce questionnaire est fermé. Vous voulez répondre ? Appelez-nous.",
    "Répondez au moins": "Répondez d’abord à la première question.",
    "Ouvrez le lien de notre message": "Ouvrez encore une fois notre message. Appuyez sur le lien.",
    "Trop d’essais": "Attendez une heure. Ou appelez-nous.",
    "Indiquez un numéro de téléphone": "Écrivez tout votre numéro de téléphone. Par exemple : 06 12 34 56 78.",
}


def easily(sentence: str) -> str:
    """The same refusal in easy words; where none was written, whom to call."""
    return next((easy for first, easy in BY_FIRST_WORDS.items() if sentence.startswith(first)), ANY)
