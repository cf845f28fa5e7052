//! The elements that are open, and which of them a tag closes without saying so.
//!
//! A short form of the standard's tree construction (13.2.6): what saved pages leave out are the ends of paragraphs,
//! items, terms, rows and cells; and what they get wrong are ends without a beginning.

use html5ever::{LocalName, local_name};

use super::element::is_block;

/// How deep elements nest; as in browsers (Chromium's parser stops at 512).
pub(super) const MAX_DEPTH: usize = 512;

/// The elements that are open, each with what closing it does.
#[derive(Debug)]
pub(super) struct OpenElements<T> {
    open: Vec<(LocalName, T)>,
    /// How many of them are paragraphs: mostly none, and no block has to look for one.
    paragraphs: usize,
    /// Elements that were opened deeper than [`MAX_DEPTH`] and are not closed.
    beyond: usize,
}

impl<T> Default for OpenElements<T> {
    fn default() -> Self {
        Self { open: Vec::new(), paragraphs: 0, beyond: 0 }
    }
}

impl<T> OpenElements<T> {
    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    /// Whether the next element would be too deep; it is then taken for words of the deepest one.
    pub(super) fn is_full(&self) -> bool {
        self.open.len() >= MAX_DEPTH
    }

    pub(super) fn push(&mut self, name: LocalName, closing: T) {
        self.paragraphs += usize::from(name == local_name!("p"));
        self.open.push((name, closing));
    }

    /// Notes an element that is too deep.
    pub(super) fn push_beyond(&mut self) {
        self.beyond += 1;
    }

    pub(super) fn pop(&mut self) -> Option<T> {
        let (name, closing) = self.open.pop()?;
        self.paragraphs -= usize::from(name == local_name!("p"));
        Some(closing)
    }

    /// How many elements stay open when one called `name` begins.
    pub(super) fn kept_by_start(&self, name: &LocalName) -> usize {
        let innermost = |closed: &[LocalName], walls: &[LocalName]| self.innermost(closed, walls);
        let found = match *name {
            local_name!("li") => innermost(&[local_name!("li")], LISTS),
            local_name!("dt") | local_name!("dd") => {
                innermost(&[local_name!("dt"), local_name!("dd")], LISTS)
            }
            local_name!("td") | local_name!("th") => innermost(CELLS, TABLE),
            local_name!("tr") => self.outermost(ROWS, TABLE),
            local_name!("tbody") | local_name!("thead") | local_name!("tfoot") => {
                self.outermost(SECTIONS, TABLE)
            }
            local_name!("rt") | local_name!("rp") => {
                innermost(&[local_name!("rt"), local_name!("rp")], LISTS)
            }
            local_name!("a") => innermost(&[local_name!("a")], WALLS),
            _ => None,
        };
        let ends_paragraph = self.paragraphs > 0 && is_block(name);
        let paragraph = || ends_paragraph.then(|| innermost(&[local_name!("p")], WALLS)).flatten();
        found.or_else(paragraph).unwrap_or(self.open.len())
    }

    /// How many elements stay open when the end tag of `name` comes; none where it ends nothing.
    pub(super) fn kept_by_end(&mut self, name: &LocalName) -> Option<usize> {
        if self.beyond > 0 {
            self.beyond -= 1;
            return None;
        }
        let walls: &[LocalName] = match *name {
            _ if is_of_table(name) => TABLE,
            // What is set in words does not end blocks that it wrongly began before.
            _ if !is_block(name) => return self.within_block(name),
            local_name!("li") => LISTS,
            _ => CELLS,
        };
        if HEADINGS.contains(name) {
            return self.innermost(HEADINGS, walls);
        }
        self.innermost(std::slice::from_ref(name), walls)
    }

    /// The innermost open element of those names, if no wall stands before it.
    fn innermost(&self, names: &[LocalName], walls: &[LocalName]) -> Option<usize> {
        for (at, (open, _)) in self.open.iter().enumerate().rev() {
            if names.contains(open) {
                return Some(at);
            }
            if walls.contains(open) {
                return None;
            }
        }
        None
    }

    /// The outermost one before a wall.
    fn outermost(&self, names: &[LocalName], walls: &[LocalName]) -> Option<usize> {
        let inner = self.open.iter().enumerate().rev().take_while(|(_, (open, _))| !walls.contains(open));
        inner.filter(|(_, (open, _))| names.contains(open)).map(|(at, _)| at).last()
    }

    fn within_block(&self, name: &LocalName) -> Option<usize> {
        let inner = self.open.iter().enumerate().rev();
        let mut words = inner.take_while(|(_, (open, _))| open == name || !is_block(open));
        words.find(|(_, (open, _))| open == name).map(|(at, _)| at)
    }
}

/// The end of any of them ends the one that is open.
const HEADINGS: &[LocalName] = &[
    local_name!("h1"),
    local_name!("h2"),
    local_name!("h3"),
    local_name!("h4"),
    local_name!("h5"),
    local_name!("h6"),
];

const TABLE: &[LocalName] = &[local_name!("table")];
const CELLS: &[LocalName] = &[local_name!("td"), local_name!("th"), local_name!("caption")];
const ROWS: &[LocalName] = &[local_name!("td"), local_name!("th"), local_name!("tr"), local_name!("caption")];
const SECTIONS: &[LocalName] = &[
    local_name!("td"),
    local_name!("th"),
    local_name!("tr"),
    local_name!("caption"),
    local_name!("tbody"),
    local_name!("thead"),
    local_name!("tfoot"),
];

/// What an item or a term within belongs to; the ones outside stay open.
const LISTS: &[LocalName] = &[
    local_name!("ul"),
    local_name!("ol"),
    local_name!("menu"),
    local_name!("dir"),
    local_name!("dl"),
    local_name!("table"),
    local_name!("td"),
    local_name!("th"),
    local_name!("blockquote"),
    local_name!("section"),
];

/// What a paragraph that began outside is not ended within.
const WALLS: &[LocalName] = &[
    local_name!("table"),
    local_name!("td"),
    local_name!("th"),
    local_name!("caption"),
    local_name!("template"),
    local_name!("button"),
    local_name!("object"),
];

fn is_of_table(name: &LocalName) -> bool {
    *name == local_name!("table") || SECTIONS.contains(name)
}

/// Elements that have no end (the standard, 13.1.2).
pub(super) fn is_void(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("area")
            | local_name!("base")
            | local_name!("br")
            | local_name!("col")
            | local_name!("embed")
            | local_name!("hr")
            | local_name!("img")
            | local_name!("input")
            | local_name!("link")
            | local_name!("meta")
            | local_name!("param")
            | local_name!("source")
            | local_name!("track")
            | local_name!("wbr")
    )
}
