"""News of members that come in a file: they died, they object, their mail came back."""

from survey.status_files.base import StatusKind
from survey.status_files.email_bounces import EmailBounces
from survey.status_files.returned_letters import ReturnedLetters
from survey.status_files.suppressed import DEATHS, DISPUTES, OBJECTIONS, PROTECTIONS

KINDS: dict[str, StatusKind] = {
    kind.name: kind
    for kind in (DEATHS, OBJECTIONS, PROTECTIONS, DISPUTES, EmailBounces(), ReturnedLetters())
}
