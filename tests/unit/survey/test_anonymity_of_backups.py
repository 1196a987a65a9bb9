"""Two backups compared: how far they narrow down who wrote a reply. What remains is counted, not denied.

Whoever holds a copy of the database from before a transfer and one from after sees which invitations became answered and which replies
appeared: one of ten at best inside that group. Figures: docs/quality/anonymity.md.
"""

import random

from sqlmodel import select

from survey.models import Draft, Invitation, InvitationStatus, Reply
from survey.privacy import transfer
from tests.survey_builders import answer, make_invitation

MEMBERS = 120


def copy(session) -> tuple[set[int], set[str]]:
    """What a backup tells: whose answer was detached (answered, no draft left), which replies there are."""
    answered = select(Invitation.id).where(Invitation.status == InvitationStatus.ANSWERED)
    detached = set(session.exec(answered)) - set(session.exec(select(Draft.invitation_id)))
    return detached, set(session.exec(select(Reply.id)))


def test_two_backups_narrow_a_reply_down_to_ten_members_and_no_further(session, now):
    invitations = [make_invitation(session) for _ in range(MEMBERS)]
    random.Random(7).shuffle(invitations)
    groups, before = [], copy(session)
    for place, invitation in enumerate(invitations, start=1):
        answer(session, invitation)
        if place % 7 == 0:  # a backup beside every try to transfer, which no fund makes
            transfer.transfer_ready(session, now)
            after = copy(session)
            groups.append((len(after[0] - before[0]), len(after[1] - before[1])))
            before = after
    transfer.close_due(session, now.replace(month=7))
    last = copy(session)
    closing = len(last[0] - before[0])
    seen = [members for members, _ in groups if members]
    assert all(members == replies for members, replies in groups)
    assert min(seen) >= transfer.BATCH
    assert sum(seen) + closing == MEMBERS
    expected = (len(seen) + (closing > 0)) / MEMBERS  # a guess inside a group is right once a group
    assert expected <= 1 / transfer.BATCH
    assert (len(seen), closing) == (GROUPS, AT_CLOSING)


GROUPS, AT_CLOSING = 8, 8
"""As written in docs/quality/anonymity.md."""
