"""Who may open the addresses for other systems."""

from .audiences import EVERYONE, SENT, SIGNED_IN

OPEN_TO = {
    "gateway:developers": EVERYONE,
    "gateway:operation": EVERYONE,
    "gateway:schema": EVERYONE,
    "gateway:problems": EVERYONE,
    "gateway:problem": EVERYONE,
    "gateway:keys": SIGNED_IN,
    "gateway:add_key": SIGNED_IN,
    "gateway:rotate_key": SENT,
    "gateway:revoke_key": SENT,
    "gateway:webhooks": SIGNED_IN,
    "gateway:add_webhook": SIGNED_IN,
    "gateway:webhook": SENT,
    "gateway:change_webhook": SENT,
    "gateway:act_on_webhook": SENT,
    "gateway:replay": SENT,
    # A session opens none of the SENT ones here: what needs a key takes only a key.
    "api:list_event_kinds": EVERYONE,
    "api:read_key": SENT,
    "api:list_webhooks": SENT,
    "api:read_webhook": SENT,
    "api:read_webhook_secret": SENT,
    "api:ping_webhook": SENT,
    "api:resume_webhook": SENT,
    "api:list_deliveries": SENT,
    "api:replay_delivery": SENT,
    "api:subscribe": SENT,
    "api:change_webhook": SENT,
    "api:end_webhook": SENT,
    "api:rotate_webhook_secret": SENT,
}

ONLY = {"gateway:problem": {"code": "not-found"}}


def arguments() -> dict[str, object]:
    return {"operation": "list_units", "schema": "UnitOut", "key_id": 1, "webhook_id": 1, "delivery_id": 1}
