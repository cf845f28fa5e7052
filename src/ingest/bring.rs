//! A run of `index`: find, compare, read what changed, commit once.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::article_ids::{ArticleIds, stdin_identity};
use super::hashing::{ContentHash, HashingReader};
use super::pipeline::{self, Intake, Progress};
use super::plan::{Plan, now_ns, options_of};
use super::sources::{STDIN, Source, Sources};
use crate::document::{Article, Format};
use crate::error::{Error, Result};
use crate::index::{Counts, MIN_MEMORY, Manifest, Reader, SourceEntry, Writer};
use crate::{index, reader};

/// What the program itself and the articles on their way take, in bytes; measured with the test of `--memory`.
const BESIDES_SEGMENTS: usize = 52 << 20;

/// What each thread takes besides the segment that it works on, in bytes: the analyzer's table, a passage in all its
/// forms, a segment that is written out. Measured likewise.
const BESIDES_OF_THREAD: usize = 24 << 20;

/// Of what is left, segments in work may take one part in so many. The rest is for those that are written out and
/// merged meanwhile; measured likewise, with two threads.
const SEGMENTS_SHARE: usize = 2;

/// What each thread's segment takes of it in any case, in bytes: with much less, segments are full as soon as they
/// are begun, since their empty tables alone come to 12 MB.
const LEAST_SEGMENT: usize = 32 << 20;

/// The bytes of passages in one part of an article on its way.
const MAX_PART: usize = 1 << 20;

/// The longest row of a JSONL file that is read, in bytes: several times the longest page of Wikipedia.
const MAX_ROW: usize = 8 << 20;

/// How many errors, and how many warnings, are kept to be shown; the others are counted.
const KEPT: usize = 1000;

/// What a run is asked to do.
#[derive(Debug, Clone)]
pub struct Inputs {
    /// Files, folders, `-` for standard input.
    pub paths: Vec<String>,
    /// How to read all of them; else each is looked at.
    pub format: Option<Format>,
    /// The title of every article that is read from plain text.
    pub title: Option<String>,
    /// Build the index anew; what it held before, from these or other paths, is left out.
    pub rebuild: bool,
    /// Stop at the first thing that cannot be read, and change nothing.
    pub strict: bool,
    /// For the whole process, in bytes.
    pub memory: usize,
    /// How many threads analyse and write.
    pub threads: usize,
}

/// What a run did.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Sources that were not in the index before.
    pub added: u64,
    /// Sources that were read again.
    pub changed: u64,
    /// Sources that were left as they were.
    pub unchanged: u64,
    /// Sources that are gone.
    pub removed: u64,
    /// Files in folders that no reader takes.
    pub skipped: u64,
    /// What was read in this run.
    pub read: Counts,
    /// Things that were read in spite of something.
    pub warnings: Vec<String>,
    /// Things that could not be read; the rest is in the index.
    pub errors: Vec<Error>,
    /// Errors beyond the first thousand, which are only counted.
    pub errors_left_out: u64,
    /// Warnings beyond the first thousand, which are only counted.
    pub warnings_left_out: u64,
}

impl Outcome {
    /// How many things could not be read.
    #[must_use]
    pub fn error_count(&self) -> u64 {
        self.errors.len() as u64 + self.errors_left_out
    }

    fn count(&mut self, plan: &Plan) {
        (self.added, self.changed) = (plan.added, plan.changed);
        (self.unchanged, self.removed) = (plan.unchanged, plan.removed);
    }

    fn fail(&mut self, error: Error) {
        if self.errors.len() < KEPT { self.errors.push(error) } else { self.errors_left_out += 1 }
    }

    fn warn(&mut self, warning: String) {
        if self.warnings.len() < KEPT { self.warnings.push(warning) } else { self.warnings_left_out += 1 }
    }
}

/// Brings the index in `folder` to what `inputs` hold now, creating it where there is none. Sources that other
/// runs named stay. Nothing is committed, and no writer is opened, when nothing has changed.
///
/// # Errors
/// What stops the run as a whole (the index, the disk; with `strict` also anything that cannot be read); the
/// index is then as it was, but for `rebuild`, which takes the old one away before it reads. What concerns one input only is in [`Outcome::errors`].
pub fn bring_up_to_date(
    folder: &Path,
    inputs: &Inputs,
    progress: &mut dyn FnMut(&Progress),
) -> Result<Outcome> {
    let (threads, segments) = shares(inputs.memory, inputs.threads.max(1))?;
    let mut found = Sources::find(&inputs.paths, inputs.format);
    let mut outcome =
        Outcome { skipped: found.skipped, errors: std::mem::take(&mut found.errors), ..Outcome::default() };
    if inputs.strict && !outcome.errors.is_empty() {
        return Err(outcome.errors.swap_remove(0));
    }
    if inputs.rebuild && (!found.files.is_empty() || found.stdin) {
        index::clear(folder)?;
    }
    if Plan::new(&found, &Before::open(folder)?.manifest, inputs).is_empty() {
        outcome.unchanged = found.files.len() as u64;
        return Ok(outcome);
    }
    let writer = Writer::open(folder, segments, threads)?;
    // Nobody else commits from here on, but somebody may have since the look above.
    let Before { reader, mut manifest } = Before::open(folder)?;
    let plan = Plan::new(&found, &manifest, inputs);
    outcome.count(&plan);
    plan.outgoing.iter().for_each(|source| writer.remove(source));
    manifest.sources.retain(|source, _| !plan.outgoing.contains(source));
    let mut run = Run {
        inputs,
        ids: ArticleIds::new(reader.as_ref(), &plan.outgoing),
        manifest,
        outcome,
        progress: Progress { total_bytes: plan.bytes(), ..Progress::default() },
        report: progress,
        writer: &writer,
    };
    pipeline::run(&writer, threads, |intake| run.read_all(&plan, intake))?;
    let Run { manifest, outcome, .. } = run;
    writer.finish(&manifest)?;
    Ok(outcome)
}

/// The index before a run.
struct Before {
    /// `None` where there is none yet.
    reader: Option<Reader>,
    manifest: Manifest,
}

impl Before {
    fn open(folder: &Path) -> Result<Self> {
        let reader = match Reader::open(folder) {
            Err(Error::IndexMissing { .. } | Error::IndexUnfinished { .. }) => None,
            reader => Some(reader?),
        };
        let manifest = reader.as_ref().map_or_else(|| Ok(Manifest::default()), Reader::manifest)?;
        Ok(Self { reader, manifest })
    }
}

/// How many threads may work, at most as many as asked for, and how much of the process's memory their segments
/// may take.
fn shares(memory: usize, threads: usize) -> Result<(usize, usize)> {
    let of_threads = memory.saturating_sub(BESIDES_SEGMENTS);
    let threads = threads.min(of_threads / (BESIDES_OF_THREAD + MIN_MEMORY));
    if threads == 0 {
        let least = BESIDES_SEGMENTS + BESIDES_OF_THREAD + MIN_MEMORY;
        let (given, least) = ((memory >> 20) as u64, least.div_ceil(1 << 20) as u64);
        return Err(Error::TooLittleMemory { given, least });
    }
    let left = of_threads - threads * BESIDES_OF_THREAD;
    Ok((threads, (left / SEGMENTS_SHARE).max(left.min(threads * LEAST_SEGMENT))))
}

/// A run under way.
struct Run<'a> {
    inputs: &'a Inputs,
    ids: ArticleIds<'a>,
    manifest: Manifest,
    outcome: Outcome,
    progress: Progress,
    report: &'a mut dyn FnMut(&Progress),
    writer: &'a Writer,
}

impl Run<'_> {
    fn read_all(&mut self, plan: &Plan, intake: &Intake) -> Result<()> {
        for (identity, source) in &plan.read {
            let outcome = self.read_source(identity, source, intake);
            self.note(outcome)?;
        }
        if plan.stdin {
            let outcome = self.read_stdin(intake);
            self.note(outcome)?;
        }
        Ok(())
    }

    /// Keeps an error of one source for the end; with `strict` it ends the run.
    fn note(&mut self, outcome: Result<()>) -> Result<()> {
        match outcome {
            Err(error) if self.inputs.strict => Err(error),
            Err(error) => {
                self.outcome.fail(error);
                Ok(())
            }
            Ok(()) => Ok(()),
        }
    }

    fn read_source(&mut self, identity: &str, source: &Source, intake: &Intake) -> Result<()> {
        let file = File::open(&source.shown);
        let file = file.map_err(|error| Error::Io { path: source.shown.as_str().into(), reason: error })?;
        let hash = ContentHash::default();
        let input = Box::new(HashingReader::new(file, hash.clone()));
        let errors = self.outcome.error_count();
        let mut counts = Counts::default();
        let outcome = self.read_articles(&source.shown, Some(identity), input, |article| {
            counts += Counts::of(&article);
            intake.put(identity, article);
        });
        let sound = outcome.is_ok() && self.outcome.error_count() == errors;
        let entry = SourceEntry {
            size: source.size,
            modified_ns: source.modified_ns,
            hash: hash.hex(),
            sound,
            ..entry(counts, self.inputs)
        };
        self.manifest.sources.insert(identity.to_owned(), entry);
        outcome
    }

    /// Each article that comes through standard input replaces the one of the same id that came that way before.
    fn read_stdin(&mut self, intake: &Intake) -> Result<()> {
        let writer = self.writer;
        let mut counts: Vec<(String, Counts)> = Vec::new();
        let outcome = self.read_articles(STDIN, None, Box::new(io::stdin()), |article| {
            let identity = stdin_identity(&article.head.id);
            if article.part == 0 {
                writer.remove(&identity);
                counts.push((identity.clone(), Counts::default()));
            }
            counts.iter_mut().rev().take(1).for_each(|(_, sum)| *sum += Counts::of(&article));
            intake.put(&identity, article);
        });
        let entries = counts.into_iter().map(|(identity, counts)| (identity, entry(counts, self.inputs)));
        self.manifest.sources.extend(entries);
        outcome
    }

    /// Reads what `input` holds, gives each article its id, and hands it to `take`.
    fn read_articles(
        &mut self,
        shown: &str,
        identity: Option<&str>,
        input: Box<dyn Read + Send>,
        mut take: impl FnMut(Article),
    ) -> Result<()> {
        let options = reader::Options {
            format: self.inputs.format,
            title: self.inputs.title.clone(),
            max_part_bytes: MAX_PART,
            max_row_bytes: MAX_ROW,
            ..reader::Options::default()
        };
        let mut articles = reader::open(shown, input, &options)?;
        let start = self.progress.bytes;
        shown.clone_into(&mut self.progress.source);
        while let Some(article) = articles.next() {
            let mut article = match article {
                Err(error @ Error::BadRow { .. }) => {
                    self.note(Err(error))?;
                    continue;
                }
                article => article?,
            };
            if let Some(wanted) = self.ids.assign(&mut article, identity)? {
                let warning =
                    format!("{shown}: another article is called {wanted}; this one is {}", article.head.id);
                self.outcome.warn(warning);
            }
            let counts = Counts::of(&article);
            self.outcome.read += counts;
            self.progress.passages += counts.passages;
            self.progress.bytes = start + articles.bytes_read();
            (self.report)(&self.progress);
            take(article);
        }
        articles.warnings().into_iter().for_each(|warning| self.outcome.warn(warning));
        Ok(())
    }
}

/// An entry for what was read just now.
fn entry(counts: Counts, inputs: &Inputs) -> SourceEntry {
    SourceEntry {
        size: 0,
        modified_ns: 0,
        read_ns: now_ns(),
        hash: String::new(),
        options: options_of(inputs),
        sound: true,
        counts,
    }
}
