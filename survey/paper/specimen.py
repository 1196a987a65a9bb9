"""The sheet of paper of a version, to be looked at: its code opens nothing."""

from core import mail
from survey.models import Questionnaire
from survey.paper import contents as paper_contents
from survey.paper.questionnaire import Copy, questionnaire_pdf

SPECIMEN = "SPECIMEN"


def specimen_pdf(questionnaire: Questionnaire) -> bytes:
    """A4, as it is printed for a member, under a code that opens nothing."""
    sheet = paper_contents.questionnaire(questionnaire, None)
    return questionnaire_pdf(sheet, [Copy(SPECIMEN, mail.link("/code"))])
