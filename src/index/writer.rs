//! Articles to documents, documents to segments, one commit for both segments and manifest.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::directory::INDEX_WRITER_LOCK;
use tantivy::directory::error::{LockError, OpenReadError};
use tantivy::indexer::{IndexWriterOptions, NoMergePolicy, UserOperation};
use tantivy::store::{Compressor, ZstdCompressor};
use tantivy::tokenizer::TokenizerManager;
use tantivy::{Index, IndexBuilder, IndexSettings, IndexWriter, TantivyError, Term};

use super::backlog::{Backlog, BacklogPlugin};
use super::directory::SharedDirectory;
use super::document::Document;
use super::folder::{refuse_other_files, remove_old_manifests};
use super::forward::{Composer, ForwardPlugin, Vocabulary};
use super::holder;
use super::identity::{Identity, damaged};
use super::making::Making;
use super::manifest::Manifest;
use super::merging::Merging;
use super::replacement::remove_left_overs;
use super::schema::Fields;
use super::stems::StemsPlugin;
use super::store::StorePlugin;
use super::tokens::{READY_MADE, ReadyMade};
use crate::analysis::{Analyzer, MOST_WORDS};
use crate::document::Article;
use crate::error::{Error, Result};

/// The part of a writer's memory that documents on their way to the segments may take: one in so many.
const BACKLOG_SHARE: usize = 10;

/// How many threads that analyse keep one busy that indexes: they take somewhat more of the time. The fewer index, the
/// fewer and larger are the segments, and each costs every query a look into its dictionaries.
const ANALYSING_FOR_ONE: usize = 2;

/// What tantivy lets a segment in work hold at most, in bytes: less than its `MEMORY_BUDGET_NUM_BYTES_MAX`, 2³² − 1,000,001.
const MOST_MEMORY: usize = u32::MAX as usize - 2_000_000;

/// With so much memory, in bytes, a segment's files are written side by side, and words are remembered as they come.
const MUCH_MEMORY: usize = 128 << 20;

/// Words that are remembered with less: the most frequent are among them, and they take an eighth of the room.
const FEW_WORDS: usize = MOST_WORDS / 8;

/// The least memory that a writer works with, in bytes: what tantivy asks for one thread, and the backlog's share.
pub const MIN_MEMORY: usize = 15_000_000_usize.div_ceil(BACKLOG_SHARE - 1) * BACKLOG_SHARE;

/// The one writer of an index. Several threads may [`add`](Self::add) at the same time.
pub struct Writer {
    directory: SharedDirectory,
    fields: Fields,
    writer: IndexWriter<Document>,
    /// Words that each analyzer remembers, and the vocabulary.
    words: usize,
    vocabulary: Arc<Vocabulary>,
    backlog: Arc<Backlog>,
    merging: Merging,
}

impl Writer {
    /// Opens the index in `folder` for writing, or creates it where there is none; takes the writer's lock,
    /// which ends with the process however it ends.
    ///
    /// `memory` is what the segments in work and the documents on their way may hold, in bytes, for all `threads` that
    /// [`add`](Self::add); at least [`MIN_MEMORY`] a thread. Half as many threads index what they add.
    ///
    /// # Errors
    /// `IndexLocked`, `NotAnIndex`, `IndexVersion`, `IndexDamaged`, `Io`.
    pub fn open(folder: &Path, memory: usize, threads: usize) -> Result<Self> {
        fs::create_dir_all(folder).map_err(|source| Error::Io { path: folder.to_owned(), reason: source })?;
        match Identity::read(folder) {
            Err(Error::IndexMissing { .. }) => refuse_other_files(folder)?,
            identity => drop(identity?),
        }
        let directory = SharedDirectory::open(folder)?;
        let writer = Self::on(directory.clone(), memory, threads)?;
        // What a killed run left behind would stand in the way: the next commit gives its files the same names.
        writer.writer.garbage_collect_files().wait().map_err(|e| directory.failed(e))?;
        remove_left_overs(folder, &directory)?;
        Ok(writer)
    }

    fn on(directory: SharedDirectory, memory: usize, threads: usize) -> Result<Self> {
        let (_, fields) = Fields::build();
        let words = if memory < MUCH_MEMORY { FEW_WORDS } else { MOST_WORDS };
        let vocabulary = Arc::new(Vocabulary::new(words));
        let backlog = Arc::new(Backlog::new(memory / BACKLOG_SHARE));
        let index = builder(&vocabulary, memory >= MUCH_MEMORY)
            .register_plugin(Arc::new(BacklogPlugin(Arc::clone(&backlog))))
            .open_or_create(directory.clone())
            .map_err(|e| directory.failed(e))?;
        let writing = threads.div_ceil(ANALYSING_FOR_ONE).max(1);
        let options = IndexWriterOptions::builder()
            .num_worker_threads(writing)
            // What merges hold in memory grows with the words that they merge: one after the other.
            .num_merge_threads(1)
            .memory_budget_per_thread(((memory - memory / BACKLOG_SHARE) / writing).min(MOST_MEMORY));
        let writer = index.writer_with_options(options.build()).map_err(|e| directory.failed(e))?;
        let merging = Merging::new(memory);
        writer.set_merge_policy(Box::new(merging.clone()));
        Ok(Self { directory, fields, writer, words, vocabulary, backlog, merging })
    }

    /// Takes what `source` gave out of the index, as of the next commit.
    pub fn remove(&self, source: &str) {
        self.writer.delete_term(Term::from_field_text(self.fields.source, source));
    }

    /// Adds articles, or parts of them, each with the identity of its source, as of the next commit; stops at the
    /// first that fails.
    ///
    /// The identity is what [`remove`](Self::remove) takes. What an article held before stays until its source is
    /// removed.
    ///
    /// # Errors
    /// `Io` or `Engine` when the disk fails.
    pub fn add<S: AsRef<str>>(&self, articles: impl IntoIterator<Item = (S, Article)>) -> Result<()> {
        let composer = Composer::new(Arc::clone(&self.vocabulary));
        let mut making =
            Making { fields: self.fields, analyzer: Analyzer::remembering(self.words), composer };
        let mut batch = Batch::default();
        for (source, article) in articles {
            making.documents(source.as_ref(), &article, &mut |document| {
                batch.push(document);
                if batch.weight < BATCH { Ok(()) } else { self.put(&mut batch) }
            })?;
        }
        self.put(&mut batch)
    }

    /// Hands documents on together: the queue of tantivy's indexing threads costs some microseconds for each entry.
    fn put(&self, batch: &mut Batch) -> Result<()> {
        let Batch { documents, weight } = std::mem::take(batch);
        if documents.is_empty() {
            return Ok(());
        }
        self.backlog.enter(weight);
        self.writer.run(documents).map(drop).map_err(|e| self.directory.failed(e))
    }

    /// Makes everything since the last commit visible at once, together with `manifest`; before this returns,
    /// both are on the disk. Until then readers see the last commit.
    ///
    /// # Errors
    /// `Io` or `Engine` when the disk fails; the last commit stays as it was.
    pub fn commit(&mut self, manifest: &Manifest) -> Result<()> {
        self.publish(manifest, || ())
    }

    /// The last [`commit`](Self::commit): then few segments are made of many, which no query waits for, and the lock
    /// is given up.
    ///
    /// Cost: at most once what merging all that the run added takes, a fifth of the run.
    ///
    /// # Errors
    /// As of [`commit`](Self::commit); `Engine` when a merge failed; what was committed stays searchable.
    pub fn finish(mut self, manifest: &Manifest) -> Result<()> {
        let merging = self.merging.clone();
        self.publish(manifest, || merging.settle())?;
        self.writer.wait_merging_threads().map_err(|e| self.directory.failed(e))
    }

    /// Makes one segment of all, without what was deleted, and gives up the lock. What is not committed is lost.
    pub(super) fn merge_all(mut self) -> Result<()> {
        let directory = self.directory.clone();
        let failed = |e| directory.failed(e);
        self.writer.set_merge_policy(Box::new(NoMergePolicy));
        let segments = self.writer.index().searchable_segment_ids().map_err(failed)?;
        self.writer.merge(&segments).wait().map_err(failed)?;
        self.writer.garbage_collect_files().wait().map_err(failed)?;
        self.writer.wait_merging_threads().map_err(failed)
    }

    /// Commits; `ready` is called when all segments are written.
    fn publish(&mut self, manifest: &Manifest, ready: impl FnOnce()) -> Result<()> {
        let directory = self.directory.clone();
        let failed = |e| directory.failed(e);
        let mut prepared = self.writer.prepare_commit().map_err(failed)?;
        let identity = manifest.save(directory.named(), prepared.opstamp())?;
        prepared.set_payload(&serde_json::to_string(&identity).unwrap_or_default());
        ready();
        prepared.commit().map_err(failed)?;
        remove_old_manifests(directory.named(), &identity.manifest);
        Ok(())
    }
}

/// The level of zstd that records are compressed at.
const LEVEL: i32 = 1;

/// Bytes of documents that are handed on together.
const BATCH: usize = 64 << 10;

/// Documents that wait to be handed on.
#[derive(Default)]
struct Batch {
    documents: Vec<UserOperation<Document>>,
    weight: usize,
}

impl Batch {
    fn push(&mut self, document: Document) {
        self.weight += document.weight();
        self.documents.push(UserOperation::Add(document));
    }
}

/// What makes an index of ours: its schema, and what writes our files of its segments. See [`ForwardPlugin::new`].
pub(super) fn builder(vocabulary: &Arc<Vocabulary>, side_by_side: bool) -> IndexBuilder {
    let (schema, fields) = Fields::build();
    let tokenizers = TokenizerManager::default();
    tokenizers.register(READY_MADE, ReadyMade::default());
    Index::builder()
        .schema(schema)
        .tokenizers(tokenizers)
        .register_plugin(Arc::new(ForwardPlugin::new(Arc::clone(vocabulary), fields, side_by_side)))
        .register_plugin(Arc::new(StorePlugin::new(LEVEL)))
        .register_plugin(Arc::new(StemsPlugin::new(fields.terms)))
        .settings(settings())
}

/// tantivy's own store holds nothing of ours but an empty entry for each document.
fn settings() -> IndexSettings {
    let zstd = ZstdCompressor { compression_level: Some(1) };
    IndexSettings { docstore_compression: Compressor::Zstd(zstd), ..IndexSettings::default() }
}

/// tantivy's errors in our words, where they are one of ours.
pub(super) fn engine(folder: &Path, error: TantivyError) -> Error {
    let path = folder.to_owned();
    match error {
        TantivyError::LockFailure(error, _) => lock_failure(folder, error),
        TantivyError::IoError(source) => io_error(folder, path, &source),
        TantivyError::OpenReadError(OpenReadError::IoError { io_error: source, filepath }) => {
            io_error(folder, folder.join(filepath), &source)
        }
        TantivyError::OpenReadError(OpenReadError::FileDoesNotExist(file)) => {
            Error::IndexDamaged { path, reason: format!("{}: is missing", file.display()) }
        }
        TantivyError::DataCorruption(damage) => Error::IndexDamaged { path, reason: format!("{damage:?}") },
        other => Error::Engine { path, reason: Box::new(other) },
    }
}

/// A lock that could not be taken.
pub(super) fn lock_failure(folder: &Path, error: LockError) -> Error {
    let path = folder.to_owned();
    match error {
        LockError::LockBusy => {
            Error::IndexLocked { holder: holder::read(&path.join(&INDEX_WRITER_LOCK.filepath)), path }
        }
        LockError::IoError(source) => {
            Error::Io { path, reason: io::Error::new(source.kind(), source.to_string()) }
        }
    }
}

/// A failure to read or write `file`; bytes that are not what they should be are a damage of the index in `folder`.
fn io_error(folder: &Path, file: PathBuf, error: &io::Error) -> Error {
    match error.kind() {
        io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => damaged(folder, error),
        kind => Error::Io { path: file, reason: io::Error::new(kind, error.to_string()) },
    }
}
