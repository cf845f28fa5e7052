//! What a collection holds, document by document, whatever keeps it.

use std::collections::BTreeMap;
use std::io;

use super::documents::Documents;
use super::words::compare_statistics;
use super::{Inspection, Report};

use super::super::forward::Recount;
use super::super::manifest::Manifest;
use super::super::record::Record;
use super::super::statistics::Statistics;

/// What the documents of a collection say, gone through one by one, and a recount of their words.
pub struct Contents {
    documents: Documents,
    pub(super) recount: Recount,
}

impl Default for Contents {
    fn default() -> Self {
        Self { documents: Documents::new(), recount: Recount::new() }
    }
}

impl Contents {
    /// Takes a document in; one of which nothing is stored is a redirect.
    pub fn see(&mut self, source: &str, record: Option<&Record>) {
        self.documents.see(source, record);
        if let Some(Record::Passage(stored)) = record {
            self.recount.count(&stored.head.title, &stored.section, &stored.passage.text);
        }
    }

    /// Each stem, with how many passages hold it.
    #[must_use]
    pub fn stems(&self) -> BTreeMap<String, u64> {
        self.recount.stems()
    }

    /// Where what is found of look-ups by labels is noted.
    pub fn references(&mut self) -> &mut Inspection {
        &mut self.documents.references
    }

    /// Adds what was found to `report`, held against what the collection says of itself; `words` is what was found of the
    /// words of single passages.
    ///
    /// # Errors
    /// `InvalidData` when `statistics` are damaged.
    pub fn finish(
        self,
        manifest: &Manifest,
        statistics: &Statistics,
        mut words: Inspection,
        report: &mut Report,
    ) -> io::Result<()> {
        let (parts, unresolved) = self.documents.finish(manifest);
        parts.into_iter().for_each(|part| report.add(part));
        report.unresolved = unresolved;
        words.count += self.recount.totals().words();
        report.add(words);
        report.add(compare_statistics(statistics, &self.recount)?);
        Ok(())
    }
}
