//! The posting lists of a field that we make ourselves, in tantivy's files.
//!
//! tantivy writes the files of a segment's inverted index before it asks plugins for theirs, and has no way in for the
//! lists of a field. So the field stands empty in what it wrote; here the files are written once more, with the other fields,
//! which are small, as they stand. What reads and merges them cannot tell the difference.

use std::io::{self, Write as _};

use tantivy::Segment;
use tantivy::directory::{CompositeFile, CompositeWrite, Directory as _, FileSlice};
use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::SegmentComponent;
use tantivy::postings::FieldSerializer;
use tantivy::schema::{Field, IndexRecordOption};

use super::forward::PostingLists;

/// Makes `lists` those of `field`, which has frequencies and lengths but no positions.
///
/// # Errors
/// When the directory fails.
pub(super) fn write_postings(segment: &Segment, field: Field, lists: &PostingLists) -> tantivy::Result<()> {
    let norms: Vec<u8> =
        lists.lengths().iter().map(|length| FieldNormReader::fieldnorm_to_id(*length)).collect();
    let mut file = rewritten(segment, SegmentComponent::FieldNorms, field)?;
    file.for_field(field).write_all(&norms)?;
    file.close()?;
    let mut terms = rewritten(segment, SegmentComponent::Terms, field)?;
    let mut postings = rewritten(segment, SegmentComponent::Postings, field)?;
    let mut positions = rewritten(segment, SegmentComponent::Positions, field)?;
    let mut serializer = FieldSerializer::create(
        IndexRecordOption::WithFreqs,
        lists.lengths().iter().map(|length| u64::from(*length)).sum(),
        terms.for_field(field),
        postings.for_field(field),
        positions.for_field(field),
        Some(FieldNormReader::open(FileSlice::from(norms))?),
    )?;
    lists.each(|stem, documents, postings| {
        serializer.new_term(stem.as_bytes(), documents, true)?;
        postings.for_each(|(document, frequency)| serializer.write_doc(document, frequency, &[]));
        serializer.close_term()
    })?;
    serializer.close()?;
    terms.close()?;
    postings.close()?;
    Ok(positions.close()?)
}

/// A file that holds what it held, without `field`.
fn rewritten(
    segment: &Segment,
    component: SegmentComponent,
    field: Field,
) -> tantivy::Result<CompositeWrite> {
    let others = others(segment, component.clone(), field)?;
    let path = segment.relative_path(component.clone());
    segment.index().directory().delete(&path).map_err(io::Error::other)?;
    let mut file = CompositeWrite::wrap(segment.open_write(component)?);
    for (field, bytes) in others {
        file.for_field(field).write_all(&bytes)?;
    }
    Ok(file)
}

/// What a file holds of the fields but `field`; in memory, since the file is to go.
fn others(
    segment: &Segment,
    component: SegmentComponent,
    field: Field,
) -> tantivy::Result<Vec<(Field, Vec<u8>)>> {
    let file = CompositeFile::open(&segment.open_read(component)?)?;
    let schema = segment.schema();
    let others = schema.fields().map(|(other, _)| other).filter(|other| *other != field);
    let parts = others.filter_map(|other| Some((other, file.open_read(other)?)));
    let read = |(other, part): (Field, FileSlice)| Ok((other, part.read_bytes()?.to_vec()));
    Ok(parts.map(read).collect::<io::Result<_>>()?)
}
