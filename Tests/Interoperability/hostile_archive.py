#!/usr/bin/env python3
"""Makes an archive whose maker wants to harm who reads it. Nothing of it is made in memory.

Usage: hostile_archive.py KIND FOLDER

Where it can, the archive fits itself: sizes, hashes and checkpoint are those of its files.
"""

import base64
import hashlib
import json
import pathlib
import struct
import sys
import zlib

GIB = 1 << 30
PIECE = 1 << 24
ID = "7c9e6679-7425-40de-944b-e07fc1f90ae7"
DAY = "2025-03-14"
PATH = f"activities/created_date={DAY}/part-00000.ndjson.gz"


def main():
    kind, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    (folder / PATH).parent.mkdir(parents=True)
    (folder / "staging").mkdir()
    KINDS[kind](folder)


def segment_of_one_line(folder):
    """A segment with one record of 1 GiB, as its index says."""
    size = member(folder / PATH, b"a", GIB, says=GIB + 1)
    seal(folder, [archive(), segment(folder, size, count=1)])


def bomb(folder):
    """A segment that inflates to 1 GiB, of which its index and its header say 500 bytes."""
    member(folder / PATH, b"\n", GIB, says=500)
    seal(folder, [archive(), segment(folder, 500, count=1)])


def bomb_with_an_honest_header(folder):
    """The same, with a header that says how long the content is."""
    member(folder / PATH, b"\n", GIB, says=GIB + 1)
    seal(folder, [archive(), segment(folder, 500, count=1)])


def records_without_end(folder):
    """A segment of 16 Mi empty records, of which the index says no more than their length."""
    size = member(folder / PATH, b"\n", PIECE, says=PIECE + 1)
    seal(folder, [archive(), segment(folder, size, count=1)])


def index_of_one_line(folder):
    """An index whose second line has 1 GiB."""
    seal(folder, [archive()], size=2)
    with open(folder / "index.ndjson", "ab") as file:
        # A hole in the file reads as zeros.
        file.truncate(file.tell() + GIB)
        file.seek(0, 2)
        file.write(b"\n")


def index_of_many_values(folder):
    """An index whose second line is as long as one may be, and nothing but values."""
    line = b'{"kind":"walk","more":[0' + b",0" * ((60 << 20) // 2) + b"]}"
    seal(folder, [archive(), line])


def commit_of_one_line(folder):
    """A record of a commit of 1 GiB."""
    seal(folder, [archive()])
    with open(folder / "staging/commit", "wb") as file:
        file.truncate(GIB)


def many_members(folder):
    """A segment of a hundred thousand empty gzip members, each of 20 bytes."""
    (folder / PATH).write_bytes(bytes.fromhex("1f8b08000000000000ff03000000000000000000") * 100_000)
    seal(folder, [archive(), segment(folder, 500, count=1)])


KINDS = {
    function.__name__: function
    for function in (
        segment_of_one_line, bomb, bomb_with_an_honest_header, records_without_end,
        many_members, index_of_one_line, index_of_many_values, commit_of_one_line)
}


def member(path, byte, size, says):
    """Writes one block of `size` times the same byte and an LF, and gives the content's length."""
    piece = byte * PIECE
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    # After a full flush the same bytes can follow again.
    packed = deflate.compress(piece) + deflate.flush(zlib.Z_FULL_FLUSH)
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    end = deflate.compress(b"\n") + deflate.flush()
    times = size // PIECE
    checksum = 0
    for _ in range(times):
        checksum = zlib.crc32(piece, checksum)
    checksum = zlib.crc32(b"\n", checksum)
    length = 86 + 32 + len(packed) * times + len(end) + 8
    with open(path, "wb") as file:
        file.write(bytes.fromhex("1f8b08040000000000ff") + struct.pack("<H", 118 - 12))
        file.write(b"TA" + struct.pack("<H", 118 - 16) + b"\x01\x01" + struct.pack("<H", 1))
        file.write(struct.pack("<QQqq", length, says, 0, 0) + bytes(32))
        file.write(struct.pack("<H", 1) + b"\xff" * 32)
        for _ in range(times):
            file.write(packed)
        file.write(end + struct.pack("<II", checksum, (size + 1) & 0xFFFFFFFF))
    return size + 1


def archive():
    return dumped({
        "kind": "archive", "format": 1, "id": ID, "source": "https://api.topo.io",
        "created_at": "2025-03-17T02:00:00Z"})


def segment(folder, content_size, count):
    file = folder / PATH
    digest = hashlib.sha256()
    with open(file, "rb") as content:
        while piece := content.read(PIECE):
            digest.update(piece)
    id = "01954b2e-fc10-7000-8a3f-d2e591c04a77"
    time = f"{DAY}T09:22:11.483Z"
    return dumped({
        "kind": "segment", "stream": "activities", "partition": DAY, "organization_id": None,
        "path": PATH, "count": count, "types": {}, "id_min": id, "id_max": id,
        "created_at_min": time, "created_at_max": time, "size": file.stat().st_size,
        "sha256": digest.hexdigest(), "content_size": content_size, "content_root": "0" * 64})


def dumped(value):
    return json.dumps(value, separators=(",", ":")).encode()


def seal(folder, lines, size=None):
    """Writes the index and its checkpoint, which may claim to be of more lines."""
    with open(folder / "index.ndjson", "wb") as file:
        for line in lines:
            file.write(line + b"\n")
    hashes = [hashlib.sha256(b"\x00" + line).digest() for line in lines]
    root = hashes[0]
    for leaf in hashes[1:]:
        root = hashlib.sha256(b"\x01" + root + leaf).digest()
    assert len(lines) <= 2, "the root is that of two lines at most"
    root = base64.b64encode(root).decode()
    (folder / "checkpoint").write_text(f"topo-archive/{ID}\n{size or len(lines)}\n{root}\n")


if __name__ == "__main__":
    main()
