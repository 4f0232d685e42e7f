"""What counts as a word, for make.py and judge.py; `words` in tests/samples.rs does the same in Rust.

A text is made words like this (the rules that README.md gives reasons for):
  soft hyphens, joiners and variation selectors vanish; then NFKC (ligatures, full-width letters and digits);
  every kind of dash is "-", every single quotation mark "'"; double quotation marks vanish;
  every CJK sign (kanji, kana, their punctuation) is a word of its own; white space parts all others;
  a word without letter or digit is none (bullets, rulings, arrows), unless it is a CJK sign.
"""
import json
import re
import subprocess
import unicodedata

NOTHING = re.compile("[\u00ad\u200b-\u200d\u2060\ufe00-\ufe0f“”„‟«»\"]")
DASH = re.compile("[‐‑‒–—―−]")
QUOTE = re.compile("[‘’‚‛ʼ`´]")
CJK = re.compile("[\u3001-\u30ff\u3400-\u9fff\uf900-\ufaff]")


def words(text):
    text = unicodedata.normalize("NFKC", NOTHING.sub("", text))
    text = QUOTE.sub("'", DASH.sub("-", NOTHING.sub("", text)))
    text = CJK.sub(lambda sign: f" {sign[0]} ", text)
    return [word for word in text.split() if any(c.isalnum() for c in word) or CJK.match(word)]


def common(left, right):
    """The length of the longest common subsequence, by whole rows of bits at once."""
    where = {}
    for at, word in enumerate(left):
        where[word] = where.get(word, 0) | 1 << at
    row = all_ones = (1 << len(left)) - 1
    for word in right:
        found = row & where.get(word, 0)
        row = (row + found) | (row - found)
    return (~row & all_ones).bit_count()


def judge(found, wanted):
    """Recall and precision of the words found."""
    same = common(wanted, found)
    return same / max(1, len(wanted)), same / max(1, len(found))


class Truth:
    """A source as pandoc understands it: body, notes, outline and what there is of rows and items."""

    def __init__(self, blocks):
        self.body, self.notes, self.outline = [], [], []
        self.items = self.rows = 0
        self.blocks(blocks, self.body)

    def blocks(self, blocks, out):
        for block in blocks:
            kind, inside = block["t"], block.get("c")
            if kind in ("Para", "Plain"):
                out.append(self.inlines(inside))
            elif kind == "Header":
                text = self.inlines(inside[2])
                self.outline.append((inside[0], " ".join(text.split())))
                out.append(text)
            elif kind == "BulletList":
                self.list(inside, out)
            elif kind == "OrderedList":
                self.list(inside[1], out)
            elif kind == "BlockQuote":
                self.blocks(inside, out)
            elif kind == "Div":
                self.blocks(inside[1], out)
            elif kind == "CodeBlock":
                out.append(inside[1])
            elif kind == "LineBlock":
                out.extend(self.inlines(line) for line in inside)
            elif kind == "DefinitionList":
                for term, meanings in inside:
                    out.append(self.inlines(term))
                    for meaning in meanings:
                        self.blocks(meaning, out)
            elif kind == "Table":
                self.table(inside, out)

    def list(self, items, out):
        for item in items:
            self.items += out is self.body
            self.blocks(item, out)

    def table(self, table, out):
        _, caption, _, head, bodies, foot = table
        self.blocks(caption[1], out)
        rows = list(head[1])
        for body in bodies:
            rows += body[2] + body[3]
        for row in rows + foot[1]:
            self.rows += 1
            for cell in row[1]:
                self.blocks(cell[4], out)

    def inlines(self, inlines):
        text = ""
        for inline in inlines:
            kind, inside = inline["t"], inline.get("c")
            if kind == "Str":
                text += inside
            elif kind in ("Space", "SoftBreak", "LineBreak"):
                text += " "
            elif kind in ("Emph", "Strong", "Superscript", "Subscript", "Underline", "Strikeout", "SmallCaps"):
                text += self.inlines(inside)
            elif kind in ("Span", "Link", "Quoted", "Cite"):
                text += self.inlines(inside[1])
            elif kind in ("Code", "Math"):
                text += inside[1]
            elif kind == "Note":
                self.blocks(inside, self.notes)
        return text


def pandoc(path_or_text, reader, text=False):
    """A file or a text as pandoc reads it."""
    command = ["pandoc", "-f", reader, "-t", "json", *([] if text else [str(path_or_text)])]
    run = subprocess.run(command, input=path_or_text if text else None, capture_output=True, text=True, check=True)
    return Truth(json.loads(run.stdout)["blocks"])
