//! Whether an index holds what it should: every byte as it was written, and every figure as a recount has it.
//!
//! `files` compares each file with its checksums. Where they are sound, `contents` takes in what is stored of each document
//! (`documents`) and analyses each passage's text anew (`words`), which needs no folder: what is kept elsewhere is checked by it
//! too. `references` looks up in the index what leads from one document to another.

mod contents;
mod documents;
mod files;
mod references;
mod words;

use std::fs;
use std::path::Path;

use serde::Serialize;

pub use contents::Contents;

use super::identity::{Identity, META};
use super::reader::Reader;
use crate::error::{Error, Result};

/// How often a check begins again because the index changed under it.
const ATTEMPTS: usize = 5;

/// How many damages are told one by one; what comes beyond is counted.
const TOLD: usize = 100;

/// What is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// Every file that the commit names is there, each of its bytes as it was written.
    Files,
    /// A cluster's index has our fields, each as it was asked for.
    Mapping,
    /// A cluster holds the documents that were published, and all of what was published with them.
    Lots,
    /// The list of sources counts what each of them gave.
    Sources,
    /// No two passages have one id, and no two references of an article one label.
    Ids,
    /// Every span of every passage lies within its text, on character boundaries.
    Spans,
    /// Look-ups lead from each reference to its passages and back; labels without a reference are counted.
    References,
    /// The words that ranking reads of each passage are those of a fresh analysis of its text.
    Words,
    /// Frequencies of forms, stems and grams, and the totals, are those of a recount.
    Statistics,
}

/// One thing that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Damage {
    /// What it was found in.
    pub subject: Subject,
    /// The file, the source or the id.
    pub place: String,
    /// What is wrong there.
    pub reason: String,
}

/// How much of a subject was looked at: files, sources, passages, spans, markers, words, terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Looked {
    /// What was checked.
    pub subject: Subject,
    /// How many of it.
    pub count: u64,
    /// How many damages were found there.
    pub damages: u64,
}

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// What was looked at, in order; what stands behind a subject with damaged files was not.
    pub looked: Vec<Looked>,
    /// The first hundred damages of each subject.
    pub damages: Vec<Damage>,
    /// Markers whose reference the document does not hold: no damage.
    pub unresolved: u64,
    /// What a cluster holds and no question sees; nothing of an index on this machine.
    pub unseen: Option<Unseen>,
}

/// Documents of a cluster that no question sees: no damage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Unseen {
    /// They were replaced or taken away, and wait to be deleted.
    pub replaced: u64,
    /// They are of a push that has not finished.
    pub unfinished: u64,
}

impl Report {
    /// Whether nothing was wrong.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.looked.iter().all(|looked| looked.damages == 0)
    }

    /// Adds what was found of a subject.
    pub fn add(&mut self, part: Inspection) {
        let Inspection { subject, count, damages, told } = part;
        self.looked.push(Looked { subject, count, damages });
        self.damages.extend(told);
    }
}

/// What was found of one subject so far.
pub struct Inspection {
    subject: Subject,
    /// How much of it was looked at.
    pub count: u64,
    damages: u64,
    told: Vec<Damage>,
}

impl Inspection {
    /// Nothing yet.
    #[must_use]
    pub fn new(subject: Subject) -> Self {
        Self { subject, count: 0, damages: 0, told: Vec::new() }
    }

    /// Notes that something is wrong, and where.
    pub fn damage(&mut self, place: impl Into<String>, reason: impl Into<String>) {
        self.damages += 1;
        if self.told.len() < TOLD {
            let (place, reason) = (place.into(), reason.into());
            self.told.push(Damage { subject: self.subject, place, reason });
        }
    }
}

/// Checks the index in `folder`. `progress` is told how many of so many documents have been gone through.
///
/// Cost: every byte is read and every passage analysed, about as long as indexing took on one core. Memory: 40 bytes a
/// document, and the distinct words with some 200 bytes each.
///
/// # Errors
/// `IndexMissing`, `IndexUnfinished`, `IndexVersion`, `Io`: there is nothing to check. Damage is in the report.
pub fn check(folder: &Path, progress: &mut dyn FnMut(u64, u64)) -> Result<Report> {
    let mut attempts = 1..ATTEMPTS;
    loop {
        let list = fs::read(folder.join(META));
        let report = check_once(folder, progress);
        let is_sound = report.as_ref().is_ok_and(Report::is_sound);
        // A writer that ends a merge or commits meanwhile takes files away.
        if is_sound || attempts.next().is_none() || fs::read(folder.join(META)).ok() == list.ok() {
            return report;
        }
    }
}

fn check_once(folder: &Path, progress: &mut dyn FnMut(u64, u64)) -> Result<Report> {
    let mut report = Report::default();
    let mut files = Inspection::new(Subject::Files);
    let found = match Identity::read(folder) {
        Ok(None) => return Err(Error::IndexUnfinished { path: folder.to_owned() }),
        Ok(Some(commit)) => files::check(folder, &commit, &mut files),
        Err(error) => Err(error),
    };
    match found {
        Ok(()) => {}
        // The list of segments is damaged itself.
        Err(Error::IndexDamaged { reason, .. }) => files.damage(META, reason),
        Err(error) => return Err(error),
    }
    report.add(files);
    if report.is_sound() {
        let reader = Reader::open(folder)?;
        let (mut contents, mut words) = (Contents::default(), Inspection::new(Subject::Words));
        go_through(&reader, &mut contents, &mut words, progress)?;
        let finished = contents.finish(&reader.manifest()?, reader.statistics()?, words, &mut report);
        finished.map_err(|e| reader.damaged(&e))?;
    }
    Ok(report)
}

/// Takes in every live document, and looks it up.
fn go_through(
    reader: &Reader,
    contents: &mut Contents,
    words: &mut Inspection,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<()> {
    let (all, look_ups) = (reader.searcher().num_docs(), references::LookUps::new(reader)?);
    let mut done = 0;
    for (number, segment) in (0u32..).zip(reader.searcher().segment_readers()) {
        for document in segment.doc_ids_alive() {
            let address = tantivy::DocAddress::new(number, document);
            let record = reader.stored(address)?;
            contents.see(&reader.source_at(address)?.unwrap_or_default(), record.as_ref());
            look_ups.see(address, record.as_ref(), contents.references())?;
            words::compare_forward(reader, &mut contents.recount, address, record.as_ref(), words)?;
            done += 1;
            progress(done, all);
        }
    }
    Ok(())
}
