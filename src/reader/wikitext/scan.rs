//! Finds what the signs of a page enclose, in one pass.
//!
//! As in MediaWiki's preprocessor, tags of extensions end at the next closing tag, whatever stands between, and
//! braces close the innermost braces that are open. What is never closed is text. Unlike there, a link that is not
//! closed does not keep the template around it from being one.

use std::collections::HashMap;

use memchr::memmem;

use super::data::tags::{EXTENSIONS, RAW};
use super::find::{Next, closing_tag, signs};
use super::tree::{Kind, Node};
use crate::document::Span;

/// How deep signs are followed; MediaWiki expands templates as deep.
const MAX_DEPTH: usize = 40;

/// Of a longer row of braces the first are text. Five are a template whose name is a parameter.
const MAX_BRACES: usize = 5;

/// How far before `{|` the beginning of its line is looked for: a table may be indented.
const MAX_INDENT: usize = 24;

/// The bytes that open or close something.
const SIGNS: [bool; 256] = signs(b"<{}[]");

/// The nodes of a page in no order, and the first place that nests too deep.
pub(super) fn nodes(text: &str) -> (Vec<Node>, Option<usize>) {
    let mut scanner = Scanner::new(text);
    while let Some(at) = scanner.next_sign() {
        scanner.sign(at);
    }
    scanner.finish();
    (scanner.nodes, scanner.too_deep)
}

/// Signs that have been opened.
#[derive(Debug)]
struct Open {
    kind: Kind,
    start: usize,
    /// Where its content begins.
    inner: usize,
    /// Of braces, how many there are.
    braces: usize,
    /// Of a tag, where its closing tag stands.
    closing: Span,
}

struct Scanner<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    stack: Vec<Open>,
    nodes: Vec<Node>,
    too_deep: Option<usize>,
    /// By name, where the next closing tag is: it is looked for once, however many tags it could close.
    closing: HashMap<&'static str, Option<Span>>,
    /// The next `>` and the next `-->`, likewise.
    next_end: Next,
    next_comment_end: Next,
}

impl<'a> Scanner<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            bytes: text.as_bytes(),
            at: 0,
            stack: Vec::new(),
            nodes: Vec::with_capacity(text.len() / 32),
            too_deep: None,
            closing: HashMap::new(),
            next_end: Next::default(),
            next_comment_end: Next::default(),
        }
    }

    fn next_sign(&self) -> Option<usize> {
        let rest = self.bytes.get(self.at..)?;
        rest.iter().position(|byte| SIGNS[usize::from(*byte)]).map(|n| self.at + n)
    }

    fn sign(&mut self, at: usize) {
        self.at = at + 1;
        match self.bytes.get(at) {
            Some(b'<') => self.angle(at),
            Some(b'{') => self.open_braces(at),
            Some(b'}') => self.close_braces(at),
            Some(b'[') => self.open_brackets(at),
            _ => self.close_brackets(at),
        }
    }

    fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or_default()
    }

    /// How often the sign at `at` is repeated.
    fn run(&self, at: usize) -> usize {
        let sign = self.byte(at);
        self.bytes.get(at..).unwrap_or_default().iter().take_while(|byte| **byte == sign).count()
    }

    fn node(&mut self, kind: Kind, span: Span, inner: Span) {
        self.nodes.push(Node { kind, span, inner, next: 0 });
    }

    fn open(&mut self, kind: Kind, start: usize, inner: usize, braces: usize) {
        let depth: usize = self.stack.iter().map(|open| open.braces.div_ceil(2).max(1)).sum();
        if depth >= MAX_DEPTH {
            // Links that were never closed are no depth.
            let stale = self.stack.iter().position(|open| matches!(open.kind, Kind::Link | Kind::External));
            let Some(stale) = stale.filter(|stale| *stale >= self.floor()) else {
                self.too_deep.get_or_insert(start);
                return;
            };
            self.stack.remove(stale);
        }
        self.stack.push(Open { kind, start, inner, braces, closing: 0..0 });
    }

    /// Where the innermost tag of an extension ends, which nothing inside can reach over.
    fn floor(&self) -> usize {
        self.stack.iter().rposition(|open| open.kind == Kind::Extension).map_or(0, |tag| tag + 1)
    }

    // Tags and comments.

    fn angle(&mut self, at: usize) {
        if let Some(tag) = self.floor().checked_sub(1).filter(|tag| self.stack[*tag].closing.start == at) {
            return self.close_extension(tag);
        }
        if self.bytes.get(at..).is_some_and(|rest| rest.starts_with(b"<!--")) {
            return self.comment(at);
        }
        let name = self.name(at + 1 + usize::from(self.byte(at + 1) == b'/'));
        let Some(end) = self.tag_end(at).filter(|_| !name.is_empty()) else { return };
        let is = |list: &[&'static str]| list.iter().find(|known| name.eq_ignore_ascii_case(known)).copied();
        let opens = self.byte(at + 1) != b'/';
        match (is(&RAW), is(&EXTENSIONS)) {
            (Some(name), _) if opens => self.raw(at, end, name),
            (_, Some(name)) if opens => self.extension(at, end, name),
            _ => self.tag(at, end),
        }
    }

    fn name(&self, start: usize) -> &'a str {
        let rest = self.text.get(start..).unwrap_or_default();
        let end = rest.bytes().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(rest.len());
        if rest.starts_with(|c: char| c.is_ascii_alphabetic()) { &rest[..end] } else { "" }
    }

    /// Behind the `>` of the tag at `at`.
    fn tag_end(&mut self, at: usize) -> Option<usize> {
        let bytes = self.bytes;
        let find = |from: usize| memchr::memchr(b'>', bytes.get(from..)?).map(|n| from + n);
        self.next_end.at(at, find).map(|place| place + 1)
    }

    fn comment(&mut self, at: usize) {
        let bytes = self.bytes;
        let find = |from: usize| memmem::find(bytes.get(from..)?, b"-->").map(|n| from + n);
        let end = self.next_comment_end.at(at + 4, find).map_or(bytes.len(), |place| place + 3);
        let tag = self.floor().checked_sub(1).and_then(|tag| self.stack.get(tag));
        let end = end.min(tag.map_or(end, |tag| tag.closing.start.max(at + 4)));
        self.node(Kind::Comment, at..end, end..end);
        self.at = end;
    }

    /// A tag of HTML: no other begins inside it.
    fn tag(&mut self, at: usize, end: usize) {
        if memchr::memchr(b'<', self.bytes.get(at + 1..end).unwrap_or_default()).is_none() {
            self.node(Kind::Tag, at..end, end..end);
            self.at = end;
        }
    }

    fn raw(&mut self, at: usize, end: usize, name: &'static str) {
        if let Some(closing) = self.closing_tag(at, end, name) {
            self.node(Kind::Raw, at..closing.end, end..closing.start);
            self.at = closing.end;
        }
    }

    fn extension(&mut self, at: usize, end: usize, name: &'static str) {
        let Some(closing) = self.closing_tag(at, end, name) else { return };
        if closing.start == end {
            self.node(Kind::Extension, at..closing.end, end..end);
            self.at = closing.end;
            return;
        }
        let depth = self.stack.len();
        self.open(Kind::Extension, at, end, 0);
        if let Some(open) = self.stack.get_mut(depth) {
            open.closing = closing;
        }
        self.at = end;
    }

    /// The closing tag; nothing long behind the tag itself where it closes itself.
    fn closing_tag(&mut self, at: usize, end: usize, name: &'static str) -> Option<Span> {
        if self.byte(end.checked_sub(2)?) == b'/' {
            return Some(end..end);
        }
        let bytes = self.bytes;
        let known =
            self.closing.get(name).filter(|known| known.as_ref().is_none_or(|span| span.start >= end));
        let closing = match known {
            Some(known) => known.clone(),
            None => closing_tag(bytes, end, name),
        };
        self.closing.insert(name, closing.clone());
        let limit = self.floor().checked_sub(1).map_or(bytes.len(), |tag| self.stack[tag].closing.start);
        closing.filter(|closing| closing.end <= limit && at < closing.start)
    }

    fn close_extension(&mut self, tag: usize) {
        let closing = self.stack[tag].closing.clone();
        self.close_tables(tag + 1, closing.start);
        if let Some(open) = self.stack.pop() {
            self.node(Kind::Extension, open.start..closing.end, open.inner..closing.start);
        }
        self.at = closing.end;
    }

    /// Forgets what was opened from `level` of the stack on and never closed, but for tables, which end here.
    fn close_tables(&mut self, level: usize, end: usize) {
        for open in self.stack.split_off(level.min(self.stack.len())) {
            if open.kind == Kind::Table {
                self.node(Kind::Table, open.start..end, open.inner..end);
            }
        }
    }

    // Templates, parameters, tables.

    fn open_braces(&mut self, at: usize) {
        let run = self.run(at);
        self.at = at + run;
        if run >= 2 {
            let braces = run.min(MAX_BRACES);
            self.open(Kind::Template, at + run - braces, at + run, braces);
        } else if self.byte(at + 1) == b'|' && self.begins_block(at) {
            self.open(Kind::Table, at, at + 2, 0);
            self.at = at + 2;
        }
    }

    /// Whether only signs of lists stand before `at` in its line, or in its argument of a template.
    fn begins_block(&self, at: usize) -> bool {
        let is_indent = |byte: u8| matches!(byte, b' ' | b'\t' | b':' | b'*' | b'#' | b';');
        let start = at.saturating_sub(MAX_INDENT);
        let before = self.bytes.get(start..at).unwrap_or_default();
        let argument = self.stack.last().is_some_and(|open| open.kind == Kind::Template);
        match before.iter().rposition(|byte| !is_indent(*byte)) {
            None => start == 0 || self.stack.last().is_some_and(|open| open.inner + MAX_INDENT >= at),
            Some(place) => before[place] == b'\n' || (argument && matches!(before[place], b'|' | b'=')),
        }
    }

    fn close_braces(&mut self, at: usize) {
        let mut run = self.run(at);
        self.at = at;
        if self.ends_table(at, run) {
            return self.close_table(at);
        }
        while let Some(level) = self.braces_level().filter(|_| run >= 2) {
            self.close_tables(level + 1, self.at);
            let end = self.at;
            let Some(open) = self.stack.last_mut() else { break };
            let taken = if run >= 3 && open.braces >= 3 { 3 } else { 2 };
            open.braces -= taken;
            let start = open.start + open.braces;
            if open.braces < 2 {
                self.stack.pop();
            }
            let kind = if taken == 3 { Kind::Parameter } else { Kind::Template };
            self.node(kind, start..end + taken, start + taken..end);
            (self.at, run) = (end + taken, run - taken);
        }
        self.at += run;
    }

    fn braces_level(&self) -> Option<usize> {
        let floor = self.floor();
        self.stack.iter().rposition(|open| open.braces >= 2).filter(|level| *level >= floor)
    }

    /// Whether the braces at `at` are those of `|}`.
    fn ends_table(&self, at: usize, run: usize) -> bool {
        let opened = self.stack.iter().rev().find(|open| !matches!(open.kind, Kind::Link | Kind::External));
        let in_table = match opened {
            Some(open) if open.kind == Kind::Table => true,
            // A template that was not closed in its cell; `|}}` is its end, with an empty argument.
            Some(open) if open.kind == Kind::Template => run == 1 && self.table_level().is_some(),
            _ => false,
        };
        in_table && at > 0 && self.byte(at - 1) == b'|' && self.begins_line(at - 1)
    }

    fn begins_line(&self, at: usize) -> bool {
        let before = self.bytes.get(at.saturating_sub(MAX_INDENT)..at).unwrap_or_default();
        before.iter().rev().find(|byte| !matches!(byte, b' ' | b'\t')).is_none_or(|byte| *byte == b'\n')
    }

    fn table_level(&self) -> Option<usize> {
        let floor = self.floor();
        self.stack.iter().rposition(|open| open.kind == Kind::Table).filter(|level| *level >= floor)
    }

    fn close_table(&mut self, at: usize) {
        self.at = at + 1;
        let Some(level) = self.table_level() else { return };
        self.stack.truncate(level + 1);
        if let Some(open) = self.stack.pop() {
            self.node(Kind::Table, open.start..at + 1, open.inner..at - 1);
        }
    }

    // Links.

    fn open_brackets(&mut self, at: usize) {
        let run = self.run(at);
        self.at = at + run;
        let last = at + run - 1;
        if self.names_address(last + 1) {
            if self.stack.last().is_some_and(|open| open.kind == Kind::External) {
                self.stack.pop();
            }
            self.open(Kind::External, last, last + 1, 0);
        } else if run >= 2 {
            self.open(Kind::Link, last - 1, last + 1, 0);
        }
    }

    /// The schemes that begin an external link in brackets, of those that MediaWiki allows.
    fn names_address(&self, at: usize) -> bool {
        let rest = self.bytes.get(at..).unwrap_or_default();
        if !rest.first().is_some_and(|first| b"hHfFmMnN/".contains(first)) {
            return false;
        }
        let schemes: [&[u8]; 6] = [b"http://", b"https://", b"//", b"ftp://", b"mailto:", b"news:"];
        let begins =
            |scheme: &&[u8]| rest.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
        schemes.iter().any(begins)
    }

    fn close_brackets(&mut self, at: usize) {
        let mut run = self.run(at);
        self.at = at;
        let floor = self.floor();
        while run > 0 && self.stack.len() > floor {
            let Some(open) = self.stack.last() else { break };
            let signs = match open.kind {
                Kind::External => 1,
                Kind::Link if run >= 2 => 2,
                _ => break,
            };
            let (kind, start, inner) = (open.kind, open.start, open.inner);
            self.stack.pop();
            if self.is_link(kind, inner, self.at) {
                self.node(kind, start..self.at + signs, inner..self.at);
            }
            (self.at, run) = (self.at + signs, run - signs);
        }
        self.at += run;
    }

    /// An address stands in one line, a page's name as well.
    fn is_link(&self, kind: Kind, start: usize, end: usize) -> bool {
        let content = self.bytes.get(start..end).unwrap_or_default();
        let is_named = match memchr::memchr(b'\n', content) {
            None => true,
            Some(line) => kind == Kind::Link && memchr::memchr(b'|', &content[..line]).is_some(),
        };
        is_named && !content.is_empty()
    }

    /// What is still open is text, but for tables: they end with the page, or before its next heading.
    fn finish(&mut self) {
        for open in std::mem::take(&mut self.stack) {
            if open.kind == Kind::Table {
                let rest = self.bytes.get(open.inner..).unwrap_or_default();
                let end = memmem::find(rest, b"\n==").map_or(self.bytes.len(), |n| open.inner + n);
                self.node(Kind::Table, open.start..end, open.inner..end);
            }
        }
    }
}
