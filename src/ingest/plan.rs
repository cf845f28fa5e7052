//! What a run will do, by comparing what was found with what is indexed.

use std::collections::HashSet;
use std::fs::File;
use std::time::{SystemTime, UNIX_EPOCH};

use super::bring::{Inputs, Outcome};
use super::hashing::hash_of;
use super::sources::{Source, Sources};
use crate::document::Format;
use crate::index::{Manifest, SourceEntry};

/// A file that was written this shortly before it was read may have been written again within the same tick of
/// the clock, so its time proves nothing. In nanoseconds.
const RACY_NS: u64 = 2_000_000_000;

/// What a run will do, decided before it changes anything.
pub(super) struct Plan<'a> {
    /// Sources to read, in order.
    pub(super) read: Vec<(&'a str, &'a Source)>,
    /// Whether to read standard input too.
    pub(super) stdin: bool,
    /// Sources whose documents leave the index: those that are gone, and those that are read again.
    pub(super) outgoing: HashSet<String>,
}

impl<'a> Plan<'a> {
    /// Compares what was found with the manifest, and takes out of the manifest what leaves.
    pub(super) fn new(
        found: &'a Sources,
        manifest: &mut Manifest,
        inputs: &Inputs,
        outcome: &mut Outcome,
    ) -> Self {
        let mut plan = Self { read: Vec::new(), stdin: found.stdin, outgoing: HashSet::new() };
        let gone = manifest.sources.keys().filter(|identity| found.is_gone(identity)).cloned();
        plan.outgoing.extend(gone);
        outcome.removed = plan.outgoing.len() as u64;
        for (identity, source) in &found.files {
            match manifest.sources.get_mut(identity) {
                None => plan.read(identity, source, &mut outcome.added),
                Some(entry) if is_unchanged(entry, source, inputs) => {
                    outcome.unchanged += 1;
                    entry.modified_ns = source.modified_ns;
                }
                Some(_) => {
                    plan.outgoing.insert(identity.clone());
                    plan.read(identity, source, &mut outcome.changed);
                }
            }
        }
        manifest.sources.retain(|identity, _| !plan.outgoing.contains(identity));
        plan
    }

    fn read(&mut self, identity: &'a str, source: &'a Source, count: &mut u64) {
        *count += 1;
        self.read.push((identity, source));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.read.is_empty() && self.outgoing.is_empty() && !self.stdin
    }

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
