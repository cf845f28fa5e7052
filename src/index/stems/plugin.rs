//! Where tantivy writes and merges segments, their stems are written once more.

use std::any::Any;
use std::io;
use std::path::Path;

use tantivy::directory::CompositeFile;
use tantivy::directory::TerminatingWrite as _;
use tantivy::directory::error::OpenReadError;
use tantivy::index::{SegmentComponent, SegmentId};
use tantivy::indexer::DocIdMapping;
use tantivy::schema::document::ErasedDocument;
use tantivy::schema::{Field, Schema};
use tantivy::termdict::TermDictionary;
use tantivy::{DocId, PluginMergeContext, PluginWriter, PluginWriterContext, Segment, SegmentPlugin};

use super::{MAGIC, Stems};
use crate::index::checked::Checked;
use crate::index::directory::SharedDirectory;
use crate::index::forward::damage::damaged;
use crate::index::forward::{Blocks, PlaceWriter};

/// The extension of our file.
pub(in super::super) const STEMS: &str = "stems";

/// Writes the stems of each segment, after its terms are written: after [`ForwardPlugin`](super::super::forward::ForwardPlugin).
#[derive(Clone, Copy)]
pub(in super::super) struct StemsPlugin {
    field: Field,
}

impl StemsPlugin {
    /// `field` is that of stems.
    pub(in super::super) fn new(field: Field) -> Self {
        Self { field }
    }

    /// Memory: about twelve bytes a stem.
    fn write(self, segment: &Segment) -> tantivy::Result<()> {
        let terms = CompositeFile::open(&segment.open_read(SegmentComponent::Terms)?)?.open_read(self.field);
        let mut written = Written::new();
        if let Some(terms) = terms {
            let dictionary = TermDictionary::open(terms)?;
            let mut stems = dictionary.stream()?;
            while stems.advance() {
                let info = stems.value();
                written.push(
                    stems.key(),
                    info.doc_freq,
                    info.postings_range.start,
                    info.postings_range.len(),
                )?;
            }
        }
        let mut out = segment.open_write(SegmentComponent::Custom(STEMS.to_owned()))?;
        written.finish(&mut out)?;
        Ok(out.terminate()?)
    }
}

impl SegmentPlugin for StemsPlugin {
    fn extensions(&self) -> &[&str] {
        &[STEMS]
    }

    fn create_writer(&self, _: &PluginWriterContext) -> tantivy::Result<Box<dyn PluginWriter>> {
        Ok(Box::new(*self))
    }

    fn merge(&self, context: PluginMergeContext) -> tantivy::Result<()> {
        self.write(context.target_segment)
    }
}

impl PluginWriter for StemsPlugin {
    fn add_document(&mut self, _: DocId, _: &dyn ErasedDocument, _: &Schema) -> tantivy::Result<()> {
        Ok(())
    }

    fn serialize(self: Box<Self>, segment: &Segment, _: Option<&DocIdMapping>) -> tantivy::Result<()> {
        self.write(segment)
    }

    fn mem_usage(&self) -> usize {
        0
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }
}

impl Stems {
    /// The file of a segment's stems, mapped: it can be read even when a merge has deleted it meanwhile.
    ///
    /// # Errors
    /// When it is missing, cannot be mapped, or is cut short.
    pub(in super::super) fn map(
        directory: &SharedDirectory,
        segment: SegmentId,
    ) -> Result<Checked, OpenReadError> {
        directory.body(Path::new(&format!("{}.{STEMS}", segment.uuid_string())))
    }
}

/// The file while it is made.
struct Written {
    stems: u32,
    blocks: Blocks,
    writer: PlaceWriter,
    places: Vec<u8>,
    /// Where the next list begins.
    end: usize,
}

impl Written {
    fn new() -> Self {
        let (blocks, writer) = (Blocks::default(), PlaceWriter::default());
        let mut written = Self { stems: 0, blocks, writer, places: Vec::new(), end: 0 };
        written.add(b"", 0, 0);
        written
    }

    fn add(&mut self, stem: &[u8], documents: u32, length: u32) {
        self.stems += 1;
        self.blocks.push(length, stem);
        self.places.extend_from_slice(self.writer.push(documents, length, stem));
    }

    /// Adds the next stem, whose list begins where that of the last ended.
    fn push(&mut self, stem: &[u8], documents: u32, start: usize, length: usize) -> io::Result<()> {
        let length = u32::try_from(length).ok().filter(|_| start == self.end);
        let length = length.ok_or_else(|| damaged("stems: a posting list is not where it belongs"))?;
        self.end = start + length as usize;
        self.add(stem, documents, length);
        Ok(())
    }

    fn finish(self, out: &mut impl io::Write) -> io::Result<()> {
        out.write_all(&MAGIC.to_le_bytes())?;
        out.write_all(&self.stems.to_le_bytes())?;
        out.write_all(&(self.places.len() as u64).to_le_bytes())?;
        out.write_all(&self.blocks.finish()?)?;
        out.write_all(&self.places)
    }
}
