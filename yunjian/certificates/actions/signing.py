"""The key every form of a certificate, and every answer about one, is signed by."""

from django.utils.translation import gettext_lazy as _

from yunjian.kernel import keys

SIGNING = keys.purpose("certificates", _("证照"), algorithm="ES256", allowed=("ES256", "Ed25519", "SM2"))
