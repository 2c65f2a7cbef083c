"""JSON as FORMAT.md asks for it, and the spellings that it has of ids, times and hashes."""

import datetime
import json
import re

import read_archive

MAXIMUM_DEPTH = 128
MAXIMUM_RECORD = 4 << 20
FIRST, LAST = -(1 << 63), (1 << 63) - 1  # the instants that there are, in nanoseconds since 1970
DAY = 86_400 * 10**9
UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
TIME = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9])"
    r"(?:\.([0-9]{1,9}))?(?:Z|([+-])([01][0-9]|2[0-3]):([0-5][0-9]))")
HASH = re.compile(r"[0-9a-f]{64}")
NUMBER = re.compile(r"(-?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?")
SURROGATE = re.compile("[\ud800-\udfff]")
EPOCH = datetime.date(1970, 1, 1).toordinal()


class Malformed(Exception):
    """Why bytes are not what they should be."""


class Number:
    """A number as it is spelled, whatever its size."""

    __slots__ = ("text",)

    def __init__(self, text):
        self.text = text

    def exact(self):
        """Sign, digits without zeros at either end, exponent of ten: equal for equal values."""
        sign, whole, fraction, exponent = NUMBER.fullmatch(self.text).groups()
        digits = (whole + (fraction or "")).lstrip("0")
        if not digits:
            return ("", "0", 0)
        power = int(exponent or 0) - len(fraction or "")
        short = digits.rstrip("0")
        return (sign, short, power + len(digits) - len(short))

    def is_integer(self):
        return self.exact()[2] >= 0

    def is_negative(self):
        return self.exact()[0] == "-"

    def integer(self):
        """Its value if it is spelled as a whole number of 64 bits."""
        if not re.fullmatch("-?[0-9]{1,19}", self.text) or not FIRST <= int(self.text) <= LAST:
            raise Malformed("no whole number")
        return int(self.text)


def parse(line):
    """The value of a JSON text, its numbers as `Number`."""
    def refuse(word):
        raise Malformed(f"{word} is no JSON")

    try:
        text = line.decode("utf-8")
        value = json.loads(
            text, parse_constant=refuse, parse_int=Number, parse_float=Number,
            object_pairs_hook=read_archive.object_of_distinct_keys)
        if line.count(b"[") + line.count(b"{") > MAXIMUM_DEPTH and depth(value) > MAXIMUM_DEPTH:
            raise Malformed("nested too deep")
    except (ValueError, RecursionError, read_archive.Damage) as error:
        raise Malformed(str(error)) from error
    if b"\\u" in line and has_surrogate(value):
        raise Malformed("half a surrogate pair")
    return value


def depth(value):
    levels, level = 0, [value]
    while level := [each for each in level if isinstance(each, (dict, list))]:
        levels += 1
        level = [
            inner for each in level
            for inner in (each.values() if isinstance(each, dict) else each)]
    return levels


def has_surrogate(value):
    if isinstance(value, str):
        return SURROGATE.search(value) is not None
    if isinstance(value, dict):
        return any(has_surrogate(each) for pair in value.items() for each in pair)
    return isinstance(value, list) and any(map(has_surrogate, value))


def canonical(value):
    """A text that equal values have in common, however they are spelled."""
    # No value of a record has half a surrogate pair, so that no other looks like a number here.
    return json.dumps(value, sort_keys=True, default=lambda number: {"\ud800": number.exact()})


def identifier(value):
    """A UUID in lower case; None for anything else."""
    return value.lower() if isinstance(value, str) and UUID.fullmatch(value) else None


def instant(value):
    """Nanoseconds since 1970 of an ISO 8601 time of any year; None for anything else."""
    match = TIME.fullmatch(value) if isinstance(value, str) else None
    if not match:
        return None
    year, month, day, hour, minute, second = map(int, match.groups()[:6])
    fraction, sign, zone_hours, zone_minutes = match.groups()[6:]
    try:
        days = datetime.date(year, month, day).toordinal() - EPOCH
    except ValueError:
        return None
    seconds = days * 86_400 + hour * 3_600 + minute * 60 + second
    if sign:
        offset = int(zone_hours) * 3_600 + int(zone_minutes) * 60
        seconds -= offset if sign == "+" else -offset
    return seconds * 10**9 + int((fraction or "").ljust(9, "0"))


def is_held(moment):
    """Whether it is an instant that an archive can hold."""
    return moment is not None and FIRST <= moment <= LAST


def day_of(moment):
    return str(datetime.date.fromordinal(moment // DAY + EPOCH))


def start_of(day):
    return (datetime.date.fromisoformat(day).toordinal() - EPOCH) * DAY


def spelled(moment):
    """A time as the index spells it."""
    seconds, fraction = divmod(moment, 10**9)
    days, rest = divmod(seconds, 86_400)
    text = f"{datetime.date.fromordinal(days + EPOCH)}T"
    text += f"{rest // 3_600:02}:{rest // 60 % 60:02}:{rest % 60:02}"
    return text + (f".{fraction:09}".rstrip("0") if fraction else "") + "Z"


class Members:
    """Reads the members of an object that the format has, in its spelling."""

    def __init__(self, value):
        if not isinstance(value, dict):
            raise Malformed("no JSON object")
        self.value = value

    def take(self, name, kind):
        found = self.value.get(name)
        if not isinstance(found, kind):
            raise Malformed(f"the member {name} is missing or not as the format has it")
        return found

    def text(self, name):
        return self.take(name, str)

    def number(self, name, minimum=0):
        found = self.take(name, Number).integer()
        if found < minimum:
            raise Malformed(f"the member {name} is too small")
        return found

    def identifier(self, name):
        return self.require(name, lambda text: identifier(text) == text)

    def hash(self, name):
        return self.require(name, HASH.fullmatch)

    def instant(self, name):
        text = self.require(name, lambda text: is_held(instant(text)))
        if not text.endswith("Z") or ("." in text and text[-2] == "0"):
            raise Malformed(f"the member {name} is not spelled as the format has it")
        return instant(text)

    def require(self, name, is_good):
        found = self.text(name)
        if not is_good(found):
            raise Malformed(f"the member {name} is not as the format has it")
        return found
