#!/usr/bin/env python3
"""A second simulator, slow and plain: what the engine is held against.

It shares no code and no method with the engine: one deal at a time, one day's clock, the standard
library's random numbers. It reads a company of independent deals:

  month_end_days       the clock counts days from the start of the forecast; month m covers
                       (end of month m - 1, end of month m], the first one starts at 0
  stages               a visit lasts LogNormal(mean_days, cv) days; at its end the deal advances with
                       the chance `advance`, else it is lost; advancing out of the last stage wins it
  open_deals           [stage, age in days, amount]: the visit lasts longer than it already has
  new_deals_per_month  Poisson, spread evenly over the month, from the first stage
  amount               of new deals, LogNormal(mean, cv); booked at the moment of winning
  targets              hit when the bookings of the month, or of all months together, are at least so much

and prints one line of JSON: the chance of each target, with its simulation error, and quantiles of the
bookings so far at the end of each month.

usage: reference.py --spec COMPANY.json [--trials 10000] [--seed 1]
"""
import argparse
import json
import math
import random
from statistics import NormalDist

NORMAL = NormalDist()


class LogNormal:
    def __init__(self, mean, cv):
        self.sigma = math.sqrt(math.log(1.0 + cv * cv))
        self.mu = math.log(mean) - self.sigma * self.sigma / 2.0

    def draw(self, rng):
        return rng.lognormvariate(self.mu, self.sigma)

    def draw_beyond(self, age, rng):
        """A value known to exceed `age`: a uniform share of the upper tail, turned back into days."""
        if age <= 0.0:
            return self.draw(rng)
        tail = NORMAL.cdf(-(math.log(age) - self.mu) / self.sigma)
        share = tail * (1.0 - rng.random())
        if share <= 0.0:  # older than a double can tell: it does not move any more
            return math.inf
        return max(age, math.exp(self.mu - self.sigma * NORMAL.inv_cdf(share)))


class Company:
    def __init__(self, spec):
        self.stays = [LogNormal(stage["mean_days"], stage["cv"]) for stage in spec["stages"]]
        self.advance = [stage["advance"] for stage in spec["stages"]]
        self.amount = LogNormal(spec["amount"]["mean"], spec["amount"]["cv"])
        self.open_deals = spec["open_deals"]
        self.rates = spec["new_deals_per_month"]
        self.ends = spec["month_end_days"]
        self.horizon = self.ends[-1]

    def month_of(self, day):
        month = 0
        while day > self.ends[month]:
            month += 1
        return month

    def day_won(self, day, stage, rng):
        """The deal leaves `stage` on `day`: follow it to the end; None = lost or too late."""
        while day <= self.horizon and rng.random() < self.advance[stage]:
            stage += 1
            if stage == len(self.stays):
                return day
            day += self.stays[stage].draw(rng)
        return None

    def arrivals(self, rng):
        """Days on which new deals start: exponential gaps at each month's own rate."""
        start = 0
        for rate, end in zip(self.rates, self.ends):
            day = start
            while rate > 0.0:
                day += rng.expovariate(rate / (end - start))
                if day > end:
                    break
                yield day
            start = end

    def trial(self, rng):
        """Bookings by month of one simulated future."""
        bookings = [0.0] * len(self.ends)
        for stage, age, amount in self.open_deals:
            day = self.day_won(self.stays[stage].draw_beyond(age, rng) - age, stage, rng)
            if day is not None:
                bookings[self.month_of(day)] += amount
        for start in self.arrivals(rng):
            day = self.day_won(start + self.stays[0].draw(rng), 0, rng)
            if day is not None:
                bookings[self.month_of(day)] += self.amount.draw(rng)
        return bookings


def quantile(ordered, share):
    """Straight line between the order statistics around (n - 1) * share."""
    place = (len(ordered) - 1) * share
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (place - low) * (ordered[high] - ordered[low])


def simulate(spec, trials, seed):
    company, rng = Company(spec), random.Random(seed)
    months = range(len(company.ends))
    hits, year_hits = [0] * len(months), 0
    so_far = [[] for _ in months]
    for _ in range(trials):
        total = 0.0
        for month, booked in enumerate(company.trial(rng)):
            hits[month] += booked >= spec["targets"]["month"][month]
            total += booked
            so_far[month].append(total)
        year_hits += total >= spec["targets"]["year"]

    def error(chance):
        return math.sqrt(chance * (1.0 - chance) / trials)

    p_month, p_year = [count / trials for count in hits], year_hits / trials
    ordered = [sorted(values) for values in so_far]
    return {"engine": "reference", "trials": trials, "seed": seed,
            "p_month": p_month, "p_month_error": [error(p) for p in p_month],
            "p_year": p_year, "p_year_error": error(p_year),
            "cum_mean": [sum(values) / trials for values in so_far],
            "cum_quantiles": [[quantile(values, share) for share in spec["quantiles"]]
                              for values in ordered]}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--spec", required=True, help="the company, a JSON file")
    parser.add_argument("--trials", type=int, default=10000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with open(options.spec, encoding="utf-8") as file:
        spec = json.load(file)
    print(json.dumps(simulate(spec, options.trials, options.seed)))


if __name__ == "__main__":
    main()
