#!/usr/bin/env python3
"""Draws the CPU ratios of the results as bars, in SVG.

usage: bench-plot.py RESULTS.md >RESULTS.svg    (called by scripts/bench)
"""
import html
import sys

rows, work = [], ""
for line in open(sys.argv[1]):
    cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
    if len(cells) == 10 and cells[5].startswith("`"):
        work = cells[0] or work
        rows.append((work, cells[5].strip("`"), float(cells[8])))

left, scale, step, top = 470, 250, 20, 54
largest = max(1.6, max(ratio for _, _, ratio in rows))
width, height = int(left + scale * largest + 60), top + step * len(rows) + 12
print(f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
      f'viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="12" role="img">')
print("<title>CPU time of topo-archive as a part of what other programs take</title>")
print(f'<rect width="{width}" height="{height}" fill="#ffffff"/>')
print('<text x="12" y="20" font-size="14" font-weight="bold" fill="#1f2328">CPU time of topo-archive, as '
      "a part of what is named beside it takes: shorter is less</text>")
one = left + scale
print(f'<line x1="{one}" y1="{top - 14}" x2="{one}" y2="{height - 8}" stroke="#8c959f"/>')
print(f'<text x="{one}" y="{top - 18}" text-anchor="middle" fill="#59636e">as much</text>')
before = ""
for position, (work, peer, ratio) in enumerate(rows):
    y = top + step * position
    if work != before:
        print(f'<text x="12" y="{y + 11}" fill="#1f2328">{html.escape(work)}</text>')
        before = work
    print(f'<text x="{left - 8}" y="{y + 11}" text-anchor="end" fill="#59636e">'
          f"{html.escape(peer)}</text>")
    color = "#1a7f37" if ratio <= 1 else "#9a6700"
    bar = max(1, scale * ratio)
    print(f'<rect x="{left}" y="{y}" width="{bar:.1f}" height="14" fill="{color}"/>')
    print(f'<text x="{left + bar + 5:.1f}" y="{y + 11}" fill="#1f2328">{ratio:.2f}</text>')
print("</svg>")
