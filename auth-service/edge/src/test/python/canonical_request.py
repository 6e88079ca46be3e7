"""Golden vectors for IdempotencyKey and CanonicalRequest, made without any Java.

Run: python3 canonical_request.py > ../resources/idempotency/golden.txt
"""

import hashlib
import hmac
import struct

ABSENT = struct.pack(">I", 0xFFFFFFFF)


def part(value):
    if value is None:
        return ABSENT
    if isinstance(value, int):
        value = struct.pack(">q", value)
    elif isinstance(value, str):
        value = value.encode("utf-8")
    return struct.pack(">I", len(value)) + value


def parts(*values):
    return b"".join(part(value) for value in values)


def line(name, word, request):
    key = word.encode("ascii")
    key_hash = hashlib.sha256(parts("giftwarden/idempotency-key/v1", key)).hexdigest()
    fingerprint = hmac.new(key, request, hashlib.sha256).hexdigest()
    print(name, word, request.hex(), key_hash, fingerprint)


BUDGET = "bud_0123456789ABCDEFGHIJKL"

line(
    "known-recipient",
    "a",
    parts("giftwarden/gift-send/v1", BUDGET, 1, "EUR", None, "known", "rcp_0123456789abcdefghijkl"),
)
line(
    "somebody-in-full",
    "order-17",
    parts(
        "giftwarden/gift-send/v1", BUDGET, 5000, "EUR", "Grüße\n🎁",
        "somebody", "Zoë", "zoe@example.org", "+49301234567",
        "Hauptstraße 1", None, "Berlin", None, "10115", "DE",
    ),
)
line("cancel", "cancel-17", parts("giftwarden/gift-cancel/v1", "gft_0123456789ABCDEFGHIJKL"))
line(
    "somebody-in-short",
    "x" * 255,
    parts(
        "giftwarden/gift-send/v1", BUDGET, 1_000_000_000_000, "JPY", None,
        "somebody", "A", "a@b.example", None, None, None, None, None, None, None,
    ),
)
