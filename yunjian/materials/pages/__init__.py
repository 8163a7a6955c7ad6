"""The drawer of materials: handing in, lending, receipts; the window and the offices that use what was lent."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from yunjian.ui.desk import desk

from .. import policy
from . import drawer, handing_in, lending, office, uploads, window

app_name = "materials"
urlpatterns = [
    path("", drawer.drawer, name="drawer"),
    path("hand-in/", handing_in.hand_in, name="hand_in"),
    path("uploads/", uploads.begin, name="begin_upload"),
    path("uploads/<slug:sending>/", uploads.upload, name="upload"),
    path("lend/", lending.lend, name="lend"),
    path("consents/", lending.consents, name="consents"),
    path("consents/<int:consent_id>/withdraw/", lending.withdraw, name="withdraw"),
    path("window/", window.take_in, name="take_in"),
    path("verify/", window.verify, name="verify"),
    path("office/", office.lent, name="lent"),
    path("office/<int:consent_id>/<int:material_id>/", office.lent_material, name="lent_material"),
    path("office/<int:consent_id>/<int:material_id>/<slug:piece>/", office.lent_piece, name="lent_piece"),
    path("<int:material_id>/", drawer.material, name="material"),
    path("<int:material_id>/fields/", drawer.fields, name="fields"),
    path("<int:material_id>/original/", drawer.original, name="original"),
    path("<int:material_id>/receipt/", drawer.receipt, name="receipt"),
    path("<int:material_id>/delete/", drawer.delete, name="delete"),
    path("<int:material_id>/<slug:piece>/", drawer.piece, name="piece"),
]

desk(_("借给本单位的材料"), "materials:lent", policy.USE)
desk(_("窗口代收材料"), "materials:take_in", policy.TAKE_IN)
desk(_("核对材料收据"), "materials:verify", policy.VERIFY)
