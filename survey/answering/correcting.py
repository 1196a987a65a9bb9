"""Correct a reply that no longer stands under an invitation: its receipt is the only way to it."""

from dataclasses import dataclass

from sqlmodel import Session, select

from core import secrecy
from survey import replies
from survey.answering.paging import Answers
from survey.models import FreeText, Questionnaire, Reply
from survey.privacy import transfer
from survey.questions.base import Given


@dataclass
class ReplySheet:
    """A reply, opened with its receipt. Keeping answers replaces the reply whole, texts included,
    so that nothing read in the former text survives."""

    session: Session
    reply: Reply

    @property
    def questionnaire(self) -> Questionnaire:
        found = self.session.get(Questionnaire, self.reply.questionnaire_id)
        assert found is not None
        return found

    def answers(self) -> dict[str, Given]:
        return replies.answers_of(self.session, self.reply) | self._texts()

    def keep(self, answers: Answers) -> None:
        old = self.reply
        self.session.delete(old)
        self.session.flush()
        self.reply = Reply(
            questionnaire_id=old.questionnaire_id,
            kind=old.kind,
            period_start=old.period_start,
            grain=old.grain,
            mode=old.mode,
            department_id=old.department_id,
            receipt_hash=old.receipt_hash,
        )
        self.session.add(self.reply)
        self.session.flush()
        transfer.write_answers(self.session, self.reply, self.questionnaire.questions, answers)
        self.session.flush()

    def _texts(self) -> dict[str, Given]:
        texts = select(FreeText).where(FreeText.reply_id == self.reply.id)
        return {
            text.question_code: secrecy.unseal(text.sealed, f"text {text.id}")
            for text in self.session.exec(texts)
        }
