#!/usr/bin/env python3
"""Makes assets/gazetteer.tsv from the hand tables beside this file and three public sources.

    npm pack cldr-core@48.2.0 cldr-localenames-full@48.2.0     (Unicode-3.0)
    pip download --no-deps countrynames==1.17.0                (MIT)
    the World Factbook as text: FOLDER/<year>/<Country>.txt    (public domain)

    build.py --cldr-core DIR --cldr-names DIR --countrynames DIR --factbook DIR
    build.py --check        only checks the finished gazetteer.tsv and regions.toml

Each DIR is the unpacked package (the folder with package.json, or with countrynames/).
Python 3.11, standard library only. Exit status 1 when a check fails.
"""
import argparse
import json
import re
import sys
import tomllib
import unicodedata
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).resolve().parent
PRODUCT = HERE.parent / "gazetteer.tsv"
TREE = HERE.parent / "regions.toml"

COLUMNS = [
    "id", "kind", "name", "official", "names", "demonyms", "abbreviations", "ambiguous", "japanese",
    "search", "capital", "lat", "lon", "neighbours", "alpha2", "numeric", "m49", "parent", "from", "to",
    "successors",
]
LISTS = {"names", "demonyms", "abbreviations", "ambiguous", "japanese", "search", "neighbours", "successors"}
MATCHED = ["name", "official", "names", "demonyms", "japanese"]  # abbreviations: in exact case, checked apart
KINDS = ["country", "territory", "former", "union", "area", "region", "none"]
M49_LEAVES = {
    "005", "011", "013", "014", "015", "017", "018", "021", "029", "030", "034", "035", "039", "053",
    "054", "057", "061", "143", "145", "151", "154", "155",
}
# CLDR puts these outlying islands elsewhere or nowhere; M49 says:
M49_BY_HAND = {"BV": "005", "GS": "005", "HM": "053", "IO": "014", "TF": "014", "UM": "057"}
# Names in these languages help a look-up wherever the place is (diplomatic languages and Korean).
LANGUAGES = ["fr", "es", "ru", "zh", "ko"]

# Factbook file stems that no name of ours gives.
STEMS = {
    "Burma_Myanmar": "MMR", "Turkey_Turkiye": "TUR", "Holy_See_Vatican_City": "VAT",
    "Falkland_Islands_Islas_Malvinas": "FLK", "Virgin_Islands": "VIR", "Reunion": "REU",
    "Saint_Martin": "MAF", "Saint_Helena": "SHN", "Burma": "MMR", "Serbia": "SRB", "South_Georgia_and_the": "SGS",
    "Saint_Helena_Ascension_and_Tristan_da_Cunha": "SHN", "Congo_Republic_of_the": "COG", "Cocos_Keeling_Islands": "CCK", "Svalbard": "SJM",
    "French_Southern_and_Antarctic_Lands": "ATF", "Iraq_Saudi_Arabia_Neutral_Zone": "NTHH", "Germany_Federal_Republic_of": "x-west-germany",
    "Pacific_Islands_Trust_Territory_of_the": "PCHH", "Yemen_Arab_Republic": "x-north-yemen",
    "Pacific_Islands_Palau_Trust_Territory_of_the": "PLW",
    "Pacific_Islands_Trust_Territory_of_the_Palau": "PLW", "Yemen_People_s_Democratic_Republic_of": "YDYE",
}
# Places whose own name a blocker takes out of running text.
LOOKED_UP_ONLY = {"x-world"}
# Factbook border names that no name of ours gives; None: not a neighbour in the ISO sense.
BORDERS = {
    "Gaza Strip": "PSE", "West Bank": "PSE", "Holy See (Vatican City)": "VAT", "Sint Maarten": "SXM",
    "Saint Martin": "MAF", "Akrotiri": None, "Dhekelia": None, "Burma": "MMR", "Russia (Kaliningrad Oblast)": "RUS",
    "US Naval Base at Guantanamo Bay": None, "The Gambia": "GMB", "Gaza": "PSE", "Zaire": "COD",
    "Saint Martin (France)": "MAF", "Netherlands Antilles (Sint Maarten)": None, "Melilla": "ESP", "Ceuta": "ESP", "Denmark (Greenland)": "GRL", "Spain (Ceuta)": "ESP", "Spain (Melilla)": "ESP", "Turkey (Turkiye)": "TUR",
}


def fold(text):
    """As the program folds: no diacritics, lower case, straight quotes, one kind of hyphen, no leading 'the'."""
    text = unicodedata.normalize("NFKD", text)
    text = "".join(c for c in text if not unicodedata.combining(c) or c in "\u3099\u309a").lower()
    text = re.sub("[\u2018\u2019\u02bc\u02bb`\u00b4]", "'", text)
    text = re.sub("[\u2010-\u2015\u2212]", "-", text)
    text = re.sub(r"\s+", " ", text).strip()
    return text.removeprefix("the ")


def read_table(path):
    lines = [line for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    columns = lines[0].split("\t")
    rows = []
    for line in lines[1:]:
        cells = line.split("\t")
        if len(cells) != len(columns):
            sys.exit(f"{path.name}: {len(cells)} cells instead of {len(columns)}: {line[:60]}")
        rows.append({
            column: [part for part in cell.split("|") if part] if column in LISTS or column == "codes" else cell
            for column, cell in zip(columns, cells)
        })
    return rows


def blank(**values):
    row = {column: [] if column in LISTS else "" for column in COLUMNS}
    row.update(values)
    return row


# --- sources -----------------------------------------------------------------------------------------


class Cldr:
    """Codes, M49 groups and territory names."""

    def __init__(self, core, names):
        supplemental = core / "supplemental"
        load = lambda name: json.loads((supplemental / f"{name}.json").read_text("utf-8"))["supplemental"]
        self.codes = load("codeMappings")["codeMappings"]
        groups = load("territoryContainment")["territoryContainment"]
        self.m49 = {
            member: group for group, value in groups.items() if group in M49_LEAVES for member in value["_contains"]
        } | M49_BY_HAND
        self.spoken = {}
        for territory, info in load("territoryInfo")["territoryInfo"].items():
            languages = info.get("languagePopulation", {})
            self.spoken[territory] = [
                language.split("_")[0] for language, about in languages.items()
                if about.get("_officialStatus") in ("official", "de_facto_official")
            ]
        self.folder = names / "main"
        self.loaded = {}

    def name(self, language, territory):
        if language not in self.loaded:
            path = self.folder / language / "territories.json"
            table = {}
            if path.exists():
                table = json.loads(path.read_text("utf-8"))["main"][language]["localeDisplayNames"]["territories"]
            self.loaded[language] = table
        return self.loaded[language].get(territory)


class Factbook:
    """The newest text of each country that has the field asked for."""

    def __init__(self, folder, ids):
        self.texts = defaultdict(list)
        self.titles = defaultdict(set)  # the file names as words: a reader's path names its country
        self.unknown = set()
        stems = {stem.lower(): place for stem, place in STEMS.items()}
        for year in sorted(folder.iterdir(), reverse=True):
            if not year.is_dir():
                continue
            for path in year.glob("*.txt"):
                if path.stem.lower() in stems:
                    place = stems[path.stem.lower()]
                else:
                    words = path.stem.replace("_", " ")
                    place = ids.get(fold(words)) or ids.get(fold(words.replace("Cote d ", "Cote d'")))
                    for tail in (" The", " Isle of", " The Former Yugoslav Republic of", " Democratic Republic of the", " Republic of the", " Federated States of"):
                        if not place and words.lower().endswith(tail.lower()):
                            place = ids.get(fold(tail.strip() + " " + words[:-len(tail)]))
                    if not place and words.startswith("Korea "):
                        place = ids.get(fold(words.removeprefix("Korea ") + " Korea"))
                if place:
                    self.titles[place].add(path.stem.replace("_", " "))
                    if int(year.name) >= 1997:  # older texts are laid out differently
                        self.texts[place].append(path)
                elif place is None:
                    self.unknown.add(path.stem)

    def find(self, place, pattern):
        for path in self.texts.get(place, []):
            text = path.read_text("utf-8", errors="replace")
            if found := re.search(pattern, text):
                return found
        return None

    def coordinates(self, place):
        found = self.find(place, r"\nGeographic coordinates:[^\n]*?(\d+) (\d+) ([NS])\s*,\s*(\d+) (\d+) ([EW])")
        if not found:
            return "", ""
        degrees = lambda d, m, side: round((int(d) + int(m) / 60) * (-1 if side in "SW" else 1), 2)
        return (f"{degrees(*found.groups()[:3]):g}", f"{degrees(*found.groups()[3:]):g}")

    def official(self, place):
        found = self.find(place, r"conventional long form: *([^|\n]+?)(?: *\||\s+conventional short form|; note|\n)")
        name = found.group(1).strip() if found else ""
        return "" if name.lower() in ("none", "na") or "�" in name else name

    def borders(self, place):
        found = self.find(place, r"border countries[^:\n]*:\s*([^\n]*? km[^\n]*)")
        if not found:
            return []
        text = re.split(r"\bnote\b|\bregional borders\b|metropolitan", found.group(1))[0]
        names = [re.sub(r"^and ", "", name.strip(" ;,")) for name in re.findall(r"([^\d;,][^\d;]*?(?:\([^)]*\))?)\s+[\d.,]+ (?:km|m)\b", text)]
        return [name for name in names if re.match("[A-Z]", name) and ":" not in name]


# --- building ----------------------------------------------------------------------------------------


def lost_accents(name):
    """Some texts lost their accented letters to a space: C te d'Ivoire."""
    spaced = re.sub(r"\s+", " ", "".join(" " if ord(c) > 127 and c.isalpha() else c for c in name)).strip()
    first = re.split(r"[\s']", spaced)[0]
    return [] if spaced == name or name[:1] > "\x7f" or len(spaced) < 6 and len(first) > 1 else [spaced]


def unique(values, taken=()):
    # "Gambia" stays beside "The Gambia": the tagger sets no article aside.
    spelt = lambda value: fold("x " + value)
    seen = {spelt(value) for value in taken}
    kept = []
    for value in values:
        value = "".join(c for c in value if unicodedata.category(c) != "Cf")  # joiners of Indic scripts
        if value and spelt(value) not in seen:
            seen.add(spelt(value))
            kept.append(value)
    return kept


def build(arguments):
    cldr = Cldr(arguments.cldr_core, arguments.cldr_names)
    rows = []
    for hand in read_table(HERE / "countries.tsv"):
        code = hand["alpha2"]
        about = cldr.codes[code]
        row = blank(**hand)
        row["id"] = "XKX" if code == "XK" else about["_alpha3"]
        row["numeric"] = "" if code == "XK" else about["_numeric"]
        row["m49"] = cldr.m49.get(code, "")
        rows.append(row)
    present = {row["numeric"] for row in rows}
    codes = {row["alpha2"] for row in rows} | {row["id"] for row in rows}
    for hand in read_table(HERE / "former.tsv"):
        row = blank(kind="former", **{key: value for key, value in hand.items() if key != "codes"})
        row["search"] = row["search"] + [code for code in hand["codes"] if code not in codes]
        row["numeric"] = "" if row["numeric"] in present else row["numeric"]  # some were passed on
        rows.append(row)
    for hand in read_table(HERE / "areas.tsv"):
        rows.append(blank(**hand))
    for hand in read_table(HERE / "regions.tsv"):
        rows.append(blank(kind="region", **hand))
    for number, hand in enumerate(read_table(HERE / "blockers.tsv"), 1):
        rows.append(blank(id=f"x-none-{number}", kind="none", **hand))

    # Parents and neighbours may be written as alpha-2 in the hand tables.
    alpha3 = {row["alpha2"]: row["id"] for row in rows if row["alpha2"]}
    alpha3 |= {row["id"]: row["id"] for row in rows}
    for row in rows:
        row["parent"] = alpha3.get(row["parent"], row["parent"])

    by_name = {}
    for row in rows:
        if row["kind"] != "none":
            for name in [row["name"], row["official"], *row["names"], *row["abbreviations"]]:
                by_name[fold(name)] = row["id"]
    factbook = Factbook(arguments.factbook, by_name)
    print("factbook files without a place:", ", ".join(sorted(factbook.unknown)), file=sys.stderr)

    borders = defaultdict(set)
    for row in rows:
        if row["kind"] not in ("country", "territory"):
            continue
        place = row["id"]
        row["official"] = row["official"] or factbook.official(place)
        if not row["official"]:
            print("no official name:", place, file=sys.stderr)
        if not row["lat"]:
            row["lat"], row["lon"] = factbook.coordinates(place)
            if not row["lat"]:
                print("no coordinates:", place, file=sys.stderr)
        if row["neighbours"]:
            borders[place] |= set(row["neighbours"])
            continue
        for name in factbook.borders(place):
            other = BORDERS[name] if name in BORDERS else (
                by_name.get(fold(name)) or by_name.get(fold(re.sub(r" \(.*", "", name)), "?"))
            if other == "?":
                print(f"unknown neighbour of {place}: {name}", file=sys.stderr)
            elif other and other != place:
                borders[place].add(other)
    for place in list(borders):
        for other in sorted(borders[place]):
            if place not in borders[other]:
                print(f"neighbour on one side only: {place} names {other}; both kept", file=sys.stderr)
                borders[other].add(place)
    for row in rows:
        if row["kind"] in ("country", "territory"):
            row["neighbours"] = sorted(borders[row["id"]])

    for row in rows:
        if row["kind"] != "none":
            own = [row["name"]]
            official = row["official"]
            if official and not re.search(r"[(,]", official):
                row["names"].append(official)
            accents = [spaced for name in own + row["names"] for spaced in lost_accents(name)]
            row["names"] = unique(row["names"] + accents, own)
            row["demonyms"] = unique(row["demonyms"])
    claimed = {fold(value): row["id"] for row in rows for column in MATCHED
               for value in ([row[column]] if isinstance(row[column], str) else row[column]) if value}
    ambiguous = {fold(value) for row in rows for value in row["ambiguous"]}
    for row in rows:
        if row["kind"] in ("country", "territory"):
            japanese = cldr.name("ja", row["alpha2"]) or ""
            if japanese and "(" not in japanese and fold(japanese) not in claimed and fold(japanese) not in ambiguous:
                row["japanese"].append(japanese)
            row["japanese"] = unique(row["japanese"])

    # Look-up names: CLDR in the place's own languages and a few more, then countrynames.
    words = {word for row in rows if row["kind"] != "none"
             for name in [row["name"], row["official"], *row["names"], *row["demonyms"]] for word in re.findall(r"\w+", fold(name))}
    words |= {"rep", "dem", "fed", "st", "isl", "is", "former", "prov", "province", "part"}
    listed = read_countrynames(arguments.countrynames)
    for row in rows:
        if row["kind"] in ("region", "none"):
            continue
        found = list(row["search"])
        found += sorted(factbook.titles[row["id"]])
        if row["alpha2"]:
            own = cldr.spoken.get(row["alpha2"], [])
            found += [cldr.name(language, row["alpha2"]) or "" for language in own + LANGUAGES]
        # countrynames lists every language and many misspellings: keep what is made of English words.
        for name in listed.get(row["alpha2"] or row["id"], []):
            if re.fullmatch(r"[A-Z][a-z][ -~]+", name) and "  " not in name and set(re.findall(r"\w+", fold(name))) <= words \
                    and fold(name) not in ambiguous:
                found.append(name)
        taken = {row["id"], *row["names"], *row["japanese"], *row["demonyms"], *row["abbreviations"], row["name"]}
        row["search"] = [name for name in unique(found, taken) if claimed.get(fold(name), row["id"]) == row["id"]]

    write(rows, arguments)


def read_countrynames(folder):
    """countrynames/data.yaml: `CODE:` lines, each followed by `  - name` lines."""
    names, code = defaultdict(list), None
    for line in (folder / "countrynames" / "data.yaml").read_text("utf-8").splitlines():
        if found := re.fullmatch(r"['\"]?([A-Z-]+)['\"]?:", line.strip()):
            code = found.group(1)
        elif found := re.fullmatch(r"- (.+)", line.strip()):
            name = found.group(1).strip().strip("'\"").replace("|", " ").replace("\t", " ")
            names[code].append(name)
    return names


def write(rows, arguments):
    rows.sort(key=lambda row: KINDS.index(row["kind"]))
    with PRODUCT.open("w", encoding="utf-8", newline="\n") as out:
        out.write("# Places and their names. Made by gazetteer/build.py: change the hand tables there, not this file.\n")
        out.write("# Sources: hand tables; Unicode CLDR 48.2 (Unicode-3.0); World Factbook (public domain);\n")
        out.write("# countrynames 1.17.0 (MIT). Columns are explained in README.md.\n")
        out.write("\t".join(COLUMNS) + "\n")
        for row in rows:
            cells = ["|".join(row[column]) if column in LISTS else row[column] for column in COLUMNS]
            out.write("\t".join(cells) + "\n")


# --- checks ------------------------------------------------------------------------------------------


def check():
    problems = []
    text = PRODUCT.read_text("utf-8")
    for number, line in enumerate(text.split("\n"), 1):
        if bad := [c for c in line if unicodedata.category(c) in ("Cc", "Cf", "Co", "Cn") and c != "\t"]:
            problems.append(f"line {number}: control or format character {bad[0]!r}")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    if lines[0].split("\t") != COLUMNS:
        problems.append("the header is not as expected")
    rows = []
    for line in lines[1:]:
        cells = line.split("\t")
        if len(cells) != len(COLUMNS):
            problems.append(f"{len(cells)} columns: {line[:60]}")
            continue
        for cell in cells:
            if cell != cell.strip() or any(not part or part != part.strip() for part in cell.split("|")) and cell:
                problems.append(f"{cells[0]}: empty or padded part in {cell[:60]!r}")
        rows.append({
            column: (cell.split("|") if cell else []) if column in LISTS else cell
            for column, cell in zip(COLUMNS, cells)
        })
    places = {}
    for row in rows:
        if row["id"] in places:
            problems.append(f"id twice: {row['id']}")
        places[row["id"]] = row
        if row["kind"] not in KINDS:
            problems.append(f"{row['id']}: kind {row['kind']}")
        if not row["name"]:
            problems.append(f"{row['id']}: no name")
        if row["kind"] in ("country", "territory") and not (row["alpha2"] and row["official"] and row["lat"]):
            problems.append(f"{row['id']}: alpha2, official name or coordinates missing")
        if row["kind"] == "country" and not (row["japanese"] and row["capital"] and row["m49"]):
            problems.append(f"{row['id']}: japanese name, capital or m49 missing")
        if row["kind"] == "former" and not (row["successors"] and row["to"]):
            problems.append(f"{row['id']}: successors or last year missing")
        for column, limit in (("lat", 90), ("lon", 180)):
            if row[column] and abs(float(row[column])) > limit:
                problems.append(f"{row['id']}: {column} {row[column]}")
        for column in ("numeric", "m49"):
            if row[column] and not re.fullmatch(r"\d{3}", row[column]):
                problems.append(f"{row['id']}: {column} {row[column]}")
        for column in ("from", "to"):
            if row[column] and not re.fullmatch(r"\d{4}", row[column]):
                problems.append(f"{row['id']}: {column} {row[column]}")

    claims, exact, choices = {}, {}, defaultdict(list)
    codes = {}
    for row in rows:
        for column in ("alpha2", "numeric"):
            if row[column] and codes.setdefault((column, row[column]), row["id"]) != row["id"]:
                problems.append(f"{column} {row[column]}: {codes[column, row[column]]} and {row['id']}")
        for column in MATCHED:
            for value in row[column] if column in LISTS else [row[column]]:
                if row["kind"] == "none" and claims.get(fold(value)) in LOOKED_UP_ONLY:
                    continue
                if value and claims.setdefault(fold(value), row["id"]) != row["id"]:
                    problems.append(f"name claimed twice: {value}: {claims[fold(value)]} and {row['id']} ({column})")
        for value in row["abbreviations"]:
            if exact.setdefault(value, row["id"]) != row["id"]:
                problems.append(f"abbreviation claimed twice: {value}: {exact[value]} and {row['id']}")
        for value in row["ambiguous"]:
            choices[fold(value)].append(row["id"])
    for value, ids in choices.items():
        if value in claims:
            problems.append(f"ambiguous name {value} is also claimed by {claims[value]}")
        if len(ids) < 2:
            problems.append(f"ambiguous name {value} has one candidate: {ids[0]}")
    for value, place in exact.items():
        if claims.get(fold(value), place) != place and places[place]["kind"] != "none":
            problems.append(f"abbreviation {value} of {place} is a name of {claims[fold(value)]}")

    for row in rows:
        for other in [*row["neighbours"], *row["successors"], *([row["parent"]] if row["parent"] else [])]:
            if other not in places:
                problems.append(f"{row['id']} names an unknown place: {other}")
        for other in row["neighbours"]:
            if other in places and row["id"] not in places[other]["neighbours"]:
                problems.append(f"neighbours not symmetric: {row['id']} {other}")
        up, above = row["parent"], {row["id"]}
        while up in places and up not in above:
            above.add(up)
            up = places[up]["parent"]
        if up in above:
            problems.append(f"{row['id']}: its parents run in a circle")

    tree = tomllib.loads(TREE.read_text("utf-8"))
    seen = []
    for region in tree["region"]:
        seen += [region["id"], *region["members"]]
        for part in region.get("part", []):
            seen += [part["id"], *part["members"]]
            if places.get(part["id"], {}).get("kind") != "region":
                problems.append(f"regions.toml: {part['id']} is not a region of the gazetteer")
    seen += tree["world"]["members"]
    for place in sorted(set(seen)):
        if seen.count(place) > 1:
            problems.append(f"regions.toml: {place} stands {seen.count(place)} times")
        if place not in places:
            problems.append(f"regions.toml: unknown place {place}")
    for place, row in places.items():
        if row["kind"] != "none" and place not in seen:
            problems.append(f"regions.toml lacks {place} ({row['name']})")

    for problem in problems:
        print("error:", problem)
    counts = {kind: sum(row["kind"] == kind for row in rows) for kind in KINDS}
    print(f"{len(rows)} rows:", ", ".join(f"{count} {kind}" for kind, count in counts.items()))
    print(f"{len(claims)} matched names, {len(exact)} abbreviations, {len(choices)} ambiguous; {len(problems)} errors")
    return not problems


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="only check the finished files")
    for source in ("cldr-core", "cldr-names", "countrynames", "factbook"):
        parser.add_argument(f"--{source}", type=Path, metavar="DIR")
    arguments = parser.parse_args()
    if not arguments.check:
        missing = [s for s in ("cldr_core", "cldr_names", "countrynames", "factbook") if not getattr(arguments, s)]
        if missing:
            parser.error("needed: " + ", ".join("--" + name.replace("_", "-") for name in missing))
        build(arguments)
    sys.exit(0 if check() else 1)


if __name__ == "__main__":
    main()
