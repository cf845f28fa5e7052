//! The statistics that the first stage scores by.

use tantivy::query::Bm25StatisticsProvider;
use tantivy::schema::Field;
use tantivy::{Searcher, Term};

use super::remote;
use crate::index::{Answer, Beyond, Fields, Reader, Statistics};

/// Counts of the live passages for the field of stems, where tantivy would count deleted ones too, so that a changed
/// index finds the candidates of one that was built in one go. Other fields are left to tantivy.
pub(super) struct LiveStatistics<'a> {
    pub(super) statistics: &'a Statistics,
    pub(super) searcher: &'a Searcher,
    pub(super) fields: &'a Fields,
}

impl Bm25StatisticsProvider for LiveStatistics<'_> {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        match field == self.fields.terms {
            true => Ok(self.statistics.totals().words()),
            false => self.searcher.total_num_tokens(field),
        }
    }

    /// At least one, since tantivy divides by it.
    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.statistics.totals().passages.max(1))
    }

    /// At most the number of passages, which tantivy relies on; other fields have terms in references too.
    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        let found = match term.value().as_str() {
            Some(stem) if term.field() == self.fields.terms => self.statistics.stem_df(stem)?,
            _ => self.searcher.doc_freq(term)?,
        };
        Ok(found.min(self.total_num_docs()?))
    }
}

/// Counts of the references of a collection of which a part is here, as tantivy would count them in the whole.
pub(super) struct CountsBeyond<'a> {
    pub(super) reader: &'a Reader,
    pub(super) beyond: &'a Beyond,
}

impl Bm25StatisticsProvider for CountsBeyond<'_> {
    fn total_num_tokens(&self, _: Field) -> tantivy::Result<u64> {
        Ok(self.beyond.holds.reference_words)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.beyond.holds.documents.max(1))
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        let text = term.value().as_str().unwrap_or_default().to_owned();
        let here = self.reader.searcher().doc_freq(term)?;
        Ok(match self.beyond.ask(remote::holding(term.field(), &text)) {
            Some(Answer::Documents(documents)) => (*documents as u64).max(here).min(self.total_num_docs()?),
            _ => here,
        })
    }
}
