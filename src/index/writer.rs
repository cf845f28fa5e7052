//! Articles to documents, documents to segments, one commit for both segments and manifest.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::directory::MmapDirectory;
use tantivy::directory::error::LockError;
use tantivy::indexer::IndexWriterOptions;
use tantivy::schema::Field;
use tantivy::store::{Compressor, ZstdCompressor};
use tantivy::{Index, IndexSettings, IndexWriter, TantivyDocument, TantivyError, Term};

use super::backlog::{Backlog, BacklogPlugin};
use super::directory::SharedDirectory;
use super::folder::{refuse_other_files, remove_old_manifests, remove_unfinished};
use super::forward::{Composer, ForwardPlugin, Vocabulary};
use super::identity::Identity;
use super::manifest::{Manifest, manifest_name};
use super::merging::Merging;
use super::note::note_markers;
use super::record::{encode_passage, encode_reference};
use super::schema::{
    Fields, REDIRECT, Trait, cites_term, form_term, label_term, link, passage_order, reference_order,
    title_term,
};
use super::source::{described, names, source_keys};
use crate::analysis::Analyzer;
use crate::document::{Article, Head, Passage, Reference, label_key, slug};
use crate::error::{Error, Result};

/// The part of a writer's memory that documents on their way to the segments may take: one in so many.
const BACKLOG_SHARE: usize = 5;

/// The least memory that a writer works with, in bytes: what tantivy asks for one thread, and the backlog's share.
pub const MIN_MEMORY: usize = 15_000_000 / (BACKLOG_SHARE - 1) * BACKLOG_SHARE;

/// The one writer of an index. Several threads may [`add`](Self::add) at the same time.
pub struct Writer {
    folder: PathBuf,
    fields: Fields,
    writer: IndexWriter,
    vocabulary: Arc<Vocabulary>,
    backlog: Arc<Backlog>,
    merging: Merging,
}

impl Writer {
    /// Opens the index in `folder` for writing, or creates it where there is none; takes the writer's lock,
    /// which ends with the process however it ends.
    ///
    /// `memory` is what the segments in work and the documents on their way may hold, in bytes, over all `threads`;
    /// at least [`MIN_MEMORY`] a thread.
    ///
    /// # Errors
    /// `IndexLocked`, `NotAnIndex`, `IndexVersion`, `IndexDamaged`, `Io`.
    pub fn open(folder: &Path, memory: usize, threads: usize) -> Result<Self> {
        fs::create_dir_all(folder).map_err(|source| Error::Io { path: folder.to_owned(), reason: source })?;
        match Identity::read(folder) {
            Err(Error::IndexMissing { .. }) => refuse_other_files(folder)?,
            identity => drop(identity?),
        }
        let (schema, fields) = Fields::build();
        let directory = MmapDirectory::open(folder).map_err(|e| engine(folder, e.into()))?;
        let vocabulary = Arc::new(Vocabulary::new());
        let backlog = Arc::new(Backlog::new(memory / BACKLOG_SHARE));
        let index = Index::builder()
            .schema(schema)
            .register_plugin(Arc::new(ForwardPlugin::new(fields.words, Arc::clone(&vocabulary))))
            .register_plugin(Arc::new(BacklogPlugin(Arc::clone(&backlog))))
            .settings(settings())
            .open_or_create(SharedDirectory(directory))
            .map_err(|e| engine(folder, e))?;
        let options = IndexWriterOptions::builder()
            .num_worker_threads(threads)
            // What merges hold in memory grows with the words that they merge: one after the other.
            .num_merge_threads(1)
            .memory_budget_per_thread((memory - memory / BACKLOG_SHARE) / threads);
        let writer = index.writer_with_options(options.build()).map_err(|e| engine(folder, e))?;
        let merging = Merging::default();
        writer.set_merge_policy(Box::new(merging.clone()));
        // What a killed run left behind would stand in the way: the next commit gives its files the same names.
        writer.garbage_collect_files().wait().map_err(|e| engine(folder, e))?;
        remove_unfinished(folder);
        Ok(Self { folder: folder.to_owned(), fields, writer, vocabulary, backlog, merging })
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
    pub fn add(&self, articles: impl IntoIterator<Item = (String, Article)>) -> Result<()> {
        let mut analyzer = Analyzer::new();
        let mut composer = Composer::new(Arc::clone(&self.vocabulary));
        let mut articles = articles.into_iter();
        articles
            .try_for_each(|(source, article)| self.put_all(&source, &article, &mut composer, &mut analyzer))
    }

    fn put_all(
        &self,
        source: &str,
        article: &Article,
        composer: &mut Composer,
        analyzer: &mut Analyzer,
    ) -> Result<()> {
        if let Some(target) = &article.redirect {
            return self.put(self.redirect(source, &article.head.title, target));
        }
        for (section, passage) in article.passages() {
            self.put(self.passage(source, &article.head, section, passage, composer, analyzer))?;
        }
        let list: HashSet<String> = article.references.iter().map(|known| label_key(&known.label)).collect();
        for (ordinal, reference) in article.references.iter().enumerate() {
            let mut document = self.reference(source, &article.head, reference, ordinal as u32, analyzer);
            let cited = note_markers(reference).into_iter().flat_map(|marker| marker.labels);
            cited
                .filter(|label| list.contains(&label_key(label)))
                .for_each(|label| self.cite(&mut document, &article.head, &label));
            self.put(document)?;
        }
        Ok(())
    }

    fn passage(
        &self,
        source: &str,
        head: &Head,
        section: &[String],
        passage: &Passage,
        composer: &mut Composer,
        analyzer: &mut Analyzer,
    ) -> TantivyDocument {
        let f = &self.fields;
        let mut document = self.document(source, head);
        document.add_text(f.key, &passage.key);
        document.add_u64(f.order, passage_order(passage.source_span.start, passage.ordinal));
        document.add_text(f.terms, composer.title(&head.title, analyzer));
        for heading in section {
            let stems = composer.heading(heading, analyzer);
            document.add_text(f.section, &stems);
            document.add_text(f.terms, &stems);
        }
        document.add_text(f.terms, composer.text(&passage.text, analyzer));
        document.add_custom(f.words, composer.payload());
        for label in passage.markers.iter().flat_map(|marker| &marker.labels) {
            self.cite(&mut document, head, label);
        }
        Trait::of(passage).for_each(|given| document.add_text(f.traits, given.term()));
        document.add_text(f.traits, form_term(passage.form));
        for words in passage.quoted_words() {
            add_stems(&mut document, f.quoted, words, analyzer);
        }
        document.add_bytes(f.passage, &encode_passage(head, section, passage));
        document
    }

    /// Makes a document one that cites a label of its article.
    fn cite(&self, document: &mut TantivyDocument, head: &Head, label: &str) {
        document.add_text(self.fields.cites, cites_term(&head.id, label));
        document.add_u64(self.fields.links, link(&head.id, label));
    }

    fn reference(
        &self,
        source: &str,
        head: &Head,
        reference: &Reference,
        ordinal: u32,
        analyzer: &mut Analyzer,
    ) -> TantivyDocument {
        let f = &self.fields;
        let mut document = self.document(source, head);
        document.add_text(f.label, label_term(&head.id, &reference.label));
        document.add_u64(f.link, link(&head.id, &reference.label));
        document.add_u64(f.order, reference_order(ordinal));
        for words in described(reference) {
            add_stems(&mut document, f.reference_terms, &words, analyzer);
        }
        source_keys(reference).iter().for_each(|key| document.add_text(f.source_key, key));
        for words in names(reference) {
            add_stems(&mut document, f.source_name, &words, analyzer);
        }
        if let Some(year) = reference.year() {
            document.add_u64(f.year, u64::from(year));
        }
        document.add_bytes(f.reference, &encode_reference(head, reference, ordinal));
        document
    }

    /// Another title of the article that `target` names: found by it and removed with its source, without a word
    /// that any other query or statistic would see.
    fn redirect(&self, source: &str, title: &str, target: &str) -> TantivyDocument {
        let mut document = TantivyDocument::new();
        document.add_text(self.fields.source, source);
        document.add_text(self.fields.title, title_term(title, &slug(target)));
        document.add_text(self.fields.traits, REDIRECT);
        document
    }

    fn document(&self, source: &str, head: &Head) -> TantivyDocument {
        let mut document = TantivyDocument::new();
        document.add_text(self.fields.source, source);
        document.add_text(self.fields.article, &head.id);
        document.add_text(self.fields.title, title_term(&head.title, &head.id));
        document
    }

    fn put(&self, document: TantivyDocument) -> Result<()> {
        self.backlog.wait_for(&document);
        self.writer.add_document(document).map(drop).map_err(|e| engine(&self.folder, e))
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
        self.writer.wait_merging_threads().map_err(|e| engine(&self.folder, e))
    }

    /// Commits; `ready` is called when all segments are written.
    fn publish(&mut self, manifest: &Manifest, ready: impl FnOnce()) -> Result<()> {
        let failed = |e| engine(&self.folder, e);
        let mut prepared = self.writer.prepare_commit().map_err(failed)?;
        let name = manifest_name(prepared.opstamp());
        manifest.save(&self.folder, &name)?;
        let identity = Identity::new(name.clone());
        prepared.set_payload(&serde_json::to_string(&identity).unwrap_or_default());
        ready();
        prepared.commit().map_err(failed)?;
        remove_old_manifests(&self.folder, &name);
        Ok(())
    }
}

/// The store is the largest part of an index, and zstd halves it; level 3 is its own default.
fn settings() -> IndexSettings {
    let zstd = ZstdCompressor { compression_level: Some(3) };
    IndexSettings { docstore_compression: Compressor::Zstd(zstd), ..IndexSettings::default() }
}

/// One value of a field of ready-made terms: the stems of `text`, separated by spaces.
fn add_stems(document: &mut TantivyDocument, field: Field, text: &str, analyzer: &mut Analyzer) {
    let mut stems = String::with_capacity(text.len());
    for token in analyzer.analyze(text) {
        if !stems.is_empty() {
            stems.push(' ');
        }
        stems.push_str(token.stem);
    }
    document.add_text(field, &stems);
}

/// tantivy's errors in our words, where they are one of ours.
pub(super) fn engine(folder: &Path, error: TantivyError) -> Error {
    let path = folder.to_owned();
    match error {
        TantivyError::LockFailure(LockError::LockBusy, _) => Error::IndexLocked { path },
        TantivyError::LockFailure(LockError::IoError(source), _) => {
            Error::Io { path, reason: io::Error::new(source.kind(), source.to_string()) }
        }
        TantivyError::IoError(source) => {
            Error::Io { path, reason: io::Error::new(source.kind(), source.to_string()) }
        }
        TantivyError::DataCorruption(damage) => Error::IndexDamaged { path, reason: format!("{damage:?}") },
        other => Error::Engine { path, reason: Box::new(other) },
    }
}
