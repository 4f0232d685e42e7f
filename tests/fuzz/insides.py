#!/usr/bin/env python3
"""Takes the files out of EPUB or DOCX packages and joins them as the fuzz targets expect: insides.py KIND FOLDER FILE…"""
import sys
import zipfile
from pathlib import Path

PART = b"\n%%%%\n"


def insides(kind, path):
    """Inputs made of one package."""
    package = zipfile.ZipFile(path)
    names = package.namelist()
    if kind == "docx":
        wanted = ["document.xml", "footnotes.xml", "styles.xml", "numbering.xml", "_rels/document.xml.rels"]
        # Styles are long, and long inputs change slowly: once with them and once without.
        parts = [package.read(f"word/{name}") if f"word/{name}" in names else b"" for name in wanted]
        return [PART.join(parts), PART.join(parts[:2])]
    chapters = [package.read(name) for name in names if name.endswith((".xhtml", ".html")) and "nav" not in name]
    contents = b"".join(package.read(name) for name in names if name.endswith("nav.xhtml") or name.endswith(".ncx"))
    pairs = zip(chapters[::2], [*chapters[1::2], b""])
    return [PART.join([first, second, contents]) for first, second in pairs]


def main():
    kind, folder, *paths = sys.argv[1:]
    for path in map(Path, paths):
        for number, made in enumerate(insides(kind, path)):
            (Path(folder) / f"{path.stem}-{number}.parts").write_bytes(made)


main()
