#!/usr/bin/env python3
"""Table of a benchmark: how good forecasts were, by metric and horizon.

    benchmark_table.py ROWS.csv LAST_ORIGIN

ROWS.csv is what `quotacast backtest --format csv` writes; origins after LAST_ORIGIN are left out, so that
all horizons rest on the same moments.
"""
import csv
import math
import sys
from collections import defaultdict

RIVALS = [("moving_level_crps", "NB with moving level"), ("naive_monte_carlo_crps", "naive Monte Carlo")]
BANDS = 7
BAND_LEAST = 200


def mean(values):
    return sum(values) / len(values)


def held(rows, share):
    """Share of results inside the middle `share`, with the standard error over companies."""
    by_plan = defaultdict(list)
    for row in rows:
        by_plan[row["plan"]].append(abs(float(row["percentile"]) - 0.5) <= share / 2)
    means = [mean(inside) for inside in by_plan.values()]
    error = math.sqrt(sum((m - mean(means)) ** 2 for m in means) / max(len(means) - 1, 1) / len(means))
    return mean([abs(float(r["percentile"]) - 0.5) <= share / 2 for r in rows]), error


def skill(rows, rival):
    known = [r for r in rows if r[rival] != ""]
    return 1 - sum(float(r["crps"]) for r in known) / sum(float(r[rival]) for r in known)


def chances(rows):
    return [(float(r[f"chance_{goal}"]), r[f"hit_{goal}"] == "yes")
            for r in rows for goal in (80, 100, 120) if r[f"chance_{goal}"] != ""]


def brier(rows):
    return mean([(chance - hit) ** 2 for chance, hit in chances(rows)])


def print_metric(name, rows):
    horizons = sorted({int(r["periods"]) for r in rows})
    by = {h: [r for r in rows if int(r["periods"]) == h] for h in horizons}
    print(f"{name:<10}" + "".join(f"{f'{h} months':>14}" for h in horizons) + f"{'all':>14}")
    for share in (0.5, 0.8, 0.95):
        line = "".join("{:>7.3f}+-{:.3f}".format(*held(by[h], share)) for h in horizons)
        print(f"  in {share:.0%}".ljust(10) + line + "{:>7.3f}+-{:.3f}".format(*held(rows, share)))
    for rival, word in RIVALS:
        each = [skill(by[h], rival) for h in horizons]
        print("  skill   " + "".join(f"{s:>14.3f}" for s in each) + f"{mean(each):>14.3f}  against {word}")
    print("  mean    " + "".join(f"{sum(float(r['mean']) for r in by[h]) / sum(float(r['actual']) for r in by[h]):>14.3f}"
                                 for h in horizons) + f"{'':>14}  forecast over result")
    print("  Brier   " + "".join(f"{brier(by[h]):>14.3f}" for h in horizons) + f"{brier(rows):>14.3f}\n")


def print_reliability(rows):
    bands = [[] for _ in range(BANDS)]
    for chance, hit in chances(rows):
        bands[min(int(chance * BANDS), BANDS - 1)].append((chance, hit))
    worst = 0
    print("chance stated      times   stated   came true")
    for b, band in enumerate(bands):
        if not band:
            continue
        stated, came = mean([c for c, _ in band]), mean([h for _, h in band])
        if len(band) >= BAND_LEAST:
            worst = max(worst, abs(stated - came))
        print(f"{b / BANDS:>6.0%} to {(b + 1) / BANDS:<6.0%}{len(band):>8}{stated:>9.3f}{came:>12.3f}")
    print(f"worst gap of a band of at least {BAND_LEAST} forecasts: {100 * worst:.1f} points")


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    with open(sys.argv[1], newline="") as file:
        rows = [r for r in csv.DictReader(file) if r["as_of"] <= sys.argv[2]]
    if not rows:
        sys.exit(f"{sys.argv[1]}: no forecast up to {sys.argv[2]}")
    print(f"{len({r['plan'] for r in rows})} companies, {len(rows)} forecasts\n")
    for metric in ("wins", "bookings"):
        print_metric(metric, [r for r in rows if r["metric"] == metric])
    print_reliability(rows)


main()
