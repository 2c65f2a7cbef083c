"""Draws what scripts/scale measured, in SVG: two plots, both axes of each logarithmic."""
import html
import math

from scale_runs import COMMANDS

COLORS = ["#8250df", "#cf222e", "#9a6700", "#0969da", "#1a7f37", "#59636e"]
WIDTH, HEIGHT = 330, 300
LEFT, TOP, GAP, LEGEND = 62, 48, 84, 160


def plot(rows):
    width = LEFT + 2 * WIDTH + GAP + LEGEND
    height = TOP + HEIGHT + 52
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width}'
        f' {height}" font-family="sans-serif" font-size="12" role="img">',
        "<title>Time and peak memory of each command against the number of activities</title>",
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
    ]
    parts += panel("Wall time, seconds", LEFT, rows, lambda row, name: row.wall(name))
    parts += panel(
        "Peak memory, MB", LEFT + WIDTH + GAP, rows, lambda row, name: row.memory(name))
    for position, (name, color) in enumerate(zip(COMMANDS, COLORS)):
        x, y = LEFT + 2 * WIDTH + GAP + 18, TOP + 16 + 20 * position
        parts.append(f'<line x1="{x}" y1="{y - 4}" x2="{x + 16}" y2="{y - 4}" stroke="{color}"'
                     ' stroke-width="2"/>')
        parts.append(text(x + 22, y, name))
    return "\n".join([*parts, "</svg>", ""])


def panel(title, left, rows, value):
    values = [value(row, name) for row in rows for name in COMMANDS]
    bottom, top = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    sizes = [math.log10(row.activities) for row in rows]
    first, last = min(sizes) - 0.1, max(sizes) + 0.1

    def x(size):
        return left + WIDTH * (math.log10(size) - first) / (last - first)

    def y(number):
        return TOP + HEIGHT * (top - math.log10(number)) / max(top - bottom, 1)

    yield text(left, TOP - 18, title, size=14, weight="bold")
    for power in range(bottom, top + 1):
        yield (f'<line x1="{left}" y1="{y(10.0**power):.1f}" x2="{left + WIDTH}" y2="{y(10.0**power):.1f}"'
               ' stroke="#d1d9e0"/>')
        yield text(left - 8, y(10.0**power) + 4, f"{10.0**power:g}", anchor="end", color="#59636e")
    for row in rows:
        yield text(x(row.activities), TOP + HEIGHT + 20, f"{row.activities / 1e6:,.3g} M",
                   anchor="middle", color="#59636e")
    yield text(left + WIDTH / 2, TOP + HEIGHT + 40, "activities", anchor="middle", color="#59636e")
    for name, color in zip(COMMANDS, COLORS):
        points = [(x(row.activities), y(value(row, name))) for row in rows]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        yield f'<polyline points="{path}" fill="none" stroke="{color}" stroke-width="2"/>'
        for across, down in points:
            yield f'<circle cx="{across:.1f}" cy="{down:.1f}" r="3" fill="{color}"/>'


def text(x, y, words, size=12, weight="normal", anchor="start", color="#1f2328"):
    return (f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" font-weight="{weight}"'
            f' text-anchor="{anchor}" fill="{color}">{html.escape(words)}</text>')
