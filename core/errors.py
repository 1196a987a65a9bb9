"""The two ways to say no to a person. The class is for the program, the message for the person."""


class Refused(Exception):
    """What was asked cannot be done now; the message, in French, says why and what to do."""


class Missing(Exception):
    """What was asked for does not exist, or not for this person."""


class TooMany(Exception):
    """Tried too often; the message says when to come back."""
