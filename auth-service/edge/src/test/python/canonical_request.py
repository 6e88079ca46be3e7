"""Golden vectors for IdempotencyKey and CanonicalRequest, made without any Java.

Run: python3 canonical_request.py > ../resources/dev/giftwarden/edge/testing/golden-requests.txt
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


def some(*values):
    return part(len(values)) + b"".join(part(value) for value in sorted(values))


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
line(
    "batch",
    "batch-17",
    parts(
        "giftwarden/gift-batch/v1", "all", 2,
        "row-1", parts("giftwarden/gift-send/v1", BUDGET, 1, "EUR", None, "known", "rcp_0123456789abcdefghijkl"),
        "row 2", parts(
            "giftwarden/gift-send/v1", BUDGET, 1_000_000_000_000, "JPY", None,
            "somebody", "A", "a@b.example", None, None, None, None, None, None, None,
        ),
    ),
)
line(
    "recipient-import",
    "sheet-17",
    parts(
        "giftwarden/recipient-import/v1", 3,
        parts(
            "giftwarden/recipient-import-row/v1", "sales", "Zoë", "zoe@example.org", "+49301234567",
            "Hauptstraße 1", None, "Berlin", None, "10115", "DE",
        ),
        None,
        parts(
            "giftwarden/recipient-import-row/v1", None,
            "A", "a@b.example", None, None, None, None, None, None, None,
        ),
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
line("key-revoke", "revoke-17", parts("giftwarden/key-revoke/v1", "0123456789AB"))
line(
    "key-in-short",
    "key-17",
    parts("giftwarden/key-create/v1", None, "live") + some("gifts:read") + some()
    + parts(1_798_675_200_000, None) + some() + some() + some() + some() + parts(0, None),
)
line(
    "key-in-full",
    "key-18",
    parts("giftwarden/key-create/v1", "Café 🎁", "test")
    + some("keys:write", "keys:read") + some("gifts:send", "gifts:read")
    + parts(1_798_675_200_000, 1_796_083_200_123)
    + some("south", "north") + some("203.0.113.0/24", "192.0.2.0/24") + some("v1")
    + some("47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU") + parts(1, "prints the labels"),
)
line(
    "key-with-limit",
    "key-19",
    parts("giftwarden/key-create/v1", None, "live") + some() + some()
    + parts(1_798_675_200_000, None) + some() + some() + some() + some() + parts(0, None)
    + parts("template", "gift-sender", "spendLimit", 50_000, "USD", "week", 5_000),
)
