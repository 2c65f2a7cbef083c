// Reads JSON and keeps how each value is written: numbers with all their digits, members in their
// order. What JSON.parse makes of a record is not what was archived.

const space = /[ \t\n\r]*/y;
const string = /"(?:[^"\\]|\\.)*"/sy;
const bare = /[^\s,\]}]+/y;

/**
 * The value that a text is, as `{kind, source}`, where kind is object, array, string or bare. An
 * object has `members`, pairs of a name and a value; an array has `items`; a string has its `text`.
 */
export function read(source) {
  const reader = { source, at: 0 };
  const value = readValue(reader);
  skipSpace(reader);
  if (reader.at !== source.length) throw new SyntaxError("More than one value");
  return value;
}

/** The value of an object's member; undefined if it has none of the name, or is no object. */
export function member(value, name) {
  return value?.members?.findLast(([each]) => each === name)?.[1];
}

/** A value in lines, indented, with each string and number as it is written. */
export function indented(value, depth = 0) {
  const inner = "  ".repeat(depth + 1);
  const lines = value.members
    ?.map(([, each, name]) => `${inner}${name}: ${indented(each, depth + 1)}`)
    ?? value.items?.map((each) => inner + indented(each, depth + 1));
  if (!lines) return value.source;
  const [open, close] = value.kind === "object" ? "{}" : "[]";
  return lines.length === 0 ? open + close
    : `${open}\n${lines.join(",\n")}\n${"  ".repeat(depth)}${close}`;
}

/** Every value that is not an object or an array with something in it, with the way there. */
export function leaves(value, path = []) {
  const parts = value.members?.map(([name, each]) => [name, each])
    ?? value.items?.map((each, index) => [String(index), each]);
  if (!parts || parts.length === 0) return [{ path, value }];
  return parts.flatMap(([name, each]) => leaves(each, [...path, name]));
}

function readValue(reader) {
  skipSpace(reader);
  const start = reader.at;
  const first = reader.source[start];
  let value;
  if (first === "{") value = { kind: "object", members: readParts(reader, "}", readMember) };
  else if (first === "[") value = { kind: "array", items: readParts(reader, "]", readValue) };
  else if (first === '"') value = readString(reader);
  else value = { kind: "bare", source: take(reader, bare) };
  value.source = reader.source.slice(start, reader.at);
  return value;
}

function readString(reader) {
  const source = take(reader, string);
  return { kind: "string", source, text: JSON.parse(source) };
}

function readMember(reader) {
  const name = readString(reader);
  skipSpace(reader);
  expect(reader, ":");
  return [name.text, readValue(reader), name.source];
}

function readParts(reader, end, readPart) {
  const parts = [];
  reader.at += 1;
  skipSpace(reader);
  while (reader.source[reader.at] !== end) {
    if (parts.length > 0) expect(reader, ",");
    skipSpace(reader);
    parts.push(readPart(reader));
    skipSpace(reader);
  }
  reader.at += 1;
  return parts;
}

function skipSpace(reader) {
  take(reader, space);
}

function expect(reader, character) {
  if (reader.source[reader.at] !== character) throw new SyntaxError("No JSON");
  reader.at += 1;
}

function take(reader, pattern) {
  pattern.lastIndex = reader.at;
  const match = pattern.exec(reader.source);
  if (!match) throw new SyntaxError("No JSON");
  reader.at = pattern.lastIndex;
  return match[0];
}
