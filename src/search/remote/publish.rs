//! The end of a push: statistics, the state that names them, and what that makes superfluous.

use std::collections::BTreeMap;
use std::thread;
use std::time::Instant;

use serde_json::Value;

use super::push::{Delivery, PATIENCE, PAUSE, Push};
use super::state::{Packed, Sources, State};
use crate::analysis;
use crate::error::{ClusterFault, Result};
use crate::index::{SCHEMA, Tally};

impl Push {
    /// Says that what was sent counts from now on, and what it replaces no longer does.
    pub(super) fn publish(
        &self,
        pushed: &Sources,
        (tally, reference_words): (Tally, u64),
        (removed, removed_words): (Tally, u64),
        dead: Vec<u64>,
        delivery: &mut Delivery,
    ) -> Result<()> {
        let kept = self.before.as_ref().filter(|before| before.at == self.at);
        let parts = self.parts(kept, tally, removed)?;
        let mut state = State {
            generation: self.born,
            schema: SCHEMA,
            analyzer: analysis::NAME.to_owned(),
            at: self.at.clone(),
            counts: pushed.manifest.counts(),
            documents: pushed.lots.values().map(|(_, documents)| documents).sum(),
            reference_words: (kept.map_or(0, |kept| kept.reference_words) + reference_words)
                .saturating_sub(removed_words),
            dead,
            added: parts.added,
            removed: parts.removed,
            sources: Packed::default(),
        };
        let sources = serde_json::to_vec(pushed).unwrap_or_default();
        state.sources = Packed::send(&sources, self.born, &self.at, &self.cluster)?;
        self.wait_for(&state)?;
        delivery.dead = self.count(&state.dead)?.into_iter().sum();
        let now = self.cluster.search(&[State::last(&self.name)])?.pop().unwrap_or_default();
        if now.pointer("/hits/hits/0/sort/0").and_then(Value::as_u64).unwrap_or(0) + 1 != self.born {
            return Err(self.cluster.error("push", ClusterFault::Overtaken));
        }
        state.publish(&self.name, &self.cluster)?;
        self.clear(&state)
    }

    /// Waits until what the state names can be fetched.
    fn wait_for(&self, state: &State) -> Result<()> {
        let parts = state.added.iter().chain(&state.removed).chain([&state.sources]);
        let expected: BTreeMap<u64, u64> = parts.map(|packed| (packed.hash, packed.chunks as u64)).collect();
        let lots: Vec<u64> = expected.keys().copied().collect();
        let since = Instant::now();
        loop {
            let counts = self.count(&lots)?;
            if counts.iter().zip(expected.values()).all(|(there, sent)| there >= sent) {
                return Ok(());
            }
            if since.elapsed() > 2 * PATIENCE {
                let (sent, there) = (expected.values().sum(), counts.iter().sum());
                return Err(self.cluster.error("push", ClusterFault::Counts { sent, there }));
            }
            thread::sleep(PAUSE);
        }
    }

    /// Asks for what no longer counts to be deleted: old documents, and what earlier pushes published.
    fn clear(&self, state: &State) -> Result<()> {
        let Some(before) = &self.before else { return self.cluster.delete_lots(&self.at, &state.dead) };
        if before.at == self.at {
            let mut lots = state.dead.clone();
            lots.push(before.sources.hash);
            let parts = before.added.iter().chain(&before.removed);
            let joined = parts.filter(|part| !state.added.contains(part) && !state.removed.contains(part));
            lots.extend(joined.map(|part| part.hash));
            self.cluster.delete_lots(&self.at, &lots)?;
            return self.cluster.delete_lots(&self.name, &[before.lot()]);
        }
        if before.at != self.name {
            return self.cluster.drop_index(&before.at);
        }
        // The index of that name stays, since it says where the documents are.
        let bytes = before.sources.fetch(&before.at, &self.cluster)?;
        let sources: Sources = serde_json::from_slice(&bytes).unwrap_or_default();
        let mut lots: Vec<u64> =
            sources.lots.values().map(|(lot, _)| *lot).chain(before.dead.iter().copied()).collect();
        lots.extend(
            before.added.iter().chain(&before.removed).chain([&before.sources]).map(|packed| packed.hash),
        );
        lots.push(before.lot());
        self.cluster.delete_lots(&self.name, &lots)
    }
}
