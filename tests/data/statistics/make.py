# SPDX-FileCopyrightText: 2026 The Assay authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes reference.json: figures by numpy and scipy, or by going through all cases, that the formulas of models/domain are
held against (tests/domain/tst_truth.cpp).  usage: make.py > reference.json   (made with numpy 1.24, scipy 1.10)"""
import itertools
import json

import numpy as np
from scipy import integrate, stats

rng = np.random.default_rng(20260304)


def floats(values):
    return [float(v) for v in np.atleast_1d(values)]


def distributions():
    for n in (1, 2, 7, 130, 661):
        x = np.round(rng.lognormal(6, 0.5, n), 3)
        ps = [0, 5, 25, 50, 75, 90, 95, 99, 100]
        yield {"values": floats(x), "p": ps, "percentiles": floats(np.percentile(x, ps)), "mean": float(x.mean()),
               "std": float(x.std(ddof=1)) if n > 1 else None}


def students():
    for df in (1, 1.6, 2, 32 / 11, 4, 11.5, 30, 400):
        for t in (0.1, 1, 2.5, 6, 40):
            yield {"df": df, "t": t, "p": float(2 * stats.t.sf(t, df)), "q975": float(stats.t.ppf(0.975, df)),
                   "q9995": float(stats.t.ppf(0.9995, df))}


def rank_sum_p(strata):
    """All ways to deal the ranks of each stratum, one by one."""
    aligned, sizes = [], []
    for a, b in strata:
        both = np.array(a + b)
        aligned.append(both - both.mean())
        sizes.append((len(a), len(both)))
    ranks = stats.rankdata(np.round(np.concatenate(aligned), 9))
    groups, at = [], 0
    for k, n in sizes:
        groups.append((k, ranks[at:at + n]))
        at += n
    observed = sum(g[:k].sum() for k, g in groups)
    expected = sum(g.mean() * k for k, g in groups)
    sums = [[sum(c) for c in itertools.combinations(g, k)] for k, g in groups]
    totals = np.array([0.0])
    for s in sums:
        totals = (totals[:, None] + np.array(s)[None, :]).ravel()
    return float(np.mean(np.abs(totals - expected) >= abs(observed - expected) - 1e-9))


def ranks():
    for pairs in (1, 3, 6, 12, 15):
        a = np.round(rng.normal(0.4, 1, pairs), 2)
        b = np.round(rng.normal(0, 1, pairs), 2)
        strata = [([float(x)], [float(y)]) for x, y in zip(a, b)]
        yield {"strata": strata, "p": rank_sum_p(strata)}
    for sizes in ([(3, 3), (3, 3)], [(2, 3), (3, 2), (1, 4)], [(3, 3), (3, 3), (2, 3), (3, 3)]):
        strata = [(floats(np.round(rng.normal(0.7, 1, m), 1)), floats(np.round(rng.normal(0, 1, n), 1)))
                  for m, n in sizes]
        yield {"strata": strata, "p": rank_sum_p(strata)}
    ties = [([float(a)], [float(b)]) for a, b in zip([5, 4, 3, 4, 5, 2, 4], [4, 4, 3, 2, 5, 3, 3])]
    yield {"strata": ties, "p": rank_sum_p(ties)}


def holms():
    for n in (1, 4, 9):
        p = np.round(rng.random(n) ** 3, 4)
        order = np.argsort(p, kind="stable")
        corrected = np.minimum(1, np.maximum.accumulate(p[order] * (n - np.arange(n))))
        out = np.empty(n)
        out[order] = corrected
        yield {"p": floats(p), "holm": floats(out)}


def trends():
    for n, ties in ((8, False), (25, False), (40, True)):
        x = np.cumsum(rng.integers(1, 4, n)).astype(float)
        y = 0.05 * x + rng.normal(0, 1, n)
        if ties:
            y = np.round(y)
        slope, _, low, high = stats.theilslopes(y, x, 0.95)
        s = sum(np.sign(y[k] - y[i]) for i in range(n) for k in range(i + 1, n))
        _, counts = np.unique(y, return_counts=True)
        var = (n * (n - 1) * (2 * n + 5) - sum(c * (c - 1) * (2 * c + 5) for c in counts)) / 18
        p = 1.0 if s == 0 else 2 * stats.norm.sf((abs(s) - 1) / np.sqrt(var))
        yield {"x": floats(x), "y": floats(y), "slope": float(slope), "low": float(low), "high": float(high), "p": float(p)}


def intervals():
    """The definition once more, over complete rounds, with arrays of rounds by prompts."""
    for rounds, prompts in ((3, 4), (5, 6), (12, 1), (35, 4)):
        x = np.round(rng.lognormal(0, 0.3, (rounds, prompts)) * np.linspace(500, 900, prompts), 3)

        def halves(y):
            m = y.mean(axis=1)
            t = np.arange(rounds)
            left = m
            if rounds < 5:
                variance = (np.diff(m) ** 2).sum() / (2 * (rounds - 1))
                df = 2 * (rounds - 1) ** 2 / (3 * rounds - 4)
            else:
                df = rounds - 2
                left = m - np.polyval(np.polyfit(t, m, 1), t)
                variance = (left ** 2).sum() / df
            return (stats.t.ppf(0.975, df) * np.sqrt(variance / rounds), stats.kstat(left, 3) / (2 * variance * rounds),
                    stats.t.ppf(0.975, rounds - 1) * m.std(ddof=1) / np.sqrt(rounds))

        def share(p, floor):
            below = (x <= np.percentile(x, p)).astype(float)
            line, _, usual = halves(below)
            half = min(line, usual) if floor else line
            if floor:
                f = (below.sum(axis=0) + 0.5) / (rounds + 1)
                half = max(half, stats.norm.ppf(0.93) * np.sqrt((f * (1 - f) * rounds).sum()) / (rounds * prompts))
            return floats(np.percentile(x, [100 * max(0, p / 100 - half), 100 * min(1, p / 100 + half)]))

        half, skew, _ = halves(x)
        yield {"rounds": [floats(r) for r in x],
               "mean": [max(0.0, float(x.mean() - half + min(0, skew))), float(x.mean() + half + max(0, skew))],
               "p50": share(50, True), "p95": share(95, False) if rounds * prompts >= 130 else None}


def needs():
    """The chance to tell, averaged over what the deviation may be once it was estimated, by adaptive integration."""
    for deviation, df, effect, alpha in ((0.05, 2, 0.05, 0.05), (0.05, 4, 0.05, 0.05), (0.1, 9, 0.05, 0.01),
                                         (0.02, 4, 0.05, 0.0125), (0.1, 29, 0.03, 0.05)):
        def power(n):
            reach = stats.t.ppf(1 - alpha / 2, n - 1)
            told = lambda u: stats.chi2.pdf(u, df) * stats.norm.cdf(effect / deviation * np.sqrt(n * u / df) - reach)
            return integrate.quad(told, 0, stats.chi2.ppf(1 - 1e-12, df), limit=200)[0]
        n = 2
        while power(n) < 0.87:
            n += 1
        yield {"deviation": deviation, "df": df, "effect": effect, "alpha": alpha, "units": n}


def kappas():
    for n in (5, 40):
        a = rng.integers(1, 6, n)
        b = np.clip(a + rng.integers(-1, 2, n), 1, 5)
        observed = np.zeros((5, 5))
        for i, j in zip(a, b):
            observed[i - 1, j - 1] += 1
        weights = (np.arange(5)[:, None] - np.arange(5)[None, :]) ** 2
        expected = np.outer(observed.sum(1), observed.sum(0)) / n
        yield {"first": [int(v) for v in a], "second": [int(v) for v in b],
               "kappa": float(1 - (weights * observed).sum() / (weights * expected).sum())}


print(json.dumps({"distributions": list(distributions()), "student": list(students()), "ranks": list(ranks()),
                  "holm": list(holms()), "trends": list(trends()), "intervals": list(intervals()),
                  "units": list(needs()), "kappa": list(kappas())}, indent=1))
