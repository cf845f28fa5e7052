//! Puts an article together, in parts that fit in memory.

use std::collections::VecDeque;
use std::mem;

use super::passages::{passage, prose_passage};
use super::prose::Prose;
use crate::document::{Article, Form, Head, KeyMaker, Passage, Reference, Section, Span, slug};

/// An article in the making.
///
/// Memory: one part, plus what [`KeyMaker`] needs for the whole article.
pub(super) struct Parts {
    head: Head,
    max_bytes: usize,
    part: u32,
    /// Bytes of text in the part that is being made.
    bytes: usize,
    sections: Vec<Section>,
    references: Vec<Reference>,
    ordinal: u32,
    keys: KeyMaker,
    done: VecDeque<Article>,
}

impl Parts {
    /// A part is given out when its text has `max_bytes`.
    pub(super) fn new(head: Head, max_bytes: usize) -> Self {
        Self {
            head,
            max_bytes,
            part: 0,
            bytes: 0,
            sections: Vec::new(),
            references: Vec::new(),
            ordinal: 0,
            keys: KeyMaker::default(),
            done: VecDeque::new(),
        }
    }

    /// Sets the title and the id that follows from it; before anything else.
    pub(super) fn entitle(&mut self, title: String) {
        self.head.id = slug(&title);
        self.head.title = title;
    }

    /// Sets where the page lives; before anything else.
    pub(super) fn locate(&mut self, url: String) {
        self.head.url = Some(url);
    }

    /// What names the article so far.
    pub(super) fn head(&self) -> &Head {
        &self.head
    }

    /// Adds a passage of plain text under the headings `path`.
    pub(super) fn passage(&mut self, path: &[String], text: &str, form: Form, source: Span) {
        let passage = passage(text, form, source, self.ordinal, &mut self.keys);
        passage.into_iter().for_each(|passage| self.add(path, passage));
    }

    /// Adds a passage whose markup tells its markers.
    pub(super) fn prose(&mut self, path: &[String], prose: &Prose, form: Form, source: Span) {
        let passage = prose_passage(prose, form, source, self.ordinal, &mut self.keys);
        passage.into_iter().for_each(|passage| self.add(path, passage));
    }

    fn add(&mut self, path: &[String], passage: Passage) {
        self.ordinal += 1;
        self.bytes += passage.text.len();
        match self.sections.last_mut() {
            Some(section) if section.path == path => section.passages.push(passage),
            _ => self.sections.push(Section { path: path.to_vec(), passages: vec![passage] }),
        }
        self.hand_over_if_full();
    }

    /// Adds an entry to the list of references.
    pub(super) fn reference(&mut self, reference: Reference) {
        let reference = with_plain_spaces(reference);
        self.bytes += reference.raw.len();
        self.references.push(reference);
        self.hand_over_if_full();
    }

    /// Gives out what is left, if anything is.
    pub(super) fn finish(&mut self) {
        if !self.sections.is_empty() || !self.references.is_empty() {
            self.hand_over();
        }
    }

    /// As [`finish`](Self::finish), but an article without content is one as well.
    pub(super) fn finish_article(&mut self) {
        self.finish();
        if self.part == 0 {
            self.hand_over();
        }
    }

    /// The next part that is ready.
    pub(super) fn pop(&mut self) -> Option<Article> {
        self.done.pop_front()
    }

    /// Whether no part is ready.
    pub(super) fn is_empty(&self) -> bool {
        self.done.is_empty()
    }

    fn hand_over_if_full(&mut self) {
        if self.bytes >= self.max_bytes {
            self.hand_over();
        }
    }

    fn hand_over(&mut self) {
        self.done.push_back(Article {
            head: self.head.clone(),
            redirect: None,
            part: self.part,
            sections: mem::take(&mut self.sections),
            references: mem::take(&mut self.references),
        });
        self.part += 1;
        self.bytes = 0;
    }
}

/// The fields with spaces that break: of those that do not, pages and the metadata in them have now these, now those.
fn with_plain_spaces(mut reference: Reference) -> Reference {
    let Reference { authors, title, container, publisher, .. } = &mut reference;
    for field in authors.iter_mut().chain([title, container, publisher].into_iter().flatten()) {
        if field.contains(['\u{a0}', '\u{202f}']) {
            *field = field.replace(['\u{a0}', '\u{202f}'], " ");
        }
    }
    reference
}
