//! Articles to documents: one analysis of a passage for all its fields.

use std::collections::HashSet;

use tantivy::schema::Field;

use super::document::{Document, Name};
use super::forward::Composer;
use super::note::note_markers;
use super::record::{encode_passage, encode_reference};
use super::schema::{
    Fields, REDIRECT, Trait, cites_term, form_term, label_term, link, passage_order, reference_order,
    title_term,
};
use super::source::{described, names, source_keys};
use crate::analysis::Analyzer;
use crate::document::{Article, Head, Passage, Reference, label_key, slug};

/// What makes documents; one for each thread.
pub(super) struct Making {
    pub(super) fields: Fields,
    pub(super) analyzer: Analyzer,
    pub(super) composer: Composer,
}

impl Making {
    /// Hands `put` each document of an article: its passages, its references, or that it is a redirect.
    pub(super) fn documents<E>(
        &mut self,
        source: &str,
        article: &Article,
        put: &mut impl FnMut(Document) -> Result<(), E>,
    ) -> Result<(), E> {
        let head = &article.head;
        if let Some(target) = &article.redirect {
            return put(self.redirect(source, &head.title, target));
        }
        let title = title_term(&head.title, &head.id);
        for (section, passage) in article.passages() {
            put(self.passage(source, head, &title, section, passage))?;
        }
        let list: HashSet<String> = article.references.iter().map(|known| label_key(&known.label)).collect();
        for (ordinal, reference) in (0..).zip(&article.references) {
            let mut document = self.reference(source, head, &title, reference, ordinal);
            let cited = note_markers(reference).into_iter().flat_map(|marker| marker.labels);
            cited
                .filter(|label| list.contains(&label_key(label)))
                .for_each(|label| self.cite(&mut document, head, &label));
            put(document)?;
        }
        Ok(())
    }

    pub(super) fn passage(
        &mut self,
        source: &str,
        head: &Head,
        title: &str,
        section: &[String],
        passage: &Passage,
    ) -> Document {
        let f = self.fields;
        let mut document = self.document(source, head, title);
        document.name(Name::Key, &passage.key);
        document.number(f.order, passage_order(passage.source_span.start, passage.ordinal));
        let (composer, analyzer) = (&mut self.composer, &mut self.analyzer);
        composer.title(&head.title, analyzer);
        section.iter().for_each(|heading| composer.heading(heading, analyzer));
        composer.text(&passage.text, analyzer);
        document.words = composer.payload().to_vec();
        for heading in section {
            self.stems(&mut document, f.section, heading);
        }
        for label in passage.markers.iter().flat_map(|marker| &marker.labels) {
            self.cite(&mut document, head, label);
        }
        Trait::of(passage).for_each(|given| document.text(f.traits, given.term()));
        document.text(f.traits, form_term(passage.form));
        for words in passage.quoted_words() {
            self.stems(&mut document, f.quoted, words);
        }
        document.record = encode_passage(head, section, passage);
        document
    }

    /// Makes a document one that cites a label of its article.
    pub(super) fn cite(&self, document: &mut Document, head: &Head, label: &str) {
        document.text(self.fields.cites, &cites_term(&head.id, label));
        document.number(self.fields.links, link(&head.id, label));
    }

    pub(super) fn reference(
        &mut self,
        source: &str,
        head: &Head,
        title: &str,
        reference: &Reference,
        ordinal: u32,
    ) -> Document {
        let f = self.fields;
        let mut document = self.document(source, head, title);
        document.text(f.label, &label_term(&head.id, &reference.label));
        document.number(f.link, link(&head.id, &reference.label));
        document.number(f.order, reference_order(&head.id, ordinal));
        for words in described(reference) {
            self.stems(&mut document, f.reference_terms, &words);
        }
        source_keys(reference).iter().for_each(|key| document.text(f.source_key, key));
        for words in names(reference) {
            self.stems(&mut document, f.source_name, &words);
        }
        if let Some(year) = reference.year() {
            document.number(f.year, u64::from(year));
        }
        document.record = encode_reference(head, reference, ordinal);
        document
    }

    /// Another title of the article that `target` names: found by it and removed with its source, without a word
    /// that any other query or statistic would see.
    pub(super) fn redirect(&self, source: &str, title: &str, target: &str) -> Document {
        let mut document = Document::default();
        document.text(self.fields.source, source);
        document.name(Name::Title, &title_term(title, &slug(target)));
        document.text(self.fields.traits, REDIRECT);
        document
    }

    fn document(&self, source: &str, head: &Head, title: &str) -> Document {
        let mut document = Document::default();
        document.text(self.fields.source, source);
        document.name(Name::Article, &head.id);
        document.name(Name::Title, title);
        document
    }

    /// One value of a field of ready-made terms: the stems of `text`.
    fn stems(&mut self, document: &mut Document, field: Field, text: &str) {
        document.write(field, |stems| {
            for token in self.analyzer.analyze(text) {
                stems.push_str(token.stem);
                stems.push(' ');
            }
        });
    }
}
