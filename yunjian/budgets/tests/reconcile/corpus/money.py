"""Amounts as disclosures print them."""

from decimal import Decimal


def yuan(amount: Decimal) -> str:
    """Yuan to the cent; nothing where there is nothing."""
    return f"{amount:,.2f}" if amount else ""


def wan(amount: Decimal) -> str:
    """Yuan as 万元: every digit, at least two."""
    value = (amount / 10_000).normalize()
    digits = max(2, -int(value.as_tuple().exponent))
    return f"{value:,.{digits}f}"
