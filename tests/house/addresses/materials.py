"""Who may open the addresses of materials."""

from .audiences import CLERK, EVERYONE, SENT, SIGNED_IN

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
    "api:list_material_types": EVERYONE,
    "api:read_material_type": EVERYONE,
    "api:list_materials": SENT,
    "api:hand_in_material": SENT,
    "api:read_material": SENT,
    "api:delete_material": SENT,
    "api:list_material_uses": SENT,
    "api:read_material_receipt": SENT,
    "api:read_material_original": SENT,
    "api:read_material_copy": SENT,
    "api:correct_material_fields": SENT,
    "api:take_in_material": SENT,
    "api:list_material_consents": SENT,
    "api:lend_materials": SENT,
    "api:withdraw_material_consent": SENT,
    "api:list_lent_materials": SENT,
    "api:use_lent_material": SENT,
    "api:read_lent_copy": SENT,
    "api:begin_material_upload": SENT,
    "api:read_material_upload": SENT,
    "api:send_material_part": SENT,
}
ONLY: dict[str, dict[str, object]] = {"api:read_material_type": {"key": "birth-certificate"}}


def arguments() -> dict[str, object]:
    return {"material_id": 1, "consent_id": 1, "piece": "page-1", "sending": "0" * 32, "token": "0" * 32}
