"""Golden vectors of what gift-service stores of a person, made without any Java.

Needs `cryptography`. Run: python3 sealed_person.py > ../resources/sealed-person.txt
"""

import hashlib
import hmac
import struct

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEK = bytes(range(32))
DATA_KEY = bytes(range(32, 64))
INDEX_KEY = bytes(range(64, 96))
NONCES = [bytes([n]) * 12 for n in range(1, 4)]

OWNER = ("acme", "live", "rcp_0123456789ABCDEFGHIJKL")
GIFT = "gft_0123456789ABCDEFGHIJKL"


def part(value):
    if value is None:
        return struct.pack(">I", 0xFFFFFFFF)
    value = value.encode("utf-8")
    return struct.pack(">I", len(value)) + value


def parts(*values):
    return b"".join(part(value) for value in values)


def seal(key, nonce, clear, about):
    return nonce + AESGCM(key).encrypt(nonce, clear, about)


full = parts(
    "giftwarden/person/v1", "Zoë Ünal", "Zoë@example.org", "+49301234567",
    "Hauptstraße 1", None, "Berlin", None, "10115", "DE",
)
short = parts(
    "giftwarden/person/v1", "A", "a@b.example", None, None, None, None, None, None, None
)
print("full", full.hex())
print("short", short.hex())
about = parts("giftwarden/data-key/v1", *OWNER, "kek-7")
print("wrapped", seal(KEK, NONCES[0], DATA_KEY, about).hex())
about = parts("giftwarden/sealed-person/v1", *OWNER, None)
print("person", seal(DATA_KEY, NONCES[1], full, about).hex())
about = parts("giftwarden/sealed-message/v1", *OWNER, GIFT)
print("message", seal(DATA_KEY, NONCES[2], "Grüße\n🎁".encode("utf-8"), about).hex())
about = parts("giftwarden/email-index/v1", "acme", "live", "zoë@example.org")
print("index", hmac.new(INDEX_KEY, about, hashlib.sha256).hexdigest())
