//! A page as a tree in one flat list, built in linear time from html5ever's tokens. Never judges what a
//! page's parts are for. html5ever's own tree builder takes minutes over 200,000 nested tags.
use super::tags::{self, Raw};
use html5ever::TokenizerResult;
use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use html5ever::{Attribute, LocalName};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::ops::Range;

/// The deepest nesting that is told apart: what is deeper stands beside its parent.
const DEPTH: usize = 256;
/// The most nodes: beyond it, text is kept and tags are not.
const NODES: usize = 4_000_000;
/// The longest value of an attribute, in bytes: longer ones are pictures and programs.
const VALUE: usize = 4096;
/// How much is given to the tokenizer at once. A tag that is longer than this is cut: the tokenizer compares
/// each attribute of a tag with all before it.
const STEP: usize = 4096;

/// One element or stretch of text. The nodes below it are those between it and `end`.
#[derive(Debug)]
struct Node {
    parent: u32,
    end: u32,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Element(Box<Element>),
    Text(Range<u32>),
}

#[derive(Debug)]
struct Element {
    name: LocalName,
    attributes: Vec<(LocalName, String)>,
}

/// A page: its nodes in the order of the source. The first is a root that no tag stands for.
#[derive(Debug)]
pub struct Tree {
    nodes: Vec<Node>,
    text: String,
    /// Characters that are no white space, before each node.
    before: Vec<u32>,
    /// Headings before each node.
    heads: Vec<u32>,
    /// The comments at its beginning, which may say where a page was saved from.
    pub comments: Vec<String>,
    /// How many elements stood deeper than is told apart.
    pub flattened: usize,
}

impl Tree {
    /// Reads a page. With `xml`, a tag that closes itself is closed, as in an electronic book.
    pub fn read(source: &str, xml: bool) -> Self {
        let xml = xml || source.trim_start().starts_with("<?xml");
        let tokenizer = Tokenizer::new(Sink::new(xml), TokenizerOpts::default());
        feed(&tokenizer, source);
        let builder = tokenizer.sink.builder.into_inner();
        builder.finish()
    }

    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// One past the last node below this one.
    pub fn end(&self, node: usize) -> usize {
        self.nodes[node].end as usize
    }

    /// The node around it; the root's is itself.
    pub fn parent(&self, node: usize) -> usize {
        self.nodes[node].parent as usize
    }

    /// An element's name in small letters; nothing for text.
    pub fn name(&self, node: usize) -> &str {
        match &self.nodes[node].kind {
            Kind::Element(element) => &element.name,
            Kind::Text(_) => "",
        }
    }

    /// A stretch of text; `None` for elements.
    pub fn text(&self, node: usize) -> Option<&str> {
        match &self.nodes[node].kind {
            Kind::Element(_) => None,
            Kind::Text(range) => Some(&self.text[range.start as usize..range.end as usize]),
        }
    }

    /// The value of an attribute.
    pub fn attribute(&self, node: usize, name: &str) -> Option<&str> {
        let Kind::Element(element) = &self.nodes[node].kind else { return None };
        let (_, value) = element.attributes.iter().find(|(own, _)| &**own == name)?;
        Some(value)
    }

    /// Whether an attribute is a list of words with this one among them.
    pub fn has(&self, node: usize, attribute: &str, word: &str) -> bool {
        self.attribute(node, attribute)
            .is_some_and(|value| value.split_ascii_whitespace().any(|own| own.eq_ignore_ascii_case(word)))
    }

    /// The name by which links lead to an element.
    pub fn id(&self, node: usize) -> Option<&str> {
        self.attribute(node, "id")
            .or_else(|| self.attribute(node, "name").filter(|_| self.name(node) == "a"))
            .filter(|id| !id.is_empty())
    }

    /// How many characters that are no white space are in a range of nodes.
    pub fn letters(&self, nodes: Range<usize>) -> usize {
        let at = |node: usize| self.before[node.min(self.nodes.len())] as usize;
        at(nodes.end).saturating_sub(at(nodes.start))
    }

    /// The same for a node and all below it.
    pub fn letters_of(&self, node: usize) -> usize {
        self.letters(node..self.end(node))
    }

    /// How many headings are among these nodes.
    pub fn headings(&self, nodes: Range<usize>) -> usize {
        let at = |node: usize| self.heads[node.min(self.nodes.len())] as usize;
        at(nodes.end).saturating_sub(at(nodes.start))
    }

    /// The words of a node and all below it, as far as `most` bytes.
    pub fn words(&self, node: usize, most: usize) -> String {
        self.words_between(node..self.end(node), most)
    }

    /// The words of a range of nodes, as far as `most` bytes.
    pub fn words_between(&self, nodes: Range<usize>, most: usize) -> String {
        let mut words = String::new();
        for at in nodes {
            match self.text(at) {
                Some(text) => {
                    for piece in text.split_inclusive(char::is_whitespace) {
                        let word = piece.trim_end();
                        words.push_str(word);
                        if word.len() < piece.len() && !words.ends_with(' ') {
                            words.push(' ');
                        }
                        if words.len() > most {
                            return words.trim().to_owned();
                        }
                    }
                }
                None if self.name(at) == "br" || tags::is_block(self.name(at)) => words.push(' '),
                None => {}
            }
        }
        words.trim().to_owned()
    }

    /// The innermost element of one of these kinds around a node, the node itself included.
    pub fn around(&self, mut node: usize, is: impl Fn(&str) -> bool) -> Option<usize> {
        loop {
            if is(self.name(node)) {
                return Some(node);
            }
            if node == 0 {
                return None;
            }
            node = self.parent(node);
        }
    }
}

/// Gives the source to the tokenizer by and by, and cuts tags that never end.
fn feed(tokenizer: &Tokenizer<Sink>, source: &str) {
    let queue = BufferQueue::default();
    let run = || loop {
        match tokenizer.feed(&queue) {
            TokenizerResult::Done => break,
            TokenizerResult::Script(()) | TokenizerResult::EncodingIndicator(_) => {}
        }
    };
    let mut at = 0;
    while at < source.len() {
        let end = source.ceil_char_boundary((at + STEP).min(source.len()));
        tokenizer.sink.stirred.set(false);
        queue.push_back(StrTendril::from(&source[at..end]));
        run();
        at = end;
        // Behind `--` it would end a comment.
        if tokenizer.sink.stirred.get() || source[..at].ends_with('-') {
            continue;
        }
        // Nothing but a tag or a comment in all of the step: end it, if it is a tag.
        queue.push_back(StrTendril::from(">"));
        run();
        if tokenizer.sink.stirred.get() {
            at = source[at..].find('>').map_or(source.len(), |more| at + more + 1);
        }
    }
    tokenizer.end();
}

/// What the tokenizer tells.
struct Sink {
    builder: RefCell<Builder>,
    /// Whether the tokenizer told anything.
    stirred: Cell<bool>,
}

impl Sink {
    fn new(xml: bool) -> Self {
        Self { builder: RefCell::new(Builder::new(xml)), stirred: Cell::new(false) }
    }
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        if matches!(token, Token::ParseError(_)) {
            return TokenSinkResult::Continue;
        }
        self.stirred.set(true);
        let mut builder = self.builder.borrow_mut();
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => {
                return match builder.start(tag) {
                    Raw::No => TokenSinkResult::Continue,
                    Raw::Script => TokenSinkResult::RawData(RawKind::ScriptData),
                    Raw::Text => TokenSinkResult::RawData(RawKind::Rawtext),
                    Raw::Characters => TokenSinkResult::RawData(RawKind::Rcdata),
                    Raw::All => TokenSinkResult::Plaintext,
                };
            }
            Token::TagToken(tag) => builder.close(&tag.name),
            Token::CharacterTokens(text) => builder.text(&text),
            Token::CommentToken(comment) => builder.comment(&comment),
            Token::DoctypeToken(_) | Token::NullCharacterToken | Token::EOFToken | Token::ParseError(_) => {}
        }
        TokenSinkResult::Continue
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        // Whether `<![CDATA[` is known.
        self.builder.borrow().is_xml()
    }
}

/// An element that is not closed yet.
struct Open {
    node: u32,
    name: LocalName,
    /// Its end tag came inside a paragraph that began in it: it ends with that.
    ending: bool,
}

/// Makes the tree, one tag after the other.
struct Builder {
    tree: Tree,
    stack: Vec<Open>,
    /// How many open elements have each name, so that stray tags cost nothing.
    open: HashMap<LocalName, usize>,
    /// The same for those that stand too deep and have no place in the stack.
    deep: HashMap<LocalName, usize>,
    xml: bool,
}

impl Builder {
    fn new(xml: bool) -> Self {
        let root = Element { name: LocalName::from("#root"), attributes: Vec::new() };
        let nodes = vec![Node { parent: 0, end: 0, kind: Kind::Element(Box::new(root)) }];
        let tree = Tree {
            nodes,
            text: String::new(),
            before: Vec::new(),
            heads: Vec::new(),
            comments: Vec::new(),
            flattened: 0,
        };
        let stack = vec![Open { node: 0, name: LocalName::from("#root"), ending: false }];
        Self { tree, stack, open: HashMap::new(), deep: HashMap::new(), xml }
    }

    fn is_xml(&self) -> bool {
        self.xml || self.is_open("svg") || self.is_open("math")
    }

    fn is_open(&self, name: &str) -> bool {
        self.open.get(&LocalName::from(name)).is_some_and(|&times| times > 0)
    }

    fn top(&self) -> &Open {
        // The root is never closed.
        &self.stack[self.stack.len() - 1]
    }

    fn text(&mut self, text: &str) {
        if tags::is_silent(&self.top().name) {
            return;
        }
        if &*self.top().name == "head" && !text.trim().is_empty() {
            self.pop();
        }
        let parent = self.top().node;
        let from = self.tree.text.len() as u32;
        self.tree.text.push_str(text);
        let to = self.tree.text.len() as u32;
        let full = self.tree.nodes.len() >= NODES;
        if let Some(Node { parent: other, kind: Kind::Text(range), .. }) = self.tree.nodes.last_mut()
            && (*other == parent || full)
        {
            range.end = to;
            return;
        }
        let end = self.tree.nodes.len() as u32 + 1;
        self.tree.nodes.push(Node { parent, end, kind: Kind::Text(from..to) });
    }

    fn comment(&mut self, comment: &str) {
        if self.tree.comments.len() < 8 {
            self.tree.comments.push(comment.chars().take(VALUE).collect());
        }
    }

    fn start(&mut self, tag: Tag) -> Raw {
        let name = tag.name;
        if matches!(&*name, "html" | "body" | "head") && self.is_open(&name) {
            return Raw::No;
        }
        if !tags::is_of_head(&name) && &*self.top().name == "head" {
            self.pop();
        }
        self.close_implied(&name);
        let empty = tags::is_void(&name) || tag.self_closing && self.is_xml();
        let too_deep = self.stack.len() >= DEPTH;
        let room = self.tree.nodes.len() < NODES;
        if room {
            let parent = self.top().node;
            let node = self.tree.nodes.len() as u32;
            let element = Element { name: name.clone(), attributes: kept(tag.attrs) };
            let kind = Kind::Element(Box::new(element));
            self.tree.nodes.push(Node { parent, end: node + 1, kind });
            if !empty && !too_deep {
                self.stack.push(Open { node, name: name.clone(), ending: false });
                *self.open.entry(name.clone()).or_default() += 1;
            }
        }
        if empty {
            return Raw::No;
        }
        let raw = tags::raw(&name);
        if !room || too_deep {
            self.tree.flattened += 1;
            if raw == Raw::No {
                *self.deep.entry(name).or_default() += 1;
                return Raw::No;
            }
        }
        raw
    }

    /// Closes what nobody closes: paragraphs before a block, items before an item.
    fn close_implied(&mut self, name: &LocalName) {
        for (others, barrier) in tags::closes(name) {
            if !others.iter().any(|other| self.is_open(other)) {
                continue;
            }
            let found = self
                .stack
                .iter()
                .rposition(|open| others.contains(&&*open.name) || barrier.contains(&&*open.name));
            if let Some(at) = found
                && others.contains(&&*self.stack[at].name)
            {
                self.close_down_to(at);
            }
        }
        if &**name == "a" && self.is_open("a") {
            self.close(name);
        }
        if tags::is_heading(name) && tags::is_heading(&self.top().name) {
            self.pop();
        }
    }

    fn close(&mut self, name: &LocalName) {
        if &**name == "br" {
            let parent = self.top().node;
            let end = self.tree.nodes.len() as u32 + 1;
            let element = Element { name: name.clone(), attributes: Vec::new() };
            self.tree.nodes.push(Node { parent, end, kind: Kind::Element(Box::new(element)) });
            return;
        }
        if matches!(&**name, "html" | "body") {
            // What stands behind them is text all the same.
            return;
        }
        if let Some(times) = self.deep.get_mut(name).filter(|times| **times > 0) {
            *times -= 1;
            return;
        }
        let any_heading = tags::is_heading(name) && !self.is_open(name);
        if !any_heading && !self.is_open(name) {
            return;
        }
        let barrier = tags::barrier(name);
        let mut blocks = false;
        let mut found = None;
        for (at, open) in self.stack.iter().enumerate().rev() {
            if open.name == *name || any_heading && tags::is_heading(&open.name) {
                found = Some(at);
                break;
            }
            if barrier.contains(&&*open.name) {
                return;
            }
            blocks |= tags::is_block(&open.name);
        }
        let Some(at) = found else { return };
        if blocks && tags::is_inline(name) {
            self.stack[at].ending = true;
        } else {
            self.close_down_to(at);
        }
    }

    fn close_down_to(&mut self, at: usize) {
        while self.stack.len() > at.max(1) {
            self.pop();
        }
        while self.stack.len() > 1 && self.top().ending {
            self.pop();
        }
    }

    fn pop(&mut self) {
        if self.stack.len() > 1
            && let Some(open) = self.stack.pop()
        {
            self.tree.nodes[open.node as usize].end = self.tree.nodes.len() as u32;
            if let Some(times) = self.open.get_mut(&open.name) {
                *times -= 1;
            }
        }
    }

    fn finish(mut self) -> Tree {
        while self.stack.len() > 1 {
            self.pop();
        }
        let mut tree = self.tree;
        tree.nodes[0].end = tree.nodes.len() as u32;
        let (mut letters, mut heads) = (0, 0);
        tree.before.reserve(tree.nodes.len() + 1);
        tree.heads.reserve(tree.nodes.len() + 1);
        for node in 0..tree.nodes.len() {
            tree.before.push(letters);
            tree.heads.push(heads);
            letters += tree.text(node).map_or(0, crate::import::written) as u32;
            heads += u32::from(tags::is_heading(tree.name(node)));
        }
        tree.before.push(letters);
        tree.heads.push(heads);
        tree
    }
}

/// The attributes that are asked for later, cut where they are longer than any word.
fn kept(attributes: Vec<Attribute>) -> Vec<(LocalName, String)> {
    let wanted =
        attributes.into_iter().filter(|attribute| tags::ATTRIBUTES.contains(&&*attribute.name.local));
    wanted
        .map(|attribute| {
            let value = &attribute.value[..];
            (attribute.name.local, value[..value.floor_char_boundary(VALUE)].to_owned())
        })
        .collect()
}
