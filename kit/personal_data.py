"""Personal codes at rest: sealed with AES-GCM for reading back, keyed hash for finding.

Both keys come from one secret of 32 bytes by HKDF, so that neither gives away the other. The hash is what the index and the
events hold; it is useless without the secret.
"""

from __future__ import annotations

import base64
import hmac
import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE_BYTES = 12


class PersonalData:
    """Seals and looks up personal codes. `secret` is base64 of 32 bytes; ValueError when it is not."""

    def __init__(self, secret: str) -> None:
        raw = base64.b64decode(secret, validate=True)
        if len(raw) != 32:
            raise ValueError("the personal data key must be base64 of 32 bytes")
        self._cipher = AESGCM(HKDF(SHA256(), 32, None, b"seal").derive(raw))
        self._lookup_key = HKDF(SHA256(), 32, None, b"lookup").derive(raw)

    def seal(self, text: str) -> bytes:
        """The text encrypted, with its nonce in front."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, text.encode(), None)

    def unseal(self, sealed: bytes) -> str:
        """The text again. Raises cryptography's InvalidTag when it was tampered with or the key differs."""
        return self._cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], None).decode()

    def lookup(self, normal_form: str) -> str:
        """Keyed hash of a normal form, 32 hexadecimal digits."""
        return hmac.new(self._lookup_key, normal_form.encode(), "sha256").hexdigest()[:32]
