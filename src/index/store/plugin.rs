//! Where tantivy writes and merges segments, records are written and merged with them.

use std::any::Any;
use std::io;
use std::path::Path;

use tantivy::directory::error::OpenReadError;
use tantivy::directory::{TerminatingWrite as _, WritePtr};
use tantivy::index::{SegmentComponent, SegmentId};
use tantivy::indexer::DocIdMapping;
use tantivy::indexer::doc_id_mapping::MappingType;
use tantivy::schema::Schema;
use tantivy::schema::document::ErasedDocument;
use tantivy::{
    DocId, PluginMergeContext, PluginWriter, PluginWriterContext, Segment, SegmentPlugin, SegmentReader,
};

use super::read::Records;
use super::write::RecordsBuilder;
use crate::index::checked::Checked;
use crate::index::directory::SharedDirectory;
use crate::index::document::Document;
use crate::index::forward::unsorted;

/// The extension of our file.
pub(in super::super) const RECORDS: &str = "records";

/// Writes the records of each segment at a level of zstd's.
pub(in super::super) struct StorePlugin {
    level: i32,
}

impl StorePlugin {
    pub(in super::super) fn new(level: i32) -> Self {
        Self { level }
    }

    fn builder(&self, segment: &Segment) -> tantivy::Result<RecordsBuilder<WritePtr>> {
        let out = segment.open_write(SegmentComponent::Custom(RECORDS.to_owned()))?;
        Ok(RecordsBuilder::new(out, self.level)?)
    }
}

impl SegmentPlugin for StorePlugin {
    fn extensions(&self) -> &[&str] {
        &[RECORDS]
    }

    fn create_writer(&self, context: &PluginWriterContext) -> tantivy::Result<Box<dyn PluginWriter>> {
        Ok(Box::new(StoreWriter(self.builder(context.segment)?)))
    }

    fn merge(&self, context: PluginMergeContext) -> tantivy::Result<()> {
        if context.doc_id_mapping.mapping_type() == MappingType::Shuffled {
            return Err(unsorted());
        }
        let mut builder = self.builder(context.target_segment)?;
        context.readers.iter().try_for_each(|reader| merge(reader, &mut builder))?;
        Ok(builder.finish()?.terminate()?)
    }
}

/// A segment of fewer blocks is packed anew, so that many small runs do not leave many small blocks.
const LEAST_BLOCKS: u32 = 64;

fn merge(reader: &SegmentReader, builder: &mut RecordsBuilder<WritePtr>) -> tantivy::Result<()> {
    // All of it will be read, and is compared with its checksums first: a damage is not carried on.
    let file = reader.open_read(SegmentComponent::Custom(RECORDS.to_owned()))?;
    let records = Records::open(Checked::sound(file.read_bytes()?))?;
    let alive = reader.alive_bitset();
    if alive.is_none() && records.blocks() >= LEAST_BLOCKS {
        return Ok(builder.append(&records)?);
    }
    Ok(records.each(|document, record| {
        let live = alive.is_none_or(|alive| alive.is_alive(document));
        if live { builder.push(record) } else { Ok(()) }
    })?)
}

impl Records {
    /// The file of a segment's records, mapped: it can be read even when a merge has deleted it meanwhile.
    ///
    /// # Errors
    /// When it is missing, cannot be mapped, or is cut short.
    pub(in super::super) fn map(
        directory: &SharedDirectory,
        segment: SegmentId,
    ) -> Result<Checked, OpenReadError> {
        directory.body(Path::new(&format!("{}.{RECORDS}", segment.uuid_string())))
    }
}

/// A segment that is being written: blocks go to its file as they fill.
struct StoreWriter(RecordsBuilder<WritePtr>);

impl PluginWriter for StoreWriter {
    fn add_document(&mut self, _: DocId, document: &dyn ErasedDocument, _: &Schema) -> tantivy::Result<()> {
        let document = document.as_any().downcast_ref::<Document>();
        Ok(self.0.push(document.map_or(&[], |document| &document.record))?)
    }

    fn serialize(self: Box<Self>, _: &Segment, sorted: Option<&DocIdMapping>) -> tantivy::Result<()> {
        if sorted.is_some() {
            return Err(unsorted());
        }
        let out: io::Result<WritePtr> = self.0.finish();
        Ok(out?.terminate()?)
    }

    fn mem_usage(&self) -> usize {
        self.0.memory()
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }
}
