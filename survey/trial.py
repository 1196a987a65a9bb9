"""The trial link: the member's path with nothing kept. Answers travel from page to page sealed in the page itself."""

import base64
import binascii
import json

from itsdangerous import BadSignature, URLSafeSerializer

from core import secrecy
from core.errors import Missing, Refused
from survey.models import Questionnaire
from survey.paging import Answers
from survey.questions.base import Given

ABOUT = "trial"


class TrialSheet:
    """What `answering.save` fills in, kept by nobody."""

    def __init__(self, questionnaire: Questionnaire, answers: Answers) -> None:
        self.questionnaire, self._answers = questionnaire, dict(answers)

    def answers(self) -> dict[str, Given]:
        """What was answered so far."""
        return dict(self._answers)

    def keep(self, answers: Answers) -> None:
        """For the next page alone."""
        self._answers = dict(answers)


def token(questionnaire_id: int) -> str:
    """What the trial link of a questionnaire ends with: nobody makes one without the installation's secret."""
    return str(URLSafeSerializer(secrecy.key(), salt=ABOUT).dumps(questionnaire_id))


def questionnaire_id(of: str) -> int:
    """The questionnaire of a trial link; Missing when it was not made here."""
    try:
        return int(URLSafeSerializer(secrecy.key(), salt=ABOUT).loads(of))
    except (BadSignature, ValueError, TypeError):
        raise Missing("Ce lien d’essai n’existe pas, ou plus.") from None


def carry(answers: Answers) -> str:
    """The answers so far, for the next page to bring back; unreadable and unchangeable on the way."""
    return base64.urlsafe_b64encode(secrecy.seal(json.dumps(dict(answers)), ABOUT)).decode()


def carried(text: str) -> dict[str, Given]:
    """What the page brought back; empty when it brought nothing, or something else."""
    try:
        sealed = base64.urlsafe_b64decode(text.encode("ascii", "ignore"))
        return dict(json.loads(secrecy.unseal(sealed, ABOUT))) if sealed else {}
    except (Refused, ValueError, binascii.Error):
        return {}
