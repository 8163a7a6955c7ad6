"""What is kept of materials, uploads, consents and uses; and the vault in which the files themselves lie."""

from .lending import Consent, Lent, Use
from .materials import Copy, Material, Part, Upload
from .reading import reading_of
from .vault import Sealed, Vault, vault

__all__ = ["Consent", "Copy", "Lent", "Material", "Part", "Sealed", "Upload", "Use", "Vault", "reading_of", "vault"]
