"""Questions about materials. Each answers only what its reader may see."""

from .drawer import DRAWER, MaterialView, PageView, choices, drawer, fields_of, material, types_for
from .export import everything_of
from .files import (
    FileView,
    copy,
    definition_of,
    envelope_of,
    formats_of,
    original,
    pages,
    places_to_free,
    to_check,
)
from .lending import (
    ConsentView,
    LentView,
    UseView,
    consents,
    is_open,
    lent_copy,
    lent_material,
    lent_materials,
    lent_pages,
    material_for,
    uses,
)
from .receipts import receipt
from .uploads import UploadView, parts_of, place_for_part, upload

__all__ = [
    "DRAWER",
    "ConsentView",
    "FileView",
    "LentView",
    "MaterialView",
    "PageView",
    "UploadView",
    "UseView",
    "choices",
    "consents",
    "copy",
    "definition_of",
    "drawer",
    "envelope_of",
    "everything_of",
    "fields_of",
    "formats_of",
    "is_open",
    "lent_copy",
    "lent_material",
    "lent_materials",
    "lent_pages",
    "material",
    "material_for",
    "original",
    "pages",
    "parts_of",
    "place_for_part",
    "places_to_free",
    "receipt",
    "to_check",
    "types_for",
    "upload",
    "uses",
]
