"""Questions about people, enterprises, units and accounts. Each answers only what its reader may see."""

from .accounts import AccountView, GrantView, account, account_named
from .actors import actor_of, actor_of_account
from .enterprises import EnterpriseView, enterprises
from .matrix import Line, Matrix, matrix, matrix_of
from .people import MOST_PEOPLE, PersonView, people, person
from .rights import (
    MOST_ACCOUNTS,
    AccountRow,
    Allowed,
    Holders,
    Holding,
    Rights,
    accounts,
    all_acts,
    holders,
    rights,
    roles,
)
from .standing import (
    DelegationView,
    MandateView,
    delegations,
    lendable,
    mandate_to_prove,
    mandates,
    principal_name,
)
from .units import Branch, PostView, UnitView, directory, district_title, unit, unit_slice, unit_titles, units

__all__ = [
    "MOST_ACCOUNTS",
    "MOST_PEOPLE",
    "AccountRow",
    "AccountView",
    "Allowed",
    "Branch",
    "DelegationView",
    "EnterpriseView",
    "GrantView",
    "Holders",
    "Holding",
    "Line",
    "MandateView",
    "Matrix",
    "PersonView",
    "PostView",
    "Rights",
    "UnitView",
    "account",
    "account_named",
    "accounts",
    "actor_of",
    "actor_of_account",
    "all_acts",
    "delegations",
    "directory",
    "district_title",
    "enterprises",
    "holders",
    "lendable",
    "mandate_to_prove",
    "mandates",
    "matrix",
    "matrix_of",
    "people",
    "person",
    "principal_name",
    "rights",
    "roles",
    "unit",
    "unit_slice",
    "unit_titles",
    "units",
]
