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
    pub(super) read: Vec<(&'a str, &'a Source)>,
    /// Whether to read standard input too.
    pub(super) stdin: bool,
    /// Sources whose documents leave the index: those that are gone, and those that are read again.
    pub(super) outgoing: HashSet<String>,
    /// Sources of `read` that the index does not hold.
    pub(super) added: u64,
    /// Sources of `read` that it holds.
    pub(super) changed: u64,
    /// Sources that stay as they are.
    pub(super) unchanged: u64,
    /// Sources that are gone.
    pub(super) removed: u64,
}

impl<'a> Plan<'a> {
    /// Compares what was found with what the manifest holds.
    pub(super) fn new(found: &'a Sources, manifest: &Manifest, inputs: &Inputs) -> Self {
        let gone = manifest.sources.keys().filter(|identity| found.is_gone(identity)).cloned();
        let outgoing: HashSet<String> = gone.collect();
        let mut plan =
            Self { stdin: found.stdin, removed: outgoing.len() as u64, outgoing, ..Self::default() };
        for (identity, source) in &found.files {
            match manifest.sources.get(identity) {
                None => plan.added += 1,
                Some(entry) if is_unchanged(entry, source, inputs) => {
                    plan.unchanged += 1;
                    continue;
                }
                Some(_) => {
                    plan.changed += 1;
                    plan.outgoing.insert(identity.clone());
                }
            }
            plan.read.push((identity, source));
        }
        plan
    }

    /// Whether the index is up to date already.
    pub(super) fn is_empty(&self) -> bool {
        self.read.is_empty() && self.outgoing.is_empty() && !self.stdin
    }

    /// Bytes of the sources to read.
    pub(super) fn bytes(&self) -> u64 {
        self.read.iter().map(|(_, source)| source.size).sum()
    }
}

/// Size, then time, then content.
fn is_unchanged(entry: &SourceEntry, source: &Source, inputs: &Inputs) -> bool {
    if !entry.sound || entry.size != source.size || entry.options != options_of(inputs) {
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
    format!("{format};{}", inputs.title.as_deref().unwrap_or_default())
}

pub(super) fn now_ns() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_nanos() as u64)
}
