"""Pictures of figures, drawn on the server as SVG with links inside and a table beside; pure functions.

Every function returns a ``Chart``, which ``{% chart picture %}`` shows::

    bars(items, title=…)                        how large each is
    comparison(pairs, series=("2025", "2026"))  two figures each: year over year, unit against unit
    shares(items, title=…)                      parts of a whole
    flow(nodes, links, columns=…, title=…)      from where through what to what
    timeline(milestones, start=…, end=…)        what is due when

Why not a charting library: docs/decisions/0021-charts-drawn-on-the-server.md.
"""

from .bars import Item, bars
from .comparison import Pair, comparison
from .flow import Link, Node, flow
from .picture import Chart, Picture, TableRow
from .shares import shares
from .timeline import Milestone, timeline

__all__ = [
    "Chart",
    "Item",
    "Link",
    "Milestone",
    "Node",
    "Pair",
    "Picture",
    "TableRow",
    "bars",
    "comparison",
    "flow",
    "shares",
    "timeline",
]
