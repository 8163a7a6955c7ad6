"""Who may open the pages that combine domains."""

from .audiences import EVERYONE, SENT

OPEN_TO = {
    "portal:home": EVERYONE,
    "portal:search": EVERYONE,
    # A session opens none of the SENT ones here: what needs a key takes only a key.
    "api:list_editions": EVERYONE,
    "api:read_edition": EVERYONE,
    "api:search_everything": SENT,
    "api:read_inclusion_proof": EVERYONE,
    "api:read_consistency_proof": SENT,  # from which tree to which
}
