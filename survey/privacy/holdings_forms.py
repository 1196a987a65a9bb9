"""What staff type to answer somebody who asks what is kept about them."""

from core.forms import Form, line


class HoldingsForm(Form):
    """Whose data: in the form alone, never in an address, which would be logged."""

    member_number = line(
        "Numéro d’adhérent",
        "Indiquez le numéro d’adhérent.",
        longest=20,
        hint="Vérifiez d’abord l’identité de la personne : ces données ne se donnent qu’à elle.",
    )
