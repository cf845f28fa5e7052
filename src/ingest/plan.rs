//! What a run will do, by comparing what was found with what is indexed.

use std::collections::HashSet;
use std::fs::File;
use std::time::{SystemTime, UNIX_EPOCH};

use super::bring::Inputs;
use super::hashing::hash_of;
use super::sources::{Source, Sources};
use crate::document::Format;
use crate::index::{Manifest, SourceEntry};

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
    /// Sources whose documents leave the index: those that are gone, and those that are read again.
    pub(super) outgoing: HashSet<String>,
    /// How many articles may be read, where that is limited.
    pub(super) left: Option<u64>,
    /// Sources of `read` that the index does not hold.
    pub(super) added: u64,
    /// Sources of `read` that it holds as they were before.
    pub(super) changed: u64,
    /// Sources of `read` that it holds the beginning of.
    pub(super) resumed: u64,
    /// Sources that stay as they are.
    pub(super) unchanged: u64,
    /// Sources that are gone.
    pub(super) removed: u64,
}

/// A source to be read.
pub(super) struct Planned<'a> {
    pub(super) identity: &'a str,
    pub(super) source: &'a Source,
    /// Where the index holds the beginning of it already, what is known of that.
    pub(super) unfinished: Option<SourceEntry>,
}

/// How a source is to what the index holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Changed,
    /// The index holds its beginning.
    Unfinished,
    Unchanged,
}

impl State {
    fn of(entry: Option<&SourceEntry>, source: &Source, inputs: &Inputs) -> Self {
        match entry {
            None => Self::New,
            Some(entry) if is_beginning(entry, source, inputs) => Self::Unfinished,
            Some(entry) if is_unchanged(entry, source, inputs) => Self::Unchanged,
            Some(_) => Self::Changed,
        }
    }
}

impl<'a> Plan<'a> {
    /// Compares what was found with what the manifest holds.
    pub(super) fn new(found: &'a Sources, manifest: &Manifest, inputs: &Inputs) -> Self {
        let gone = manifest.sources.keys().filter(|identity| found.is_gone(identity)).cloned();
        let outgoing: HashSet<String> = gone.collect();
        let mut plan =
            Self { stdin: found.stdin, removed: outgoing.len() as u64, outgoing, ..Self::default() };
        let states = found.files.iter().map(|(identity, source)| {
            let entry = manifest.sources.get(identity);
            (identity, source, entry, State::of(entry, source, inputs))
        });
        let states: Vec<_> = states.collect();
        let held = states.iter().filter(|(.., state)| matches!(state, State::Unfinished | State::Unchanged));
        let held: u64 = held.filter_map(|(_, _, entry, _)| *entry).map(|entry| entry.counts.articles).sum();
        plan.left = inputs.limit.map(|limit| limit.saturating_sub(held));
        for (identity, source, entry, state) in states {
            match state {
                State::Unchanged => plan.unchanged += 1,
                State::Unfinished if plan.left == Some(0) => plan.unchanged += 1,
                _ if plan.left == Some(0) => {}
                state => plan.read(identity, source, entry, state),
            }
        }
        plan
    }

    fn read(&mut self, identity: &'a str, source: &'a Source, entry: Option<&SourceEntry>, state: State) {
        match state {
            State::New => self.added += 1,
            State::Unfinished => self.resumed += 1,
            State::Changed | State::Unchanged => {
                self.changed += 1;
                self.outgoing.insert(identity.to_owned());
            }
        }
        let unfinished = entry.filter(|_| state == State::Unfinished).cloned();
        self.read.push(Planned { identity, source, unfinished });
    }

    /// Whether the index is up to date already.
    pub(super) fn is_empty(&self) -> bool {
        self.read.is_empty() && self.outgoing.is_empty() && !self.stdin
    }

    /// Bytes of the sources to read.
    pub(super) fn bytes(&self) -> u64 {
        self.read.iter().map(|planned| planned.source.size).sum()
    }
}

/// Whether the index holds the beginning of the source as it is now: by size and time, since there is no hash of a
/// source before it was read whole.
fn is_beginning(entry: &SourceEntry, source: &Source, inputs: &Inputs) -> bool {
    entry.unfinished.is_some()
        && (entry.size, entry.modified_ns) == (source.size, source.modified_ns)
        && entry.options == options_of(inputs)
}

/// Size, then time, then content.
fn is_unchanged(entry: &SourceEntry, source: &Source, inputs: &Inputs) -> bool {
    if !entry.sound
        || entry.unfinished.is_some()
        || entry.size != source.size
        || entry.options != options_of(inputs)
    {
        return false;
    }
    let settled = entry.modified_ns.saturating_add(RACY_NS) < entry.read_ns;
    if settled && entry.modified_ns == source.modified_ns {
        return true;
    }
    File::open(&source.shown).and_then(hash_of).is_ok_and(|hash| hash == entry.hash)
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
