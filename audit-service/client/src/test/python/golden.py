#!/usr/bin/env python3
"""Makes the golden vectors in ../resources/golden from the formats as they are specified.

Shares no line with the Java code on purpose. Needs `cryptography`. Run it from anywhere; what it
writes is checked in, and running it again changes nothing.
"""
import base64
import hashlib
import hmac
import json
import pathlib
import shutil
import struct
import uuid

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

OUT = pathlib.Path(__file__).resolve().parent.parent / "resources" / "golden"
TEXTS = ("account sub_account environment actor action target outcome reason source_address "
         "certificate_serial key_id api_version request_id").split()


def field(value: bytes) -> bytes:
    return struct.pack(">I", len(value)) + value


def event_bytes(e: dict) -> bytes:
    out = field(b"giftwarden/event/v1")
    out += field(uuid.UUID(e["id"]).bytes) + field(e["source"].encode())
    out += field(struct.pack(">Q", e["time"]))
    for name in TEXTS:
        out += field(e[name].encode())
    return out + field(struct.pack(">Q", e["count"]))


def entry(salt: bytes, e: dict) -> bytes:
    commitment = hmac.new(salt, event_bytes(e), hashlib.sha256).digest()
    return b"\x01" + struct.pack(">Q", e["time"]) + commitment


def leaf(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def root(leaves: list) -> bytes:
    """RFC 6962, section 2.1, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + root(leaves[:k]) + root(leaves[k:])).digest()


def frontier(leaves: list) -> bytes:
    """The roots of the perfect subtrees, largest first."""
    out, at = b"", 0
    for bit in reversed(range(len(leaves).bit_length())):
        if len(leaves) & (1 << bit):
            out += root(leaves[at:at + (1 << bit)])
            at += 1 << bit
    return out


def event(n: int, **changes) -> dict:
    e = dict.fromkeys(TEXTS, "")
    e.update(id=str(uuid.UUID(int=(n * 0x9E3779B97F4A7C15F39CC0605CEDC835) % 2**128)),
             source="gift", time=1764000000000 + n, actor="anonymous", action="gift.send",
             outcome="success", count=1)
    e.update(changes)
    return e


EVENTS = [
    ("only what must be there", event(0, time=0)),
    ("every field", event(
        1, source="auth", time=1764003723456, account="acme", sub_account="acme-north",
        environment="live", actor="key:4fKq9ZbT1xYw", action="key.revoke",
        target="key:8sLm2QpR7vNd", outcome="refused", reason="insufficient-scope",
        source_address="2001:db8::7", certificate_serial="5fa3c1", key_id="4fKq9ZbT1xYw",
        api_version="v1", request_id="0b0e7c52-6f1c-4b8e-9d55-0f6a2d3c4b5a", count=1)),
    ("text beyond ASCII", event(2, environment="test", target="gft_ü€😀")),
    ("a counted record", event(
        3, action="refusals.count", outcome="refused", reason="over-rate",
        source_address="192.0.2.0/24", count=2**40 + 7)),
    ("fields that would join to the same text", event(4, account="ab", sub_account="c")),
    ("fields that would join to the same text, cut elsewhere",
     event(4, account="a", sub_account="bc")),
]


def salt_of(n: int) -> bytes:
    return hashlib.sha256(b"salt %d" % n).digest()


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


class Signer:
    """Guards nothing: its seed is the hash of a phrase, so the repository holds no key."""

    def __init__(self, name: str, phrase: bytes):
        self.name = name
        self.key = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(phrase).digest())
        public = b"\x01" + self.key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.hash = hashlib.sha256(name.encode() + b"\n" + public).digest()[:4]
        self.verifier = f"{name}+{self.hash.hex()}+{b64(public)}"

    def sign(self, text: str) -> str:
        return f"{text}\n— {self.name} {b64(self.hash + self.key.sign(text.encode()))}\n"

    def note(self, size: int, of: bytes) -> str:
        return self.sign(f"{self.name}\n{size}\n{b64(of)}\n")


NAME = "log.giftwarden.example"
LOG = Signer(NAME, b"giftwarden golden vectors")
OTHER = Signer(NAME, b"giftwarden golden vectors, another key")


def vectors() -> dict:
    leaves = [leaf(b"entry %d" % n) for n in range(70)]
    return {
        "events": [{"name": name, "event": e, "salt": salt_of(n).hex(),
                    "bytes": event_bytes(e).hex(), "entry": entry(salt_of(n), e).hex(),
                    "leaf": leaf(entry(salt_of(n), e)).hex()}
                   for n, (name, e) in enumerate(EVENTS)],
        "trees": [{"size": n, "root": root(leaves[:n]).hex(),
                   "frontier": frontier(leaves[:n]).hex()}
                  for n in range(71)],
        "verifierKey": LOG.verifier,
        "notes": [{"size": n, "root": root(leaves[:n]).hex(),
                   "note": LOG.note(n, root(leaves[:n]))}
                  for n in (0, 1, 70)],
        # Truly signed by the key, and still no checkpoint of its log.
        "misused": [LOG.sign(text) for text in (
            "hello\n",
            f"other.example\n0\n{b64(root([]))}\n",
            f"{NAME}\n0\n{b64(root([]))}\nextension\n",
            f"{NAME}\n-1\n{b64(root([]))}\n",
            f"{NAME}\n00\n{b64(root([]))}\n",
            f"{NAME}\n0\n{b64(b'short')}\n",
            f"{NAME}\n9223372036854775808\n{b64(root([]))}\n")],
    }


def write(name: str, text: str) -> None:
    (OUT / name).write_text(text, encoding="utf-8")


def bundle(folder: pathlib.Path) -> None:
    """An exported log of the events above, and the checkpoint it had at four leaves."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    opened = [(salt_of(n), e) for n, (_, e) in enumerate(EVENTS)]
    entries = [entry(salt, e) for salt, e in opened]
    hashes = [leaf(e) for e in entries]
    for signer, prefix in (LOG, "bundle/"), (OTHER, "other-"):
        write(prefix + "checkpoint", signer.note(len(hashes), root(hashes)))
        write(prefix + "signer.vkey", signer.verifier + "\n")
    write("older-checkpoint", LOG.note(4, root(hashes[:4])))
    (folder / "entries").write_bytes(b"".join(entries))
    (folder / "hashes").write_bytes(b"".join(hashes))
    (folder / "events").write_bytes(b"".join(
        struct.pack(">Q", n) + salt + field(event_bytes(e)) for n, (salt, e) in enumerate(opened)))


OUT.mkdir(parents=True, exist_ok=True)
bundle(OUT / "bundle")
write("vectors.json", json.dumps(vectors(), indent=1, ensure_ascii=False) + "\n")
