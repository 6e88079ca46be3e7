"""Writes the golden vector of the signing key statement: tag, id, key and end, each behind its length.

    python3 signing_key_statement.py > ../resources/signing-key-statement.txt
"""

import struct

KEY_ID = "signer-1"
PUBLIC_KEY = bytes(range(91))
NOT_AFTER_UNIX_MS = 1_767_225_600_123


def field(data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + data


statement = (
    field(b"giftwarden/signing-key/v1")
    + field(KEY_ID.encode())
    + field(PUBLIC_KEY)
    + field(struct.pack(">q", NOT_AFTER_UNIX_MS))
)
print(statement.hex())
