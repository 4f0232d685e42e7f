//! One block in a style: its form by its kind.
use super::cells::{Cell, added, cells};
use super::fill::{Form, fill};
use super::line::{Line, Mark, Marked, Role};
use super::parts::{self, parts};
use super::style::Style;
use super::width::width;
use super::{hyphens, table};
use crate::model::{BlockKind, Document, PlaceId, SpanKind};
use std::borrow::Cow;
use std::ops::Range;

/// Sets one block of a document, all of it; a row is set with the table around it.
///
/// `found` are the stretches that were looked for, by their start.
pub fn block(doc: &Document, number: usize, style: impl Into<Style>, found: &[Marked]) -> Vec<Line> {
    let style = style.into();
    (0..parts(doc, number)).flat_map(|at| part(doc, (number, at), &style, found)).collect()
}

/// Sets one part of a block: of a very long one that is what can be in sight at once, of any other all.
pub fn part(doc: &Document, (number, at): (usize, usize), style: &Style, found: &[Marked]) -> Vec<Line> {
    let style = Style { columns: style.columns.max(1), ..*style };
    let columns = style.columns;
    let kind = doc.blocks[number].kind;
    if let BlockKind::Row(head) = kind {
        let role = if head { Role::RowHead } else { Role::Body };
        return table::row(doc, number, columns, found, role);
    }
    let range = parts::bytes_of(doc, number, at);
    let mut cells = cells(doc, &doc.blocks[number].range(), range.clone(), found);
    let plain = Form::plain(Role::Body, columns);
    let tongue = style.hyphenate.then(|| hyphens::tongue(doc.meta.language.as_deref())).flatten();
    let prose = Form { style, tongue, ..plain };
    let mut form = match kind {
        BlockKind::Title => Form { role: Role::Title, ..plain },
        BlockKind::Heading(level) => Form { role: Role::Heading(level), ..plain },
        BlockKind::Paragraph | BlockKind::Row(_) => prose,
        BlockKind::Quote => {
            Form { role: Role::Quote, first: indent(2, columns), rest: indent(2, columns), ..prose }
        }
        BlockKind::Footnote => footnote(doc, number, prose),
        BlockKind::Item(depth, ordinal) => {
            let (marker, first, rest) = item(doc.raw(number), usize::from(depth), ordinal, columns);
            if at == 0 {
                cells.splice(0..0, owned(&marker));
            }
            Form { first, rest, ..prose }
        }
    };
    if at > 0 {
        form.first = form.rest;
    }
    let mut lines = fill(&cells, &form);
    let last = at + 1 == parts(doc, number);
    if style.spacing > 0 && matches!(form.role, Role::Body | Role::Quote | Role::Note) {
        lines = spaced(lines, style.spacing, last);
    }
    lines
}

/// A footnote's body hangs on its label.
fn footnote(doc: &Document, number: usize, prose: Form) -> Form {
    let label = doc.spans_in(doc.blocks[number].range()).iter().find_map(|span| {
        matches!(span.kind, SpanKind::NoteLabel(_))
            .then(|| width(&doc.text[span.start as usize..span.end as usize]) + 1)
    });
    let hang = indent(label.unwrap_or(3), prose.style.columns);
    Form { role: Role::Note, first: if label.is_some() { 0 } else { hang }, rest: hang, ..prose }
}

/// What stands before an item, and the columns before its first line and its others.
fn item(
    raw: &str,
    depth: usize,
    ordinal: Option<crate::model::Ordinal>,
    columns: usize,
) -> (String, usize, usize) {
    let own = raw.starts_with(['•', '・', '-', '–', '*', '(', '（', '●', '○', '◆', '■']);
    let marker = match ordinal {
        Some(ordinal) => format!("{ordinal}. "),
        None if own => String::new(),
        None => "- ".into(),
    };
    let base = indent(2 * (depth + 1), columns);
    let hang = if own { base + 2 } else { base + width(&marker) };
    let hang = if hang + 8 > columns { base } else { hang };
    (marker, base, hang)
}

/// The same words, no longer tied to where they stand.
fn owned(words: &str) -> Vec<Cell<'static>> {
    let own = |cell: Cell<'_>| Cell {
        text: Cow::Owned(cell.text.into_owned()),
        width: cell.width,
        bytes: cell.bytes,
        look: cell.look,
    };
    added(words).into_iter().map(own).collect()
}

/// Empty lines between the lines of a paragraph; behind the last as well where it goes on.
fn spaced(lines: Vec<Line>, empty: usize, last: bool) -> Vec<Line> {
    let many = lines.len();
    let mut spaced = Vec::with_capacity(many * (empty + 1));
    for (number, line) in lines.into_iter().enumerate() {
        let role = line.role;
        spaced.push(line);
        if number + 1 < many || !last {
            spaced.extend(std::iter::repeat_n(Line::empty(role), empty));
        }
    }
    spaced
}

/// An indent that leaves room for words.
fn indent(wanted: usize, columns: usize) -> usize {
    if columns < 16 { 0 } else { wanted.min(columns / 3) }
}

/// Sets words of the program's own.
pub fn words(text: &str, role: Role, columns: usize) -> Vec<Line> {
    fill(&added(text), &Form::plain(role, columns.max(1)))
}

/// Sets a text that is no block of a document. The bytes of the pieces are those of `text`.
pub fn prose(text: &str, columns: usize) -> Vec<Line> {
    let mut cells = added(text);
    let mut at = 0;
    for cell in &mut cells {
        cell.bytes = at..at + cell.text.len();
        at = cell.bytes.end;
    }
    fill(&cells, &Form::plain(Role::Body, columns.max(1)))
}

/// Sets words of the program's own in which some stretches name places that can be followed. The bytes of
/// the pieces are those of `text`.
pub fn places(text: &str, named: &[(Range<usize>, PlaceId)], role: Role, columns: usize) -> Vec<Line> {
    let columns = columns.max(1);
    let mut cells = added(text);
    let mut at = 0;
    for cell in &mut cells {
        cell.bytes = at..at + cell.text.len();
        at = cell.bytes.end;
        let place = named.iter().find(|(range, _)| range.contains(&cell.bytes.start));
        cell.look.mark = place.map(|(_, place)| Mark::Mention(*place));
    }
    fill(&cells, &Form { rest: indent(2, columns), ..Form::plain(role, columns) })
}
