#!/usr/bin/env python3
"""A careful script as one would write it: every activity of some days, into a gzip file a day.

usage: bench-httpx.py URL SINCE UNTIL FOLDER    (the key is in TOPO_API_KEY)

Walks four days at once by their lower bound, drops what it has by id, repeats what fails, and asks
for the count at the end of each day.
"""
import asyncio
import datetime
import gzip
import json
import os
import sys

import httpx

url, since, until, folder = sys.argv[1:5]
second = datetime.timedelta(seconds=1)


async def page(client, **query):
    for attempt in range(8):
        try:
            response = await client.get("/v1/activities", params=query)
            if response.status_code == 200:
                return response.json()
        except (httpx.HTTPError, json.JSONDecodeError):
            pass
        await asyncio.sleep(0.5 * 2**attempt)
    sys.exit("the API does not answer")


def text(time):
    return time.isoformat(timespec="milliseconds").replace("+00:00", "Z")


async def walk(client, slots, day):
    async with slots:
        end = day + datetime.timedelta(days=1)
        window = {"created_at_before": text(end), "sort_order": "ASC", "size": 100, "page": 1}
        after, held = day - second / 1000, {}
        while True:
            body = await page(client, created_at_after=text(after), **window)
            fresh = [item for item in body["items"] if item["id"] not in held]
            held.update((item["id"], item) for item in fresh)
            if not body["has_more"]:
                break
            if not fresh:
                sys.exit("more than a page of activities at one instant")
            after = datetime.datetime.fromisoformat(fresh[-1]["created_at"]) - second / 1000
        body = await page(client, created_at_after=text(day - second / 1000), **window)
        if body["total_count"] != len(held):
            sys.exit(f"{day}: {len(held)} of {body['total_count']}")
        if held:
            with gzip.open(f"{folder}/{day:%Y-%m-%d}.ndjson.gz", "wt", compresslevel=6) as file:
                for item in held.values():
                    file.write(json.dumps(item, separators=(",", ":"), ensure_ascii=False) + "\n")


async def main():
    os.makedirs(folder, exist_ok=True)
    days, day = [], datetime.datetime.fromisoformat(since + "T00:00:00+00:00")
    while f"{day:%Y-%m-%d}" < until:
        days.append(day)
        day += datetime.timedelta(days=1)
    slots = asyncio.Semaphore(4)
    headers = {"Authorization": f"Bearer {os.environ['TOPO_API_KEY']}"}
    async with httpx.AsyncClient(base_url=url, headers=headers, timeout=60) as client:
        await asyncio.gather(*(walk(client, slots, day) for day in days))


asyncio.run(main())
