#!/usr/bin/env python3
"""bluebook beside the programs that people use for a part of its work, in one run: cat, less, rg, fzf and sk.

    cargo build --release && cargo bench --no-run
    benches/peers.py --driver DRIVER [--runs 3] [--names 1000000] [--corpus FOLDER] [--only load,pages,names,search]

Prints tables in Markdown, for BENCHMARKS.md. DRIVER (or $BLUEBOOK_DRIVER) is a program that runs another one on a
pseudo-terminal, presses keys, and prints JSON: {"keys": [{"key", "first_ms": {"p50", "p95"}, "settle_ms": {"p50",
"p95"}}], "peak_rss_kib"}; it takes --size CxR --until REGEX --settle MS --timeout S --key KEY ... -- COMMAND.
Programs that are not installed are left out. All get the same text and take turns.
"""
import argparse, glob, json, os, random, shlex, shutil, subprocess, sys, tempfile, time

KINDS = ["Overview of", "Progress in", "Joint statement on", "Support for", "Northern", "Southern", "Eastern",
         "Annual report on", "Review of", "Third meeting on", "Basic"]
THINGS = "water trade security energy transport fisheries border health education climate refugee railway".split()
DEEDS = "cooperation agreement dialogue negotiations assistance relations policy council treaty summit".split()
LANDS = ("Alvaria Borland Cestria Dovania Elmark Fenland Garvia Hestia Ilmora Jorvika Kestan Lumeria Marvane Norvalia "
         "Ostara Pelmora Quistan Rovenia Sarmark Tolvania Urland Vestria Wexmark Yarland Zelmora Kazmora").split()
QUERIES = ["kazmora", "water treaty", "energy", "railway kestan", "security"]


def at(times, part):
    times = sorted(times)
    return times[min(len(times) - 1, int(len(times) * part))] if times else float("nan")


def table(head, rows):
    print("| " + " | ".join(head) + " |")
    print("|---" + "|---:" * (len(head) - 1) + "|")
    for row in rows:
        print("| " + " | ".join(cell if isinstance(cell, str) else f"{cell:,.1f}" for cell in row) + " |")
    print(flush=True)


def drive(asked, keys, command, until):
    """What the driver tells of a program on which keys are pressed."""
    line = [*shlex.split(asked.driver), "--size", "120x40", "--settle", str(asked.settle), "--timeout", "120"]
    line += ["--until", until] if until else []
    line += [part for key in keys for part in ("--key", key)] + ["--", *command]
    place = {**os.environ, "XDG_DATA_HOME": "/nonexistent", "XDG_STATE_HOME": tempfile.gettempdir()}
    told = subprocess.run(line, capture_output=True, text=True, env=place)
    if told.returncode != 0:
        sys.exit(f"{line}: {told.stderr or told.stdout}")
    return json.loads(told.stdout)


def load(asked):
    """A whole archive read, parsed and tagged, beside the bytes of the same files: for the first time, and again."""
    files = sorted(glob.glob(os.path.join(asked.corpus, "**", "*.txt"), recursive=True))
    size = sum(os.path.getsize(file) for file in files)
    first, again = "the first time", "opened again"
    times, most = {"cat": [], first: [], again: []}, {first: 0, again: 0}
    for _ in range(2 * asked.runs + 1):
        begin = time.perf_counter()
        for start in range(0, len(files), 2000):
            subprocess.run(["cat", *files[start:start + 2000]], stdout=subprocess.DEVNULL, check=True)
        times["cat"].append(time.perf_counter() - begin)
        with tempfile.TemporaryDirectory() as kept:
            for name in (first, again):
                begin = time.perf_counter()
                child = subprocess.Popen([asked.bluebook, "countries", "--json", "--from", asked.corpus],
                                         stdout=subprocess.DEVNULL, env={**os.environ, "XDG_CACHE_HOME": kept})
                _, _, usage = os.wait4(child.pid, 0)
                times[name].append(time.perf_counter() - begin)
                most[name] = max(most[name], usage.ru_maxrss * 1024)
    cat = at(times["cat"], .5)
    print(f"### Load: {len(files):,} files, {size / 1e6:.0f} MB (median of {2 * asked.runs + 1})\n")
    rows = [["cat", cat * 1e3, "1", ""]]
    for name in (first, again):
        own = at(times[name], .5)
        rows.append([f"bluebook countries, {name}", own * 1e3, f"{own / cat:.1f}", f"{most[name] / size:.2f}"])
    table(["", "ms", "times cat", "peak memory, times the text"], rows)


def pages(asked, folder):
    """Pages turned at the head and at the end of one long text."""
    text = os.path.join(folder, "long.txt")
    chance = random.Random(7)
    with open(text, "w") as out:
        words = [word.lower() for word in THINGS + DEEDS + LANDS]
        while out.tell() < 9_000_000:
            out.write(" ".join(chance.choice(words) for _ in range(60)).capitalize() + ".\n\n")
    rows = []
    programs = {"bluebook": ([asked.bluebook, text], ["Tab"]), "less": (["less", text], [])}
    for name, (command, before) in programs.items():
        if name != "bluebook" and not shutil.which(name):
            continue
        for place, jump in (("head", "g"), ("end", "G")):
            turns = ["PageUpx30", "PageDownx30"] if place == "end" else ["PageDownx30", "PageUpx30"]
            told = drive(asked, [*before, jump, *turns], command, None)
            p50 = max(key["settle_ms"]["p50"] for key in told["keys"][-2:])
            p95 = max(key["settle_ms"]["p95"] for key in told["keys"][-2:])
            rows.append([f"{name}, {place}", p50, p95, f"{told.get('peak_rss_kib', 0) / 1024 / 9:.1f}"])
    print("### A page turned in one text of 9 MB (60 keys each)\n")
    table(["", "p50 ms", "p95 ms", "peak memory, times the text"], rows)


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


def names(asked, folder):
    """Every letter of some queries typed over many names."""
    books, lines = make(folder, asked.names)
    programs = {"bluebook": {"command": [asked.bluebook, books], "before": ["C-p"],
                             "until": f"{-(-asked.names // 10_000)} documents"}}
    for name in ("fzf", "sk"):
        path = shutil.which(name)
        if path:
            line = f"exec {shlex.quote(path)} < {shlex.quote(lines)}"
            programs[name] = {"command": ["sh", "-c", line], "before": [], "until": f"{asked.names}/{asked.names}"}
    times, memory = {name: [] for name in programs}, dict.fromkeys(programs, 0)
    for _ in range(asked.runs):
        for query in QUERIES:
            letters = ["Space" if letter == " " else letter for letter in query]
            for name, program in programs.items():
                told = drive(asked, [*program["before"], *letters], program["command"], program["until"])
                pressed = told["keys"][len(program["before"]):]
                times[name] += [(key["first_ms"]["p50"], key["settle_ms"]["p50"]) for key in pressed]
                memory[name] = max(memory[name], told.get("peak_rss_kib", 0))
    print(f"### A letter typed over {asked.names:,} names ({len(QUERIES)} queries, {asked.runs} runs)\n")
    rows = []
    for name, pressed in times.items():
        first, last = [t[0] for t in pressed], [t[1] for t in pressed]
        rows.append([name, at(first, .5), at(first, .95), at(last, .5), at(last, .95), f"{memory[name] // 1024}"])
    table(["", "first byte p50 ms", "p95", "last byte p50 ms", "p95", "MiB"], rows)


def search(asked):
    """What `cargo bench --bench search` tells, ripgrep beside it."""
    place = {**os.environ, "BLUEBOOK_FACTBOOK": asked.corpus, "BLUEBOOK_BENCH": "quick"}
    told = subprocess.run(["cargo", "bench", "--quiet", "--bench", "search"], capture_output=True, text=True, env=place)
    print("### Search, beside rg -ci over the same files\n\n```")
    print(told.stdout.strip() or told.stderr.strip())
    print("```\n", flush=True)


def main():
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--driver", default=os.environ.get("BLUEBOOK_DRIVER"))
    ask.add_argument("--runs", type=int, default=3)
    ask.add_argument("--names", type=int, default=1_000_000)
    ask.add_argument("--settle", type=int, default=400)
    ask.add_argument("--corpus", default=os.environ.get("BLUEBOOK_FACTBOOK"))
    ask.add_argument("--bluebook", default="target/release/bluebook")
    ask.add_argument("--only", default="load,search,pages,names")
    asked = ask.parse_args()
    only = asked.only.split(",")
    if asked.corpus:
        if "load" in only:
            load(asked)
        if "search" in only:
            search(asked)
    with tempfile.TemporaryDirectory() as folder:
        if asked.driver and "pages" in only:
            pages(asked, folder)
        if asked.driver and "names" in only:
            names(asked, folder)


if __name__ == "__main__":
    main()
