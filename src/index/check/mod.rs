//! Whether an index holds what it should: every byte as it was written, and every figure as a recount has it.
//!
//! `files` compares each file with its checksums. Where they are sound, `documents` goes through what is stored of each
//! document, and `words` analyses each passage's text anew.

mod documents;
mod files;
mod references;
mod words;

use std::fs;
use std::path::Path;

use serde::Serialize;

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
}

impl Report {
    /// Whether nothing was wrong.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.looked.iter().all(|looked| looked.damages == 0)
    }

    fn add(&mut self, part: Part) {
        let Part { subject, count, damages, told } = part;
        self.looked.push(Looked { subject, count, damages });
        self.damages.extend(told);
    }
}

/// What was found of one subject so far.
struct Part {
    subject: Subject,
    count: u64,
    damages: u64,
    told: Vec<Damage>,
}

impl Part {
    fn new(subject: Subject) -> Self {
        Self { subject, count: 0, damages: 0, told: Vec::new() }
    }

    fn damage(&mut self, place: impl Into<String>, reason: impl Into<String>) {
        self.damages += 1;
        if self.told.len() < TOLD {
            let (place, reason) = (place.into(), reason.into());
            self.told.push(Damage { subject: self.subject, place, reason });
        }
    }
}

/// Checks the index in `folder`. `progress` is told how many of so many documents have been gone through.
///
/// Cost: every byte is read and every passage analysed, about as long as indexing took on one core. Memory: 24 bytes a
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
    let mut files = Part::new(Subject::Files);
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
        let mut documents = documents::Documents::new(&reader)?;
        let mut words = words::Words::new(&reader);
        go_through(&reader, &mut documents, &mut words, progress)?;
        documents.finish(&mut report)?;
        words.finish(&mut report)?;
    }
    Ok(report)
}

/// Shows every live document to both.
fn go_through(
    reader: &Reader,
    documents: &mut documents::Documents<'_>,
    words: &mut words::Words<'_>,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<()> {
    let all = reader.searcher().num_docs();
    let mut done = 0;
    for (number, segment) in (0u32..).zip(reader.searcher().segment_readers()) {
        for document in segment.doc_ids_alive() {
            let address = tantivy::DocAddress::new(number, document);
            let record = reader.stored(address)?;
            documents.see(address, record.as_ref())?;
            words.see(address, record.as_ref())?;
            done += 1;
            progress(done, all);
        }
    }
    Ok(())
}
