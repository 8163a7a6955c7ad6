"""Addresses of the real district's pages, for tests that walk over all of them; extend the lists with new pages."""

from collections.abc import Iterable

from django.urls import reverse

CENTRE, YEAR = "government-service-centre", "2026"
OF_CENTRE = (CENTRE, YEAR)

# url name, its arguments, what follows the question mark
Page = tuple[str, tuple, str]

PUBLIC: tuple[Page, ...] = (
    ("portal:home", (), ""),
    ("portal:search", (), ""),
    ("portal:search", (), "q=政务云"),
    ("portal:search", (), "q=没有这样的东西"),
    ("ui:styleguide", (), ""),
    ("ui:styleguide", (), "unit=first&page=99&sort=nothing"),
    ("identity:login", (), ""),
    ("identity:phone", (), ""),
    ("identity:enterprise", (), ""),
    ("identity:recover", (), ""),
    ("parties:directory", (), ""),
    ("gateway:developers", (), ""),
    ("gateway:operation", ("judge_finding",), ""),
    ("gateway:operation", ("list_projects",), ""),
    ("gateway:schema", ("ProjectOut",), ""),
    ("gateway:problems", (), ""),
    ("gateway:problem", ("budgets-reason-missing",), ""),
    ("budgets:overview", (), ""),
    ("budgets:functions", (), ""),
    ("budgets:functions", ("201",), ""),
    ("budgets:economy", (), ""),
    ("budgets:compare", (), "a=data-bureau/2025&b=government-service-centre/2026"),
    ("budgets:department", (CENTRE,), ""),
    ("budgets:disclosure", OF_CENTRE, ""),
    ("budgets:tables", OF_CENTRE, ""),
    ("budgets:table", (*OF_CENTRE, 1), ""),
    ("budgets:table", (*OF_CENTRE, 8), ""),
    ("budgets:table", (*OF_CENTRE, 9), ""),
    ("budgets:line", (*OF_CENTRE, 3, "201-99-99"), ""),
    ("budgets:narrative", OF_CENTRE, ""),
    ("budgets:notes", OF_CENTRE, ""),
    ("budgets:note", (*OF_CENTRE, 2), ""),
    ("budgets:findings", OF_CENTRE, ""),
    ("budgets:original", OF_CENTRE, ""),
    ("budgets:changes", OF_CENTRE, ""),
    ("budgets:data", OF_CENTRE, ""),
    ("certificates:check", (), ""),
    ("certificates:scenarios", (), ""),
    ("certificates:scenarios", (), "kind=bank&q=开立"),
    ("certificates:scenario", ("open-bank-account",), ""),
    ("certificates:users", (), ""),
    ("certificates:exemptions", (), ""),
    ("certificates:check", (), "id=1.2.3&code=0000000000000000"),
    ("projects:register", (), ""),
    ("projects:register", (), "unit=data-bureau&amount_from=100"),
    ("services:guides", (), ""),
    ("services:guides", (), "q=开一家奶茶店"),
    ("services:guide", ("food-business",), ""),
    ("services:theme", ("open-food-shop",), ""),
    ("services:theme_questions", ("open-food-shop",), ""),
    ("services:trade", ("ktv",), ""),
    ("services:form", ("food-business",), ""),
)

OF_OFFICERS: tuple[Page, ...] = (
    ("parties:account", (), ""),
    ("identity:password", (), ""),
    ("identity:security", (), ""),
    ("identity:app", (), ""),
    ("parties:people", (), ""),
    ("parties:my_rights", (), ""),
    ("parties:delegations", (), ""),
    ("parties:mandates", (), ""),
    ("parties:who_looked", (), ""),
    ("parties:my_data", (), ""),
    ("parties:enterprises", (), ""),
    ("gateway:keys", (), ""),
    ("gateway:add_key", (), ""),
    ("gateway:webhooks", (), ""),
    ("gateway:add_webhook", (), ""),
    ("budgets:uploads", (), ""),
    ("budgets:upload", (), ""),
    ("budgets:drafts", (), ""),
    ("budgets:start_draft", (), ""),
    ("budgets:deadlines", (), ""),
    ("certificates:mine", (), ""),
    ("projects:proposals", (), ""),
    ("kernel:connections", (), ""),
    ("kernel:status", (), ""),
    ("kernel:give_up_job", (1,), ""),
)


def addresses(pages: Iterable[Page]) -> list[str]:
    """The pages' addresses."""
    return [reverse(name, args=args) + (f"?{query}" if query else "") for name, args, query in pages]
