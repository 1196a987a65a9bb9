"""Answers on their way from page to page, kept by nobody: the page itself carries them, sealed."""

import base64
import binascii
import json

from core import secrecy
from core.errors import Refused
from survey.answering.paging import Answers
from survey.models import Questionnaire
from survey.questions.base import Given


class CarriedSheet:
    """What `answering.save` fills in without a table behind it."""

    def __init__(self, questionnaire: Questionnaire, answers: Answers) -> None:
        self.questionnaire, self._answers = questionnaire, dict(answers)

    def answers(self) -> dict[str, Given]:
        """What was answered so far."""
        return dict(self._answers)

    def keep(self, answers: Answers) -> None:
        """For the next page alone."""
        self._answers = dict(answers)


def carry(answers: Answers, about: str) -> str:
    """The answers so far, for the next page to bring back; unreadable and unchangeable on the way, of use for `about` alone."""
    return base64.urlsafe_b64encode(secrecy.seal(json.dumps(dict(answers)), about)).decode()


def carried(text: str, about: str) -> dict[str, Given]:
    """What the page brought back; empty when it brought nothing, or something else."""
    try:
        sealed = base64.urlsafe_b64decode(text.encode("ascii", "ignore"))
        return dict(json.loads(secrecy.unseal(sealed, about))) if sealed else {}
    except (Refused, ValueError, binascii.Error):
        return {}
