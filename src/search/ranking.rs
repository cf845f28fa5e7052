//! Ranked ids without the passages: what an evaluation asks for.

use super::local::Local;
use super::request::SearchRequest;
use crate::document::passage_id;
use crate::error::Result;
use crate::index::Record;

/// What counts as a document of a ranking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Level {
    /// Articles, each with the score of its best passage.
    #[default]
    Article,
    /// Passages.
    Passage,
}

impl Local {
    /// The `depth` best documents for a query, best first, with their scores; `candidates` as in
    /// [`SearchRequest`].
    ///
    /// # Errors
    /// `IndexDamaged`, `Io`.
    pub fn ranking(
        &self,
        query: &str,
        level: Level,
        depth: usize,
        candidates: usize,
    ) -> Result<Vec<(String, f32)>> {
        let mut passages = depth;
        loop {
            let request = SearchRequest {
                query: query.to_owned(),
                limit: passages,
                count: false,
                candidates,
                ..Default::default()
            };
            let found = self.found(&request)?;
            let exhausted = found.len() < passages;
            let mut ranking: Vec<(String, f32)> = Vec::with_capacity(depth);
            for (score, address) in found {
                let id = match (self.record(address)?, level) {
                    (Record::Passage(stored), Level::Article) => stored.head.id,
                    (Record::Passage(stored), Level::Passage) => {
                        passage_id(&stored.head.id, &stored.passage.key)
                    }
                    (Record::Reference(_), _) => continue,
                };
                if !ranking.iter().any(|(known, _)| *known == id) {
                    ranking.push((id, score));
                }
            }
            if exhausted || ranking.len() >= depth {
                ranking.truncate(depth);
                return Ok(ranking);
            }
            passages *= 2;
        }
    }

    /// Whether the index holds an article (or, at that level, a passage) of each of these ids. A cluster is asked for all
    /// of them at once.
    ///
    /// # Errors
    /// `IndexDamaged`, `Io`.
    pub fn holds(&self, ids: &[&str], level: Level) -> Result<Vec<bool>> {
        let holds = |id: &&str| {
            Ok(match level {
                Level::Article => self.reader.source_of(id)?.is_some(),
                Level::Passage => !super::resolve::passages(&self.reader, id)?.is_empty(),
            })
        };
        ids.iter().map(holds).collect()
    }
}
