#!/usr/bin/env python3
"""Asks bluebook for every name that country_converter lists for a present country.

    pip install country_converter 'pandas<3'
    python3 tests/oracle.py [PROGRAM]        the program is target/release/bluebook unless named

Each short and official English name must give country_converter's own ISO 3166-1 code. Prints what differs and
exits with 1 when anything but the known exceptions does. Nothing of country_converter's data is kept here.
"""
import json
import subprocess
import sys

import country_converter

# Names that bluebook reads otherwise on purpose, and why.
EXCEPTIONS = {
    "Guiana": "alone it was said of British Guiana, today's Guyana; the French one is always called French Guiana",
}


def main():
    program = sys.argv[1] if len(sys.argv) > 1 else "target/release/bluebook"
    data = country_converter.CountryConverter().data  # without the obsolete
    asked = []
    for row in data.itertuples():
        for name in dict.fromkeys([row.name_short, row.name_official]):
            if isinstance(name, str):
                asked.append((name, row.ISO3))
    run = subprocess.run([program, "place", "--json", "--", *(name for name, _ in asked)], capture_output=True, text=True)
    answers = [json.loads(line) for line in run.stdout.splitlines()]
    if len(answers) != len(asked):
        sys.exit(f"{len(asked)} names asked, {len(answers)} answers: {run.stderr}")
    wrong = known = 0
    for (name, code), answer in zip(asked, answers):
        if answer["id"] == code:
            continue
        if name in EXCEPTIONS:
            known += 1
            print(f"known: {name}: {answer['id']}, not {code}: {EXCEPTIONS[name]}")
        else:
            wrong += 1
            print(f"WRONG: {name}: {answer['id']}, not {code}")
    print(f"{len(asked)} names, {wrong} wrong, {known} known exceptions")
    sys.exit(1 if wrong else 0)


main()
