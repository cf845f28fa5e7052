//! A page as a tree: what its signs enclose, by place.

use super::scan;
use crate::document::Span;

/// What signs make of a stretch of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `<!-- … -->`
    Comment,
    /// A tag whose content is no wikitext: `<nowiki>`, `<math>` …
    Raw,
    /// A tag of an extension whose content is wikitext: `<ref>`, `<references>`, `<gallery>`, `<poem>`.
    Extension,
    /// An opening or closing tag of HTML, alone.
    Tag,
    /// `{{ … }}`
    Template,
    /// `{{{ … }}}`
    Parameter,
    /// `[[ … ]]`
    Link,
    /// `[https://… …]`
    External,
    /// `{| … |}`
    Table,
}

/// One of them.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) kind: Kind,
    /// Its signs included.
    pub(super) span: Span,
    /// Without its signs.
    pub(super) inner: Span,
    /// The number of the first node that is not inside it.
    pub(super) next: usize,
}

/// A stretch of the page with the nodes in it; every node is either inside or outside.
#[derive(Debug, Clone, Copy)]
pub(super) struct Region {
    pub(super) start: usize,
    pub(super) end: usize,
    /// The first node inside.
    first: usize,
    /// The first node behind.
    last: usize,
}

/// What stands at one place of a region.
pub(super) enum Piece {
    /// Text without signs.
    Text(Span),
    /// The node of that number.
    Node(usize),
}

/// A page's text and what its signs enclose.
pub(super) struct Tree<'a> {
    pub(super) text: &'a str,
    /// By where they begin, an outer one before those inside.
    nodes: Vec<Node>,
    /// Where signs nest deeper than they are followed.
    pub(super) too_deep: Option<usize>,
}

impl<'a> Tree<'a> {
    /// Cost: linear in the text.
    pub(super) fn new(text: &'a str) -> Self {
        let (nodes, too_deep) = scan::nodes(text);
        Self { text, nodes: nested(nodes), too_deep }
    }

    /// The whole page.
    pub(super) fn root(&self) -> Region {
        Region { start: 0, end: self.text.len(), first: 0, last: self.nodes.len() }
    }

    pub(super) fn kind(&self, node: usize) -> Option<Kind> {
        self.nodes.get(node).map(|node| node.kind)
    }

    /// Whether no node stands in a node.
    pub(super) fn is_leaf(&self, node: usize) -> bool {
        self.nodes.get(node).is_none_or(|found| found.next == node + 1)
    }

    /// Where a node stands, its signs included.
    pub(super) fn span(&self, node: usize) -> Span {
        self.nodes.get(node).map_or(0..0, |node| node.span.clone())
    }

    /// A node as it is written.
    pub(super) fn source(&self, node: usize) -> &'a str {
        self.slice(self.span(node))
    }

    /// What a node encloses.
    pub(super) fn inner(&self, node: usize) -> Region {
        self.nodes.get(node).map_or(Region { start: 0, end: 0, first: 0, last: 0 }, |found| Region {
            start: found.inner.start,
            end: found.inner.end,
            first: node + 1,
            last: found.next,
        })
    }

    /// The first node in a region, however deep, that is meant.
    pub(super) fn first(&self, region: Region, is_meant: impl Fn(usize) -> bool) -> Option<usize> {
        (region.first..region.last).find(|node| is_meant(*node))
    }

    /// What `look` finds of the nodes in a region, however deep; not of those inside one of which it found something.
    pub(super) fn found<T>(&self, region: Region, look: impl Fn(usize) -> Option<T>) -> Vec<T> {
        let mut found = Vec::new();
        let mut number = region.first;
        while let Some(node) = self.nodes.get(number).filter(|_| number < region.last) {
            let here = look(number);
            number = if here.is_some() { node.next } else { number + 1 };
            found.extend(here);
        }
        found
    }

    /// The part of a region between two places that are in none of its nodes.
    pub(super) fn part(&self, region: Region, span: Span) -> Region {
        let nodes = self.nodes.get(region.first..region.last).unwrap_or_default();
        let first = region.first + nodes.partition_point(|node| node.span.start < span.start);
        let last = region.first + nodes.partition_point(|node| node.span.start < span.end);
        Region { start: span.start, end: span.end, first, last }
    }

    /// The text of a region as it is written.
    pub(super) fn written(&self, region: Region) -> &'a str {
        self.slice(region.start..region.end)
    }

    pub(super) fn slice(&self, span: Span) -> &'a str {
        self.text.get(span).unwrap_or_default()
    }

    /// The region without white space at its ends.
    pub(super) fn trimmed(&self, region: Region) -> Region {
        let text = self.written(region);
        let start = region.start + (text.len() - text.trim_ascii_start().len());
        Region { start, end: start + text.trim_ascii().len(), ..region }
    }

    /// A way through a region, piece by piece.
    pub(super) fn pieces(&self, region: Region) -> Pieces<'_> {
        Pieces {
            nodes: &self.nodes,
            at: region.start,
            end: region.end,
            node: region.first,
            last: region.last,
        }
    }

    /// Where `sign` first stands in the text of a region, outside of its nodes.
    pub(super) fn find(&self, region: Region, sign: u8) -> Option<usize> {
        self.pieces(region).find_map(|piece| match piece {
            Piece::Text(span) => {
                memchr::memchr(sign, self.slice(span.clone()).as_bytes()).map(|at| span.start + at)
            }
            Piece::Node(_) => None,
        })
    }

    /// The parts of a region between the `sign`s in its text.
    pub(super) fn split(&self, region: Region, sign: u8) -> Vec<Region> {
        let mut parts = Vec::new();
        let mut start = (region.start, region.first);
        let mut pieces = self.pieces(region);
        while let Some(piece) = pieces.next() {
            let Piece::Text(span) = piece else { continue };
            for at in memchr::memchr_iter(sign, self.slice(span.clone()).as_bytes()) {
                let end = span.start + at;
                parts.push(Region { start: start.0, end, first: start.1, last: pieces.node });
                start = (end + 1, pieces.node);
            }
        }
        parts.push(Region { start: start.0, end: region.end, first: start.1, last: region.last });
        parts
    }
}

/// Goes through a region; see [`Tree::pieces`].
#[derive(Clone)]
pub(super) struct Pieces<'t> {
    nodes: &'t [Node],
    at: usize,
    end: usize,
    node: usize,
    last: usize,
}

impl Iterator for Pieces<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        let node = self.nodes.get(self.node).filter(|_| self.node < self.last);
        let text = self.at..node.map_or(self.end, |node| node.span.start);
        if !text.is_empty() {
            self.at = text.end;
            return Some(Piece::Text(text));
        }
        let number = self.node;
        let node = node?;
        (self.at, self.node) = (node.span.end, node.next);
        Some(Piece::Node(number))
    }
}

/// Puts nodes in order and says of each where it ends; one that reaches out of another is left out.
fn nested(mut nodes: Vec<Node>) -> Vec<Node> {
    // Stable because that sort makes use of order: only what encloses others stands behind them.
    nodes.sort_by_key(|node| (node.span.start, std::cmp::Reverse(node.span.end)));
    let mut kept: Vec<Node> = Vec::with_capacity(nodes.len());
    let mut open: Vec<usize> = Vec::new();
    for node in nodes {
        while let Some(outer) = open.pop_if(|outer| kept[*outer].span.end <= node.span.start) {
            kept[outer].next = kept.len();
        }
        let outer = open.last().map(|outer| &kept[*outer]);
        if outer.is_some_and(|outer| outer.inner.end < node.span.end || node.span.start < outer.inner.start) {
            continue;
        }
        open.push(kept.len());
        kept.push(node);
    }
    let end = kept.len();
    open.into_iter().for_each(|outer| kept[outer].next = end);
    kept
}
