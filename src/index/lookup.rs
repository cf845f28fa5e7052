//! Questions that the dictionaries answer, without a score.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, DocId, DocSet as _, SegmentReader, TERMINATED, Term};

use super::beyond::{Answer, Wanted};
use super::reader::Reader;
use super::schema::{REDIRECT, REFERENCES_FROM};
use crate::error::Result;

impl Reader {
    /// Live documents that hold `term` in `field`, segment by segment.
    ///
    /// # Errors
    /// `Io` or `IndexDamaged`.
    pub fn documents(&self, field: Field, term: &str) -> Result<Vec<DocAddress>> {
        self.want(|| Wanted::Term(field, term.to_owned()));
        let term = Term::from_field_text(field, term);
        let mut found = Vec::new();
        for (ordinal, segment) in self.segments() {
            live(segment, &term, |document| {
                found.push(DocAddress::new(ordinal, document));
                true
            })
            .map_err(|e| self.failed(e))?;
        }
        Ok(found)
    }

    /// Live documents that hold any term in `field`.
    ///
    /// # Errors
    /// `Io` or `IndexDamaged`.
    pub fn documents_with(&self, field: Field) -> Result<Vec<DocAddress>> {
        self.want(|| Wanted::Having(field));
        let mut found = BTreeSet::new();
        for (ordinal, segment) in self.segments() {
            let mut visit = |_: &[u8], document| {
                found.insert(DocAddress::new(ordinal, document));
            };
            live_by_term(segment, field, &mut visit).map_err(|e| self.failed(e))?;
        }
        Ok(found.into_iter().collect())
    }

    /// The articles of the index, by their ids, with their live documents. Cost: a visit to each document.
    ///
    /// # Errors
    /// `Io` or `IndexDamaged`.
    pub fn articles(&self) -> Result<BTreeMap<String, Vec<DocAddress>>> {
        let mut articles: BTreeMap<String, Vec<DocAddress>> = BTreeMap::new();
        for (ordinal, segment) in self.segments() {
            let mut visit = |term: &[u8], document| {
                let documents = articles.entry(String::from_utf8_lossy(term).into_owned()).or_default();
                documents.push(DocAddress::new(ordinal, document));
            };
            live_by_term(segment, self.fields().article, &mut visit).map_err(|e| self.failed(e))?;
        }
        Ok(articles)
    }

    /// The articles of the index, each with the slug of its title and its id, in the order of the slugs; a redirect is
    /// none. Cost: a look-up for each title, and for each redirect.
    ///
    /// # Errors
    /// `Io` or `IndexDamaged`.
    pub fn titles(&self) -> Result<Vec<(String, String)>> {
        let fields = self.fields();
        let redirects: HashSet<DocAddress> = self.documents(fields.traits, REDIRECT)?.into_iter().collect();
        let mut titles = Vec::new();
        for term in self.terms_from(fields.title, "", usize::MAX)? {
            let Some((title, id)) = term.split_once('\u{1f}') else { continue };
            let only_redirects =
                || Ok(self.documents(fields.title, &term)?.iter().all(|found| redirects.contains(found)));
            if redirects.is_empty() || !only_redirects()? {
                titles.push((title.to_owned(), id.to_owned()));
            }
        }
        Ok(titles)
    }

    /// Whether any redirect is in the index, or was and is not merged away yet.
    ///
    /// # Errors
    /// `Io` or `IndexDamaged`.
    pub fn has_redirects(&self) -> Result<bool> {
        if let Some(beyond) = self.beyond() {
            return Ok(beyond.holds.redirects);
        }
        let term = Term::from_field_text(self.fields().traits, REDIRECT);
        let number = self.searcher().doc_freq(&term).map_err(|e| self.failed(e))?;
        Ok(number > 0)
    }

    /// Whether a document is a reference; else it is a passage.
    ///
    /// # Errors
    /// `Io` or `IndexDamaged`.
    pub fn is_reference(&self, address: DocAddress) -> Result<bool> {
        let segment = self.searcher().segment_reader(address.segment_ord);
        let order = segment.fast_fields().u64("order").map_err(|e| self.failed(e))?;
        Ok(order.first(address.doc_id).is_some_and(|order| order >= REFERENCES_FROM))
    }

    /// The [`label_term`](super::label_term)s of the references at `addresses`, segment by segment; what is no
    /// reference has none. Cost: one pass over the blocks of the dictionaries that hold them.
    ///
    /// # Errors
    /// `Io` or `IndexDamaged`.
    pub fn labels_of(&self, addresses: &[DocAddress]) -> Result<Vec<String>> {
        let mut labels = Vec::with_capacity(addresses.len());
        for (number, segment) in self.segments() {
            let documents = addresses.iter().filter(|a| a.segment_ord == number).map(|a| a.doc_id);
            segment_labels(segment, documents, &mut labels).map_err(|e| self.failed(e))?;
        }
        Ok(labels)
    }

    /// The identity of the source that `article` came from; `None` where the index does not hold it.
    ///
    /// # Errors
    /// `Io` or `IndexDamaged`.
    pub fn source_of(&self, article: &str) -> Result<Option<String>> {
        self.want(|| Wanted::Term(self.fields().article, article.to_owned()));
        let term = Term::from_field_text(self.fields().article, article);
        for (_, segment) in self.segments() {
            let mut first = None;
            live(segment, &term, |document| {
                first = Some(document);
                false
            })
            .map_err(|e| self.failed(e))?;
            if let Some(document) = first {
                return source_at(segment, document).map_err(|e| self.failed(e));
            }
        }
        Ok(None)
    }

    /// The identity of the source that a document came from.
    ///
    /// # Errors
    /// `Io` or `IndexDamaged`.
    pub(super) fn source_at(&self, address: DocAddress) -> Result<Option<String>> {
        let segment = self.searcher().segment_reader(address.segment_ord);
        source_at(segment, address.doc_id).map_err(|e| self.failed(e))
    }

    /// Terms of `field` that begin with `prefix` and that a live document holds, in order, at most `limit`.
    ///
    /// # Errors
    /// `Io` or `IndexDamaged`.
    pub fn terms_from(&self, field: Field, prefix: &str, limit: usize) -> Result<Vec<String>> {
        if let Some(Answer::Terms(terms)) = self.want(|| Wanted::Terms(field, prefix.to_owned(), limit)) {
            return Ok(terms.clone());
        }
        let mut terms = BTreeSet::new();
        for (_, segment) in self.segments() {
            self.segment_terms(segment, field, prefix, limit, &mut terms).map_err(|e| self.failed(e))?;
        }
        Ok(terms.into_iter().take(limit).collect())
    }

    fn segment_terms(
        &self,
        segment: &SegmentReader,
        field: Field,
        prefix: &str,
        limit: usize,
        terms: &mut BTreeSet<String>,
    ) -> tantivy::Result<()> {
        let dictionary = segment.inverted_index(field)?;
        let mut stream = dictionary.terms().range().ge(prefix.as_bytes()).into_stream()?;
        let mut taken = 0;
        while taken < limit && stream.advance() {
            let Ok(text) = std::str::from_utf8(stream.key()) else { continue };
            if !text.starts_with(prefix) {
                break;
            }
            let mut alive = false;
            live(segment, &Term::from_field_text(field, text), |_| {
                alive = true;
                false
            })?;
            if alive {
                terms.insert(text.to_owned());
                taken += 1;
            }
        }
        Ok(())
    }

    fn segments(&self) -> impl Iterator<Item = (u32, &SegmentReader)> {
        (0u32..).zip(self.searcher().segment_readers())
    }
}

fn source_at(segment: &SegmentReader, document: DocId) -> tantivy::Result<Option<String>> {
    let Some(column) = segment.fast_fields().str("source")? else { return Ok(None) };
    let mut source = String::new();
    for ordinal in column.term_ords(document) {
        column.ord_to_str(ordinal, &mut source)?;
    }
    Ok(Some(source))
}

fn segment_labels(
    segment: &SegmentReader,
    documents: impl Iterator<Item = DocId>,
    labels: &mut Vec<String>,
) -> tantivy::Result<()> {
    let Some(column) = segment.fast_fields().str("label")? else { return Ok(()) };
    let mut ordinals: Vec<u64> = documents.flat_map(|document| column.term_ords(document)).collect();
    ordinals.sort_unstable();
    ordinals.dedup();
    column.dictionary().sorted_ords_to_term_cb(&ordinals, |term| {
        labels.push(String::from_utf8_lossy(term).into_owned());
    })?;
    Ok(())
}

/// Calls `visit` with each term of `field` and each live document that holds it.
pub(super) fn live_by_term(
    segment: &SegmentReader,
    field: Field,
    visit: &mut dyn FnMut(&[u8], DocId),
) -> tantivy::Result<()> {
    let dictionary = segment.inverted_index(field)?;
    let mut terms = dictionary.terms().stream()?;
    while terms.advance() {
        let mut postings = dictionary.read_postings_from_terminfo(terms.value(), IndexRecordOption::Basic)?;
        while postings.doc() != TERMINATED {
            if !segment.is_deleted(postings.doc()) {
                visit(terms.key(), postings.doc());
            }
            postings.advance();
        }
    }
    Ok(())
}

/// Calls `visit` for each live document with `term`, until it answers `false`.
fn live(segment: &SegmentReader, term: &Term, mut visit: impl FnMut(DocId) -> bool) -> tantivy::Result<()> {
    let dictionary = segment.inverted_index(term.field())?;
    let Some(mut postings) = dictionary.read_postings(term, IndexRecordOption::Basic)? else { return Ok(()) };
    while postings.doc() != TERMINATED {
        if !segment.is_deleted(postings.doc()) && !visit(postings.doc()) {
            break;
        }
        postings.advance();
    }
    Ok(())
}
