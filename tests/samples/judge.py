#!/usr/bin/env python3
"""Makes plain texts into every format with every producer, has bluebook read the results, and compares the words.

    python3 tests/samples/judge.py [--program PATH] [--keep DIR] [--words] TEXT…

Run by hand, on texts that may not be kept in the repository. TEXT is plain text, a paragraph or heading a line; a short
line without a full stop is made a heading. The program is target/debug/bluebook unless named; the files made go to DIR
(/tmp/bluebook-judge). --words prints the words lost and added. Needs pandoc, LibreOffice, Chromium, WeasyPrint, groff,
Ghostscript, pdfLaTeX; a producer that is missing is left out with a notice. Prints a line for each file: recall and
precision as README.md here defines them, and how many blocks of each kind there are. Exits with 1 when a recall is under
99.5 % (98 % for PDF).
"""
import argparse
import difflib
import html
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

from words import judge, words

HERE = Path(__file__).resolve().parent
STYLE = """<style>@page { size: A5; margin: 20mm; @top-center { content: "Running head" } @bottom-center { content: counter(page) } }
body { font: 10pt/1.4 "DejaVu Serif", "Noto Serif CJK JP", serif; text-align: justify; hyphens: auto }
main { columns: COLUMNS } h2 { font-size: 13pt; text-align: left; hyphens: manual }</style>"""


def page(text, columns=1):
    """The text as a web page: every line a paragraph or a heading."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    marked = []
    for line in lines:
        tag = "h2" if len(line) < 80 and not re.search("[.。:;,”\"]$", line) else "p"
        marked.append(f"<{tag}>{html.escape(line, quote=False)}</{tag}>")
    language = "ja" if re.search("[\u3041-\u30ff]", text) else "en"
    return (
        f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8"><title>A text</title>{STYLE}</head>\n<body><main>\n'
        + "\n".join(marked) + "\n</main></body></html>\n"
    ).replace("COLUMNS", str(columns))


def run(folder, *command, out=None):
    with open(out, "wb") if out else open(os.devnull, "wb") as file:
        subprocess.run([*map(str, command)], cwd=folder, check=True, stdout=file, stderr=subprocess.DEVNULL)


def office(folder, source, kind, out):
    place = folder / "office"
    shutil.rmtree(place, ignore_errors=True)
    run(folder, "soffice", "-env:UserInstallation=file:///tmp/bluebook-office", "--headless", "--convert-to", kind, "--outdir", place, source)
    (made,) = place.iterdir()
    shutil.move(made, out)


def chromium(folder, source, out, *more):
    run(
        folder, "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
        "--user-data-dir=/tmp/bluebook-chromium", *more, f"--print-to-pdf={out}", source.as_uri(),
    )


def groff(folder, out):
    (folder / "text.body").write_bytes(subprocess.run(["pandoc", "page.html", "-t", "ms"], cwd=folder, check=True, capture_output=True).stdout)
    body = "\n".join(line for line in (folder / "text.body").read_text().splitlines() if not line.startswith(".pdfhref"))
    (folder / "text.ms").write_text(f".ds CH Running head\n.ds CF \\\\n%\n.2C\n{body}\n")
    run(folder, "groff", "-k", "-ms", "-Tps", "text.ms", out=folder / "text.ps")
    run(folder, "ps2pdf", "text.ps", out)


def latex(folder, out):
    run(folder, "pandoc", "page.html", "-s", "-t", "latex", "-V", "classoption=twocolumn", "-V", "papersize=a4", "-o", "text.tex")
    run(folder, "pdflatex", "-interaction=batchmode", "text.tex")
    shutil.move(folder / "text.pdf", out)


def producers(folder):
    """Each file to be made, and how."""
    one, two = folder / "page.html", folder / "two.html"
    pandoc = lambda *more: lambda out: run(folder, "pandoc", one, *more, "-o", out)
    return {
        "pandoc.md": pandoc("-t", "gfm"),
        "pandoc.html": pandoc("-s", "-t", "html5", "--metadata", "title=A text"),
        "pandoc.epub": pandoc("-t", "epub3"),
        "pandoc2.epub": pandoc("-t", "epub2"),
        "pandoc.docx": pandoc("-t", "docx"),
        "office.html": lambda out: office(folder, folder / "pandoc.docx", "html", out),
        "office.epub": lambda out: office(folder, folder / "pandoc.docx", "epub", out),
        "office.docx": lambda out: office(folder, one, "docx:MS Word 2007 XML", out),
        "office.pdf": lambda out: office(folder, folder / "pandoc.docx", "pdf", out),
        "chromium.pdf": lambda out: chromium(folder, one, out, "--no-pdf-header-footer"),
        "chromium-headed.pdf": lambda out: chromium(folder, two, out),
        "weasyprint.pdf": lambda out: run(folder, "weasyprint", one, out),
        "weasyprint-columns.pdf": lambda out: run(folder, "weasyprint", two, out),
        "groff.pdf": lambda out: groff(folder, out),
        "latex.pdf": lambda out: latex(folder, out),
    }


def read(program, path):
    """The blocks that bluebook finds in a file: kind and text."""
    shown = subprocess.run([program, "show", "--from", path, "--json"], capture_output=True, text=True)
    if shown.returncode != 0:
        return None, (shown.stderr.strip().splitlines() or ["nothing was said"])[-1]
    blocks = [json.loads(line) for line in shown.stdout.splitlines()]
    return [(block["kind"], block["text"]) for block in blocks], None


def differences(wanted, found):
    for tag, i, j, k, m in difflib.SequenceMatcher(None, wanted, found, autojunk=False).get_opcodes():
        if tag != "equal":
            print(f"      {' '.join(wanted[i:j]) or '-'}  =>  {' '.join(found[k:m]) or '-'}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=str(HERE.parents[1] / "target/debug/bluebook"))
    parser.add_argument("--keep", type=Path, default=Path("/tmp/bluebook-judge"))
    parser.add_argument("--words", action="store_true")
    parser.add_argument("texts", nargs="+", type=Path)
    arguments = parser.parse_args()
    poor = 0
    for path in arguments.texts:
        folder = (arguments.keep / path.stem).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        text = path.read_text()
        (folder / "page.html").write_text(page(text))
        (folder / "two.html").write_text(page(text, 2))
        shutil.copyfile(path, folder / "itself.txt")
        wanted = words(text)
        print(f"{path.name}: {len(wanted)} words\n  {'file':<24} recall  precision  blocks")
        for name, make in {"itself.txt": None, **producers(folder)}.items():
            out = folder / name
            try:
                if make:
                    out.unlink(missing_ok=True)
                    make(out)
            except (OSError, subprocess.CalledProcessError, ValueError) as error:
                print(f"  {name:<24} not made: {error}"[:150])
                continue
            blocks, trouble = read(arguments.program, out)
            if blocks is None:
                print(f"  {name:<24} {trouble[:120]}")
                poor += 1
                continue
            # The title that we gave is no word of the text.
            found = words("\n".join(text for _, text in blocks if text != "A text"))
            recall, precision = judge(found, wanted)
            poor += recall < (0.98 if name.endswith("pdf") else 0.995)
            kinds = ", ".join(f"{many} {kind}" for kind, many in Counter(kind for kind, _ in blocks).items())
            print(f"  {name:<24} {recall:.4f}  {precision:.4f}     {kinds}")
            if arguments.words:
                differences(wanted, found)
    sys.exit(1 if poor else 0)


main()
