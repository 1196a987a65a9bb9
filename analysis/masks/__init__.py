"""The masks, one file a kind of personal data, in the order in which they take their place."""

from analysis.masks.address import Address
from analysis.masks.base import Mask
from analysis.masks.date_of_birth import DateOfBirth
from analysis.masks.email import Email
from analysis.masks.file_number import FileNumber
from analysis.masks.iban import Iban
from analysis.masks.nir import Nir
from analysis.masks.person import Person
from analysis.masks.phone import Phone

# The most certain first: where two see the same figures, the first keeps them.
MASKS: dict[str, Mask] = {
    mask.kind: mask
    for mask in (Email(), Iban(), Nir(), Phone(), DateOfBirth(), Address(), FileNumber(), Person())
}
