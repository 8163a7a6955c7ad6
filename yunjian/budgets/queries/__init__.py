"""Questions about budgets. Each answers only what its reader may see."""

from .comparisons import Comparison, Pair, compare
from .disclosures import (
    DisclosureView,
    OriginalFile,
    disclosure,
    drafts,
    editions,
    encoded_structure,
    find_disclosure,
    original,
    originals_known,
    structure,
    was_read_by,
)
from .findings import FindingView, Severities, codes_found, finding, finding_counts, finding_page, findings
from .notes import NoteView, note, note_by_id, note_count, note_page, project_notes
from .overview import Department, Overview, UnitYear, by_economy, by_function, code_name, department, overview
from .search import Hit, search
from .statements import StatedFigure, beside, statements
from .tables import LineView, TableView, line, project_lines, table, tables

__all__ = [
    "Comparison",
    "Department",
    "DisclosureView",
    "FindingView",
    "Hit",
    "LineView",
    "NoteView",
    "OriginalFile",
    "Overview",
    "Pair",
    "Severities",
    "StatedFigure",
    "TableView",
    "UnitYear",
    "beside",
    "by_economy",
    "by_function",
    "code_name",
    "codes_found",
    "compare",
    "department",
    "disclosure",
    "drafts",
    "editions",
    "encoded_structure",
    "find_disclosure",
    "finding",
    "finding_counts",
    "finding_page",
    "findings",
    "line",
    "note",
    "note_by_id",
    "note_count",
    "note_page",
    "original",
    "originals_known",
    "overview",
    "project_lines",
    "project_notes",
    "search",
    "statements",
    "structure",
    "table",
    "tables",
    "was_read_by",
]
