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


async def ask(session, url, body, seen):
    tokens = []
    seen.append((time.monotonic_ns(), tokens))
    async with session.post(url, data=body) as reply:
        async for line in reply.content:
            at = time.monotonic_ns()
            if not line.startswith(b"data: {"):
                continue
            text = json.loads(line[6:])["choices"][0]["delta"].get("content")
            if text:
                tokens.append((at, text))


def errors_of(seen):
    """In nobody's figure of CPU time: it is neither parsing nor recording."""
    errors = {"token": [], "ttft": []}
    for posted, tokens in seen:
        for i, (at, text) in enumerate(tokens):
            read, sent = map(int, TRUTH.match(text).groups())
            errors["token"].append((at - sent) / 1000)
            if i == 0:
                errors["ttft"].append((at - posted - (sent - read)) / 1000)
    return errors


async def main(task):
    seen = []
    body = json.dumps({"model": "m", "stream": True, "messages": [{"role": "user", "content": "x" * task["body_bytes"]}]})
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector) as session:
        # As for all clients here, connections are open before: one short answer each.
        warm = [re.sub(r"n=\d+", "n=1", url) for url in task["urls"]]
        await asyncio.gather(*(ask(session, url, "{}", []) for url in warm))
        before = resource.getrusage(resource.RUSAGE_SELF)
        for _ in range(task["repeats"]):
            await asyncio.gather(*(ask(session, url, body, seen) for url in task["urls"]))
        after = resource.getrusage(resource.RUSAGE_SELF)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    errors = errors_of(seen)
    errors["cpu"] = used * 1e6 / max(1, len(errors["token"]))
    print(json.dumps(errors))


asyncio.run(main(json.loads(sys.argv[1])))
