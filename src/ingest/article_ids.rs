//! One article, one id: a second article of the same name gets `~2`.

use std::collections::HashSet;

use xxhash_rust::xxh3::xxh3_64;

use super::sources::STDIN;
use crate::document::Article;
use crate::error::Result;
use crate::index::Reader;

/// Hands out the ids of a run's articles. Cost: eight bytes of memory an article.
pub(super) struct ArticleIds<'a> {
    /// Hashes of the ids given in this run.
    given: HashSet<u64>,
    /// The index as it was before the run.
    before: Option<&'a Reader>,
    /// Sources whose articles of before are replaced or removed by this run.
    outgoing: &'a HashSet<String>,
    /// The id that the last article of part 0 got.
    last: String,
}

impl<'a> ArticleIds<'a> {
    pub(super) fn new(before: Option<&'a Reader>, outgoing: &'a HashSet<String>) -> Self {
        Self { given: HashSet::new(), before, outgoing, last: String::new() }
    }

    /// Gives `article`, which comes from `source` (standard input has none yet), an id that no other has; answers
    /// with the id it wanted where that was taken.
    pub(super) fn assign(&mut self, article: &mut Article, source: Option<&str>) -> Result<Option<String>> {
        if article.part > 0 {
            article.head.id.clone_from(&self.last);
            return Ok(None);
        }
        let wanted = article.head.id.clone();
        let mut number = 1;
        while self.is_taken(&article.head.id, source)? {
            number += 1;
            article.head.id = format!("{wanted}~{number}");
        }
        self.given.insert(hash(&article.head.id));
        self.last.clone_from(&article.head.id);
        Ok((number > 1).then_some(wanted))
    }

    fn is_taken(&self, id: &str, source: Option<&str>) -> Result<bool> {
        if self.given.contains(&hash(id)) {
            return Ok(true);
        }
        let owner = self.before.map_or(Ok(None), |before| before.source_of(id))?;
        let replaced = |owner: String| match source {
            Some(_) => self.outgoing.contains(&owner),
            None => owner == format!("{STDIN}:{id}"),
        };
        Ok(owner.is_some_and(|owner| !replaced(owner)))
    }
}

/// What came through standard input has no file to be told by: each article is a source of its own, and so is each
/// other name of one, told apart from an article of the same id by the sign that no id of a title holds.
pub(super) fn stdin_identity(article: &Article) -> String {
    let redirect = if article.redirect.is_some() { "→" } else { "" };
    format!("{STDIN}:{}{redirect}", article.head.id)
}

fn hash(id: &str) -> u64 {
    xxh3_64(id.as_bytes())
}
