"""What a password has to be beyond its length: the rules Django asks through the policy."""


def kinds_of(password: str) -> int:
    """How many of the four kinds it has: small letters, capitals, digits, others (Chinese characters among them)."""
    kinds = (str.islower, str.isupper, str.isdigit, _is_other)
    return sum(any(kind(character) for character in password) for kind in kinds)


def contains_name(password: str, *names: str) -> bool:
    """Whether the password is built around the user name or the name, whatever the case."""
    plain = password.casefold()
    return any(len(name) >= 2 and name.casefold() in plain for name in names)


def _is_other(character: str) -> bool:
    return not (character.islower() or character.isupper() or character.isdigit())
