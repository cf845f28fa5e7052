//! tantivy's files of a segment, written once more with fields of ours.
//!
//! tantivy writes the files of the inverted index before it asks plugins for theirs, and has no way in for the lists of a
//! field. Our fields stand empty in what it wrote; the others, which are small, are copied as they stand.

use std::io::{self, Write as _};

use tantivy::Segment;
use tantivy::directory::{CompositeFile, CompositeWrite, Directory as _, FileSlice};
use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::SegmentComponent;
use tantivy::postings::FieldSerializer;
use tantivy::schema::{Field, IndexRecordOption};

use crate::index::forward::PostingLists;
use crate::index::schema::Fields;

/// A field's part of the files of terms and of posting lists.
#[derive(Default)]
pub(in super::super) struct Written {
    pub(super) terms: Vec<u8>,
    pub(super) postings: Vec<u8>,
}

/// Makes `lists` those of the field `terms`, which has frequencies and lengths but no positions, and puts the
/// [`names`](Fields::names) in, which have none of these; they are asked for when the lists are written.
///
/// # Errors
/// When the directory fails.
pub(in super::super) fn write(
    segment: &Segment,
    fields: &Fields,
    lists: PostingLists,
    names: impl FnOnce() -> io::Result<Vec<Written>>,
) -> tantivy::Result<()> {
    let terms = fields.terms;
    let ours: Vec<Field> = fields.names().into_iter().chain([terms]).collect();
    let norms: Vec<u8> =
        lists.lengths().iter().map(|length| FieldNormReader::fieldnorm_to_id(*length)).collect();
    let mut file = rewritten(segment, SegmentComponent::FieldNorms, &ours)?;
    file.for_field(terms).write_all(&norms)?;
    file.close()?;
    let mut dictionaries = rewritten(segment, SegmentComponent::Terms, &ours)?;
    let mut postings = rewritten(segment, SegmentComponent::Postings, &ours)?;
    let mut positions = rewritten(segment, SegmentComponent::Positions, &ours)?;
    let serializer = FieldSerializer::create(
        IndexRecordOption::WithFreqs,
        lists.lengths().iter().map(|length| u64::from(*length)).sum(),
        dictionaries.for_field(terms),
        postings.for_field(terms),
        positions.for_field(terms),
        Some(FieldNormReader::open(FileSlice::from(norms))?),
    )?;
    write_lists(&lists, serializer)?;
    drop(lists);
    for (field, written) in fields.names().into_iter().zip(names()?) {
        dictionaries.for_field(field).write_all(&written.terms)?;
        postings.for_field(field).write_all(&written.postings)?;
        positions.for_field(field);
    }
    dictionaries.close()?;
    postings.close()?;
    Ok(positions.close()?)
}

fn write_lists<W: io::Write>(lists: &PostingLists, mut serializer: FieldSerializer<'_, W>) -> io::Result<()> {
    lists.each(|stem, documents, postings| {
        serializer.new_term(stem.as_bytes(), documents, true)?;
        postings.for_each(|(document, frequency)| serializer.write_doc(document, frequency, &[]));
        serializer.close_term()
    })?;
    serializer.close()
}

/// A file that holds what it held, without our fields.
fn rewritten(
    segment: &Segment,
    component: SegmentComponent,
    ours: &[Field],
) -> tantivy::Result<CompositeWrite> {
    let others = others(segment, component.clone(), ours)?;
    let path = segment.relative_path(component.clone());
    segment.index().directory().delete(&path).map_err(io::Error::other)?;
    let mut file = CompositeWrite::wrap(segment.open_write(component)?);
    for (field, bytes) in others {
        file.for_field(field).write_all(&bytes)?;
    }
    Ok(file)
}

/// What a file holds of other fields than ours; in memory, since the file is to go.
fn others(
    segment: &Segment,
    component: SegmentComponent,
    ours: &[Field],
) -> tantivy::Result<Vec<(Field, Vec<u8>)>> {
    let file = CompositeFile::open(&segment.open_read(component)?)?;
    let schema = segment.schema();
    let others = schema.fields().map(|(other, _)| other).filter(|other| !ours.contains(other));
    let parts = others.filter_map(|other| Some((other, file.open_read(other)?)));
    let read = |(other, part): (Field, FileSlice)| Ok((other, part.read_bytes()?.to_vec()));
    Ok(parts.map(read).collect::<io::Result<_>>()?)
}
