//! What a run will do, by comparing what was found with what is indexed.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::time::{SystemTime, UNIX_EPOCH};

use super::before::Before;
use super::bring::Inputs;
use super::changes::Change;
use super::hashing::hash_of;
use super::sources::{Source, Sources};
use crate::document::Format;
use crate::error::Result;
use crate::index::SourceEntry;

/// A file that was written this shortly before it was read may have been written again within the same tick of
/// the clock, so its time proves nothing. In nanoseconds.
const RACY_NS: u64 = 2_000_000_000;

/// What a run will do, decided before it changes anything.
#[derive(Default)]
pub(super) struct Plan<'a> {
    /// Sources to read, in order.
    pub(super) read: Vec<Planned<'a>>,
    /// Whether to read standard input too.
    pub(super) stdin: bool,
    /// Sources whose content is found under another name now.
    pub(super) renamed: Vec<Renamed<'a>>,
    /// Sources that are gone.
    pub(super) gone: Vec<String>,
    /// Sources whose documents leave the index: those that are gone, and those that are read again.
    pub(super) outgoing: HashSet<String>,
    /// How many articles may be read, where that is limited.
    pub(super) left: Option<u64>,
    /// Sources that stay as they are.
    pub(super) unchanged: u64,
    /// Those of them whose content had to be looked at, since their times prove nothing.
    pub(super) looked_at: Vec<(&'a str, &'a Source)>,
}

/// A source to be read.
pub(super) struct Planned<'a> {
    pub(super) identity: &'a str,
    pub(super) source: &'a Source,
    pub(super) change: Change,
    /// Where the index holds the beginning of it already, what is known of that.
    pub(super) unfinished: Option<SourceEntry>,
}

/// A source whose content was indexed under another name, and is there no more.
pub(super) struct Renamed<'a> {
    pub(super) from: String,
    pub(super) to: &'a str,
    pub(super) source: &'a Source,
    pub(super) entry: SourceEntry,
}

/// How a source is to what the index holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Changed,
    /// The index holds its beginning.
    Unfinished,
    Unchanged,
    /// By its content.
    LookedAt,
}

impl State {
    fn of(entry: Option<&SourceEntry>, source: &Source, inputs: &Inputs) -> Self {
        match entry {
            None => Self::New,
            Some(entry) if is_beginning(entry, source, inputs) => Self::Unfinished,
            Some(entry) if !may_be_unchanged(entry, source, inputs) => Self::Changed,
            Some(entry) if is_settled(entry) && source.is_as_in(entry) => Self::Unchanged,
            Some(entry) if has_content(source, &entry.hash) => Self::LookedAt,
            Some(_) => Self::Changed,
        }
    }

    fn is_held(self) -> bool {
        !matches!(self, Self::New | Self::Changed)
    }
}

impl<'a> Plan<'a> {
    /// Compares what was found with what was indexed before.
    ///
    /// # Errors
    /// `IndexDamaged`, `Io`: where a renamed source's article has its title is looked up in the index.
    pub(super) fn new(found: &'a Sources, before: &Before, inputs: &Inputs) -> Result<Self> {
        let entries = &before.manifest.sources;
        let states = found.files.iter().map(|(identity, source)| {
            let entry = entries.get(identity);
            (identity.as_str(), source, entry, State::of(entry, source, inputs))
        });
        let states: Vec<_> = states.collect();
        let held = states.iter().filter(|(.., state)| state.is_held());
        let held: u64 = held.filter_map(|(_, _, entry, _)| *entry).map(|entry| entry.counts.articles).sum();
        let mut plan = Self {
            stdin: found.stdin,
            gone: entries.keys().filter(|identity| found.is_gone(identity)).cloned().collect(),
            left: inputs.limit.map(|limit| limit.saturating_sub(held)),
            ..Self::default()
        };
        let new = states.iter().filter(|(.., state)| *state == State::New);
        plan.find_renamed(new.map(|(identity, source, ..)| (*identity, *source)), before, inputs)?;
        let taken_over: HashSet<&str> = plan.renamed.iter().map(|renamed| renamed.to).collect();
        for (identity, source, entry, state) in states {
            if !taken_over.contains(identity) {
                plan.take(identity, source, entry, state);
            }
        }
        if inputs.keep_missing {
            plan.gone.clear();
        }
        plan.outgoing.extend(plan.gone.iter().cloned());
        Ok(plan)
    }

    fn take(&mut self, identity: &'a str, source: &'a Source, entry: Option<&SourceEntry>, state: State) {
        match state {
            State::Unchanged => self.unchanged += 1,
            State::LookedAt => {
                self.unchanged += 1;
                self.looked_at.push((identity, source));
            }
            State::Unfinished if self.left == Some(0) => self.unchanged += 1,
            _ if self.left == Some(0) => {}
            State::New => self.read(identity, source, Change::Added, None),
            State::Unfinished => self.read(identity, source, Change::Resumed, entry.cloned()),
            State::Changed => {
                self.outgoing.insert(identity.to_owned());
                self.read(identity, source, Change::Changed, None);
            }
        }
    }

    fn read(
        &mut self,
        identity: &'a str,
        source: &'a Source,
        change: Change,
        unfinished: Option<SourceEntry>,
    ) {
        self.read.push(Planned { identity, source, change, unfinished });
    }

    /// Finds the content of sources that are gone among new ones; what is found is no longer gone. Cost: a new file is
    /// read for its hash only where one that is gone has its size.
    fn find_renamed(
        &mut self,
        new: impl Iterator<Item = (&'a str, &'a Source)>,
        before: &Before,
        inputs: &Inputs,
    ) -> Result<()> {
        let mut gone: HashMap<u64, Vec<(&String, &SourceEntry)>> = HashMap::new();
        for identity in &self.gone {
            let entry = before.manifest.sources.get(identity);
            if let Some(entry) = entry.filter(|entry| may_be_taken_over(entry, inputs)) {
                gone.entry(entry.size).or_default().push((identity, entry));
            }
        }
        let mut renamed: Vec<Renamed<'a>> = Vec::new();
        for (to, source) in new {
            let Some(candidates) = gone.get_mut(&source.size) else { continue };
            let Ok(hash) = File::open(&source.shown).and_then(hash_of) else { continue };
            let Some(at) = candidates.iter().position(|(_, entry)| entry.hash == hash) else { continue };
            let (from, entry) = candidates.swap_remove(at);
            if !before.is_named_after_its_file(from, entry)? {
                renamed.push(Renamed { from: from.clone(), to, source, entry: entry.clone() });
            }
        }
        let from: HashSet<&str> = renamed.iter().map(|renamed| renamed.from.as_str()).collect();
        self.gone.retain(|identity| !from.contains(identity.as_str()));
        self.renamed = renamed;
        Ok(())
    }

    /// Whether the index is up to date already.
    pub(super) fn is_empty(&self) -> bool {
        self.read.is_empty() && self.outgoing.is_empty() && self.renamed.is_empty() && !self.stdin
    }

    /// Bytes of the sources to read.
    pub(super) fn bytes(&self) -> u64 {
        self.read.iter().map(|planned| planned.source.size).sum()
    }

    /// How many sources are to be read because of `change`.
    pub(super) fn number(&self, change: Change) -> u64 {
        self.read.iter().filter(|planned| planned.change == change).count() as u64
    }
}

/// Whether the index holds the beginning of the source as it is now: by size and time, since there is no hash of a
/// source before it was read whole.
fn is_beginning(entry: &SourceEntry, source: &Source, inputs: &Inputs) -> bool {
    entry.unfinished.is_some() && source.is_as_in(entry) && entry.options == options_of(inputs)
}

fn may_be_unchanged(entry: &SourceEntry, source: &Source, inputs: &Inputs) -> bool {
    is_whole(entry) && entry.size == source.size && entry.options == options_of(inputs)
}

/// Redirects are stored nowhere but in the source itself.
fn may_be_taken_over(entry: &SourceEntry, inputs: &Inputs) -> bool {
    is_whole(entry) && entry.counts.redirects == 0 && entry.options == options_of(inputs)
}

fn is_whole(entry: &SourceEntry) -> bool {
    entry.sound && entry.unfinished.is_none()
}

fn is_settled(entry: &SourceEntry) -> bool {
    entry.modified_ns.saturating_add(RACY_NS) < entry.read_ns
}

fn has_content(source: &Source, hash: &str) -> bool {
    File::open(&source.shown).and_then(hash_of).is_ok_and(|found| found == hash)
}

/// The options that change what a reader makes of the same bytes.
pub(super) fn options_of(inputs: &Inputs) -> String {
    let format = inputs.format.map_or("", Format::name);
    let infobox = if inputs.infobox { "" } else { "no-infobox;" };
    format!("{infobox}{format};{}", inputs.title.as_deref().unwrap_or_default())
}

pub(super) fn now_ns() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_nanos() as u64)
}
