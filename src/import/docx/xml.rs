//! XML trees within limits, and the names of word processors in both of its namespaces. Never knows what an
//! element means.
use anyhow::{Result, anyhow, bail};
use roxmltree::{Document, Node, ParsingOptions};

/// How deep elements may lie in each other: the readers of trees go down one call a level.
const DEPTH: usize = 512;
/// The most nodes of a tree.
const NODES: u32 = 12_000_000;

/// Reads a tree.
///
/// # Errors
/// When it is no XML, or goes beyond a limit.
pub fn parse(text: &str) -> Result<Document<'_>> {
    if depth(text.as_bytes()) > DEPTH {
        bail!("damaged: more than {DEPTH} elements within each other");
    }
    let options = ParsingOptions { nodes_limit: NODES, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).map_err(|error| match error {
        roxmltree::Error::NodesLimitReached => anyhow!("too large: more than {NODES} elements"),
        error => anyhow!("damaged or cut: fetch it again, or save it anew in a word processor ({error})"),
    })
}

/// How deep elements lie in each other at most, told from their brackets alone.
fn depth(xml: &[u8]) -> usize {
    let (mut depth, mut deepest, mut at) = (0_usize, 0, 0);
    let find = |from: usize, wanted: &[u8]| {
        xml[from..].windows(wanted.len()).position(|window| window == wanted).map(|place| from + place)
    };
    while let Some(found) = xml[at..].iter().position(|&byte| byte == b'<') {
        at += found + 1;
        let rest = &xml[at..];
        let end = if rest.starts_with(b"!--") {
            find(at, b"-->")
        } else if rest.starts_with(b"![CDATA[") {
            find(at, b"]]>")
        } else if rest.starts_with(b"?") {
            find(at, b"?>")
        } else {
            let closes = rest.starts_with(b"/");
            let end = tag_end(xml, at);
            let empty = end.is_some_and(|end| xml[end - 1] == b'/');
            if closes {
                depth = depth.saturating_sub(1);
            } else if !empty {
                depth += 1;
                deepest = deepest.max(depth);
            }
            end
        };
        let Some(end) = end else { break };
        at = end;
    }
    deepest
}

/// The place of the `>` that ends a tag, values in quotes passed over.
fn tag_end(xml: &[u8], from: usize) -> Option<usize> {
    let mut quote = None;
    for (place, &byte) in xml.iter().enumerate().skip(from) {
        match (quote, byte) {
            (None, b'>') => return Some(place),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

/// The namespaces of the text: the usual one, and that of the strict standard.
const WORDS: [&str; 2] = [
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
];
const MATH: [&str; 2] = [
    "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "http://purl.oclc.org/ooxml/officeDocument/math",
];
const CHOICES: &str = "http://schemas.openxmlformats.org/markup-compatibility/2006";

/// A name in a namespace that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Name<'a> {
    /// Of the text: `w:`.
    Word(&'a str),
    /// Of a formula: `m:`.
    Math(&'a str),
    /// Of a choice between ways to say the same: `mc:`.
    Choice(&'a str),
    /// Of anything else.
    Other(&'a str),
}

/// What an element is.
pub fn name<'a>(node: Node<'a, '_>) -> Name<'a> {
    let tag = node.tag_name();
    match tag.namespace() {
        Some(space) if WORDS.contains(&space) => Name::Word(tag.name()),
        Some(space) if MATH.contains(&space) => Name::Math(tag.name()),
        Some(CHOICES) => Name::Choice(tag.name()),
        _ => Name::Other(tag.name()),
    }
}

/// Whether an element is this one of the text.
pub fn is(node: Node<'_, '_>, wanted: &str) -> bool {
    name(node) == Name::Word(wanted)
}

/// The elements in an element.
pub fn elements<'a, 'i>(node: Node<'a, 'i>) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children().filter(Node::is_element)
}

/// The first of these elements in an element.
pub fn child<'a, 'i>(node: Node<'a, 'i>, wanted: &str) -> Option<Node<'a, 'i>> {
    elements(node).find(|&child| is(child, wanted))
}

/// An attribute of the text's namespace.
pub fn attribute<'a>(node: Node<'a, '_>, wanted: &str) -> Option<&'a str> {
    let ours = |space: Option<&str>| space.is_none_or(|space| WORDS.contains(&space));
    node.attributes()
        .find(|attribute| attribute.name() == wanted && ours(attribute.namespace()))
        .map(|found| found.value())
}

/// The `val` of an element in an element.
pub fn value<'a>(node: Node<'a, '_>, wanted: &str) -> Option<&'a str> {
    attribute(child(node, wanted)?, "val")
}

/// The number in an attribute.
pub fn number(node: Node<'_, '_>, wanted: &str) -> Option<u32> {
    attribute(node, wanted)?.trim().parse().ok()
}

/// Whether a property is set, where it is said: `<w:b/>`, `<w:b w:val="0"/>`.
pub fn toggle(node: Node<'_, '_>, wanted: &str) -> Option<bool> {
    let found = child(node, wanted)?;
    Some(!matches!(attribute(found, "val"), Some("0" | "false" | "off" | "none")))
}

/// The words in an element of this name, of whatever namespace, in one line.
pub fn said(root: Node<'_, '_>, wanted: &str) -> Option<String> {
    let found = elements(root).find(|child| child.tag_name().name() == wanted)?;
    let words: Vec<&str> = found.text()?.split_whitespace().collect();
    (!words.is_empty()).then(|| super::super::clean::clean(&words.join(" ")).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth_is_told_before_the_tree_is_read() {
        for (xml, wanted) in [
            ("", 0),
            ("<a/>", 0),
            ("<a><b/></a>", 1),
            ("<?x?><a><b c='>'><d/></b><e></e></a>", 2),
            ("<a><!-- <b><c> --><![CDATA[<d><e>]]></a>", 1),
            ("<a><b", 2),
            ("<a><!-- ", 1),
        ] {
            assert_eq!(depth(xml.as_bytes()), wanted, "{xml}");
        }
        let deep = "<a>".repeat(600) + &"</a>".repeat(600);
        assert!(parse(&deep).expect_err("too deep").to_string().contains("within each other"));
    }
}
