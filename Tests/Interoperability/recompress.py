#!/usr/bin/env python3
"""Compresses a segment of a topo-archive/1 anew, as another writer of the format could have done.

Usage: recompress.py ARCHIVE PATH [--file-only]
The records and everything that the block headers say of them stay, the gzip bytes are others. The index
and the checkpoint then stand for the new file, as if it had always been there; with --file-only they
stay as they are.
"""

import base64
import json
import pathlib
import sys
import zlib

sys.dont_write_bytecode = True

from read_archive import BLOCK, GROUP, GroupFilter, leaf_hash, merkle_root, sha256


def recompressed(data):
    """The same blocks, deflated by other means than topo-archive's."""
    result, start, ends = b"", 0, []
    while start < len(data) and data[start + 12:start + 14] != b"TF":
        length = 12 + int.from_bytes(data[start + 10:start + 12], "little")
        inflater = zlib.decompressobj(wbits=31)
        content = inflater.decompress(data[start:])
        deflater = zlib.compressobj(level=1, wbits=-15)
        body = deflater.compress(content) + deflater.flush()
        body += zlib.crc32(content).to_bytes(4, "little")
        body += (len(content) & 0xFFFFFFFF).to_bytes(4, "little")
        header = bytearray(data[start:start + length])
        header[20:28] = (length + len(body)).to_bytes(8, "little")
        result += bytes(header) + body
        ends.append(len(result))
        start = len(data) - len(inflater.unused_data)
    return result + moved(data[start:], ends)


def moved(filters, ends):
    """The filters behind blocks that end elsewhere."""
    result, start = bytearray(filters), 0
    while start < len(filters):
        group = ends[:GROUP // BLOCK]
        ends = ends[GROUP // BLOCK:]
        result[start + 20:start + 28] = group[-1].to_bytes(8, "little")
        start += GroupFilter(filters, start).size
    return bytes(result)


def name_in_index(archive, path, data):
    """Makes the index name the file's new bytes, and the checkpoint stand for the index."""
    lines = (archive / "index.ndjson").read_bytes().splitlines()
    for number, line in enumerate(lines):
        entry = json.loads(line)
        if entry["kind"] == "segment" and entry["path"] == path:
            entry["size"], entry["sha256"] = len(data), sha256(data).hex()
            lines[number] = json.dumps(entry, separators=(",", ":"), ensure_ascii=False).encode()
    (archive / "index.ndjson").write_bytes(b"".join(line + b"\n" for line in lines))
    checkpoint = (archive / "checkpoint").read_text().splitlines()
    checkpoint[2] = base64.b64encode(merkle_root([leaf_hash(line) for line in lines])).decode()
    (archive / "checkpoint").write_text("\n".join(checkpoint) + "\n")


def recompress(archive, path, file_only=False):
    archive = pathlib.Path(archive)
    data = recompressed((archive / path).read_bytes())
    (archive / path).write_bytes(data)
    if not file_only:
        name_in_index(archive, path, data)


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit("usage: recompress.py ARCHIVE PATH [--file-only]")
    recompress(sys.argv[1], sys.argv[2], "--file-only" in sys.argv[3:])
