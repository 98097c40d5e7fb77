#!/usr/bin/env python3
"""Writes the series of this folder, the same bytes every time.

    generate.py                      writes noisy-sine.csv and visitors.csv beside this file
    generate.py --folder elsewhere

README.md in this folder says what each series is made of.
"""

import argparse
import math
from datetime import date, timedelta
from pathlib import Path
from random import Random

# The days of visitors.csv; of those behind the last one only the plan is known.
FIRST, LAST = date(2022, 1, 1), date(2024, 12, 31)
PLANNED_DAYS = 14

# Visitors from Monday to Sunday, as multiples of an ordinary day.
WEEKDAYS = [0.80, 0.78, 0.84, 0.86, 1.02, 1.55, 1.40]

# What an open museum multiplies the visitors of the harbour by, and how often it is closed besides Mondays.
OPEN_FACTOR = 1.6
CLOSED_SHARE = 0.15

# What no plan knew of: first day, last day, what it multiplied the visitors by, and why.
EVENTS = [
    (date(2022, 8, 27), date(2022, 8, 28), 2.2, "a tall ship came in"),
    (date(2023, 6, 12), date(2023, 6, 18), 0.35, "the bridge was closed"),
    (date(2024, 4, 20), date(2024, 4, 24), 2.2, "a whale in the outer basin"),
]


def normal(random):
    """A nearly normal number with mean 0 and deviation 1: of sums alone, so that it is the same on every machine."""
    return sum(random.random() for _ in range(12)) - 6


def noisy_sine(count=1000, seed=3):
    """`sin(0.1 t)` with noise of deviation 0.2, for `t` from 0."""
    random = Random(seed)
    return [math.sin(0.1 * t) + 0.2 * normal(random) for t in range(count)]


def visitors(seed=2):
    """Day, whether the museum is open, and visitors of the harbour, as text."""
    random = Random(seed)
    weather = 0.0
    for index in range((LAST - FIRST).days + 1 + PLANNED_DAYS):
        day = FIRST + timedelta(index)
        # Fine days come in runs.
        weather = 0.5 * weather + 0.06 * normal(random)
        is_open = day.weekday() != 0 and random.random() >= CLOSED_SHARE
        season = 1 + 0.35 * math.cos(2 * math.pi * (day.timetuple().tm_yday - 205) / 365.25)
        count = 400 * 1.08 ** (index / 365.25) * season * WEEKDAYS[day.weekday()] * math.exp(weather)
        for first, last, factor, _ in EVENTS:
            count *= factor if first <= day <= last else 1
        yield day, int(is_open), str(round(count * (OPEN_FACTOR if is_open else 1))) if day <= LAST else ""


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=Path, default=Path(__file__).parent, help="where the files go")
    folder = parser.parse_args().folder
    files = {
        "noisy-sine.csv": "t,y\n" + "".join(f"{t},{y:.4f}\n" for t, y in enumerate(noisy_sine())),
        "visitors.csv": "date,open,visitors\n" + "".join(f"{day},{o},{count}\n" for day, o, count in visitors()),
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
