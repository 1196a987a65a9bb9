"""How long a merge of 500 letters takes, and how much it weighs."""

from datetime import date
from time import perf_counter

import pytest

from survey.answering import codes
from survey.paper.letters import Sender, Sheet, letter_pdf

SENDER = Sender("La Caisse", ("75009 Paris",), "01 23 45 67 89", "de 9 h à 17 h", "caisse.example")


@pytest.mark.bench
def test_a_merge_of_500_letters():
    sheets = [_sheet(number) for number in range(500)]
    start = perf_counter()
    made = letter_pdf(sheets)
    print(f"500 letters: {perf_counter() - start:.1f} s, {len(made) / 1e6:.1f} MB")


def _sheet(number: int) -> Sheet:
    code = codes.new_code()
    return Sheet(
        sender=SENDER,
        postal_lines=(f"MADAME CAMILLE ROCHE {number}", "12 RUE HAUTE", "31000 TOULOUSE"),
        greeting="Madame Roche",
        event_sentence="Vous avez pris votre retraite en février 2026.",
        promise="Vos réponses sont confidentielles jusqu’à la clôture, anonymes ensuite.",
        effort="8 questions, 3 minutes environ",
        code=code,
        link=f"https://caisse.example/code/{code}",
        written_on=date(2026, 3, 3),
        closes_on=date(2026, 4, 30),
        objection="Vous ne souhaitez plus recevoir nos enquêtes ? Appelez le 01 23 45 67 89.",
        signature="Claire Fontanel, directrice",
    )
