#!/usr/bin/env python3
"""Makes an archive's index as long as that of ten years: appends walks of replies and seals it again.

usage: bench-long-index.py ARCHIVE LINES    (called by scripts/bench)
"""
import base64
import hashlib
import sys

archive, count = sys.argv[1], int(sys.argv[2])
lines = open(f"{archive}/index.ndjson", "rb").read().splitlines()
walks = [line for line in lines if line.startswith(b'{"kind":"walk"')]
reply = b'"filter":{"event_type":"REPLIED"}'
while len(lines) < count:
    lines.append(walks[len(lines) % len(walks)].replace(b'"filter":null', reply))


def root(leaves):
    level = [hashlib.sha256(b"\0" + leaf).digest() for leaf in leaves]
    while len(level) > 1:
        nodes = [hashlib.sha256(b"\1" + left + right).digest()
                 for left, right in zip(level[::2], level[1::2])]
        level = nodes + level[len(level) - len(level) % 2:]
    return level[0]


origin = open(f"{archive}/checkpoint").readline()
with open(f"{archive}/index.ndjson", "wb") as file:
    file.write(b"".join(line + b"\n" for line in lines))
with open(f"{archive}/checkpoint", "w") as file:
    file.write(f"{origin}{len(lines)}\n{base64.b64encode(root(lines)).decode()}\n")
