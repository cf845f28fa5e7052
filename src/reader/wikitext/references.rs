//! The references of a page: their words and their fields.

use super::Reader;
use super::call::{Call, canonical, template_name};
use super::data::templates::{Source, Template, template};
use super::notes::{Content, Note};
use super::tree::{Kind, Piece, Region};
use crate::document::Reference;
use crate::error::Oddity;
use crate::reader::prose::Prose;
use crate::reader::reference::{has_source, parse};

impl<'a> Reader<'a> {
    /// Gives the references to the page, in the order of its lists.
    pub(super) fn references(&mut self) {
        self.in_reference = true;
        let notes = self.notes;
        let mut missing = Vec::new();
        for note in notes.listed() {
            match note.content {
                Some(content) => {
                    let reference = self.reference(note, content);
                    self.page.reference(reference);
                }
                None => missing.push(note.label.clone()),
            }
        }
        if !missing.is_empty() {
            self.page.warn(Oddity::NotesWithoutText { names: missing });
        }
        if !notes.unused.is_empty() {
            self.page
                .warn(Oddity::NotesUnused { names: notes.unused.iter().map(ToString::to_string).collect() });
        }
    }

    fn reference(&mut self, note: &Note, content: Content) -> Reference {
        let label = note.label.clone();
        match content {
            Content::Call(node) => {
                let call = Call::of(self.tree, node);
                let raw = self.harvard(&call, false);
                Reference { raw, label, ..Reference::default() }
            }
            Content::Text(region) => self.reference_of(region, label),
        }
    }

    /// What a template gives is taken from it; the rest is looked for in the words.
    fn reference_of(&mut self, region: Region, label: String) -> Reference {
        let prose = self.prose(region);
        // Where all that it holds is a template that is not known, what is written is better than nothing.
        let shows = prose.text().contains(char::is_alphanumeric);
        let raw = if shows { prose.text() } else { self.tree.written(region) };
        let entry = self.first_source(region).map(|(source, call)| self.entry(source, &call).reference);
        if let Some(entry) = entry.filter(|entry| entry.title.is_some() || entry.url.is_some()) {
            let linked = || self.first_external(region).map(|(address, _)| address.to_owned());
            let url = entry.url.clone().or_else(linked);
            return Reference { label, raw: Prose::from(raw).text().to_owned(), url, ..entry };
        }
        let external = self.first_external(region);
        if external.is_none() && !has_source(raw) {
            // A remark of the page's authors, whose quotes are no titles.
            return Reference { label, raw: Prose::from(raw).text().to_owned(), ..Reference::default() };
        }
        let found = parse(label, raw);
        let Some((address, words)) = external else { return found };
        let address = address.to_owned();
        let title = words.map(|words| self.plain(words)).filter(|_| found.title.is_none());
        Reference { url: Some(address), title: title.or(found.title), ..found }
    }

    /// The first bibliographic template of a region.
    fn first_source(&self, region: Region) -> Option<(Source, Call<'a>)> {
        let tree = self.tree;
        let node = tree.pieces(region).find_map(|piece| match piece {
            Piece::Node(node) if tree.kind(node) == Some(Kind::Template) => {
                self.source(node).map(|s| (s, node))
            }
            _ => None,
        });
        node.map(|(source, node)| (source, Call::of(tree, node)))
    }

    fn source(&self, node: usize) -> Option<Source> {
        match template(&canonical(template_name(self.tree, node)))? {
            Template::Source(source) => Some(source),
            _ => None,
        }
    }
}
