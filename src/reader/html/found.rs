//! What was found in a page, before it is known what of it is the article.

use std::collections::HashMap;

use super::element::Content;
use crate::document::{Form, Span};
use crate::reader::entry::Entry;
use crate::reader::prose::Prose;
use crate::reader::table::Table;

/// What was found in a page, in its order.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) pieces: Vec<Piece>,
    /// The first is the whole page.
    pub(super) regions: Vec<Region>,
    pub(super) titles: Titles,
    pub(super) url: Option<String>,
    /// What the markers of a note show, by the note's id.
    pub(super) labels: HashMap<String, String>,
    /// What was left out, by name.
    pub(super) lost: Vec<&'static str>,
    pub(super) is_too_deep: bool,
    /// How many character references say nothing, and where the first is.
    pub(super) bad_references: Option<(usize, usize)>,
}

impl Default for Found {
    fn default() -> Self {
        Self {
            pieces: Vec::new(),
            regions: vec![Region { within: 0, content: Content::Site }],
            titles: Titles::default(),
            url: None,
            labels: HashMap::new(),
            lost: Vec::new(),
            is_too_deep: false,
            bad_references: None,
        }
    }
}

/// The names that a page gives itself.
#[derive(Debug, Default)]
pub(super) struct Titles {
    /// The heading over a page of a wiki.
    pub(super) first_heading: Option<String>,
    /// `og:title`: without the site's name.
    pub(super) shared: Option<String>,
    /// `<title>`
    pub(super) head: Option<String>,
}

/// A part of the page that may hold all that it is about.
#[derive(Debug)]
pub(super) struct Region {
    /// The region that it stands in.
    pub(super) within: usize,
    pub(super) content: Content,
}

/// Something that stands in a page.
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) what: What,
    pub(super) region: usize,
    /// The outermost list that it is an item of.
    pub(super) list: Option<usize>,
    /// Letters of its words, and of those in links.
    pub(super) len: usize,
    pub(super) linked: usize,
    pub(super) links: usize,
}

#[derive(Debug)]
pub(super) enum What {
    Heading(u8, Prose),
    Block(Form, Prose, Span),
    Table(Table),
    Entry(Entry),
}
