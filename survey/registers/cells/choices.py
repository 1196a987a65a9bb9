"""Words chosen from a short list: the preferred channel, the department."""

from collections.abc import Mapping
from functools import lru_cache

from survey.registers.cells.cleaned import Cleaned
from survey.registers.cells.text import FEW, fold, says_nothing, tidy
from survey.registers.remarks import Remark

CHANNELS = {
    "email": "email", "e mail": "email", "mail": "email", "mel": "email", "courriel": "email", "internet": "email",
    "courrier electronique": "email", "message electronique": "email", "web": "email", "numerique": "email",
    "courrier": "letter", "lettre": "letter", "papier": "letter", "courrier postal": "letter",
    "postal": "letter", "poste": "letter", "courrier papier": "letter", "voie postale": "letter",
    "tel": "phone", "telephone": "phone", "appel": "phone", "appel telephonique": "phone", "phone": "phone",
    "telephonique": "phone",
}  # fmt: skip


@lru_cache(maxsize=FEW)
def preferred_channel(text: str) -> Cleaned[str]:
    """`email`, `letter` or `phone`."""
    if says_nothing(text):
        return Cleaned()
    if channel := CHANNELS.get(fold(text)):
        return Cleaned(channel)
    return Cleaned(None, (Remark("preferred_channel_unknown", tidy(text)),))


def department(text: str, known: Mapping[str, str]) -> Cleaned[str]:
    """The department as the fund names it (`known`: folded name to name), else as written, said."""
    if says_nothing(text):
        return Cleaned()
    if not known:
        return Cleaned(tidy(text))
    if name := known.get(fold(text)):
        return Cleaned(name)
    return Cleaned(tidy(text), (Remark("department_unknown", tidy(text)),))
