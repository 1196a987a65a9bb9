"""Deeds of the journal as French says them."""

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
