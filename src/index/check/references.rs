//! The way from a marker to its reference and back.

use std::collections::HashSet;

use rustc_hash::FxHashSet;
use tantivy::DocAddress;
use tantivy::columnar::Column;

use super::documents::id;
use super::{Part, Subject};
use crate::error::Result;

use super::super::reader::Reader;
use super::super::record::{StoredPassage, StoredReference};
use super::super::schema::{cites_term, label_term, link};

/// What look-ups say, against what is stored.
pub(super) struct References<'a> {
    reader: &'a Reader,
    part: Part,
    /// Of each segment, the links of its passages and of its references.
    links: Vec<(Column<u64>, Column<u64>)>,
    /// The link of each marker, and of each reference.
    cited: Vec<u64>,
    held: FxHashSet<u64>,
}

impl<'a> References<'a> {
    pub(super) fn new(reader: &'a Reader) -> Result<Self> {
        let segments = reader.searcher().segment_readers().iter();
        let columns = segments.map(|segment| {
            let fields = segment.fast_fields();
            Ok((fields.u64("links")?, fields.u64("link")?))
        });
        let links: tantivy::Result<Vec<_>> = columns.collect();
        Ok(Self {
            reader,
            part: Part::new(Subject::References),
            links: links.map_err(|e| reader.failed(e))?,
            cited: Vec::new(),
            held: FxHashSet::default(),
        })
    }

    /// A passage is found by each of its labels.
    pub(super) fn see_passage(&mut self, address: DocAddress, stored: &StoredPassage) -> Result<()> {
        let article = &stored.head.id;
        let labels: Vec<&String> = stored.passage.markers.iter().flat_map(|marker| &marker.labels).collect();
        let wanted: HashSet<u64> = labels.iter().map(|label| link(article, label)).collect();
        let found: HashSet<u64> = self.column(address).0.values_for_doc(address.doc_id).collect();
        let mut led = wanted == found;
        for label in labels {
            let term = cites_term(article, label);
            led &= self.reader.documents(self.reader.fields().cites, &term)?.contains(&address);
            self.cited.push(link(article, label));
            self.part.count += 1;
        }
        if !led {
            self.part.damage(id(stored), "its labels do not lead to it");
        }
        Ok(())
    }

    /// A reference is found by its label.
    pub(super) fn see_reference(&mut self, address: DocAddress, stored: &StoredReference) -> Result<()> {
        let (article, label) = (&stored.head.id, &stored.reference.label);
        let wanted = link(article, label);
        let found = self.column(address).1.first(address.doc_id);
        let term = label_term(article, label);
        let led = self.reader.documents(self.reader.fields().label, &term)?.contains(&address);
        if found != Some(wanted) || !led {
            self.part.damage(format!("{article}#[{label}]"), "its label does not lead to it");
        }
        self.held.insert(wanted);
        Ok(())
    }

    /// What was found, and how many labels no reference has.
    pub(super) fn finish(self) -> (Part, u64) {
        let unresolved = self.cited.iter().filter(|link| !self.held.contains(link)).count();
        (self.part, unresolved as u64)
    }

    fn column(&self, address: DocAddress) -> &(Column<u64>, Column<u64>) {
        &self.links[address.segment_ord as usize]
    }
}
