"""From a file of any accepted format to one plain model: lines of text and grids of cells, in reading order."""

from .document import Cell, Document, Grid, Line
from .limits import DEFAULT, Limits
from .opening import open_source

__all__ = ["DEFAULT", "Cell", "Document", "Grid", "Limits", "Line", "open_source"]
