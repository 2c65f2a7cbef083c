"""Checks records by activity.schema.json, which it reads; needs no package on the executors.

It takes the keywords that the schema uses and refuses any other, so that nothing goes unchecked.
"""

import json

import spark_json
from spark_json import Number

ALL = frozenset(("object", "array", "string", "integer", "number", "boolean", "null"))
ANNOTATIONS = ("$schema", "$id", "$comment", "title", "description", "$defs")
UUID_PATTERN = (
    "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$")
TIME_PATTERN = (
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]{1,9})?"
    "(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$")
GRAMMARS = {("uuid", UUID_PATTERN): "uuid", ("date-time", TIME_PATTERN): "time"}
TYPES = {
    dict: "object", list: "array", str: "string", bool: "boolean", type(None): "null"}
ONE_LINE = {"type": "string", "pattern": "\n"}


class Unsupported(Exception):
    """A schema that this program cannot enforce."""


class Rule:
    """What a schema demands of a value."""

    def __init__(self):
        self.types = ALL
        self.grammar = self.minimum = self.discriminator = None
        self.required, self.documented = [], []
        self.members, self.cases = {}, {}

    @classmethod
    def of(cls, schema, root):
        rule = cls()
        for keyword, value in schema.items():
            if keyword == "type":
                rule.types &= frozenset([value] if isinstance(value, str) else value)
            elif keyword == "minimum" and value == 0:
                rule.minimum = 0
            elif keyword == "required":
                rule.required += [name for name in value if name not in rule.required]
            elif keyword == "properties":
                for name, inner in value.items():
                    rule.join_member(name, cls.of(inner, root))
            elif keyword == "x-documented-values":
                rule.documented += value
            elif keyword == "$ref":
                rule.join(cls.of(referenced(value, root), root))
            elif keyword == "allOf":
                for each in value:
                    rule.add_case(each, root)
            elif keyword not in (*ANNOTATIONS, "format", "pattern", "not"):
                raise Unsupported(f"the keyword {keyword}: {json.dumps(value)}")
        if schema.keys() & {"format", "pattern", "not"}:
            grammar = GRAMMARS.get((schema.get("format"), schema.get("pattern")))
            if grammar is None or schema.get("not") != ONE_LINE:
                raise Unsupported(f"the pattern {schema.get('pattern')}")
            rule.grammar = grammar
        return rule

    def add_case(self, schema, root):
        """`if` a member has a value, `then` more is demanded."""
        try:
            (name, constant), = schema["if"]["properties"].items()
            expected = {"properties": {name: {"const": constant["const"]}}, "required": [name]}
            is_known = schema.keys() == {"if", "then"} and schema["if"] == expected
        except (KeyError, ValueError):
            is_known = False
        if not is_known or self.discriminator not in (None, name):
            raise Unsupported(f"allOf: {json.dumps(schema)}")
        self.discriminator = name
        self.cases[constant["const"]] = Rule.of(schema["then"], root)

    def join(self, other):
        """Adds what another schema demands of the same value."""
        self.types &= other.types
        self.grammar = self.grammar or other.grammar
        self.minimum = other.minimum if self.minimum is None else self.minimum
        self.required += [name for name in other.required if name not in self.required]
        self.documented += other.documented
        for name, rule in other.members.items():
            self.join_member(name, rule)
        if other.cases:
            self.discriminator, self.cases = other.discriminator, other.cases

    def join_member(self, name, rule):
        self.members.setdefault(name, Rule()).join(rule)

    def settle(self):
        """Makes a whole rule of each case, and gives required members that have none a rule."""
        for name in self.required:
            self.members.setdefault(name, Rule())
        for value, rule in list(self.cases.items()):
            whole = Rule()
            for each in (self, rule):
                whole.join(each)
            whole.cases = {}
            self.cases[value] = whole.settle()
        for rule in self.members.values():
            rule.settle()
        return self


def referenced(reference, root):
    name = reference.removeprefix("#/$defs/")
    if name not in root.get("$defs", {}):
        raise Unsupported(f"the reference {reference}")
    return root["$defs"][name]


def activity_rule(text):
    """The rule of a whole record by the text of activity.schema.json."""
    schema = json.loads(text)
    return Rule.of(schema, schema).settle()


def type_of(value, rule):
    if isinstance(value, Number):
        if "number" in rule.types:
            return "number"
        return "integer" if "integer" in rule.types and value.is_integer() else "fraction"
    return TYPES[type(value)]


def pointer_to(path):
    """The JSON Pointer (RFC 6901) of the member that is reached by these names."""
    return "".join("/" + name.replace("~", "~0").replace("/", "~1") for name in path)


def check(value, rule, violations, unrecognised, path=()):
    """Appends where a value breaks a rule, and what in it is not documented."""
    if type_of(value, rule) not in rule.types:
        violations.append((pointer_to(path), "the value is of another type"))
    elif isinstance(value, str):
        is_good = rule.grammar is None or (
            spark_json.identifier(value) if rule.grammar == "uuid"
            else spark_json.instant(value) is not None)
        if not is_good:
            violations.append((pointer_to(path), f"the text is no {rule.grammar}"))
        if rule.documented and value not in rule.documented:
            unrecognised.append((pointer_to(path), value))
    elif isinstance(value, Number):
        if rule.minimum is not None and value.is_negative():
            violations.append((pointer_to(path), "the number is too small"))
    elif isinstance(value, dict):
        kind = value.get(rule.discriminator) if rule.cases else None
        rule = rule.cases.get(kind, rule) if isinstance(kind, str) else rule
        for name, inner in value.items():
            if name in rule.members:
                check(inner, rule.members[name], violations, unrecognised, (*path, name))
            else:
                unrecognised.append((pointer_to((*path, name)), None))
        for name in rule.members:
            if name in rule.required and name not in value:
                violations.append((pointer_to((*path, name)), "the member is missing"))
