"""Who may open the addresses of services."""

from .audiences import EVERYONE, SENT

OPEN_TO = {
    "services:guides": EVERYONE,
    "services:guide": EVERYONE,
    "services:theme": EVERYONE,
    "services:trade": EVERYONE,
    "services:item_questions": EVERYONE,
    "services:theme_questions": EVERYONE,
    "services:personal_guide": SENT,
    "api:list_guides": EVERYONE,
    "api:read_item": EVERYONE,
    "api:read_theme": EVERYONE,
    "api:read_trade": EVERYONE,
    "services:form": EVERYONE,
    "api:read_service_form": EVERYONE,
    "api:check_service_form": SENT,
}


def arguments() -> dict[str, object]:
    return {"item": "food-business", "theme": "open-food-shop", "trade": "restaurant", "guide": "nobody-knows-it"}


ONLY = {
    "services:form": {"form": "food-business"},
    "api:read_service_form": {"form": "food-business"},
}
