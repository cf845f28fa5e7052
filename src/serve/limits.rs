//! How much of anything one request, one client and all of them together may take; docs/serve.md lists these for users.

use std::time::Duration;

use super::problem::Problem;
use crate::search::{Order, SearchRequest};

/// Letters and signs of a query, or of a text to find. A question has a dozen words; a paragraph to verify fits.
pub(super) const QUERY_CHARS: usize = 2_000;
/// Hits of one answer: 100 of them are some 300 KB of JSON.
pub(super) const PAGE: usize = 100;
/// How many of the best may be passed over: they are all ranked again.
pub(super) const OFFSET: usize = 10_000;
/// Neighbours of a passage on each side.
pub(super) const AROUND: usize = 50;
/// Ways to go on from a few letters, of each kind.
pub(super) const SUGGESTIONS: usize = 50;
/// Bytes of a request's body; all that is asked fits many times.
pub(super) const BODY_BYTES: usize = 64 * 1024;
/// Bytes of a request's line and headers: a query of [`QUERY_CHARS`] in percent signs, three bytes to a letter.
pub(super) const HEAD_BYTES: usize = 32 * 1024;
/// Header fields of a request; browsers send some twenty.
pub(super) const HEADERS: usize = 64;
/// From the first byte of a request, or the end of the last one on its connection, to the end of its head.
pub(super) const HEAD_TIME: Duration = Duration::from_secs(15);
/// How long a peer may take no byte of an answer.
pub(super) const WRITE_TIME: Duration = Duration::from_secs(15);
/// From a request's head to its answer's. A search takes milliseconds; the worst that is known, half a second.
pub(super) const ANSWER_TIME: Duration = Duration::from_secs(10);
/// Requests in work, those that wait for a thread included.
pub(super) const IN_WORK: usize = 256;
/// What a client is told to wait when there are more.
pub(super) const RETRY_AFTER_SECONDS: u32 = 1;
/// Open connections. Below the 1,024 descriptors that a process is given by default.
pub(super) const CONNECTIONS: usize = 900;
/// How long requests in work may take to end once the server is asked to.
pub(super) const SHUTDOWN_TIME: Duration = Duration::from_secs(15);
/// How often the index is looked at for a newer commit.
pub(super) const RENEWAL: Duration = Duration::from_millis(500);

/// How long a question may take; see [`Current::ask`](super::current::Current::ask).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cost {
    /// Milliseconds.
    Usual,
    /// Seconds in a large index: all that matches is read.
    Long,
}

impl Cost {
    /// Of a search.
    pub(super) fn of(request: &SearchRequest) -> Self {
        let ranked = request.order == Order::Score && !matches!(request.query.trim(), "" | "*");
        let reads_all = !ranked || !request.facets.is_empty() || request.per_article.is_some();
        if reads_all { Self::Long } else { Self::Usual }
    }
}

/// Refuses a search that would take more than its share.
pub(super) fn check(request: &SearchRequest) -> Result<(), Problem> {
    query("q", &request.query)?;
    at_most("limit", request.limit, PAGE)?;
    at_most("offset", request.offset, OFFSET)?;
    if request.per_article == Some(0) {
        return Err(Problem::bad_parameter("per_article", "`per_article` is 0; the least is 1"));
    }
    for (name, value) in [("in", &request.article), ("section", &request.section), ("cites", &request.cites)]
    {
        query(name, value.as_deref().unwrap_or_default())?;
    }
    Ok(())
}

/// The offset of what follows `shown` of `total` from `offset` on: none at the end, nor where `farthest` forbids to ask for it.
pub(super) fn next_offset(offset: usize, shown: usize, total: usize, farthest: usize) -> Option<usize> {
    let next = offset.saturating_add(shown);
    (shown > 0 && next < total && next <= farthest).then_some(next)
}

/// Refuses a text that is too long.
pub(super) fn query(parameter: &'static str, text: &str) -> Result<(), Problem> {
    let chars = text.chars().count();
    if chars > QUERY_CHARS {
        let detail = format!("`{parameter}` has {chars} characters; the most is {QUERY_CHARS}");
        let problem = Problem::bad_parameter(parameter, detail);
        return Err(
            problem.in_french(format!("« {parameter} » a {chars} caractères ; le plus est {QUERY_CHARS}"))
        );
    }
    Ok(())
}

/// Refuses a number that is too large.
pub(super) fn at_most(parameter: &'static str, value: usize, most: usize) -> Result<(), Problem> {
    if value > most {
        let problem =
            Problem::bad_parameter(parameter, format!("`{parameter}` is {value}; the most is {most}"));
        return Err(problem.in_french(format!("« {parameter} » vaut {value} ; le plus est {most}")));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::next_offset;

    /// Each offset that is handed out can be asked for, to the end of what there is or of what may be asked.
    #[test]
    fn offsets_that_are_handed_out_are_taken() {
        let (total, farthest, page) = (12_345, 10_000, 7);
        let mut offset = 0;
        while let Some(next) = next_offset(offset, page, total, farthest) {
            assert!(next == offset + page && next <= farthest);
            offset = next;
        }
        assert_eq!(offset, farthest / page * page);
        assert_eq!(next_offset(990, 10, 1000, farthest), None, "the end");
        assert_eq!(next_offset(5000, 0, 1000, farthest), None, "beyond the end");
    }
}
