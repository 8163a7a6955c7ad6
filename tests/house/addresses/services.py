"""Who may open the addresses of services."""

from .audiences import CERTIFICATE_OFFICER, EVERYONE, NOBODY, SENT, SIGNED_IN

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
    # Whoever drafts, checks or publishes items, which nobody of this cast does: the tests of drafts say who.
    "services:drafts": NOBODY,
    "services:licence": CERTIFICATE_OFFICER,
    "services:hand_in": NOBODY,
    "services:draft_file": NOBODY,
    "services:draft": NOBODY,
    "services:retire": NOBODY,
    "services:draft_act": SENT,
    "services:draft_bulk": SENT,
    "services:apply": SIGNED_IN,
    "services:apply_theme": SIGNED_IN,
    "services:applications": SIGNED_IN,
    # The applicant's, or the window's where somebody is helped; staff of the case: the tests of applications say who.
    "services:application": NOBODY,
    "services:application_questions": NOBODY,
    "services:application_form": NOBODY,
    "services:application_papers": NOBODY,
    "services:application_check": NOBODY,
    "services:application_receipt": NOBODY,
    "services:application_fill": SENT,
    "services:application_save": SENT,
    "services:application_discard": SENT,
    "services:application_person": SENT,
    "services:application_renew": SENT,
    "services:of_case": NOBODY,
    "services:draft_ask": NOBODY,
    "services:draft_text": NOBODY,
    "services:explanation": EVERYONE,
}


def arguments() -> dict[str, object]:
    given = {"item": "food-business", "theme": "open-food-shop", "trade": "restaurant", "guide": "nobody-knows-it"}
    return {**given, "file_id": 1, "application_id": 1, "text_id": 1}


ONLY = {
    "services:form": {"form": "food-business"},
    "api:read_service_form": {"form": "food-business"},
}
