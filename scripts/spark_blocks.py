"""Takes the bytes of a segment's file apart into blocks, and believes nothing in them."""

import struct
import zlib

import read_archive

MAXIMUM_COUNT = 1_024  # records in a block
GROUP = 8  # blocks that a filter at the end of a segment is over
MAXIMUM_FILTERS = 128  # in a segment
MAXIMUM_CONTENT = 256 << 20  # bytes of records in a block
MAXIMUM_FAULTS = 100
MAXIMUM_HEADER = 80 << 10
FIXED_LENGTH, FILTER_UNIT, TRAILER = 86, 32, 8
GZIP = bytes.fromhex("1f8b08040000000000ff")


class Header:
    """What a block's header says; `error` is why it is none."""

    def __init__(self, data, start):
        self.error = self.read(data, start)

    def read(self, data, start):
        fixed = bytes(data[start:start + FIXED_LENGTH])
        if fixed[:2] != GZIP[:2]:
            return "no gzip"
        if len(fixed) < 12:
            return "it ends too early"
        length = 12 + int.from_bytes(fixed[10:12], "little")
        longest = FIXED_LENGTH + FILTER_UNIT * read_archive.MAXIMUM_FILTER_LENGTH
        if fixed[:10] != GZIP or not FIXED_LENGTH <= length <= longest:
            return "no header of a block"
        if len(data) - start < length:
            return "it ends too early"
        if fixed[12:14] != b"TA" or int.from_bytes(fixed[14:16], "little") != length - 16:
            return "no header of a block"
        if fixed[16] != 1:
            return "made by a newer version"
        (flags, self.count, self.member_size, self.content_size, self.first, self.last,
         self.root, units) = struct.unpack("<xBHQQqq32sH", fixed[16:86])
        self.is_always_read = flags == 1
        self.filter = bytes(data[start + FIXED_LENGTH:start + length])
        is_well_formed = (
            flags <= 1 and 1 <= self.count <= MAXIMUM_COUNT
            and self.content_size >= 2 * self.count and self.content_size < 1 << 63
            and self.first <= self.last and units >= 1
            and len(self.filter) == FILTER_UNIT * units
            and length + 2 + TRAILER <= self.member_size < 1 << 63)
        return None if is_well_formed else "a field has a value that none can have"


def header_extent(data, start):
    """The length of any gzip header there; None for none, 0 for one that goes on behind."""
    view = bytes(data[start:start + MAXIMUM_HEADER])
    if not view.startswith(GZIP[:3]) and not GZIP[:3].startswith(view[:3]):
        return None
    if len(view) < 10:
        return 0
    flags, length = view[3], 10
    if flags & 0xE0:
        return None
    if flags & 4:
        if len(view) < 12:
            return 0
        length += 2 + int.from_bytes(view[10:12], "little")
    for flag in (8, 16):
        if flags & flag:
            end = view.find(b"\0", length)
            if end < 0:
                return 0
            length = end + 1
    length += 2 if flags & 2 else 0
    return length if length <= len(view) else 0


class Block:
    """A gzip member as it was found; `fault` is why its content cannot be known."""

    def __init__(self, offset, header):
        self.offset, self.header = offset, header
        self.content, self.size, self.fault = b"", 0, None


class Scanner:
    """Goes from member to member, inflating each; behind a fault only as far as its header tells.

    No more is inflated than the index says that there is.
    """

    def __init__(self, data, content_size):
        self.data = memoryview(data)
        self.left = content_size
        self.position = self.faults = 0
        self.is_stuck = False
        self.filters = []

    def pass_filters(self):
        while len(self.filters) < MAXIMUM_FILTERS:
            try:
                found = read_archive.GroupFilter(self.data, self.position)
            except read_archive.Damage:
                return
            self.filters.append((self.position, found))
            self.position += found.size

    def filters_at_end(self):
        """The filters to which the end of the file leads, as a search finds them."""
        end, filters = bytes(self.data[max(0, len(self.data) - 14):]), []
        if end[4:] != read_archive.GroupFilter.END:
            return []
        start = len(self.data) - int.from_bytes(end[:4], "little")
        try:
            while 0 < start < len(self.data) and len(filters) < MAXIMUM_FILTERS:
                filters.append(read_archive.GroupFilter(self.data, start))
                start += filters[-1].size
        except read_archive.Damage:
            return []
        return filters if start == len(self.data) else []

    def blocks(self):
        number = 0
        while not self.is_stuck:
            self.pass_filters()
            if self.position >= len(self.data):
                return
            block = Block(self.position, Header(self.data, self.position))
            extent = header_extent(self.data, self.position)
            if extent:
                self.position += extent
                block.content, block.fault = self.inflate(block)
                if block.fault is None:
                    self.left -= len(block.content)
                is_honest = not block.header.error and block.header.content_size <= self.left
                if block.fault == "beyond_index" and is_honest:
                    block.fault = "size"
            else:
                block.fault = self.fault_of_missing_header(extent, number)
            block.size = self.position - block.offset
            if block.fault:
                block.fault = self.step_over(block)
            number += 1
            yield block

    def fault_of_missing_header(self, extent, number):
        if extent == 0 and len(self.data) - self.position < MAXIMUM_HEADER:
            return "truncated"
        return "trailing_bytes" if extent is None and number > 0 else "corrupt"

    def inflate(self, block):
        """The content of the member whose deflate stream begins here, and what is wrong with it."""
        limit = min(MAXIMUM_CONTENT, self.left)
        inflater, pieces, length = zlib.decompressobj(-15), [], 0
        # What a header says of the length only spares copies of what follows the member.
        expected = 0 if block.header.error else block.header.member_size
        piece_end = min(len(self.data), max(block.offset + expected, self.position + (64 << 10)))
        start = self.position
        while not inflater.eof:
            piece = self.data[start:piece_end]
            if not piece:
                return b"", "truncated"
            try:
                while not inflater.eof:
                    pieces.append(inflater.decompress(piece, limit + 1 - length))
                    length += len(pieces[-1])
                    if length > limit:
                        too_much = "beyond_index" if self.left < MAXIMUM_CONTENT else "too_large"
                        return b"", too_much
                    piece = inflater.unconsumed_tail
                    if not piece:
                        break
            except zlib.error:
                return b"", "corrupt"
            start, piece_end = piece_end, min(len(self.data), piece_end + (64 << 10))
        self.position = start - len(inflater.unused_data)
        content = b"".join(pieces)
        if len(self.data) - self.position < TRAILER:
            return content, "truncated"
        checksum, size = struct.unpack_from("<II", self.data, self.position)
        self.position += TRAILER
        if size != len(content) & 0xFFFFFFFF:
            return content, "size"
        return content, None if zlib.crc32(content) == checksum else "checksum"

    def step_over(self, block):
        """Moves to where the next member starts; gives the fault as it is in this light."""
        self.faults += 1
        if block.fault == "trailing_bytes" or self.faults >= MAXIMUM_FAULTS:
            self.is_stuck = True
            return block.fault
        ended = self.position
        if not block.header.error and self.starts_member(block.offset + block.header.member_size):
            # It is not the file that ends too early then.
            return "corrupt" if block.fault == "truncated" else block.fault
        self.is_stuck = True
        if block.fault in ("checksum", "size"):
            self.is_stuck = not self.starts_member(ended)
        return block.fault

    def starts_member(self, offset):
        """Moves there; false unless a member starts there, or the file ends."""
        if offset > len(self.data):
            return False
        self.position = offset
        return offset == len(self.data) or header_extent(self.data, offset) is not None
