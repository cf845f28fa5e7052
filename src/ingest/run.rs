//! A run under way: what it reads, source by source, and what it keeps of that for the manifest.

use std::io;
use std::sync::Arc;
use std::time::Instant;

use super::article_ids::{ArticleIds, stdin_identity};
use super::before::Before;
use super::bring::Inputs;
use super::outcome::Outcome;
use super::pipeline::{Intake, Progress};
use super::plan::{Plan, Planned, now_ns};
use super::reading::{Reading, Stop, entry, options_for};
use super::sources::STDIN;
use super::taken_over::articles_of;
use crate::document::Article;
use crate::error::{Error, Notice, Oddity, Result};
use crate::index::{Counts, Manifest, SourceEntry, Writer};
use crate::reader::{self, Articles};

/// How many rows or pages are passed over between two looks at the progress.
const PASSED_OVER: u64 = 1000;

/// A run under way.
pub(super) struct Run<'a> {
    inputs: &'a Inputs,
    plan: &'a Plan<'a>,
    before: &'a Before,
    /// Whether renamed sources have their new names.
    taken_over: bool,
    /// Which source of the plan comes next.
    next: usize,
    /// The source that is being read.
    current: Option<Reading<'a>>,
    ids: ArticleIds<'a>,
    manifest: Manifest,
    outcome: Outcome,
    progress: Progress,
    report: &'a mut dyn FnMut(&Progress),
    /// How many more articles may be read.
    left: Option<u64>,
    committed: Instant,
}

impl<'a> Run<'a> {
    pub(super) fn new(
        inputs: &'a Inputs,
        plan: &'a Plan<'a>,
        before: &'a Before,
        outcome: Outcome,
        report: &'a mut dyn FnMut(&Progress),
    ) -> Self {
        let progress = Progress { total_bytes: plan.bytes(), ..Progress::default() };
        let (left, committed) = (plan.left, Instant::now());
        let mut manifest = before.manifest.clone();
        for (identity, source) in &plan.looked_at {
            if let Some(entry) = manifest.sources.get_mut(*identity) {
                (entry.modified_ns, entry.read_ns) = (source.modified_ns, now_ns());
            }
        }
        Self {
            inputs,
            plan,
            before,
            next: 0,
            taken_over: false,
            current: None,
            ids: ArticleIds::new(before.reader.as_ref(), &plan.outgoing),
            manifest,
            outcome,
            progress,
            report,
            left,
            committed,
        }
    }

    /// What is to be committed with what was read so far.
    pub(super) fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    pub(super) fn into_outcome(self) -> Outcome {
        self.outcome
    }

    /// Takes out what lay below the folders that were walked, and no longer does. Sources that are read again stay
    /// until their turn, so that a commit before it still has them.
    pub(super) fn remove_gone(&mut self, writer: &Writer) {
        self.plan.gone.iter().for_each(|source| self.remove(source, writer));
    }

    fn remove(&mut self, source: &str, writer: &Writer) {
        writer.remove(source);
        self.manifest.sources.remove(source);
    }

    /// Reads until the plan is done, which it answers, or a commit is due.
    pub(super) fn read_until_due(&mut self, writer: &Writer, intake: &mut Intake) -> Result<bool> {
        self.committed = Instant::now();
        if !std::mem::replace(&mut self.taken_over, true) {
            self.take_over(writer, intake)?;
        }
        while let Some(reading) = self.begin(writer)? {
            self.read(reading, intake)?;
            if self.is_due() {
                return Ok(false);
            }
        }
        if self.plan.stdin {
            let outcome = self.read_stdin(writer, intake);
            self.note(outcome)?;
        }
        Ok(true)
    }

    /// Puts what the index holds of renamed sources under their new names.
    fn take_over(&mut self, writer: &Writer, intake: &mut Intake) -> Result<()> {
        let Some(reader) = &self.before.reader else { return Ok(()) };
        for renamed in &self.plan.renamed {
            let to: Arc<str> = Arc::from(renamed.to);
            for article in articles_of(reader, &renamed.from)? {
                let mut article = article?;
                article.head.path.clone_from(&renamed.source.shown);
                intake.put(&to, article);
            }
            writer.remove(&renamed.from);
            let entry = SourceEntry {
                modified_ns: renamed.source.modified_ns,
                read_ns: now_ns(),
                ..renamed.entry.clone()
            };
            self.manifest.sources.remove(&renamed.from);
            self.manifest.sources.insert(renamed.to.to_owned(), entry);
        }
        Ok(())
    }

    fn is_due(&self) -> bool {
        !self.inputs.strict && self.committed.elapsed() >= self.inputs.commit_every
    }

    /// The source that is being read, or the next that can be.
    fn begin(&mut self, writer: &Writer) -> Result<Option<Reading<'a>>> {
        if let Some(reading) = self.current.take() {
            return Ok(Some(reading));
        }
        while self.left != Some(0) {
            let Some(planned) = self.plan.read.get(self.next) else { break };
            self.next += 1;
            if self.plan.outgoing.contains(planned.identity) {
                self.remove(planned.identity, writer);
            }
            let reading = self.open(planned);
            if reading.is_ok() {
                return reading.map(Some);
            }
            self.note(reading.map(drop))?;
        }
        Ok(None)
    }

    fn open(&mut self, planned: &'a Planned<'a>) -> Result<Reading<'a>> {
        let mut reading = Reading::open(planned, self.inputs, self.progress.bytes)?;
        planned.source.shown.clone_into(&mut self.progress.source);
        let mut left = planned.unfinished.as_ref().and_then(|entry| entry.unfinished).unwrap_or(0);
        while left > 0 {
            let passed = reading.articles.pass_over(left.min(PASSED_OVER))?;
            left = if passed == 0 { 0 } else { left - passed };
            self.progress.bytes = reading.start + reading.articles.bytes_read();
            (self.report)(&self.progress);
        }
        Ok(reading)
    }

    /// Reads on in a source, and keeps in the manifest how far.
    fn read(&mut self, mut reading: Reading<'a>, intake: &mut Intake) -> Result<()> {
        let errors = self.outcome.error_count();
        let identity = reading.planned.identity;
        let (mut counts, source) = (reading.counts, Arc::from(identity));
        let outcome = self.read_articles(&mut reading.articles, reading.start, Some(identity), |article| {
            counts += Counts::of(&article);
            intake.put(&source, article);
        });
        reading.counts = counts;
        reading.sound &= outcome.is_ok() && self.outcome.error_count() == errors;
        let unfinished = match &outcome {
            Ok(Stop::Due | Stop::Limit) => reading.articles.given(),
            Ok(Stop::End) | Err(_) => None,
        };
        self.manifest.sources.insert(identity.to_owned(), reading.entry(unfinished, self.inputs));
        if matches!(outcome, Ok(Stop::Due)) {
            self.current = Some(reading);
        }
        self.note(outcome.map(drop))
    }

    /// Each article that comes through standard input replaces the one of the same id that came that way before.
    fn read_stdin(&mut self, writer: &Writer, intake: &mut Intake) -> Result<()> {
        let mut counts: Vec<(String, Counts)> = Vec::new();
        STDIN.clone_into(&mut self.progress.source);
        let mut articles = reader::open(STDIN, Box::new(io::stdin()), &options_for(self.inputs))?;
        let outcome = self.read_articles(&mut articles, self.progress.bytes, None, |article| {
            let identity = stdin_identity(&article);
            if article.part == 0 {
                writer.remove(&identity);
                counts.push((identity.clone(), Counts::default()));
            }
            counts.iter_mut().rev().take(1).for_each(|(_, sum)| *sum += Counts::of(&article));
            intake.put(&Arc::from(identity), article);
        });
        let entries = counts.into_iter().map(|(identity, counts)| (identity, entry(counts, self.inputs)));
        self.manifest.sources.extend(entries);
        outcome.map(drop)
    }

    /// Gives each article its id, and hands it to `take`; `start` bytes were read before. `identity` is the
    /// source's; where it has none, only its end and the limit stop the reading.
    fn read_articles(
        &mut self,
        articles: &mut Articles,
        start: u64,
        identity: Option<&str>,
        mut take: impl FnMut(Article),
    ) -> Result<Stop> {
        loop {
            if articles.given().is_some() && self.left == Some(0) {
                return Ok(Stop::Limit);
            }
            let article = articles.next();
            self.listen(articles);
            match article {
                None => return Ok(Stop::End),
                Some(Err(error @ (Error::BadRow { .. } | Error::BadPage { .. }))) => self.note(Err(error))?,
                Some(article) => take(self.receive(article?, identity)?),
            }
            self.progress.bytes = start + articles.bytes_read();
            (self.report)(&self.progress);
            if articles.given().is_some() && identity.is_some() && self.is_due() {
                return Ok(Stop::Due);
            }
        }
    }

    /// Takes what the reader has to say.
    fn listen(&mut self, articles: &mut Articles) {
        articles.warnings().into_iter().for_each(|warning| self.outcome.warn(warning));
        self.outcome.leave_out(articles.take_dropped());
    }

    /// Gives the article its id and counts it.
    fn receive(&mut self, mut article: Article, identity: Option<&str>) -> Result<Article> {
        if article.redirect.is_none()
            && let Some(wanted) = self.ids.assign(&mut article, identity)?
        {
            let head = &article.head;
            let oddity = Oddity::SameName { wanted, given: head.id.clone() };
            self.outcome.warn(Notice { path: head.path.clone(), title: None, oddity });
        }
        let counts = Counts::of(&article);
        self.outcome.read += counts;
        self.progress.passages += counts.passages;
        self.left = self.left.map(|left| left.saturating_sub(counts.articles));
        Ok(article)
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
}
