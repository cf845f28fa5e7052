//! An index as of its last commit, open for reading.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use tantivy::directory::error::OpenReadError;
use tantivy::directory::{Directory as _, FileSlice};
use tantivy::index::{SegmentComponent, SegmentId};
use tantivy::{DocAddress, Index, IndexReader, ReloadPolicy, Searcher, SegmentReader};

use super::beyond::Beyond;
use super::checked::Checked;
use super::directory::SharedDirectory;
use super::folder::has_left_overs;
use super::forward::{Files, Forward, ForwardPlugin, Vocabulary};
use super::identity::{Identity, damaged, stamp};
use super::manifest::Manifest;
use super::record::{Record, decode_record};
use super::schema::Fields;
use super::statistics::Statistics;
use super::stats::Stats;
use super::stems::{Stems, StemsPlugin};
use super::store::{Records, StorePlugin};
use super::writer::engine;
use crate::analysis::MOST_WORDS;
use crate::error::{Error, Result};

/// Our files of a segment, mapped, and what is read of each when it is first asked for.
struct Segment {
    words: (Files, OnceLock<Forward>),
    records: (Checked, OnceLock<Records>),
    stems: (Checked, OnceLock<Stems>),
}

/// An open index. It needs no write access, never blocks a writer, and goes on seeing the commit that it was
/// opened with.
pub struct Reader {
    folder: PathBuf,
    commit: Identity,
    /// Mapped, so that it is there when a later commit has removed its file.
    manifest: FileSlice,
    stamp: u64,
    fields: Fields,
    searcher: Searcher,
    segments: Vec<Segment>,
    statistics: OnceLock<Arc<Statistics>>,
    /// See [`stats`](super::stats::stats).
    pub(super) stats: OnceLock<Stats>,
    pub(super) beyond: Option<Beyond>,
}

impl Reader {
    /// Opens the index in `folder`. Cost: the lists of its segments are read, their files only mapped.
    ///
    /// # Errors
    /// `IndexMissing`, `IndexUnfinished` while or after a first build that did not commit, `IndexVersion`,
    /// `IndexDamaged`, `Io`.
    pub fn open(folder: &Path) -> Result<Self> {
        let mut attempts = 1..ATTEMPTS;
        loop {
            let commit = Identity::read(folder)?;
            let commit = commit.ok_or_else(|| Error::IndexUnfinished { path: folder.to_owned() })?;
            let opened = SharedDirectory::open(folder)
                .and_then(|directory| Self::of_commit(folder, commit.clone(), &directory));
            // What was opened may be of the next commit, or be gone since it: then all of it is opened again.
            if attempts.next().is_none() || Identity::read(folder)?.is_none_or(|now| now == commit) {
                return opened;
            }
        }
    }

    /// What was committed to an index in memory.
    pub(super) fn of_memory(directory: &SharedDirectory) -> Result<Self> {
        Self::of_commit(directory.named(), Identity::new(String::new(), 0), directory)
    }

    fn of_commit(folder: &Path, commit: Identity, directory: &SharedDirectory) -> Result<Self> {
        let failed = |e| engine(folder, e);
        let mut index = Index::open(directory.clone()).map_err(failed)?;
        let (schema, fields) = Fields::build();
        index.register_plugin(Arc::new(ForwardPlugin::new(
            Arc::new(Vocabulary::new(MOST_WORDS)),
            fields,
            false,
        )));
        index.register_plugin(Arc::new(StorePlugin::new(0)));
        index.register_plugin(Arc::new(StemsPlugin::new(fields.terms)));
        if index.schema() != schema {
            return Err(Error::IndexDamaged {
                path: folder.to_owned(),
                reason: "meta.json: another schema".to_owned(),
            });
        }
        let manifest = match directory.folder() {
            Some(_) => directory.mapped(Path::new(&commit.manifest)).map_err(|e| failed(e.into()))?,
            None => FileSlice::empty(),
        };
        let (searcher, segments) = open_segments(&index, directory).map_err(failed)?;
        Ok(Self {
            folder: folder.to_owned(),
            stamp: commit.stamp,
            commit,
            manifest,
            fields,
            searcher,
            segments,
            statistics: OnceLock::new(),
            stats: OnceLock::new(),
            beyond: None,
        })
    }

    /// Whether the folder still holds the commit that is open, or none that could be opened in its place. Cost: a
    /// small file is read.
    #[must_use]
    pub fn is_current(&self) -> bool {
        stamp(&self.folder).is_none_or(|stamp| stamp == self.stamp)
    }

    /// The same index as a part of a collection that has `statistics`, and of which `beyond` is known.
    #[must_use]
    pub fn part_of(self, statistics: Arc<Statistics>, beyond: Beyond) -> Self {
        Self { statistics: statistics.into(), beyond: Some(beyond), ..self }
    }

    /// The folder that it was opened in.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The fields to build queries on.
    #[must_use]
    pub fn fields(&self) -> &Fields {
        &self.fields
    }

    /// tantivy's view of the segments.
    #[must_use]
    pub fn searcher(&self) -> &Searcher {
        &self.searcher
    }

    fn segment(&self, number: u32) -> Result<&Segment> {
        let missing = || self.damaged(&io::Error::other(format!("there is no segment {number}")));
        self.segments.get(number as usize).ok_or_else(missing)
    }

    /// The words of a segment's passages. Cost: the first call reads two headers.
    ///
    /// # Errors
    /// `IndexDamaged`, also for a segment that there is not.
    pub fn forward(&self, segment: u32) -> Result<&Forward> {
        let (files, opened) = &self.segment(segment)?.words;
        once(opened, || files.open().map_err(|e| self.damaged(&e)))
    }

    /// The stems of a segment, with their posting lists. Cost: the first call reads a header, and which fields the segment
    /// has.
    ///
    /// # Errors
    /// `IndexDamaged`, also for a segment that there is not, `Io`.
    pub fn stems(&self, segment: u32) -> Result<&Stems> {
        let (file, opened) = &self.segment(segment)?.stems;
        let reader = self.searcher.segment_reader(segment);
        once(opened, || Stems::open(file.clone(), reader, self.fields.terms).map_err(|e| self.failed(e)))
    }

    /// What is stored of a segment's documents. Cost: the first call reads the last bytes of the file.
    ///
    /// # Errors
    /// `IndexDamaged`, also for a segment that there is not.
    pub fn records(&self, segment: u32) -> Result<&Records> {
        let (file, opened) = &self.segment(segment)?.records;
        once(opened, || Records::open(file.clone()).map_err(|e| self.damaged(&e)))
    }

    /// Statistics of the live passages. Cost: the first call opens every segment's forward form, and reads the
    /// words of deleted passages, about 10 µs each.
    ///
    /// # Errors
    /// `IndexDamaged`, `Io`.
    pub fn statistics(&self) -> Result<&Statistics> {
        if let Some(statistics) = self.statistics.get() {
            return Ok(statistics);
        }
        let segments = 0..self.segments.len() as u32;
        let read = |segment| Ok((self.forward(segment)?.clone(), self.stems(segment)?.clone()));
        let segments = segments.map(read).collect::<Result<_>>()?;
        let statistics = Statistics::new(&self.searcher, segments).map_err(|e| self.failed(e))?;
        Ok(self.statistics.get_or_init(|| Arc::new(statistics)))
    }

    /// What the forward form's own methods fail with, as one of our errors.
    #[must_use]
    pub fn damaged(&self, error: &io::Error) -> Error {
        damaged(&self.folder, error)
    }

    /// The manifest of the commit that is open.
    ///
    /// # Errors
    /// `Io` or `IndexDamaged`.
    pub fn manifest(&self) -> Result<Manifest> {
        let bytes = self.manifest.read_bytes().map_err(|e| self.damaged(&e))?;
        Manifest::of_bytes(&self.folder, &self.commit, &bytes)
    }

    /// Whether the folder holds files of segments that its commit does not name. Then a writer has begun its next
    /// commit, or one was killed before it had removed what its last commit no longer needs.
    #[must_use]
    pub fn has_left_overs(&self) -> bool {
        let segments = self.searcher.segment_readers().iter();
        let named: Vec<String> = segments.map(|segment| segment.segment_id().uuid_string()).collect();
        has_left_overs(&self.folder, &named)
    }

    /// What is stored at an address. Cost: a block of records is unpacked, about 20 µs, unless it is one of the last
    /// that were.
    ///
    /// # Errors
    /// `IndexDamaged` when the bytes there are no record, `Io`.
    pub fn record(&self, address: DocAddress) -> Result<Record> {
        let found = self.records(address.segment_ord)?.with(address.doc_id, decode_record);
        found.map_err(|e| self.damaged(&e))?.ok_or_else(|| self.no_record(address))
    }

    /// What is stored at an address; `None` for a redirect, of which nothing is. Cost: as of [`record`](Self::record).
    ///
    /// # Errors
    /// As of [`record`](Self::record).
    pub(super) fn stored(&self, address: DocAddress) -> Result<Option<Record>> {
        let found = self.records(address.segment_ord)?.with(address.doc_id, |bytes| match bytes {
            [] => Some(None),
            bytes => decode_record(bytes).map(Some),
        });
        found.map_err(|e| self.damaged(&e))?.ok_or_else(|| self.no_record(address))
    }

    fn no_record(&self, address: DocAddress) -> Error {
        let (segment, document) = (address.segment_ord, address.doc_id);
        let reason = format!("there is no record at segment {segment}, document {document}");
        Error::IndexDamaged { path: self.folder.clone(), reason }
    }

    /// One of tantivy's errors as one of ours, with the index's folder.
    #[must_use]
    pub fn failed(&self, error: tantivy::TantivyError) -> Error {
        engine(&self.folder, error)
    }
}

/// What is in `cell`; where nothing is yet, what `make` makes.
fn once<T>(cell: &OnceLock<T>, make: impl FnOnce() -> Result<T>) -> Result<&T> {
    if let Some(made) = cell.get() {
        return Ok(made);
    }
    let made = make()?;
    // Where another thread was faster, its work is as good.
    Ok(cell.get_or_init(|| made))
}

/// How often a reader begins again because a merge took away what it was about to open.
const ATTEMPTS: usize = 20;

/// Opens the segments of the last commit and their files of ours. tantivy opens its files under a lock which a
/// merge waits for; ours come after it, so a merge may have deleted one: then there is a newer commit to open.
fn open_segments(index: &Index, directory: &SharedDirectory) -> tantivy::Result<(Searcher, Vec<Segment>)> {
    let mut attempts = 1..=ATTEMPTS;
    loop {
        let reader: IndexReader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .doc_store_cache_num_blocks(0)
            .try_into()?;
        let searcher = reader.searcher();
        let map = |segment| {
            expect_positions(directory, segment)?;
            Ok(Segment {
                words: (Files::map(directory, segment)?, OnceLock::new()),
                records: (Records::map(directory, segment)?, OnceLock::new()),
                stems: (Stems::map(directory, segment)?, OnceLock::new()),
            })
        };
        let segments = searcher.segment_readers().iter().map(SegmentReader::segment_id);
        let files: Result<Vec<_>, OpenReadError> = segments.map(map).collect();
        match files {
            Err(OpenReadError::FileDoesNotExist(_)) if attempts.next().is_some() => {}
            files => return Ok((searcher, files?)),
        }
    }
}

/// tantivy takes a segment whose positions are missing for one that never had any, and fails at the first term that it
/// looks up, with no word of the file. Ours always have some. Cost: one look into the folder.
fn expect_positions(directory: &SharedDirectory, segment: SegmentId) -> Result<(), OpenReadError> {
    let path = PathBuf::from(format!("{}.{}", segment.uuid_string(), SegmentComponent::Positions));
    match directory.exists(&path)? {
        true => Ok(()),
        false => Err(OpenReadError::FileDoesNotExist(path)),
    }
}
