//! Opens the file, has its pages read side by side, and puts the parts in their order. Never lays out a page.
use super::face::{Faces, lend};
use super::glyphs::Taker;
use super::labels::{self, Said};
use super::watch::{STACK, THREAD, Watch, guarded};
use super::words::{Sheet, sheet};
use super::{furniture, page, write};
use crate::model::Document;
use anyhow::{Result, bail};
use hayro_interpret::{
    Context, InterpreterCache, InterpreterSettings, RenderContent, TransformExt, interpret_page,
};
use hayro_syntax::object::Object;
use hayro_syntax::page::Page;
use hayro_syntax::{DecryptionError, Filter, LoadPdfError, Pdf};
use kurbo::Rect;
use std::io::Read as _;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::Builder;

/// What came of it.
pub struct Outcome {
    /// The document.
    pub document: Document,
    /// How many characters its glyphs have, white space not counted.
    pub characters: usize,
    /// What was odd.
    pub odd: Vec<String>,
}

/// The most pages.
const PAGES: usize = 20_000;

/// The most bytes of one stream, unpacked.
const UNPACKED: u64 = 256 << 20;

/// Reads a document.
///
/// # Errors
/// When it is none, is damaged, encrypted, without text, or beyond a limit.
pub fn read(data: Vec<u8>, watch: &Watch) -> Result<Outcome> {
    if !data.windows(5).take(1024).any(|head| head == b"%PDF-") {
        bail!("damaged: it does not begin like a PDF file");
    }
    let pdf = Pdf::new(data).map_err(why)?;
    let pages = pdf.pages();
    if pages.is_empty() {
        bail!("damaged: no page can be found in it");
    }
    if pages.len() > PAGES {
        bail!("more than {PAGES} pages");
    }
    watch_streams(&pdf, watch)?;
    let said = labels::read(&pdf);
    let (sheets, broken) = sheets(&pdf, watch)?;
    watch.check()?;
    lay_out(sheets, &said, &broken)
}

fn why(error: LoadPdfError) -> anyhow::Error {
    let text = match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => {
            "encrypted: open it with its password in a PDF viewer and save it without, \
             e.g. qpdf --decrypt in.pdf out.pdf"
        }
        LoadPdfError::Decryption(_) => {
            "encrypted in a way that is not read: save it without, e.g. qpdf --decrypt in.pdf out.pdf"
        }
        LoadPdfError::Invalid => "damaged: its table of objects or pages cannot be read; fetch it again",
    };
    anyhow::anyhow!(text)
}

/// Looks into the large streams before they are unpacked in one go: a few kilobytes may unpack to all memory.
fn watch_streams(pdf: &Pdf, watch: &Watch) -> Result<()> {
    for object in pdf.objects() {
        let Object::Stream(stream) = object else { continue };
        let filters = stream.filters();
        let packed = filters.iter().filter(|filter| matches!(filter, Filter::FlateDecode)).count();
        if packed > 1 {
            bail!("damaged: a stream in it is packed twice");
        }
        let raw = stream.raw_data();
        if packed == 1 && raw.len() as u64 * 1032 > UNPACKED {
            let unpacked = flate2::read::ZlibDecoder::new(raw.as_ref()).take(UNPACKED + 1);
            let size = std::io::copy(&mut { unpacked }, &mut std::io::sink()).unwrap_or(0);
            if size > UNPACKED {
                bail!("a stream in it is larger than {} MiB", UNPACKED >> 20);
            }
        }
        watch.check()?;
    }
    Ok(())
}

/// The sheets of all pages, in order, and the numbers of the pages that could not be read.
fn sheets(pdf: &Pdf, watch: &Watch) -> Result<(Vec<Sheet>, Vec<usize>)> {
    let pages = pdf.pages();
    let next = AtomicUsize::new(0);
    let done = Mutex::new((Vec::with_capacity(pages.len()), Vec::new()));
    let hands = std::thread::available_parallelism().map_or(1, usize::from).min(8).min(pages.len());
    let work = || {
        // Fonts are shared by the pages of one thread only: the interpreter's cannot cross threads.
        let mut hand = Hand { cache: InterpreterCache::new(), faces: Faces::default(), pdf, watch };
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(page) = pages.get(number) else { break };
            if watch.is_over() {
                break;
            }
            let read = guarded(|| hand.read(page));
            let Ok(mut done) = done.lock() else { break };
            if let Ok(sheet) = read {
                done.0.push((number, sheet));
            } else {
                done.1.push(number);
                // What the page left behind may be half made.
                hand.cache = InterpreterCache::new();
            }
        }
    };
    std::thread::scope(|scope| -> Result<()> {
        for _ in 0..hands {
            Builder::new().name(THREAD.into()).stack_size(STACK).spawn_scoped(scope, work)?;
        }
        Ok(())
    })?;
    let (mut sheets, mut broken) = done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    broken.sort_unstable();
    sheets.extend(broken.iter().map(|&number| (number, Sheet::default())));
    sheets.sort_by_key(|(number, _)| *number);
    Ok((sheets.into_iter().map(|(_, sheet)| sheet).collect(), broken))
}

/// One of those who read pages.
struct Hand<'p> {
    cache: InterpreterCache<'p>,
    faces: Faces,
    pdf: &'p Pdf,
    watch: &'p Watch,
}

impl<'p> Hand<'p> {
    fn read(&mut self, page: &Page<'p>) -> Sheet {
        let settings = InterpreterSettings {
            font_resolver: Arc::new(|query| Some((lend(query), 0))),
            // Stamps, form fields and comments are no part of the text.
            render_content: RenderContent::PAGE,
            ..InterpreterSettings::default()
        };
        let (width, height) = page.render_dimensions();
        let upright = page.initial_transform(false).to_kurbo();
        let area = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let mut context = Context::new(upright, area, &self.cache, self.pdf.xref(), settings);
        let mut taker = Taker::new(&mut self.faces, self.watch);
        interpret_page(page, &mut context, &mut taker);
        let (untold, guessed, pictures) = (taker.untold, taker.guessed, taker.pictures);
        let sheet = sheet(taker.glyphs, taker.rules, &taker.dots, (width, height));
        Sheet { untold, guessed, pictures, ..sheet }
    }
}

/// A document out of its sheets.
fn lay_out(mut sheets: Vec<Sheet>, said: &Said, broken: &[usize]) -> Result<Outcome> {
    let characters = sheets.iter().map(|sheet| sheet.characters).sum();
    let untold: usize = sheets.iter().map(|sheet| sheet.untold).sum();
    let count = sheets.len();
    if characters == 0 {
        if broken.len() == count {
            bail!("damaged: none of its {count} pages can be read");
        }
        if untold > 0 {
            bail!(
                "its fonts do not say what their {untold} glyphs stand for: run it through OCR, \
                   e.g. ocrmypdf --force-ocr in.pdf out.pdf"
            );
        }
        if sheets.iter().any(|sheet| sheet.pictures > 0) {
            let pages = plural(count, "page");
            bail!(
                "no text in it, only pictures of pages ({pages}): run it through OCR, \
                   e.g. ocrmypdf in.pdf out.pdf"
            );
        }
        bail!("there is no text in it");
    }
    let mut odd = Vec::new();
    if !broken.is_empty() {
        let numbers: Vec<String> = broken.iter().take(10).map(|page| (page + 1).to_string()).collect();
        let more = if broken.len() > 10 { " …" } else { "" };
        odd.push(format!("{} could not be read: {}{more}", plural(broken.len(), "page"), numbers.join(", ")));
    }
    if untold > 0 {
        let verb = if untold == 1 { "has" } else { "have" };
        odd.push(format!("{} {verb} no Unicode text", plural(untold, "glyph")));
    }
    let guessed: usize = sheets.iter().map(|sheet| sheet.guessed).sum();
    if guessed > 0 {
        odd.push(format!("{} of drawn fonts are told by their codes only", plural(guessed, "glyph")));
    }
    let empty = sheets.iter().filter(|sheet| sheet.characters == 0 && sheet.pictures > 0).count();
    if empty > 0 {
        let verb = if empty == 1 { "is a picture" } else { "are pictures" };
        odd.push(format!(
            "{} {verb} without text: OCR would read them, e.g. ocrmypdf",
            plural(empty, "page")
        ));
    }
    let cleared = furniture::clear(&mut sheets);
    if cleared.characters > 0 {
        let (characters, pages) = (plural(cleared.characters, "character"), plural(cleared.pages, "page"));
        odd.push(format!("left out running heads and page numbers: {characters} on {pages}"));
    }
    let labels = labels::all(said, &cleared.printed, count);
    let flow = page::flow(sheets);
    let document = write::write(flow, said, &labels);
    Ok(Outcome { document, characters, odd })
}

/// "1 page", "2 pages".
fn plural(count: usize, noun: &str) -> String {
    format!("{} {noun}{}", grouped(count), if count == 1 { "" } else { "s" })
}

/// "1,234".
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
