#!/usr/bin/env python3
"""Makes the sample documents of tests/samples.rs, their reference words and outlines, out of sources/.

    python3 tests/samples/make.py [NAME…]       all samples, or those whose name holds one of the words

Needs pandoc, LibreOffice (soffice), Chromium, WeasyPrint, groff, Ghostscript (ps2pdf), pdfLaTeX (fancyhdr, hyperref,
lmodern), poppler (pdftotext), and the fonts DejaVu, Liberation and Noto CJK. What it writes is kept in the repository, so
nobody needs any of this to run the tests. The bytes change from run to run (dates); the words may not.

It ends with readers.tsv: how pandoc and pdftotext, which know nothing of the sources, read each sample by the same
measure, in order and (the last column) in any order. It fails when they find fewer than 98 % of a source's words in what
a producer made of it, because then the reference might ask for what is not there. They lose the words to which they glue
a footnote's mark, and those parted at a line's end.
"""
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

from words import judge, pandoc, words

HERE = Path(__file__).resolve().parent
SOURCES = HERE / "sources"
WORK = Path("/tmp/bluebook-samples")
ENVIRONMENT = dict(os.environ, SOURCE_DATE_EPOCH="1900000000", TZ="UTC", LC_ALL="C.UTF-8")

LANGUAGES = {"english": "en", "columns": "en", "japanese": "ja"}
CSS = """
body { font: 10.5pt/1.45 "DejaVu Serif", serif; max-width: 46em; margin: auto }
/* One face only, and a small one: the Japanese samples are mostly font. */
:lang(ja) * { font-family: "Droid Sans Fallback", sans-serif !important; font-weight: normal !important }
table { border-collapse: collapse } th, td { border: 0.5pt solid; padding: 2pt 6pt; text-align: left }
h1, h2, h3, h4 { font-family: "DejaVu Sans", sans-serif; text-align: left }
"""
TWO_COLUMNS = """
@page { size: 176mm 250mm; margin: 24mm 16mm;
  @top-left { content: "Highland Yearbook 2030"; font: italic 8pt "DejaVu Serif" }
  @top-right { content: "Foreign Affairs"; font: 8pt "DejaVu Serif" }
  @bottom-center { content: counter(page); font: 8pt "DejaVu Serif" }
  @footnote { border-top: 0.5pt solid; padding-top: 3pt } }
body { font: 9.5pt/1.35 "DejaVu Serif"; text-align: justify; hyphens: auto; max-width: none }
main { columns: 2; column-gap: 7mm } h1 { font-size: 17pt } h2 { font-size: 13pt } h3 { font-size: 10.5pt }
h1, h2, h3 { text-align: left; hyphens: manual; break-after: avoid }
.fn { float: footnote; font-size: 7.5pt; text-align: left }
"""
JAPANESE_PAGE = """
@page { size: A5; margin: 18mm 15mm; font: 7.5pt "Noto Sans CJK JP";
  @top-center { content: "内海年鑑2031" } @bottom-right { content: counter(page) } }
* { font-family: "Noto Sans CJK JP" !important; font-weight: normal !important }
body { font-size: 9pt; line-height: 1.7; text-align: justify }
h1, h2, h3, h4 { break-after: avoid } h1 { font-size: 16pt } h2 { font-size: 13pt }
h3 { font-size: 11pt } h4 { font-size: 9.5pt; color: #036 } .fn { float: footnote; font-size: 7pt }
table { border-collapse: collapse } th, td { border: 0.5pt solid; padding: 1mm 2mm }
"""
LATEX = r"""\documentclass[10pt,a4paper,twocolumn]{article}
\usepackage[T1]{fontenc}\usepackage{lmodern}\usepackage{fancyhdr}
\usepackage[pdftitle={The Highland League and its Neighbours},pdflang=en]{hyperref}
\pagestyle{fancy}\fancyhf{}\fancyhead[L]{\textit{Highland Yearbook 2030}}\fancyhead[R]{Foreign Affairs}
\fancyfoot[C]{\thepage}\setcounter{secnumdepth}{0}\setcounter{page}{41}
\title{The Highland League and its Neighbours}\author{}\date{}
\begin{document}\maketitle\thispagestyle{fancy}
%s
\end{document}
"""
MS = r""".ds LH \fIHighland Yearbook 2030\fP
.ds CH
.ds RH Foreign Affairs
.ds CF \\n%%
.nr HM 0.9i
.nr FM 0.9i
.nr PS 10
.nr VS 12
.TL
The Highland League and its Neighbours
.2C
%s
"""


def run(*command, **more):
    print("   ", " ".join(map(str, command))[:150], flush=True)
    subprocess.run([*map(str, command)], check=True, env=ENVIRONMENT, cwd=WORK, **more)


def output(*command, **more):
    return subprocess.run([*map(str, command)], check=True, env=ENVIRONMENT, cwd=WORK, capture_output=True, text=True, **more).stdout


def markdown(name):
    """A source and what pandoc must be told of it. Quotation marks are the author's, not pandoc's to turn."""
    return [SOURCES / f"{name}.md", "-f", "markdown-smart", "-M", f"lang={LANGUAGES[name]}"]


def by_pandoc(name, out, *more):
    run("pandoc", *markdown(name), *more, "-o", out)


def page(name, css=CSS, *more):
    """A web page to be printed, with its own style in it."""
    style = WORK / f"{name}.css"
    style.write_text(f"<style>{css}</style>")
    target = WORK / f"{name}.html"
    title = (SOURCES / f"{name}.md").read_text().split("\n", 1)[0].removeprefix("# ")
    run("pandoc", *markdown(name), "-s", "-t", "html5", "-V", "title=", "-V", f"pagetitle={title}", "-H", style, *more, "-o", target)
    # Pandoc's own style, which it puts before ours, is not wanted on paper.
    text = re.sub(r"<style>.*?</style>", "", target.read_text(), count=1, flags=re.S)
    target.write_text(text.replace("<body>", "<body><main>").replace("</body>", "</main></body>"))
    return target


def inline_notes():
    """A filter for pandoc: notes stand where they are called, for CSS to float them to the page's foot."""
    path = WORK / "notes.lua"
    path.write_text('function Note(n) return pandoc.Span(pandoc.utils.blocks_to_inlines(n.content), {class="fn"}) end\n')
    return "--lua-filter", path


def office(source, kind, out):
    """What LibreOffice makes of a file."""
    folder = WORK / "office"
    shutil.rmtree(folder, ignore_errors=True)
    run("soffice", "-env:UserInstallation=file:///tmp/bluebook-office", "--headless", "--convert-to", kind, "--outdir", folder, source, stdout=subprocess.DEVNULL)
    (made,) = folder.iterdir()
    shutil.move(made, out)


def odt(name):
    by_pandoc(name, WORK / f"{name}.odt", "--shift-heading-level-by=-1")
    return WORK / f"{name}.odt"


def chromium(source, out, headers=False):
    run(
        "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
        "--user-data-dir=/tmp/bluebook-chromium", *([] if headers else ["--no-pdf-header-footer"]),
        f"--print-to-pdf={out}", source.as_uri(), stderr=subprocess.DEVNULL,
    )


def weasyprint(source, out):
    run("weasyprint", source, out, stderr=subprocess.DEVNULL)


def latex(out):
    body = output("pandoc", *markdown("columns"), "-t", "latex", "--shift-heading-level-by=-1")
    (WORK / "columns.tex").write_text(LATEX % body)
    for _ in range(2):
        run("pdflatex", "-interaction=batchmode", "columns.tex", stdout=subprocess.DEVNULL)
    shutil.copy(WORK / "columns.pdf", out)


def groff(device, out):
    body = output("pandoc", *markdown("columns"), "-t", "ms", "--shift-heading-level-by=-1")
    # Links and outlines are another macro package's.
    body = "\n".join(line for line in body.splitlines() if not line.startswith(".pdfhref"))
    (WORK / "columns.ms").write_text(MS % body)
    with open(out, "wb") as file:
        run("groff", "-k", "-t", "-ms", f"-T{device}", "-P-pa4", "columns.ms", stdout=file)


def groff_ghostscript(out):
    groff("ps", WORK / "columns.ps")
    run("ps2pdf", "columns.ps", out)


def shift_jis(out):
    """An older Japanese page: another encoding, which only the page's head tells."""
    text = page("japanese", "").read_text().replace('charset="utf-8"', 'charset="Shift_JIS"')
    text = re.sub("<style>.*?</style>", "", text, flags=re.S)
    out.write_bytes(text.replace("\u21a9\ufe0e", "^").encode("cp932"))


def front_matter(out):
    text = (SOURCES / "japanese.md").read_text()
    front = 'title = "第2章　内海をめぐる国々"\nseries = "内海年鑑"\nyear = 2031\nlanguage = "ja"\n'
    out.write_text(f"+++\n{front}+++\n\n{text}")


def with_title(*more):
    return ("--shift-heading-level-by=-1", *more)


MAKERS = {
    "english.md": lambda out: by_pandoc("english", out, "-t", "gfm+footnotes", "--wrap=auto"),
    "japanese.md": front_matter,
    "english-pandoc.html": lambda out: by_pandoc("english", out, *with_title("-s", "-t", "html5", "--toc")),
    "english-libreoffice.html": lambda out: office(odt("english"), "html", out),
    "japanese-shift-jis.html": shift_jis,
    "oldweb.html": lambda out: out.write_bytes((SOURCES / "oldweb.html").read_text().encode("cp1252")),
    "modern.html": lambda out: shutil.copy(SOURCES / "modern.html", out),
    "english-pandoc2.epub": lambda out: by_pandoc("english", out, *with_title("-t", "epub2")),
    "english-pandoc3.epub": lambda out: by_pandoc("english", out, *with_title("-t", "epub3", "--epub-chapter-level=2", "--toc")),
    "japanese-pandoc3.epub": lambda out: by_pandoc("japanese", out, "-t", "epub3", "-M", "title=第2章　内海をめぐる国々"),
    "columns-libreoffice.epub": lambda out: office(odt("columns"), "epub", out),
    "english-pandoc.docx": lambda out: by_pandoc("english", out, *with_title("-t", "docx")),
    "english-libreoffice.docx": lambda out: office(odt("english"), "docx:MS Word 2007 XML", out),
    "columns-libreoffice.docx": lambda out: office(odt("columns"), "docx:MS Word 2007 XML", out),
    "japanese-pandoc.docx": lambda out: by_pandoc("japanese", out, "-t", "docx"),
    "columns-groff.pdf": lambda out: groff("pdf", out),
    "columns-ghostscript.pdf": groff_ghostscript,
    "columns-latex.pdf": latex,
    "columns-weasyprint.pdf": lambda out: weasyprint(page("columns", TWO_COLUMNS, *inline_notes()), out),
    "japanese-weasyprint.pdf": lambda out: weasyprint(page("japanese", JAPANESE_PAGE, *inline_notes()), out),
    "english-libreoffice.pdf": lambda out: office(odt("english"), "pdf", out),
    "japanese-libreoffice.pdf": lambda out: office(odt("japanese"), "pdf", out),
    "english-chromium.pdf": lambda out: chromium(page("english"), out, headers=True),
    "modern-chromium.pdf": lambda out: chromium(SOURCES / "modern.html", out),
    "japanese-chromium.pdf": lambda out: chromium(page("japanese"), out),
}


def truth(name):
    """What a source says: of a web page only what stands between its marks."""
    if (SOURCES / f"{name}.md").exists():
        return pandoc(SOURCES / f"{name}.md", "markdown-smart")
    text = (SOURCES / f"{name}.html").read_text().split("<!-- text -->")[1].split("<!-- /text -->")[0]
    # Hand-made notes are none to pandoc, nor are cells and rows that nobody closes.
    text = re.sub("(?is)<sup.*?</sup>|<a name=.*?</a>", "", text)
    for cell in "TH", "TD":
        text = re.sub(f"(<{cell}>[^<\n]+)$", rf"\1</{cell}>", text, flags=re.M)
        text = re.sub(f"(<{cell}>[^<\n]+)(?=<{cell}>)", rf"\1</{cell}>", text)
    text = re.sub("^(<TR>.*)$", r"\1</TR>", text, flags=re.M)
    body, notes = text.split("<!-- notes -->")
    whole = pandoc(body, "html", text=True)
    whole.notes = pandoc(notes, "html", text=True).body
    return whole


def references():
    """Writes NAME.words and NAME.outline: the title is no word of the text, and footnotes stand at the end."""
    lists = {}
    for name in ["english", "columns", "japanese", "oldweb", "modern"]:
        source = truth(name)
        (_, title), *rest = source.outline
        top = min(level for level, _ in rest)
        lines = [f"0\t{title}", *(f"{level - top + 1}\t{text}" for level, text in rest)]
        (HERE / f"{name}.outline").write_text("\n".join(lines) + "\n")
        found = words("\n".join(source.body[1:] + source.notes))
        (HERE / f"{name}.words").write_text("\n".join(found) + "\n")
        lists[name] = found
        print(f"{name}: {len(found)} words, {len(rest)} headings, {source.items} items, {source.rows} rows, {len(source.notes)} notes")
    return lists


def readers(lists):
    """How others read the samples."""
    lines = ["sample\treader\trecall\tprecision\tunordered"]
    poor = []
    for sample in MAKERS:
        path, name = HERE / sample, re.split("[-.]", sample)[0]
        kind = path.suffix[1:]
        if kind == "pdf":
            reader, found = "pdftotext", words(re.sub("[-‐]\n+(?=[a-z])", "", output("pdftotext", path, "-")))
        else:
            reader = {"md": "gfm+footnotes", "html": "html", "epub": "epub", "docx": "docx"}[kind]
            text = path.read_text("cp932" if "jis" in sample else "cp1252" if "old" in sample else "utf-8") if kind in ("html", "md") else None
            found = pandoc(path, reader) if text is None else pandoc(text, reader, text=True)
            reader, found = "pandoc", words("\n".join(found.body + found.notes))
        recall, precision = judge(found, lists[name])
        unordered = sum((Counter(lists[name]) & Counter(found)).values()) / len(lists[name])
        if unordered < 0.98:
            poor.append(sample)
        lines.append(f"{sample}\t{reader}\t{recall:.4f}\t{precision:.4f}\t{unordered:.4f}")
    (HERE / "readers.tsv").write_text("\n".join(lines) + "\n")
    print("\n".join(lines).expandtabs(28))
    return poor


def main():
    WORK.mkdir(exist_ok=True)
    for sample, make in MAKERS.items():
        if len(sys.argv) < 2 or any(word in sample for word in sys.argv[1:]):
            print(sample)
            make(HERE / sample)
    poor = readers(references())
    size = sum(path.stat().st_size for path in HERE.rglob("*") if path.is_file())
    print(f"{size / 1024:.0f} KiB")
    if poor:
        sys.exit(f"words were lost in the making of {', '.join(poor)}")


main()
