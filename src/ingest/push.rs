//! A run of `push`: what changed is read and brought to a cluster.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io;

use xxhash_rust::xxh3::xxh3_64;

use super::bring::Inputs;
use super::hashing::hash_of;
use super::outcome::Outcome;
use super::plan::options_of;
use super::reading::{entry, options_for};
use super::sources::{Known, Source, Sources};
use crate::document::Article;
use crate::error::{Error, Notice, Oddity, Result};
use crate::index::{Counts, Manifest, SourceEntry};
use crate::reader;
use crate::search::{Address, Delivery, Load, Offered, Push};

/// Brings what `inputs` hold to the index of `address`, creating it where there is none. Sources of other paths stay; with
/// `swap` they do not, since a new index takes the old one's place.
///
/// Content decides what has changed: every file is read once to be compared, and once more to be sent.
///
/// # Errors
/// `Cluster`; what concerns one input only is in [`Outcome::errors`], unless `strict`.
pub fn push(
    address: &Address,
    inputs: &Inputs,
    swap: bool,
    load: Load,
    progress: &mut dyn FnMut(&Delivery),
) -> Result<(Outcome, Delivery)> {
    let nothing = Manifest::default();
    let known = Known { manifest: &nothing, format: inputs.format, index: None };
    let mut found = Sources::find(&inputs.paths, &known);
    if found.stdin {
        let reason = io::Error::other("a push reads its sources twice, which standard input does not bear");
        return Err(Error::Io { path: "-".into(), reason });
    }
    let mut outcome =
        Outcome { skipped: found.skipped, errors: std::mem::take(&mut found.errors), ..Outcome::default() };
    let push = Push::begin(address, swap)?;
    let mut offered = Vec::new();
    for (identity, source) in &found.files {
        let before = push.manifest().sources.get(identity);
        match offer(identity, source, before, inputs) {
            Ok(Some(new)) => {
                match before {
                    Some(_) => outcome.changed += 1,
                    None => outcome.added += 1,
                }
                offered.push(new);
            }
            Ok(None) => outcome.unchanged += 1,
            Err(error) => outcome.fail(error),
        }
    }
    let gone: Vec<String> =
        push.manifest().sources.keys().filter(|identity| found.is_gone(identity)).cloned().collect();
    outcome.removed = gone.len() as u64;
    if inputs.strict && !outcome.errors.is_empty() {
        return Err(outcome.errors.swap_remove(0));
    }
    if offered.is_empty() && gone.is_empty() {
        return Ok((outcome, Delivery::default()));
    }
    let replaced: HashSet<&str> = offered
        .iter()
        .map(|offered| offered.identity.as_str())
        .chain(gone.iter().map(String::as_str))
        .collect();
    let owner = |id: &str| {
        let owner = push.source_of(id)?;
        Ok(owner.is_some_and(|owner| !replaced.contains(owner.as_str())))
    };
    // Whether an article's id is another source's is asked before anything is sent.
    let reading = Reading {
        inputs,
        files: &found,
        ids: RefCell::default(),
        outcome: RefCell::new(outcome),
        owner: &owner,
    };
    let read = |offered: &Offered, take: &mut dyn FnMut(Article) -> Result<()>| reading.read(offered, take);
    let delivery = push.run(&offered, &gone, load, &read, progress)?;
    Ok((reading.outcome.into_inner(), delivery))
}

/// The source, where the cluster does not hold it as it is.
fn offer(
    identity: &str,
    source: &Source,
    before: Option<&SourceEntry>,
    inputs: &Inputs,
) -> Result<Option<Offered>> {
    let hash = File::open(&source.shown).and_then(hash_of);
    let hash = hash.map_err(|reason| Error::Io { path: source.shown.clone().into(), reason })?;
    let options = options_of(inputs);
    let same = before.is_some_and(|before| before.sound && before.hash == hash && before.options == options);
    Ok((!same).then(|| Offered { identity: identity.to_owned(), content: format!("{hash}\0{options}") }))
}

/// Sources being read.
struct Reading<'a> {
    inputs: &'a Inputs,
    files: &'a Sources,
    ids: RefCell<Ids>,
    outcome: RefCell<Outcome>,
    /// Whether an article of that id came from another source, which stays.
    owner: &'a dyn Fn(&str) -> Result<bool>,
}

/// The ids given, by their hash, with the source that they were given to.
#[derive(Default)]
struct Ids {
    given: HashMap<u64, u64>,
    /// Of the source that is being read: those given in this reading of it.
    current: HashSet<u64>,
    /// The id that the last article of part 0 got.
    last: String,
    /// Sources that were read before: what was said of them is not said again.
    read: HashSet<u64>,
}

impl Reading<'_> {
    /// Reads a source, perhaps not for the first time; its articles have the same ids each time.
    fn read(&self, offered: &Offered, take: &mut dyn FnMut(Article) -> Result<()>) -> Result<SourceEntry> {
        let Offered { identity, content } = offered;
        let absent = || Error::Io { path: identity.into(), reason: io::ErrorKind::NotFound.into() };
        let source = self.files.files.get(identity).ok_or_else(absent)?;
        let file = File::open(&source.shown);
        let file = file.map_err(|reason| Error::Io { path: source.shown.clone().into(), reason })?;
        let key = xxh3_64(identity.as_bytes());
        self.ids.borrow_mut().current.clear();
        let first = self.ids.borrow_mut().read.insert(key);
        let (mut counts, mut sound) = (Counts::default(), true);
        let outcome = self.articles(&source.shown, file, key, first, &mut |article| {
            counts += Counts::of(&article);
            take(article)
        });
        match outcome {
            Ok(whole) => sound &= whole,
            Err(error @ Error::Cluster { .. }) => return Err(error),
            Err(error) if self.inputs.strict => return Err(error),
            Err(error) => {
                sound = false;
                self.note(first, error);
            }
        }
        let hash = content.split('\0').next().unwrap_or_default().to_owned();
        Ok(SourceEntry {
            size: source.size,
            modified_ns: source.modified_ns,
            hash,
            sound,
            ..entry(counts, self.inputs)
        })
    }

    /// Whether all of it could be read.
    fn articles(
        &self,
        shown: &str,
        file: File,
        key: u64,
        first: bool,
        take: &mut dyn FnMut(Article) -> Result<()>,
    ) -> Result<bool> {
        let mut articles = reader::open(shown, Box::new(file), &options_for(self.inputs))?;
        let mut sound = true;
        while let Some(article) = articles.next() {
            let dropped = articles.take_dropped();
            let warnings = articles.warnings();
            if first {
                let mut outcome = self.outcome.borrow_mut();
                warnings.into_iter().for_each(|warning| outcome.warn(warning));
                outcome.leave_out(dropped);
            }
            match article {
                Err(error @ (Error::BadRow { .. } | Error::BadPage { .. })) if !self.inputs.strict => {
                    sound = false;
                    self.note(first, error);
                }
                article => {
                    let mut article = article?;
                    self.name(&mut article, key, first)?;
                    if first {
                        self.outcome.borrow_mut().read += Counts::of(&article);
                    }
                    take(article)?;
                }
            }
        }
        Ok(sound)
    }

    /// Gives an article an id that no other has.
    fn name(&self, article: &mut Article, source: u64, first: bool) -> Result<()> {
        if article.redirect.is_some() {
            return Ok(());
        }
        let mut ids = self.ids.borrow_mut();
        if article.part > 0 {
            article.head.id.clone_from(&ids.last);
            return Ok(());
        }
        let wanted = article.head.id.clone();
        let mut number = 1;
        loop {
            let hash = xxh3_64(article.head.id.as_bytes());
            let another =
                ids.given.get(&hash).is_some_and(|given| *given != source) || ids.current.contains(&hash);
            let known = ids.given.get(&hash) == Some(&source);
            if !another && (known || !(self.owner)(&article.head.id)?) {
                ids.given.insert(hash, source);
                ids.current.insert(hash);
                break;
            }
            number += 1;
            article.head.id = format!("{wanted}~{number}");
        }
        ids.last.clone_from(&article.head.id);
        if number > 1 && first {
            let head = &article.head;
            let oddity = Oddity::SameName { wanted, given: head.id.clone() };
            self.outcome.borrow_mut().warn(Notice { path: head.path.clone(), title: None, oddity });
        }
        Ok(())
    }

    fn note(&self, first: bool, error: Error) {
        if first {
            self.outcome.borrow_mut().fail(error);
        }
    }
}
