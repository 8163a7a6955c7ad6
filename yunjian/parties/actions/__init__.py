"""What can happen to people, enterprises, units and accounts. Nothing else writes these tables."""

from .accounts import (
    AlreadyGranted,
    AnotherDuty,
    GrantToOneself,
    NotGranted,
    PasswordTooWeak,
    UnknownRole,
    UnknownUnit,
    UsernameTaken,
    grant_role,
    open_account,
    revoke_role,
    set_password,
)
from .enterprises import register_enterprise
from .first_start import open_first_accounts
from .people import (
    PURPOSES,
    AlreadyRegistered,
    AlreadyRelieved,
    IdentifierDoubtful,
    PurposeMissing,
    appoint,
    read_personal_data,
    register_person,
    relieve,
)
from .sessions import WrongCredentials, sign_in, sign_out
from .units import adopt_units

__all__ = [
    "PURPOSES",
    "AlreadyGranted",
    "AlreadyRegistered",
    "AlreadyRelieved",
    "AnotherDuty",
    "GrantToOneself",
    "IdentifierDoubtful",
    "NotGranted",
    "PasswordTooWeak",
    "PurposeMissing",
    "UnknownRole",
    "UnknownUnit",
    "UsernameTaken",
    "WrongCredentials",
    "adopt_units",
    "appoint",
    "grant_role",
    "open_account",
    "open_first_accounts",
    "read_personal_data",
    "register_enterprise",
    "register_person",
    "relieve",
    "revoke_role",
    "set_password",
    "sign_in",
    "sign_out",
]
