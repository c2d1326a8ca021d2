#!/usr/bin/env python3
"""Checks of the engines by `quotacast bench`, called by scripts/bench.

  bench_checks.py agreement PROGRAM FOLDER [TRIALS]   do the engines say the same?
  bench_checks.py scaling PROGRAM FOLDER              how does time grow with futures, open and new deals?

FOLDER is the source tree. Agreement runs walk and cohort with TRIALS futures (10 million), exact, and step on a
company whose reps run out of hours, and compares each pair over all chances of targets: the largest difference
in standard errors should stay below 3.3. Exit status 1 when it does not. Scaling takes processor seconds.
"""
import json, math, os, statistics, subprocess, sys, tempfile

LIMIT = 3.3
ROUNDS = 3


def run(program, spec, *arguments):
    line = subprocess.run([program, "bench", "--spec", spec, *map(str, arguments)], capture_output=True, text=True)
    if line.returncode:
        sys.exit(f"bench: {line.stderr.strip()}")
    return json.loads(line.stdout)


def chances(result):
    return [result["p_year"], *result["p_month"]]


def largest(one, one_trials, other, other_trials):
    """Largest difference in standard errors; trials 0 = without luck."""
    worst = 0
    for p, q in zip(one, other):
        middle = (p + q) / 2
        variance = sum(middle * (1 - middle) / n for n in (one_trials, other_trials) if n > 0)
        if variance > 0:
            worst = max(worst, abs(p - q) / math.sqrt(variance))
    return worst


def agreement(program, folder, trials):
    fixtures = os.path.join(folder, "tests", "fixtures")
    spec = os.path.join(folder, "data", "bench", "company.json")
    reference = json.load(open(os.path.join(fixtures, "bench", "company.expected.json")))
    contenders = {"reference": (chances(reference), 0)}
    for engine in ("exact", "cohort", "walk"):
        result = run(program, spec, "--engine", engine, "--trials", trials)
        contenders[engine] = (chances(result), result["trials"])
    worst = 0
    print(f"{trials} futures, {len(contenders['exact'][0])} chances, largest difference in standard errors:")
    names = list(contenders)
    for i, one in enumerate(names):
        for other in names[i + 1:]:
            if contenders[one][1] == contenders[other][1] == 0:
                gap = max(abs(p - q) for p, q in zip(contenders[one][0], contenders[other][0]))
                print(f"  {one:9} {other:9} {gap:.1e} apart, both without luck")
                continue
            z = largest(*contenders[one], *contenders[other])
            worst = max(worst, z)
            print(f"  {one:9} {other:9} {z:5.2f}")
    coupled = json.load(open(os.path.join(fixtures, "refco", "capacity.expected.json")))
    fewer = max(trials // 10, 20)
    result = run(program, os.path.join(fixtures, "refco", "capacity.json"), "--trials", fewer)
    p = result["p_year"]
    z = abs(p - coupled["p_year"]) / math.sqrt(p * (1 - p) / result["trials"] + coupled["p_year_se"] ** 2)
    worst = max(worst, z)
    print(f"  reference step      {z:5.2f} (a company short of hours, {fewer} futures)")
    print(f"largest {worst:.2f}, allowed {LIMIT}")
    return worst < LIMIT


def seconds(program, company, trials, engine):
    with tempfile.NamedTemporaryFile("w", suffix=".json") as spec:
        json.dump(company, spec)
        spec.flush()
        return statistics.median(
            run(program, spec.name, "--trials", trials, "--engine", engine)["phases"]["simulation"]
            for _ in range(ROUNDS))


def grow(company, times_open, times_new):
    grown = dict(company, open_deals=company["open_deals"] * times_open,
                 new_deals_per_month=[rate * times_new for rate in company["new_deals_per_month"]])
    return grown


def scaling(program, folder):
    company = json.load(open(os.path.join(folder, "data", "bench", "company.json")))
    for engine, trials in (("cohort", 1000000), ("walk", 20000)):
        base = seconds(program, company, trials, engine)
        print(f"{engine}: {base:.3f} s for {trials} futures, {len(company['open_deals'])} open deals, "
              f"{company['new_deals_per_month'][0]:g} new a month (median of {ROUNDS})")
        for what, times_trials, times_open, times_new in (
                ("4 times the futures", 4, 1, 1), ("4 times the open deals", 1, 4, 1),
                ("16 times the open deals", 1, 16, 1), ("4 times the new deals", 1, 1, 4),
                ("100 times the new deals", 1, 1, 100)):
            if engine == "walk" and times_new == 100:
                continue
            took = seconds(program, grow(company, times_open, times_new), trials * times_trials, engine)
            print(f"  {what:24} {took:8.3f} s  {took / base:6.2f} times")
    return True


if __name__ == "__main__":
    if len(sys.argv) < 4 or sys.argv[1] not in ("agreement", "scaling"):
        sys.exit(__doc__)
    if sys.argv[1] == "agreement":
        ok = agreement(sys.argv[2], sys.argv[3], int(sys.argv[4]) if len(sys.argv) > 4 else 10000000)
    else:
        ok = scaling(sys.argv[2], sys.argv[3])
    sys.exit(0 if ok else 1)
