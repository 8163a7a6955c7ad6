"""Questions about people, enterprises, units and accounts. Each answers only what its reader may see."""

from .accounts import AccountView, GrantView, account, account_named, actor_of
from .enterprises import EnterpriseView, enterprises
from .people import MOST_PEOPLE, PersonView, people, person
from .units import Branch, PostView, UnitView, directory, district_title, unit, unit_titles, units

__all__ = [
    "MOST_PEOPLE",
    "AccountView",
    "Branch",
    "EnterpriseView",
    "GrantView",
    "PersonView",
    "PostView",
    "UnitView",
    "account",
    "account_named",
    "actor_of",
    "directory",
    "district_title",
    "enterprises",
    "people",
    "person",
    "unit",
    "unit_titles",
    "units",
]
