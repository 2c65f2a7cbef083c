"""Reads a checkpoint and the form of its signatures; whether these are good, only keys tell."""

import base64
import re

import spark_json
from spark_json import LAST, Malformed

MAXIMUM_LENGTH = 65_536


class Checkpoint:
    """The size and the root of an index. Its signatures are held to their form, and to no key."""

    def __init__(self, data):
        if len(data) > MAXIMUM_LENGTH:
            raise Malformed("too long")
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            raise Malformed("no UTF-8") from error
        if not text.endswith("\n"):
            raise Malformed("it does not end in LF")
        lines = text[:-1].split("\n")
        self.archive = lines[0].removeprefix("topo-archive/")
        self.expect(1, lines[0] != self.archive and
                    spark_json.identifier(self.archive) == self.archive)
        self.expect(2, len(lines) > 1 and re.fullmatch("[1-9][0-9]{0,18}", lines[1])
                    and int(lines[1]) <= LAST)
        self.size = int(lines[1])
        self.expect(3, len(lines) > 2 and re.fullmatch("[A-Za-z0-9+/]{43}=", lines[2])
                    and base64.b64encode(base64.b64decode(lines[2])).decode() == lines[2])
        self.root = base64.b64decode(lines[2])
        self.signatures = lines[4:]
        if len(lines) > 3:
            self.expect(4, lines[3] == "")
            self.expect(5, self.signatures)
        for number, line in enumerate(self.signatures, 5):
            self.expect(number, line.startswith("\u2014 ") and len(line) > 2)

    def expect(self, line, is_good):
        if not is_good:
            error = Malformed(f"line {line} is not what the format asks for")
            error.line = line
            raise error

    def report(self):
        return {"size": self.size, "root": base64.b64encode(self.root).decode()}


def is_signature(line):
    parts = line.split(" ")
    if len(parts) != 3 or parts[0] != "\u2014" or not parts[1]:
        return False
    if any(each == "+" or each.isspace() or ord(each) < 32 or 127 <= ord(each) < 160
           for each in parts[1]):
        return False
    try:
        data = base64.b64decode(parts[2], validate=True)
    except ValueError:
        return False
    return base64.b64encode(data).decode() == parts[2] and len(data) > 4
