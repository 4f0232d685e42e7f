//! The glyphs of a page with their places, sizes and looks, and the rules drawn between them. Never decides
//! what belongs together.
use super::face::{Face, Faces};
use super::watch::Watch;
use hayro_interpret::font::{Glyph as Drawn, GlyphRun};
use hayro_interpret::hayro_cmap::{BfString, WritingMode};
use hayro_interpret::{BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, SoftMask};
use hayro_syntax::object::{Dict, Name};
use kurbo::{Affine, BezPath, Point, Rect, Shape};

/// The direction in which a text runs, as it is seen on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Way {
    /// To the right, the usual one.
    Right,
    /// Upwards: turned to the left.
    Up,
    /// To the left: upside down.
    Left,
    /// Downwards: turned to the right, or written so.
    Down,
    /// Any other, such as a stamp across the page.
    Askew,
}

/// A glyph with a text. Lengths are points, `y` grows upwards.
#[derive(Debug, Clone)]
pub struct Glyph {
    /// Where its baseline begins.
    pub x: f32,
    /// The height of its baseline.
    pub y: f32,
    /// How far the next one stands from it, along the line.
    pub advance: f32,
    /// The size of its font.
    pub size: f32,
    /// What it stands for.
    pub text: Letters,
    /// Its looks.
    pub face: Face,
    /// Where it leads.
    pub way: Way,
    /// Whether a font written from top to bottom draws it upright.
    pub upright: bool,
    /// Whether the file itself says that it is a running head or a page number.
    pub furniture: bool,
}

/// The text of a glyph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Letters {
    /// One character, as most are.
    One(char),
    /// A ligature.
    More(Box<str>),
}

impl Letters {
    /// Adds the characters to a text.
    pub fn push_to(&self, text: &mut String) {
        match self {
            Self::One(c) => text.push(*c),
            Self::More(more) => text.push_str(more),
        }
    }

    /// The first character.
    pub fn first(&self) -> char {
        match self {
            Self::One(c) => *c,
            Self::More(more) => more.chars().next().unwrap_or(' '),
        }
    }

    /// Whether it is only space.
    pub fn is_space(&self) -> bool {
        match self {
            Self::One(c) => c.is_whitespace(),
            Self::More(more) => more.trim().is_empty(),
        }
    }
}

/// A horizontal rule, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rule {
    /// Its left end.
    pub x0: f32,
    /// Its right end.
    pub x1: f32,
    /// Its height.
    pub y: f32,
}

/// The most rules kept of a page: beyond that they are a drawing.
const RULES: usize = 2_000;

/// Takes down what an interpreter draws.
pub struct Taker<'w> {
    /// The glyphs, in the order of drawing.
    pub glyphs: Vec<Glyph>,
    /// The horizontal rules.
    pub rules: Vec<Rule>,
    /// The middles of small round or square marks that are drawn, and how high they are: bullets may be.
    pub dots: Vec<(f32, f32, f32)>,
    /// How many glyphs have no text.
    pub untold: usize,
    /// How many glyphs have a text only by their code.
    pub guessed: usize,
    /// How many pictures there are.
    pub pictures: usize,
    faces: &'w mut Faces,
    watch: &'w Watch,
    /// The open marked contents: whether each says that it is furniture.
    marked: Vec<bool>,
    /// The areas that the open clips leave.
    clips: Vec<Rect>,
}

impl<'w> Taker<'w> {
    /// An empty page.
    pub fn new(faces: &'w mut Faces, watch: &'w Watch) -> Self {
        Self {
            glyphs: Vec::new(),
            rules: Vec::new(),
            dots: Vec::new(),
            untold: 0,
            guessed: 0,
            pictures: 0,
            faces,
            watch,
            marked: Vec::new(),
            clips: Vec::new(),
        }
    }

    fn take(&mut self, glyph: &Drawn<'_>, place: Affine, upright: bool) {
        let drawn = matches!(glyph, Drawn::Type3(_));
        let text = match glyph.as_unicode() {
            Some(BfString::Char(c)) => Letters::One(c),
            Some(BfString::String(more)) => Letters::More(more.into()),
            None => {
                let Some(text) = by_code(glyph.char_code()).filter(|_| drawn) else {
                    self.untold += 1;
                    return;
                };
                self.guessed += 1;
                text
            }
        };
        let (advance, face) = match glyph {
            Drawn::Outline(outline) => (outline.advance_width(), self.faces.of(outline)),
            Drawn::Type3(drawn) => (drawn.advance_width(), Face::default()),
        };
        let [a, b, skew, rise, ..] = place.as_coeffs();
        let origin = place * Point::ZERO;
        let (wide, high) = (a.hypot(b), skew.hypot(rise));
        let mut size = (high * 1000.0) as f32;
        // A lent shape is stretched to fit.
        let along = if face.lent { high } else { wide };
        let mut advance = (f64::from(advance.unwrap_or(500.0)) * along) as f32;
        if drawn && advance > 1.2 * size {
            // The font has a scale of its own, unknown here: a letter is about half as wide as its size.
            size = advance * 2.0;
        }
        if upright {
            advance = size;
        }
        let sound = |length: f32| length.is_finite() && length.abs() < 1e5;
        if !sound(size) || !sound(advance) || !sound(origin.x as f32) || !sound(origin.y as f32) || size < 0.1
        {
            self.untold += 1;
            return;
        }
        let way = match (a, b) {
            (a, b) if a > 0.0 && b.abs() < 0.1 * a => Way::Right,
            (a, b) if a < 0.0 && b.abs() < -0.1 * a => Way::Left,
            (a, b) if b > 0.0 && a.abs() < 0.1 * b => Way::Up,
            (a, b) if b < 0.0 && a.abs() < -0.1 * b => Way::Down,
            _ => Way::Askew,
        };
        let furniture = self.marked.iter().any(|&furniture| furniture);
        let origin = (origin.x as f32, origin.y as f32);
        self.glyphs.push(Glyph {
            x: origin.0,
            y: origin.1,
            advance,
            size,
            text,
            face,
            way,
            upright,
            furniture,
        });
    }
}

/// What a glyph that is drawn stands for, if its font has no names: TeX's own fonts have the letters at their
/// usual codes, and a few signs at codes of their own.
fn by_code(code: u32) -> Option<Letters> {
    let text = match code {
        11 | 27 => "ff",
        12 | 28 => "fi",
        13 | 29 => "fl",
        14 | 30 => "ffi",
        15 | 31 => "ffl",
        16 => "“",
        17 => "”",
        21 => "–",
        22 => "—",
        39 => "’",
        96 => "‘",
        127 => "-",
        136 => "•",
        32..127 | 192..256 => return char::from_u32(code).map(Letters::One),
        _ => return None,
    };
    Some(Letters::More(text.into()))
}

/// The thickest rule, in points.
const THICK: f64 = 3.0;

impl<'a> Device<'a> for Taker<'_> {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, _: &DrawMode) {
        self.watch.count(0);
        if self.rules.len() >= RULES || path.elements().len() > 64 {
            return;
        }
        let whole = props.transform.transform_rect_bbox(path.bounding_box());
        let area = self.clips.last().map_or(whole, |clip| clip.intersect(whole));
        if area.height() <= THICK && area.width() >= 12.0 {
            let (x0, x1, y) = (area.x0 as f32, area.x1 as f32, area.center().y as f32);
            self.rules.push(Rule { x0, x1, y });
        }
        let (wide, high) = (area.width(), area.height());
        if (1.5..8.0).contains(&wide) && (wide - high).abs() < 0.15 * wide && self.dots.len() < RULES {
            self.dots.push((area.center().x as f32, area.center().y as f32, high as f32));
        }
    }

    fn push_clip_path(&mut self, clip: &ClipPath) {
        self.watch.count(0);
        let area = clip.path.bounding_box();
        self.clips.push(self.clips.last().map_or(area, |outer| outer.intersect(area)));
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, _: &DrawMode) {
        self.watch.count(run.glyphs().len());
        let upright = run.writing_mode() == WritingMode::Vertical;
        for glyph in run.glyphs() {
            self.take(glyph, props.transform * glyph.transform(), upright);
        }
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {
        self.pictures += 1;
    }

    fn pop_clip(&mut self) {
        self.clips.pop();
    }

    fn pop_transparency_group(&mut self) {}

    fn begin_marked_content(&mut self, tag: &[u8], properties: Option<&Dict<'_>>) {
        let kind = properties.and_then(|said| said.get::<Name<'_>>(&b"Type"[..]));
        self.marked.push(tag == b"Artifact" && kind.is_some_and(|kind| &*kind == b"Pagination"));
    }

    fn end_marked_content(&mut self) {
        self.marked.pop();
    }
}
