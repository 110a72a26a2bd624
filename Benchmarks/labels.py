#!/usr/bin/env python3
"""Computes how many labels "fit for use" takes: the table of docs/can-i-trust-this-judge.md.

usage: Benchmarks/labels.py [--bar 0.8] [--chance 0.8] [--judges 1]

The rule is the program's: with single cases, a rate is proved to reach the bar if Wilson's lower
bound does. It is proved to miss it if Wilson's and Clopper and Pearson's upper bounds stay below.
The bounds are those of a 95 % interval, or of 1 - 0.05/N for --judges N. The true rate is given,
so the chance of a proof is a sum of binomial probabilities, and nothing is simulated. Columns: the
true rate; the cases at which a judge with exactly this rate passes Wilson's test (the number that
the program plans with); the chance of a proof at that number; the smallest number from which on
the chance is at least --chance.
"""

import argparse
import math
import statistics


def wilson(share, trials, z):
    scale = 1 + z * z / trials
    middle = (share + z * z / (2 * trials)) / scale
    half = z / scale * math.sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    return middle - half, middle + half


def masses(n, p):
    return [math.comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(n + 1)]


def chance(n, rate, bar, error):
    """The probability that n cases prove on which side of the bar the rate is."""
    z = statistics.NormalDist().inv_cdf(1 - error / 2)
    total = 0.0
    tail = 0.0
    for k, (mass, at_bar) in enumerate(zip(masses(n, rate), masses(n, bar))):
        lower, upper = wilson(k / n, n, z)
        tail += at_bar
        # Clopper and Pearson's upper end is below the bar if so few successes are rare at the bar.
        is_proved = lower >= bar if rate > bar else upper < bar and tail < error / 2
        total += mass if is_proved else 0
    return total


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bar", type=float, default=0.8)
    parser.add_argument("--chance", type=float, default=0.8)
    parser.add_argument("--judges", type=int, default=1)
    parser.add_argument("--most", type=int, default=400)
    options = parser.parse_args()
    error = 0.05 / options.judges
    z = statistics.NormalDist().inv_cdf(1 - error / 2)
    print("| true rate | decided at | chance there | cases for a chance of %g |" % options.chance)
    print("|---|---|---|---|")
    for rate in (1.0, 0.98, 0.95, 0.9, 0.7, 0.6, 0.5, 0.2):
        if rate == options.bar:
            continue
        distance = (rate - options.bar) ** 2
        planned = math.ceil(z * z * options.bar * (1 - options.bar) / distance)
        there = chance(planned, rate, options.bar, error)
        last = 0
        for n in range(1, options.most + 1):
            if chance(n, rate, options.bar, error) < options.chance:
                last = n
        enough = last + 1 if last < options.most else "more than %d" % options.most
        print("| %g | %d | %.2f | %s |" % (rate, planned, there, enough))


if __name__ == "__main__":
    main()
