"""The pages of budgets: the district's money, departments, disclosures, tables, lines, projects and findings."""

from django.urls import path, register_converter

from . import compare, department, disclosure, downloads, findings, overview, search, tables, upload
from .addresses import PeriodConverter

register_converter(PeriodConverter, "period")

app_name = "budgets"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("functions/", overview.functions, name="functions"),
    path("functions/<str:code>/", overview.functions, name="functions"),
    path("economy/", overview.economy, name="economy"),
    path("economy/<str:code>/", overview.economy, name="economy"),
    path("compare/", compare.compare, name="compare"),
    path("search/", search.search, name="search"),
    path("uploads/", upload.uploads, name="uploads"),
    path("uploads/new/", upload.upload, name="upload"),
    path("uploads/<int:disclosure_id>/", upload.progress, name="progress"),
    path("uploads/<int:disclosure_id>/again/", upload.again, name="again"),
    path("uploads/<int:disclosure_id>/withdraw/", upload.withdraw, name="withdraw"),
    path("uploads/<int:disclosure_id>/file/", downloads.original_of_upload, name="uploaded_file"),
    path("disclosures/<int:disclosure_id>/", disclosure.by_id, name="disclosure"),
    path("notes/<int:note_id>/", disclosure.note_by_id, name="note"),
    path("<slug:unit>/", department.department, name="department"),
    path("<slug:unit>/<period:period>/", disclosure.disclosure, name="disclosure"),
    path("<slug:unit>/<period:period>/tables/", tables.tables, name="tables"),
    path("<slug:unit>/<period:period>/tables/<int:number>/", tables.table, name="table"),
    path("<slug:unit>/<period:period>/tables/<int:number>/lines/", tables.line, name="line"),
    path("<slug:unit>/<period:period>/tables/<int:number>/lines/<str:code>/", tables.line, name="line"),
    path("<slug:unit>/<period:period>/tables/<int:number>.<str:form>", downloads.table, name="table_file"),
    path("<slug:unit>/<period:period>/narrative/", disclosure.narrative, name="narrative"),
    path("<slug:unit>/<period:period>/projects/", disclosure.notes, name="notes"),
    path("<slug:unit>/<period:period>/projects.<str:form>", downloads.notes, name="notes_file"),
    path("<slug:unit>/<period:period>/projects/<int:number>/", disclosure.note, name="note"),
    path("<slug:unit>/<period:period>/findings/", findings.findings, name="findings"),
    path("<slug:unit>/<period:period>/findings.<str:form>", downloads.findings, name="findings_file"),
    path("<slug:unit>/<period:period>/findings/<str:fingerprint>/", findings.finding, name="finding"),
    path("<slug:unit>/<period:period>/findings/<str:fingerprint>/judge/", findings.judge, name="judge"),
    path("<slug:unit>/<period:period>/findings/<str:fingerprint>/open/", findings.open_again, name="open_again"),
    path("<slug:unit>/<period:period>/original/", disclosure.original, name="original"),
    path("<slug:unit>/<period:period>/original/file/", downloads.original, name="original_file"),
    path("<slug:unit>/<period:period>/reading.<str:form>", downloads.reading, name="reading_file"),
]
