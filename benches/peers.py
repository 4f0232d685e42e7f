#!/usr/bin/env python3
"""From key to frame over a million names: bluebook's look-up beside fzf and sk, in one run.

    cargo build --release
    pip install pyte            # the driver's emulator of a terminal, where the driver wants one
    benches/peers.py --driver DRIVER [--runs 3] [--names 1000000] [--bluebook target/release/bluebook]

DRIVER (or $BLUEBOOK_DRIVER) is a program that runs another one on a pseudo-terminal, presses keys, and prints
JSON: {"keys": [{"key", "first_ms": {"p50"}, "settle_ms": {"p50"}}], "peak_rss_kib"}; it takes
--size CxR --until REGEX --settle MS --key KEY ... -- COMMAND. Programs that are not installed are left out.
Every letter of every query is one press; all programs get the same lines and take turns.
"""
import argparse, json, os, random, shlex, shutil, subprocess, sys, tempfile

KINDS = ["Overview of", "Progress in", "Joint statement on", "Support for", "Northern", "Southern", "Eastern",
         "Annual report on", "Review of", "Third meeting on", "Basic"]
THINGS = "water trade security energy transport fisheries border health education climate refugee railway".split()
DEEDS = "cooperation agreement dialogue negotiations assistance relations policy council treaty summit".split()
LANDS = ("Alvaria Borland Cestria Dovania Elmark Fenland Garvia Hestia Ilmora Jorvika Kestan Lumeria Marvane Norvalia "
         "Ostara Pelmora Quistan Rovenia Sarmark Tolvania Urland Vestria Wexmark Yarland Zelmora Kazmora").split()
QUERIES = ["kazmora", "water treaty", "energy", "railway kestan", "security"]


def make(folder, names):
    """Files of ten thousand headings each, and the same lines for the others."""
    chance = random.Random(5)
    lines = os.path.join(folder, "lines")
    os.makedirs(os.path.join(folder, "books"))
    with open(lines, "w") as every:
        for number in range(0, names, 10_000):
            with open(os.path.join(folder, "books", f"{number // 10_000:03}-yearbook.md"), "w") as book:
                book.write(f"# Yearbook {number // 10_000}\n\n")
                for _ in range(min(10_000, names - number)):
                    one, two = chance.sample(LANDS, 2)
                    name = (f"{chance.choice(KINDS)} {chance.choice(THINGS)} {chance.choice(DEEDS)}: "
                            f"{one} and {two} {chance.randrange(1, 10_000)}")
                    book.write(f"## {name}\n\n")
                    every.write(name + "\n")
    return os.path.join(folder, "books"), lines


def press(driver, query, settle, program):
    """The time to the first byte and to the last one after each letter, in milliseconds."""
    keys = [part for letter in query for part in ("--key", "Space" if letter == " " else letter)]
    if program["before"]:
        keys = ["--key", program["before"], *keys]
    command = [*driver, "--size", "120x40", "--until", program["until"], "--settle", str(settle), "--timeout", "120",
               *keys, "--", *program["command"]]
    place = {**os.environ, "XDG_DATA_HOME": "/nonexistent", "XDG_STATE_HOME": tempfile.gettempdir()}
    told = subprocess.run(command, capture_output=True, text=True, env=place)
    if told.returncode != 0:
        sys.exit(f"{command}: {told.stderr or told.stdout}")
    told = json.loads(told.stdout)
    pressed = told["keys"][1 if program["before"] else 0:]
    times = [(key["first_ms"]["p50"], key["settle_ms"]["p50"]) for key in pressed]
    return times, told.get("peak_rss_kib", 0)


def at(times, part):
    times = sorted(times)
    return times[min(len(times) - 1, int(len(times) * part))] if times else float("nan")


def main():
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--driver", default=os.environ.get("BLUEBOOK_DRIVER"))
    ask.add_argument("--runs", type=int, default=3)
    ask.add_argument("--names", type=int, default=1_000_000)
    ask.add_argument("--settle", type=int, default=400)
    ask.add_argument("--bluebook", default="target/release/bluebook")
    asked = ask.parse_args()
    if not asked.driver:
        ask.error("name a driver")
    with tempfile.TemporaryDirectory() as folder:
        books, lines = make(folder, asked.names)
        programs = {"bluebook": {"command": [asked.bluebook, books], "before": "C-p", 
                                 "until": f"{-(-asked.names // 10_000)} documents"}}
        for name in ("fzf", "sk"):
            path = shutil.which(name)
            if path:
                line = f"exec {shlex.quote(path)} < {shlex.quote(lines)}"
                programs[name] = {"command": ["sh", "-c", line], "before": None, "until": f"{asked.names}/{asked.names}"}
        times = {name: [] for name in programs}
        memory = dict.fromkeys(programs, 0)
        for run in range(asked.runs):
            for query in QUERIES:
                for name, program in programs.items():
                    pressed, most = press(shlex.split(asked.driver), query, asked.settle, program)
                    times[name] += pressed
                    memory[name] = max(memory[name], most)
        print(f"{asked.names} names, {len(QUERIES)} queries, {asked.runs} runs; milliseconds for each letter")
        print(f"{'':10}{'presses':>8}{'first p50':>11}{'p95':>8}{'last p50':>11}{'p95':>8}{'MiB':>7}")
        for name, pressed in times.items():
            first, last = [t[0] for t in pressed], [t[1] for t in pressed]
            figures = f"{at(first, .5):11.1f}{at(first, .95):8.1f}{at(last, .5):11.1f}{at(last, .95):8.1f}"
            print(f"{name:10}{len(pressed):8}{figures}{memory[name] // 1024:7}")


if __name__ == "__main__":
    main()
