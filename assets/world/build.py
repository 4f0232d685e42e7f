#!/usr/bin/env python3
"""Makes world.bin, the borders of the map, from the npm package world-atlas (Natural Earth, 1:110 million).

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python3 assets/world/build.py package/countries-110m.json

Standard library only. The format is described in README.md beside this file.
"""
import json
import sys
from pathlib import Path

HERE = Path(__file__).parent
GRID = 50  # steps a degree
# What the data set has without a number of ISO.
BY_NAME = {"Kosovo": "XKX", "N. Cyprus": "x-northern-cyprus", "Somaliland": "x-somaliland"}
ANTARCTICA = "010"


def varint(number):
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)
    return bytes(out)


def zigzag(number):
    return varint(number * 2 if number >= 0 else -number * 2 - 1)


def text(words):
    return varint(len(words)) + words.encode("ascii")


def line(points):
    """Points of the grid as steps; a step over the 180th meridian is the short one."""
    out, (x, y) = bytearray(varint(len(points))), (0, 0)
    for number, (east, north) in enumerate(points):
        step = east - x
        if number and step > 180 * GRID:
            step -= 360 * GRID
        if number and step < -180 * GRID:
            step += 360 * GRID
        out += zigzag(step) + zigzag(north - y)
        x, y = x + step, north
    return bytes(out)


def snapped(points):
    out = []
    for east, north in points:
        point = (round(east * GRID), round(north * GRID))
        if not out or out[-1] != point:
            out.append(point)
    return out


def decode_arcs(topology):
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        yield points


def owner(id, centre):
    """Whose a ring is: parts that have a code or an entry of their own are cut off."""
    east, north = centre
    if id == "250" and east < -40:
        return "254"  # French Guiana
    if id == "578" and north > 74:
        return "744"  # Svalbard
    if id == "643" and 32 < east < 37 and 44 < north < 47:
        return "x-crimea"
    return id


def main(path):
    topology = json.loads(Path(path).read_text())
    arcs = list(decode_arcs(topology))
    shapes = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        id = geometry.get("id") or BY_NAME[geometry["properties"]["name"]]
        if id == ANTARCTICA:
            continue
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        for polygon in polygons:
            for ring in polygon:
                points = [p for n in ring for p in arcs[n if n >= 0 else ~n]]
                if len(set(snapped(points))) < 3:
                    continue  # the data set was simplified: some islands are a point
                centre = tuple(sum(p[i] for p in points) / len(points) for i in (0, 1))
                shapes.setdefault(owner(id, centre), []).append(ring)
    used = sorted({n if n >= 0 else ~n for rings in shapes.values() for ring in rings for n in ring})
    number = {arc: at for at, arc in enumerate(used)}
    out = bytearray(varint(GRID) + varint(len(used)))
    for arc in used:
        out += line(snapped(arcs[arc]))
    out += varint(len(shapes))
    for id, rings in sorted(shapes.items()):
        out += text(id) + varint(len(rings))
        for ring in rings:
            out += varint(len(ring))
            for n in ring:
                out += zigzag(number[n] if n >= 0 else ~number[~n])
    rows = [row.split("\t") for row in (HERE / "areas.tsv").read_text().splitlines() if row[:1] not in ("", "#")]
    out += varint(len(rows))
    for id, *outline in rows:
        points = [tuple(map(float, pair.split(","))) for pair in outline[0].split()] if outline else []
        out += text(id) + line(snapped(points))
    (HERE.parent / "world.bin").write_bytes(out)
    many = sum(len(snapped(arcs[arc])) for arc in used)
    print(f"{len(shapes)} shapes, {len(used)} lines, {many} points, {len(rows)} areas: {len(out)} bytes")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
