//! A MediaWiki XML dump (`Special:Export`, `dumpBackup.php`): pages in wikitext, as many as there are.
//!
//! One thread reads the XML, others parse the pages, and the articles come in the order of the dump. Taken are the
//! pages of namespace 0, or of none said, each as its last revision has it; a page that only leads to another is
//! given as another name of that one. Everything else is counted as left out.

mod entities;
mod markup;
mod pages;
mod parse;
mod site;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::io;

use self::markup::Broken;
use self::pages::{Pages, RawPage};
use self::parse::{Parsed, parse};
use super::in_order::{InOrder, Most};
use super::page::Dropped;
use super::unpack::failure;
use super::{Options, Start};
use crate::document::Article;
use crate::error::{Error, Notice, Result};

/// Of the text of a longer page only so many bytes are read: four times what MediaWiki lets a page have
/// (`$wgMaxArticleSize`, 2 MiB).
const MAX_TEXT: usize = 8 << 20;

/// Pages on their way, for each thread, and the bytes of their texts together: enough that no thread waits for a
/// long page of another, few enough to be held.
const PAGES_OF_THREAD: usize = 32;
const MAX_ON_THE_WAY: usize = 4 << 20;

/// Reads a dump.
///
/// Memory: the texts on their way, of 4 MiB together or one page, and the articles that they become, a few times
/// as much.
pub(super) struct Dump {
    path: String,
    pages: Pages,
    threads: InOrder<RawPage, Parsed>,
    /// A page that found no room yet.
    held: Option<RawPage>,
    /// What ended the reading; it is told after the pages before it.
    failure: Option<Error>,
    ended: bool,
    articles: VecDeque<Article>,
    problem: Option<Error>,
    given: u64,
    dropped: Dropped,
    warnings: Vec<Notice>,
}

impl Dump {
    pub(super) fn new(path: &str, start: Start, options: &Options) -> io::Result<Self> {
        let (mark, input) = start.into_input();
        let most = Most { jobs: PAGES_OF_THREAD * options.threads.max(1), weight: MAX_ON_THE_WAY };
        let (name, of_pages) = (path.to_owned(), options.clone());
        Ok(Self {
            path: path.to_owned(),
            pages: Pages::new(input, mark, options.max_page_bytes.min(MAX_TEXT)),
            threads: InOrder::new(options.threads, most, move |page| parse(page, &name, &of_pages))?,
            held: None,
            failure: None,
            ended: false,
            articles: VecDeque::new(),
            problem: None,
            given: 0,
            dropped: Dropped::new(),
            warnings: Vec::new(),
        })
    }

    /// Bytes read so far, of what a packed dump unpacks to.
    pub(super) fn offset(&self) -> u64 {
        self.pages.byte()
    }

    /// How many pages were given whole.
    pub(super) fn given(&self) -> Option<u64> {
        (self.articles.is_empty() && self.problem.is_none()).then_some(self.given)
    }

    pub(super) fn take_dropped(&mut self) -> Dropped {
        std::mem::take(&mut self.dropped)
    }

    pub(super) fn take_warnings(&mut self) -> Vec<Notice> {
        let of_header = self.pages.oddity.take();
        let of_header = of_header.map(|oddity| Notice { path: self.path.clone(), title: None, oddity });
        of_header.into_iter().chain(std::mem::take(&mut self.warnings)).collect()
    }

    /// Passes over the next `most` pages; how many there were.
    pub(super) fn pass_over(&mut self, most: u64) -> Result<u64> {
        let before = self.given;
        while self.given < before + most && !self.ended {
            match self.pages.next() {
                Ok(Some(_)) => self.given += 1,
                end => self.end(end.err()),
            }
        }
        Ok(self.given - before)
    }

    /// The next article, or part of one, or what is wrong with a page.
    pub(super) fn next(&mut self) -> Option<Result<Article>> {
        loop {
            if let Some(article) = self.articles.pop_front() {
                return Some(Ok(article));
            }
            if let Some(problem) = self.problem.take() {
                return Some(Err(problem));
            }
            self.give_out();
            let Some(parsed) = self.threads.take() else { return self.failure.take().map(Err) };
            self.absorb(parsed);
        }
    }

    fn absorb(&mut self, parsed: Parsed) {
        self.given += 1;
        self.articles.extend(parsed.articles);
        self.problem = parsed.problem;
        self.warnings.extend(parsed.warnings);
        for (what, count) in parsed.dropped {
            *self.dropped.entry(what).or_default() += count;
        }
    }

    /// Keeps the threads busy.
    fn give_out(&mut self) {
        while let Some(page) = self.next_page() {
            if !self.threads.has_room(page.text.len()) {
                self.held = Some(page);
                return;
            }
            let weight = page.text.len();
            self.threads.put(page, weight);
        }
    }

    fn next_page(&mut self) -> Option<RawPage> {
        if self.held.is_some() || self.ended {
            return self.held.take();
        }
        match self.pages.next() {
            Ok(Some(page)) => Some(page),
            end => {
                self.end(end.err());
                None
            }
        }
    }

    fn end(&mut self, broken: Option<Broken>) {
        self.ended = true;
        self.failure = broken.map(|broken| match broken {
            Broken::Input(error) => failure(&self.path, error),
            Broken::Markup { byte, reason } => Error::BadDump { path: self.path.clone(), byte, reason },
        });
    }
}
