//! The statistics of a collection in parts: each push adds what it added and what it took away, and joins parts before they
//! are so many that questions would notice. What is large is joined seldom: only when the rest has grown to a part of its size.

use super::push::Push;
use super::state::{Packed, State};
use crate::error::{ClusterFault, Result};
use crate::index::{Counted, Tally};

/// The most parts that a push leaves. A question looks up its words in each of them.
const MOST: usize = 8;
/// A part that is so many times as large as all others together stays as it is.
const LARGE: usize = 3;

/// Parts that were added, and parts that were taken away.
pub(super) struct Parts {
    pub(super) added: Vec<Packed>,
    pub(super) removed: Vec<Packed>,
}

impl Parts {
    fn of(state: Option<&State>) -> Self {
        let of = |parts: fn(&State) -> &Vec<Packed>| state.map(parts).cloned().unwrap_or_default();
        Self { added: of(|state| &state.added), removed: of(|state| &state.removed) }
    }

    fn len(&self) -> usize {
        self.added.len() + self.removed.len()
    }

    /// Takes out the part that is too large to be joined, where there is one.
    fn take_large(&mut self) -> Option<Packed> {
        let sum: usize = self.added.iter().chain(&self.removed).map(|part| part.chunks).sum();
        let (place, largest) = self.added.iter().enumerate().max_by_key(|(_, part)| part.chunks)?;
        (largest.chunks > LARGE * (sum - largest.chunks)).then(|| self.added.remove(place))
    }
}

impl Push {
    /// The parts of `kept` and what this push adds and takes away, sent and perhaps joined.
    pub(super) fn parts(&self, kept: Option<&State>, added: Tally, removed: Tally) -> Result<Parts> {
        let mut parts = Parts::of(kept);
        let (added, removed) = (self.bytes_of(added)?, self.bytes_of(removed)?);
        if parts.len() + added.iter().len() + removed.iter().len() <= MOST {
            parts.added.extend(self.sent(added)?);
            parts.removed.extend(self.sent(removed)?);
            return Ok(parts);
        }
        let large = parts.take_large();
        let (added, removed) = (self.opened(&parts.added, added)?, self.opened(&parts.removed, removed)?);
        Ok(match large {
            // What was taken away of it can be joined with nothing that was added since.
            Some(large) => {
                let joined = self.sent(self.joined(&added, &[])?)?;
                Parts {
                    added: std::iter::once(large).chain(joined).collect(),
                    removed: self.sent(self.joined(&removed, &[])?)?.into_iter().collect(),
                }
            }
            None => {
                let joined = self.sent(self.joined(&added, &removed)?)?;
                Parts { added: joined.into_iter().collect(), removed: Vec::new() }
            }
        })
    }

    fn bytes_of(&self, tally: Tally) -> Result<Option<Vec<u8>>> {
        (tally.passages() > 0).then(|| tally.finish().map_err(|e| self.broken(&e))).transpose()
    }

    fn sent(&self, bytes: Option<Vec<u8>>) -> Result<Option<Packed>> {
        bytes.map(|bytes| Packed::send(&bytes, self.born, &self.at, &self.cluster)).transpose()
    }

    /// What was sent before, and what is not sent yet.
    fn opened(&self, parts: &[Packed], new: Option<Vec<u8>>) -> Result<Vec<Counted>> {
        let known = parts.iter().map(|part| part.counted(&self.at, &self.cluster));
        let new = new.map(|bytes| Counted::open(&bytes).map_err(|e| self.broken(&e)));
        known.chain(new).collect()
    }

    fn joined(&self, added: &[Counted], removed: &[Counted]) -> Result<Option<Vec<u8>>> {
        (!added.is_empty()).then(|| Counted::join(added, removed).map_err(|e| self.broken(&e))).transpose()
    }

    fn broken(&self, error: &std::io::Error) -> crate::Error {
        self.cluster.error("push", ClusterFault::NotUnderstood(error.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::{Packed, Parts};

    #[test]
    fn only_what_is_much_larger_than_the_rest_stays() {
        let part = |(hash, chunks)| Packed { hash, chunks };
        let parts = |sizes: &[usize]| Parts {
            added: (0..).zip(sizes.iter().copied()).map(part).collect(),
            removed: vec![part((99, 1))],
        };
        for (sizes, large) in [
            (vec![1, 1, 1], None),
            (vec![30, 4, 4], Some(0)),
            (vec![4, 30, 4], Some(1)),
            (vec![30, 6, 4], None),
            (vec![], None),
        ] {
            let mut parts = parts(&sizes);
            assert_eq!(parts.take_large().map(|part| part.hash), large, "{sizes:?}");
            assert_eq!(parts.added.len() + usize::from(large.is_some()), sizes.len());
        }
    }
}
