"""The keys every form of a certificate, and every answer about one, is signed by."""

from django.utils.translation import gettext_lazy as _

from yunjian.kernel import keys

SIGNING = keys.purpose("certificates", _("证照"), algorithm="ES256", allowed=("ES256", "Ed25519", "SM2"))
PDF = keys.purpose("certificates-pdf", _("证照的签名 PDF"), algorithm="ES256", allowed=("ES256",))
ROOT = keys.purpose("certificates-root", _("证照签名的根证书"), algorithm="ES256", allowed=("ES256",))
