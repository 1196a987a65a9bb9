"""The two ways to say no to a person. The class is for the program, the message for the person."""


class Refused(Exception):
    """What was asked cannot be done now; the message, in French, says why and what to do.

    `about` names the field of the form it concerns, where there is one.
    """

    def __init__(self, sentence: str, about: str = "") -> None:
        super().__init__(sentence)
        self.about = about


class Missing(Exception):
    """What was asked for does not exist, or not for this person."""


class TooMany(Exception):
    """Tried too often; the message says when to come back."""
