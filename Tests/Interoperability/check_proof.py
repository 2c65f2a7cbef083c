#!/usr/bin/env python3
"""Checks a proof of one activity by the words of schemas/FORMAT.md and C2SP alone, and prints its record.

Usage: check_proof.py PROOF VKEY_FILE    exits with 1 if it proves nothing
"""

import base64
import hashlib
import json
import sys

from signed_note import verify


def require(condition, reason):
    if not condition:
        sys.exit(f"not proven: {reason}")


def sha256(data):
    return hashlib.sha256(data).digest()


def root(leaf, index, size, path):
    """RFC 9162, section 2.1.3.2."""
    require(0 <= index < size, "no such leaf")
    node, last, result = index, size - 1, leaf
    for sibling in path:
        require(last > 0, "a path that is too long")
        if node & 1 or node == last:
            result = sha256(b"\1" + sibling + result)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            result = sha256(b"\1" + result + sibling)
        node, last = node >> 1, last >> 1
    require(last == 0, "a path that is too short")
    return result


class Lines:
    def __init__(self, text):
        self.rest = text

    def next(self):
        line, feed, self.rest = self.rest.partition(b"\n")
        require(feed, "it ends too early")
        return line

    def after(self, label):
        line = self.next()
        require(line.startswith(label), f"no {label}")
        return line[len(label):]

    def path(self):
        index, path = int(self.after(b"index ")), []
        while line := self.next():
            path.append(base64.b64decode(line, validate=True))
        return index, path


proof = Lines(open(sys.argv[1], "rb").read())
require(proof.next() == b"topo-archive/proof@v1", "another format")
record = proof.after(b"record ")
record_index, record_path = proof.path()
entry = proof.after(b"entry ")
require(proof.next() == b"", "no empty line")
require(proof.next() == b"c2sp.org/tlog-proof@v1", "no tlog-proof")
entry_index, entry_path = proof.path()
checkpoint = proof.rest
origin, size, base64_root = checkpoint.splitlines()[:3]

members = json.loads(entry)
require(members["kind"] == "segment", "the entry is none of a segment")
require(root(sha256(b"\0" + record), record_index, members["count"], record_path).hex()
        == members["content_root"], "the record is not in the segment")
require(root(sha256(b"\0" + entry), entry_index, int(size), entry_path)
        == base64.b64decode(base64_root, validate=True), "the entry is not in the index")
require(verify(open(sys.argv[2]).read(), checkpoint), "the key has not signed the checkpoint")
sys.stdout.buffer.write(record + b"\n")
