"""Lists as every list page has them: asked by GET parameters, filtered, sorted, paged, totalled, exported.

A list page of a domain uses it in four places::

    # pages: what the list may be asked
    TABLE = Table(
        columns=(Column("title", _("项目"), sortable=True), Column("amount", _("金额"), "money", sortable=True)),
        filters=(Filter("q", _("名称")), Filter("unit", _("单位"), "choice"), Filter("amount", _("金额"), "amount")),
        sort="-amount",
    )

    # pages: one ask, one domain call, one listing
    ask = TABLE.ask(request.GET, choices={"unit": parties.unit_titles(reader=request.actor)})
    found = queries.register(ask, reader=request.actor)
    listing = TABLE.listing(ask, found, totals={"amount": found.amount})

    # queries: the asked page of a QuerySet, in a stable order, as frozen rows
    return find(rows, ask, orders={"title": "title", "amount": "amount"}, view=_view)

    # template
    {% filter_panel listing %}{% filter_fields listing %}{% endfilter_panel %}
    {% sortable listing "amount" _("金额") "number" %} … {% pager listing %}

``export_csv(TABLE.columns, rows, name)`` and ``export_xlsx`` stream any rows under the table's columns; ``every`` is
``find`` without pages, for them.
"""

from .ask import Ask, Range
from .export import export_csv, export_xlsx
from .find import Found, every, find
from .listing import Listing
from .table import Column, Filter, Table

__all__ = [
    "Ask",
    "Column",
    "Filter",
    "Found",
    "Listing",
    "Range",
    "Table",
    "every",
    "export_csv",
    "export_xlsx",
    "find",
]
