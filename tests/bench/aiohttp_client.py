# SPDX-FileCopyrightText: 2026 The Assay authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a Python tool would measure: one task a stream, lines of the body as aiohttp hands them over, stamped with the
monotonic clock, parsed as JSON. Prints one JSON object with the errors in microseconds.
usage: aiohttp_client.py '{"urls": [...], "body_bytes": N, "repeats": N}'"""
import asyncio
import json
import re
import resource
import sys
import time

import aiohttp

TRUTH = re.compile(r"r(\d+)s(\d+);")


async def ask(session, url, body, errors, counts):
    posted = time.monotonic_ns()
    first = None
    last = None
    async with session.post(url, data=body) as reply:
        async for line in reply.content:
            at = time.monotonic_ns()
            if not line.startswith(b"data: {"):
                continue
            text = json.loads(line[6:])["choices"][0]["delta"].get("content")
            if not text:
                continue
            read, sent = map(int, TRUTH.match(text).groups())
            errors["token"].append((at - sent) / 1000)
            counts[0] += 1
            if first is None:
                first = at
                errors["ttft"].append((at - posted - (sent - read)) / 1000)
            last = at
    return last


async def main(task):
    errors = {"token": [], "ttft": []}
    counts = [0]
    body = json.dumps({"model": "m", "stream": True, "messages": [{"role": "user", "content": "x" * task["body_bytes"]}]})
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector) as session:
        # As for all clients here, connections are open before: one short answer each.
        warm = [re.sub(r"n=\d+", "n=1", url) for url in task["urls"]]
        await asyncio.gather(*(ask(session, url, "{}", {"token": [], "ttft": []}, [0]) for url in warm))
        before = resource.getrusage(resource.RUSAGE_SELF)
        for _ in range(task["repeats"]):
            await asyncio.gather(*(ask(session, url, body, errors, counts) for url in task["urls"]))
        after = resource.getrusage(resource.RUSAGE_SELF)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    errors["cpu"] = used * 1e6 / max(1, counts[0])
    print(json.dumps(errors))


asyncio.run(main(json.loads(sys.argv[1])))
