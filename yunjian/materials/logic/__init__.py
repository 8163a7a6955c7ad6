"""What is calculated about materials: kinds, names, ciphers, envelopes, places, copies; no Django, no clock."""


def gettext_noop(sentence: str) -> str:
    """Marks a sentence that somebody will read: the pages say it in the reader's language."""
    return sentence
