//! What a glyph's shape tells of its font: how heavy and how slanted it is. Lends a shape to fonts that the
//! file only names. Never draws anything.
use hayro_interpret::font::{FontData, FontQuery, GlyphIdentifier, OutlineGlyph, StandardFont};
use kurbo::{PathEl, Point};
use std::collections::HashMap;
use std::sync::Arc;

/// The looks of a glyph.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Face {
    /// How thick its strokes are, in thousandths of the size; 0 where it has none.
    pub stem: f32,
    /// Whether it slants.
    pub italic: bool,
    /// Whether its shape is lent: the scale of its place then says nothing of its width.
    pub lent: bool,
}

/// The faces met so far.
#[derive(Default)]
pub struct Faces {
    known: HashMap<GlyphIdentifier, Face>,
}

/// The most faces kept at a time.
const FACES: usize = 50_000;

impl Faces {
    /// The looks of a glyph.
    pub fn of(&mut self, glyph: &OutlineGlyph) -> Face {
        let key = glyph.identifier();
        if let Some(face) = self.known.get(&key) {
            return *face;
        }
        let mut face = measure(glyph);
        if let Some(font) = glyph.font_data() {
            let name = font.postscript_name.unwrap_or_default();
            face.italic |= font.is_italic || name.contains("Italic") || name.contains("Oblique");
        }
        if self.known.len() < FACES {
            self.known.insert(key, face);
        }
        face
    }
}

/// Twice the area over the length of the outline is the mean thickness of a stroke, whatever the letter.
fn measure(glyph: &OutlineGlyph) -> Face {
    let (mut area, mut length) = (0.0, 0.0);
    let (mut upright, mut slant) = (0.0, 0.0);
    let (mut first, mut last) = (Point::ZERO, Point::ZERO);
    let mut top = 0.0_f64;
    let mut line = |from: Point, to: Point, straight: bool| {
        area += from.x * to.y - to.x * from.y;
        length += from.distance(to);
        top = top.max(to.y);
        let (dx, dy) = (to.x - from.x, to.y - from.y);
        if straight && dy.abs() > 200.0 && dx.abs() < dy.abs() / 2.0 {
            upright += dy.abs();
            slant += dx * dy.signum();
        }
    };
    for element in glyph.outline().elements() {
        match *element {
            PathEl::MoveTo(to) => (first, last) = (to, to),
            PathEl::LineTo(to) => {
                line(last, to, true);
                last = to;
            }
            PathEl::QuadTo(control, to) => {
                let middle = last.midpoint(to).midpoint(control);
                line(last, middle, false);
                line(middle, to, false);
                last = to;
            }
            PathEl::CurveTo(one, other, to) => {
                let middle = last.midpoint(to).lerp(one.midpoint(other), 0.75);
                line(last, middle, false);
                line(middle, to, false);
                last = to;
            }
            PathEl::ClosePath => {
                line(last, first, true);
                last = first;
            }
        }
    }
    let stem = if length > 0.0 { (area.abs() / length) as f32 } else { 0.0 };
    Face { stem, italic: upright > 0.0 && slant / upright > 0.1, lent: (top - TOP).abs() < 0.5 }
}

/// How high the lent shapes are, in thousandths of the size: no font has letters that high.
const TOP: f64 = 3217.0;

/// Whether a standard font is bold, and whether it slants.
fn looks(font: StandardFont) -> (bool, bool) {
    use StandardFont as F;
    match font {
        F::HelveticaBold | F::CourierBold | F::TimesBold => (true, false),
        F::HelveticaOblique | F::CourierOblique | F::TimesItalic => (false, true),
        F::HelveticaBoldOblique | F::CourierBoldOblique | F::TimesBoldItalic => (true, true),
        _ => (false, false),
    }
}

/// A font for those that a file names and does not hold: its glyphs are bars, as thick as the strokes of
/// the font that is asked for. The file itself says what its letters are and how wide.
pub fn lend(query: &FontQuery) -> FontData {
    let (bold, italic) = match query {
        FontQuery::Standard(font) => looks(*font),
        FontQuery::Fallback(query) => (query.is_bold || query.font_weight >= 600, query.is_italic),
    };
    Arc::new(bars(if bold { 110 } else { 70 }, italic))
}

/// A Compact Font Format program with the 229 glyphs of the predefined character set, all of them the
/// same bar.
fn bars(thick: i16, italic: bool) -> Vec<u8> {
    const GLYPHS: u16 = 229;
    let number = |value: i16| [&[28], &value.to_be_bytes()[..]].concat();
    let long = |value: u32| [&[29], &value.to_be_bytes()[..]].concat();
    let lean = if italic { TOP as i16 / 5 } else { 0 };
    // Move to the origin; three lines; the end.
    let mut shape = [number(0), number(0), vec![21]].concat();
    for (dx, dy) in [(thick, 0), (lean, TOP as i16), (-thick, 0)] {
        shape.extend([number(dx), number(dy), vec![5]].concat());
    }
    shape.push(14);
    let index = |items: &[&[u8]]| {
        let mut bytes = (items.len() as u16).to_be_bytes().to_vec();
        bytes.push(2);
        let mut at = 1_u16;
        bytes.extend(at.to_be_bytes());
        for item in items {
            at += item.len() as u16;
            bytes.extend(at.to_be_bytes());
        }
        bytes.extend(items.concat());
        bytes
    };
    let header = [1, 0, 4, 2];
    let name = index(&[b"bars"]);
    let private = [number(0), vec![20]].concat();
    let top = |shapes: u32, secret: u32| {
        let size = number(private.len() as i16);
        index(&[&[long(shapes), vec![17], size, long(secret), vec![18]].concat()])
    };
    let none = [0, 0];
    let shapes_at = header.len() + name.len() + top(0, 0).len() + 2 * none.len();
    let shapes = index(&vec![shape.as_slice(); usize::from(GLYPHS)]);
    let top = top(shapes_at as u32, (shapes_at + shapes.len()) as u32);
    [&header[..], &name, &top, &none, &none, &shapes, &private].concat()
}
