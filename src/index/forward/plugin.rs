//! Where tantivy writes and merges segments, the forward form is written and merged with them.

use std::any::Any;
use std::io;
use std::panic::resume_unwind;
use std::path::Path;
use std::sync::Arc;
use std::thread::{self, ScopedJoinHandle};

use tantivy::directory::error::OpenReadError;
use tantivy::directory::{TerminatingWrite, WritePtr};
use tantivy::index::{SegmentComponent, SegmentId};
use tantivy::indexer::DocIdMapping;
use tantivy::indexer::doc_id_mapping::MappingType;
use tantivy::schema::Schema;
use tantivy::schema::document::ErasedDocument;
use tantivy::{
    DocId, PluginMergeContext, PluginWriter, PluginWriterContext, Segment, SegmentPlugin, SegmentReader,
    TantivyError,
};

use super::super::checked::Checked;
use super::super::directory::SharedDirectory;
use super::super::inverted::{self, Names};
use super::super::schema::Fields;
use super::compose::{FIRST_WORD, MARK, SPELLED_OUT};
use super::damage::{damaged, push_varint, take, take_varint};
use super::dictionary::Dictionary;
use super::merge::merge_words;
use super::passages::{Forward, ForwardBuilder, PassageWords};
use super::postings::PostingLists;
use super::segment::SegmentWords;
use super::source::{IsLive, Source};
use super::vocabulary::Vocabulary;
use crate::index::document::Document;
use crate::index::pile::Pile;

/// The extensions of our two files.
pub(in super::super) const WORDS: &str = "words";
pub(in super::super) const FORWARD: &str = "forward";

/// Writes the forward form of each segment.
pub(in super::super) struct ForwardPlugin {
    vocabulary: Arc<Vocabulary>,
    fields: Fields,
    side_by_side: bool,
}

impl ForwardPlugin {
    /// The words of documents are numbers of `vocabulary`, as a [`Composer`](super::Composer) wrote them; their stems
    /// become the posting lists of the field `terms`, their names those of [`Fields::names`]. The files of a segment are
    /// written `side_by_side`, which takes memory for all of them at once, or one after the other.
    pub(in super::super) fn new(vocabulary: Arc<Vocabulary>, fields: Fields, side_by_side: bool) -> Self {
        Self { vocabulary, fields, side_by_side }
    }
}

impl SegmentPlugin for ForwardPlugin {
    fn extensions(&self) -> &[&str] {
        &[WORDS, FORWARD]
    }

    fn create_writer(&self, _: &PluginWriterContext) -> tantivy::Result<Box<dyn PluginWriter>> {
        Ok(Box::new(ForwardWriter {
            vocabulary: Arc::clone(&self.vocabulary),
            fields: self.fields,
            side_by_side: self.side_by_side,
            names: Default::default(),
            known: Vec::new(),
            words: SegmentWords::new(),
            passages: Pile::default(),
            document: Vec::new(),
            bytes: Vec::new(),
        }))
    }

    fn merge(&self, context: PluginMergeContext) -> tantivy::Result<()> {
        if context.doc_id_mapping.mapping_type() == MappingType::Shuffled {
            return Err(unsorted());
        }
        let mut sources = context.readers.iter().map(source).collect::<tantivy::Result<Vec<_>>>()?;
        let mut out = file(context.target_segment, WORDS)?;
        let numbers = merge_words(&mut sources, &mut out)?;
        out.terminate()?;
        let mut builder = ForwardBuilder::new(file(context.target_segment, FORWARD)?, numbers);
        sources.iter().try_for_each(|source| source.each(|passage| builder.push(passage)))?;
        Ok(builder.finish()?.terminate()?)
    }
}

/// The two files of a segment, mapped: they can be read even when a merge has deleted them meanwhile.
pub(in super::super) struct Files {
    words: Checked,
    forward: Checked,
}

impl Files {
    /// Cost: two files are opened, and their ends read.
    ///
    /// # Errors
    /// When one of them is missing, cannot be mapped, or is cut short.
    pub(in super::super) fn map(
        directory: &SharedDirectory,
        segment: SegmentId,
    ) -> Result<Self, OpenReadError> {
        let file = |extension| directory.body(Path::new(&format!("{}.{extension}", segment.uuid_string())));
        Ok(Self { words: file(WORDS)?, forward: file(FORWARD)? })
    }

    /// The files of a segment to be merged. Cost: they are compared with their checksums whole, since all of them will be
    /// read: a damage is not carried on.
    fn whole(reader: &SegmentReader) -> tantivy::Result<Self> {
        let file = |extension: &str| -> tantivy::Result<Checked> {
            let file = reader.open_read(SegmentComponent::Custom(extension.to_owned()))?;
            Ok(Checked::sound(file.read_bytes()?))
        };
        Ok(Self { words: file(WORDS)?, forward: file(FORWARD)? })
    }

    /// Cost: the headers of the two files are read.
    ///
    /// # Errors
    /// `InvalidData` when one of them is damaged.
    pub(in super::super) fn open(&self) -> io::Result<Forward> {
        Forward::open(self.forward.clone(), Dictionary::open(self.words.clone())?)
    }
}

/// A file of ours that belongs to a segment.
fn file(segment: &Segment, extension: &str) -> tantivy::Result<WritePtr> {
    Ok(segment.open_write(SegmentComponent::Custom(extension.to_owned()))?)
}

/// A segment to be merged, with its words counted.
fn source(reader: &SegmentReader) -> tantivy::Result<Source<'_>> {
    let live = reader.alive_bitset();
    let is_live = live.map(|live| -> IsLive<'_> { Box::new(|document| live.is_alive(document)) });
    Ok(Source::count(Files::whole(reader)?.open()?, is_live)?)
}

/// Documents keep their order in every index of ours.
pub(in super::super) fn unsorted() -> TantivyError {
    TantivyError::InvalidArgument("our files know no sorted segments".to_owned())
}

/// A segment in memory.
///
/// Memory: about two bytes a word of text, as much again when it is written, and the distinct words.
struct ForwardWriter {
    vocabulary: Arc<Vocabulary>,
    fields: Fields,
    side_by_side: bool,
    /// The values of [`Fields::names`].
    names: [Names; 3],
    /// By number of the vocabulary, that of `words`; 0 where it is not known yet.
    known: Vec<u32>,
    words: SegmentWords,
    /// Numbers of `words` and marks, as varints.
    passages: Pile,
    /// The passage at hand, and its bytes.
    document: Vec<u32>,
    bytes: Vec<u8>,
}

impl ForwardWriter {
    /// Takes a payload in, as numbers of `words`; one that is empty is no passage's.
    fn take_in(&mut self, mut payload: &[u8]) -> io::Result<()> {
        self.document.clear();
        self.bytes.clear();
        if payload.is_empty() {
            return Ok(());
        }
        while !payload.is_empty() {
            let number = match take_varint(&mut payload)? {
                SPELLED_OUT => self.spelled_out(&mut payload)?,
                MARK => super::passages::MARK,
                number => self.numbered((number - FIRST_WORD) as u32)?,
            };
            self.document.push(number);
            push_varint(&mut self.bytes, u64::from(number));
        }
        self.words.count(self.document.iter().copied().filter(|number| *number != super::passages::MARK));
        Ok(())
    }

    #[inline]
    fn numbered(&mut self, number: u32) -> io::Result<u32> {
        match self.known.get(number as usize) {
            Some(word) if *word > 0 => Ok(*word),
            _ => self.meet(number),
        }
    }

    /// The number of a word of the vocabulary that this segment has not met.
    #[cold]
    fn meet(&mut self, number: u32) -> io::Result<u32> {
        let words = &mut self.words;
        let word = self.vocabulary.with_key(number, |key| words.intern(key));
        let word = word.ok_or_else(|| damaged("a word that the vocabulary does not hold"))?;
        if self.known.len() <= number as usize {
            self.known.resize(number as usize + 1, 0);
        }
        self.known[number as usize] = word;
        Ok(word)
    }

    fn spelled_out(&mut self, payload: &mut &[u8]) -> io::Result<u32> {
        let length = usize::try_from(take_varint(payload)?).unwrap_or(usize::MAX);
        let key = std::str::from_utf8(take(payload, length)?).map_err(|_| damaged("a word is no text"))?;
        Ok(self.words.intern(key))
    }
}

/// What a thread answers.
fn joined<T>(thread: ScopedJoinHandle<'_, T>) -> T {
    thread.join().unwrap_or_else(|panic| resume_unwind(panic))
}

/// Writes our two files of a segment.
fn write_words(segment: &Segment, words: &SegmentWords, passages: &Pile) -> tantivy::Result<()> {
    let mut out = file(segment, WORDS)?;
    let numbers = words.finish(&mut out)?;
    out.terminate()?;
    let mut builder = ForwardBuilder::new(file(segment, FORWARD)?, numbers.count);
    let mut passage = PassageWords::default();
    for mut bytes in passages.iter() {
        let empty = bytes.is_empty();
        passage.read(std::iter::from_fn(|| {
            take_varint(&mut bytes).ok().map(|word| numbers.finals[word as usize])
        }));
        builder.push(Some(&passage).filter(|_| !empty))?;
    }
    Ok(builder.finish()?.terminate()?)
}

impl PluginWriter for ForwardWriter {
    fn add_document(
        &mut self,
        number: DocId,
        document: &dyn ErasedDocument,
        _: &Schema,
    ) -> tantivy::Result<()> {
        let Some(document) = document.as_any().downcast_ref::<Document>() else {
            self.passages.push(&[]);
            return Ok(());
        };
        for (names, name) in self.names.iter_mut().zip(document.names()) {
            names.push(number, name);
        }
        self.take_in(&document.words)?;
        self.passages.push(&self.bytes);
        Ok(())
    }

    fn serialize(self: Box<Self>, segment: &Segment, sorted: Option<&DocIdMapping>) -> tantivy::Result<()> {
        if sorted.is_some() {
            return Err(unsorted());
        }
        let Self { words, passages, names, fields, side_by_side, .. } = *self;
        let (fields, words, passages) = (&fields, &words, &passages);
        let names = names.into_iter().zip(fields.names());
        if !side_by_side {
            let names = || names.map(|(names, field)| names.written(field)).collect();
            inverted::write(segment, fields, PostingLists::of(words, passages)?, names)?;
            return write_words(segment, words, passages);
        }
        // The thread that writes a segment takes in no documents meanwhile: half the time, half the wait.
        thread::scope(|scope| {
            let names: Vec<_> =
                names.map(|(names, field)| scope.spawn(move || names.written(field))).collect();
            let names = || names.into_iter().map(joined).collect();
            let lists = || PostingLists::of(words, passages);
            let inverted = scope.spawn(move || inverted::write(segment, fields, lists()?, names));
            write_words(segment, words, passages)?;
            joined(inverted)
        })
    }

    fn mem_usage(&self) -> usize {
        // Posting lists take less than passages.
        self.words.memory()
            + self.names.iter().map(Names::memory).sum::<usize>()
            + 2 * self.passages.memory()
            + 4 * (self.known.capacity() + self.document.capacity())
            + self.bytes.capacity()
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }
}
