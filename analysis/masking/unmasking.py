"""One sentence read as it was written, or erased: by the quality officer, for a stated reason, journalled.

Nothing unmasked is kept, exported nor shown twice: each look is asked for and written down.
"""

from datetime import datetime

from sqlmodel import Session

from analysis.models import Verbatim
from analysis.verbatims import VOICES
from core.errors import Refused
from organisation import journal
from organisation.models import User
from organisation.words import DEEDS
from survey.privacy import originals

DEEDS.update(
    {
        "unmask_text": "phrase lue telle qu’elle a été écrite",
        "erase_text": "phrase d’un adhérent effacée",
    }
)
REASONS = {
    "masking": "vérifier ce que le masquage a caché",
    "distress": "une personne semble en danger ou en détresse",
    "request": "l’adhérent demande à voir ou à effacer son texte",
    "meaning": "la phrase masquée ne se comprend pas",
}
QUESTIONS = {voice: code for code, voice in VOICES.items()}


def unmask(session: Session, verbatim: Verbatim, reason: str, by: User, now: datetime) -> str:
    """The sentence as it was written; who looked, when and why stays in the journal."""
    if reason not in REASONS:
        raise Refused("Dites pourquoi vous avez besoin de lire cette phrase en clair.", "reason")
    text = originals.written(session, verbatim.reply_id, QUESTIONS[verbatim.voice])
    journal.write(session, now, by, "unmask_text", f"verbatim {verbatim.id}", REASONS[reason])
    return text


def erase(session: Session, verbatim: Verbatim, by: User, now: datetime) -> None:
    """Erase the sentence, masked and as it was written, with all that was read of it."""
    originals.erase(session, verbatim.reply_id, QUESTIONS[verbatim.voice])
    journal.write(session, now, by, "erase_text", f"verbatim {verbatim.id}")
    session.delete(verbatim)
    session.flush()
