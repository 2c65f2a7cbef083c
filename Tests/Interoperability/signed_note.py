#!/usr/bin/env python3
"""Reads and signs checkpoints by the words of C2SP signed-note and tlog-cosignature alone.

Usage: signed_note.py verify VKEY_FILE CHECKPOINT   exits with 1 unless the key has signed it
       signed_note.py cosign CHECKPOINT VKEY_FILE   adds a new witness's cosignature; writes its key
"""

import base64
import hashlib
import sys
import time

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey


def key_id(name, kind, public):
    return hashlib.sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[:4]


def split(note):
    text, _, signatures = note.rpartition(b"\n\n")
    return text + b"\n", signatures.decode().splitlines()


def verify(vkey, note):
    name, hexadecimal, material = vkey.strip().split("+", 2)
    material = base64.b64decode(material, validate=True)
    assert material[0] == 1 and key_id(name, 1, material[1:]).hex() == hexadecimal
    text, lines = split(note)
    verified = False
    for line in lines:
        dash, signer, value = line.split(" ")
        value = base64.b64decode(value, validate=True)
        if dash != "\u2014" or signer != name or value[:4].hex() != hexadecimal:
            continue
        try:
            Ed25519PublicKey.from_public_bytes(material[1:]).verify(value[4:], text)
        except InvalidSignature:
            return False
        verified = True
    return verified


def raw(public):
    return public.public_bytes_raw()


def line(name, identifier, signature):
    return f"\u2014 {name} {base64.b64encode(identifier + signature).decode()}"


def cosign(note, name="witness.example/w1"):
    text, _ = split(note)
    key, now = Ed25519PrivateKey.generate(), int(time.time())
    public = raw(key.public_key())
    signature = key.sign(f"cosignature/v1\ntime {now}\n".encode() + text)
    identifier = key_id(name, 4, public)
    vkey = f"{name}+{identifier.hex()}+{base64.b64encode(bytes([4]) + public).decode()}"
    return line(name, identifier, now.to_bytes(8, "big") + signature), vkey


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["verify", vkey, checkpoint]:
            sys.exit(0 if verify(open(vkey).read(), open(checkpoint, "rb").read()) else 1)
        case ["cosign", checkpoint, vkey]:
            added, key = cosign(open(checkpoint, "rb").read())
            open(checkpoint, "ab").write(added.encode() + b"\n")
            open(vkey, "w").write(key + "\n")
        case _:
            sys.exit(__doc__)
