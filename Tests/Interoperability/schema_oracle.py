"""The oracle of the validator's differential test.

Reads records, one a line, and prints for each the places where it breaks the schema: a JSON list
of [JSON Pointer, what], what being one of missing, type, string, minimum.
"""

import decimal
import json
import sys

import jsonschema

decimal.getcontext().Emax = decimal.MAX_EMAX
decimal.getcontext().Emin = decimal.MIN_EMIN


def is_integer(_, value):
    if isinstance(value, decimal.Decimal):
        return value == value.to_integral_value()
    return isinstance(value, int) and not isinstance(value, bool)


Draft = jsonschema.validators.extend(
    jsonschema.Draft202012Validator,
    type_checker=jsonschema.Draft202012Validator.TYPE_CHECKER.redefine("integer", is_integer),
)


def token(part):
    return str(part).replace("~", "~0").replace("/", "~1")


def breaches(error):
    pointer = "".join("/" + token(part) for part in error.absolute_path)
    if error.validator == "required":
        for name in error.validator_value:
            if name not in error.instance:
                yield pointer + "/" + token(name), "missing"
    elif error.validator in ("format", "pattern", "not"):
        yield pointer, "string"
    else:
        yield pointer, error.validator


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        schema = json.load(file)
    Draft.check_schema(schema)
    checker = jsonschema.FormatChecker()
    if "date-time" not in checker.checkers:
        sys.exit("rfc3339-validator is not installed")
    validator = Draft(schema, format_checker=checker)
    for line in sys.stdin.buffer:
        record = json.loads(line.decode("utf-8"), parse_float=decimal.Decimal)
        found = {each for error in validator.iter_errors(record) for each in breaches(error)}
        print(json.dumps(sorted(found)))


main()
