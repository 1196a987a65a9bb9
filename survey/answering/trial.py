"""The trial link: the member's path with nothing kept. Answers travel from page to page (see survey.answering.carrying)."""

from itsdangerous import BadSignature, URLSafeSerializer

from core import secrecy
from core.errors import Missing

ABOUT = "trial"


def token(questionnaire_id: int) -> str:
    """What the trial link of a questionnaire ends with: nobody makes one without the installation's secret."""
    return str(URLSafeSerializer(secrecy.key(), salt=ABOUT).dumps(questionnaire_id))


def questionnaire_id(of: str) -> int:
    """The questionnaire of a trial link; Missing when it was not made here."""
    try:
        return int(URLSafeSerializer(secrecy.key(), salt=ABOUT).loads(of))
    except (BadSignature, ValueError, TypeError):
        raise Missing("Ce lien d’essai n’existe pas, ou plus.") from None
