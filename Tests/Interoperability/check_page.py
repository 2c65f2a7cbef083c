#!/usr/bin/env python3
"""Checks the report of a snapshot as a page, knowing only HTML, CSP and WCAG, and prints its text.

It must be well-formed XML and the same elements as HTML, do nothing, load nothing, allow nothing but
its own style, have real headings and tables, and enough contrast on light and on dark screens.

Usage: check_page.py report.html
"""

import base64
import hashlib
import re
import sys
import xml.etree.ElementTree as ElementTree
from html.parser import HTMLParser

VOID = {"meta", "br", "hr", "img", "link", "input"}


class Page(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.elements, self.problems = [], [], []

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.problems.append(f"</{tag}> closes something else")


def luminance(colour):
    def linear(value):
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    digits = colour.lstrip("#")
    digits = "".join(c * 2 for c in digits) if len(digits) == 3 else digits
    red, green, blue = (linear(int(digits[i : i + 2], 16) / 255) for i in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first, second):
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def check_style(style):
    assert "@import" not in style and "url(" not in style and "expression" not in style
    colours = {}
    palettes = [dict(re.findall(r"--(\w+): (#\w+)", rule))
                for rule in re.findall(r":root \{(.*?)\}", style, re.S)]
    assert len(palettes) == 3, "light, dark and paper"
    on = [("text", ["page", "soft", "goodsoft", "badsoft"]), ("dim", ["page", "soft"]),
          ("good", ["goodsoft"]), ("bad", ["badsoft"]), ("on", ["one", "two", "three", "four"])]
    for palette in palettes:
        colours = {**palettes[0], **palette}
        for text, grounds in on:
            for ground in grounds:
                found = contrast(colours[text], colours[ground])
                assert found >= 4.5, f"{text} on {ground} has {found:.2f} of 4.5"
        for mark in ("bad", "mark", "dim"):
            assert contrast(colours[mark], colours["page"]) >= 3, mark


def main(path):
    source = open(path, encoding="utf-8").read()
    assert source.startswith("<!DOCTYPE html>\n")
    root = ElementTree.fromstring(source)
    page = Page()
    page.feed(source)
    page.close()
    assert not page.problems and not page.open, page.problems
    assert [e.tag for e in root.iter()] == [tag for tag, _ in page.elements]

    allowed = {"html", "head", "meta", "title", "style", "body", "header", "main", "section", "footer",
               "h1", "h2", "p", "div", "strong", "dl", "dt", "dd", "ul", "li", "table", "caption",
               "thead", "tbody", "tr", "th", "td", "time", "b", "i", "pre", "code"}
    for element in root.iter():
        assert element.tag in allowed, element.tag
        for name, value in element.attrib.items():
            assert name in {"lang", "charset", "http-equiv", "content", "name", "class", "scope",
                            "datetime"}, name
            assert element.tag == "meta" or not re.search(r"https?:", value), value
    style = root.find("head/style").text
    hashed = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = [m.get("content") for m in root.iter("meta") if m.get("http-equiv")]
    assert policy == [f"default-src 'none'; style-src 'sha256-{hashed}'; base-uri 'none'; "
                      "form-action 'none'"], policy
    check_style(style)

    assert root.get("lang") == "en" and len(root.findall(".//h1")) == 1
    assert all(section[0].tag == "h2" for section in root.iter("section"))
    for table in root.iter("table"):
        assert table[0].tag == "caption" and table[0].text, "a table without a caption"
        columns = table.findall("thead/tr/th")
        assert columns and all(c.get("scope") == "col" for c in columns)
        assert all(len(row) == len(columns) for row in table.findall("tbody/tr"))
    style_node = root.find("head/style")
    style_node.text = ""
    print("\n".join(text.strip() for text in root.itertext() if text.strip()))


main(sys.argv[1])
