"""Who may open the addresses of materials."""

from .audiences import CLERK, SENT, SIGNED_IN

OPEN_TO = {
    "materials:drawer": SIGNED_IN,
    "materials:hand_in": SIGNED_IN,
    "materials:lend": SIGNED_IN,
    "materials:consents": SIGNED_IN,
    "materials:take_in": CLERK,
    "materials:verify": CLERK,
    "materials:lent": CLERK,
    # Somebody's own, or lent to an office: who else gets in is told by the tests of their queries.
    "materials:material": SENT,
    "materials:piece": SENT,
    "materials:lent_material": SENT,
    "materials:lent_piece": SENT,
    "materials:upload": SENT,
    "materials:begin_upload": SENT,
    "materials:withdraw": SENT,
    "materials:fields": SENT,
    "materials:original": SENT,
    "materials:receipt": SENT,
    "materials:delete": SENT,
}


def arguments() -> dict[str, object]:
    return {"material_id": 1, "consent_id": 1, "piece": "page-1", "sending": "0" * 32}
