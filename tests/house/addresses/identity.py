"""Who may open the addresses of signing in."""

from .audiences import EVERYONE, NOBODY, SECURITY_ADMINISTRATOR, SENT, SIGNED_IN

OPEN_TO = {
    "identity:login": EVERYONE,
    "identity:second_factor": NOBODY,
    "identity:enter_with_passkey": SENT,
    "identity:passkey_question": SENT,
    "identity:enterprise": EVERYONE,
    "identity:phone": EVERYONE,
    "identity:phone_code": NOBODY,
    "identity:register": NOBODY,
    "identity:recover": EVERYONE,
    "identity:texts": EVERYONE,
    "identity:security": SIGNED_IN,
    "identity:app": SIGNED_IN,
    "identity:recovery_codes": SIGNED_IN,
    "identity:add_passkey": SIGNED_IN,
    "identity:remove_factor": NOBODY,
    "identity:end_device": SENT,
    "identity:end_others": SENT,
    "identity:recovery": SECURITY_ADMINISTRATOR,
    "identity:outside": SECURITY_ADMINISTRATOR,
    "identity:clients": SECURITY_ADMINISTRATOR,
    "identity:withdraw_client": SENT,
    "openid_connect_login": SENT,
    "openid_connect_callback": NOBODY,
    "idp:oidc:configuration": EVERYONE,
    "idp:oidc:jwks": EVERYONE,
    "idp:oidc:authorization": NOBODY,
    "idp:oidc:token": SENT,
    "idp:oidc:userinfo": NOBODY,
    "idp:oidc:revoke": SENT,
    "identity:logout": SENT,
    "identity:password": SIGNED_IN,
}


def arguments() -> dict[str, object]:
    return {"factor_id": 1, "device_id": 1, "client_id": "nobody", "provider_id": "government"}
