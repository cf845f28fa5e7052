//! The way from a marker to its reference and back, through the look-ups of an index.

use std::collections::HashSet;

use tantivy::DocAddress;
use tantivy::columnar::Column;

use super::Inspection;
use super::documents::id;
use crate::error::Result;

use super::super::reader::Reader;
use super::super::record::{Record, StoredPassage, StoredReference};
use super::super::schema::{cites_term, label_term, link};

/// What look-ups say, against what is stored.
pub(super) struct LookUps<'a> {
    reader: &'a Reader,
    /// Of each segment, the links of its passages and of its references.
    links: Vec<(Column<u64>, Column<u64>)>,
}

impl<'a> LookUps<'a> {
    pub(super) fn new(reader: &'a Reader) -> Result<Self> {
        let segments = reader.searcher().segment_readers().iter();
        let columns = segments.map(|segment| {
            let fields = segment.fast_fields();
            Ok((fields.u64("links")?, fields.u64("link")?))
        });
        let links: tantivy::Result<Vec<_>> = columns.collect();
        Ok(Self { reader, links: links.map_err(|e| reader.failed(e))? })
    }

    /// Looks up the labels of a document, and notes in `part` where they do not lead to it.
    pub(super) fn see(
        &self,
        address: DocAddress,
        record: Option<&Record>,
        part: &mut Inspection,
    ) -> Result<()> {
        match record {
            Some(Record::Passage(stored)) => self.see_passage(address, stored, part),
            Some(Record::Reference(stored)) => self.see_reference(address, stored, part),
            None => Ok(()),
        }
    }

    /// A passage is found by each of its labels.
    fn see_passage(&self, address: DocAddress, stored: &StoredPassage, part: &mut Inspection) -> Result<()> {
        let article = &stored.head.id;
        let labels: Vec<&String> = stored.passage.markers.iter().flat_map(|marker| &marker.labels).collect();
        let wanted: HashSet<u64> = labels.iter().map(|label| link(article, label)).collect();
        let found: HashSet<u64> = self.column(address).0.values_for_doc(address.doc_id).collect();
        let mut led = wanted == found;
        for label in labels {
            let term = cites_term(article, label);
            led &= self.reader.documents(self.reader.fields().cites, &term)?.contains(&address);
        }
        if !led {
            part.damage(id(stored), "its labels do not lead to it");
        }
        Ok(())
    }

    /// A reference is found by its label.
    fn see_reference(
        &self,
        address: DocAddress,
        stored: &StoredReference,
        part: &mut Inspection,
    ) -> Result<()> {
        let (article, label) = (&stored.head.id, &stored.reference.label);
        let found = self.column(address).1.first(address.doc_id);
        let term = label_term(article, label);
        let led = self.reader.documents(self.reader.fields().label, &term)?.contains(&address);
        if found != Some(link(article, label)) || !led {
            part.damage(format!("{article}#[{label}]"), "its label does not lead to it");
        }
        Ok(())
    }

    fn column(&self, address: DocAddress) -> &(Column<u64>, Column<u64>) {
        &self.links[address.segment_ord as usize]
    }
}
