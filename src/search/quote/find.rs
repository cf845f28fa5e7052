//! Quotes that hold some words.

use std::cmp::Reverse;

use super::align::{Alignment, align};
use super::words::{HOLE, Numbers, Word};
use crate::analysis::normalize;
use crate::document::Span;
use crate::error::{Error, Result};
use crate::search::hit::{Hit, HitQuote, References};
use crate::search::local::Local;

impl Local {
    /// The passages with a quote that holds the words of `text` side by side, whatever their case, accents and
    /// punctuation; where none does, those with a quote that has half of them in order. The best `limit`, the
    /// nearest first, their words highlighted.
    ///
    /// # Errors
    /// As [`verify`](Self::verify).
    pub fn quotes(&self, text: &str, article: Option<&str>, limit: usize) -> Result<Vec<Hit>> {
        let asked = normalize(text.trim());
        let mut numbers = Numbers::default();
        let words: Vec<u32> = numbers.words(&asked).iter().map(|word| word.number).collect();
        if words.iter().all(|word| *word == HOLE) {
            return Err(Error::NoWords { text: text.to_owned() });
        }
        let mut found: Vec<(usize, Hit)> = Vec::new();
        let mut references = References::new(&self.reader);
        let candidates = self.quote_candidates(&asked, self.reader.fields().quoted)?;
        for address in self.within(candidates, article)? {
            let hit = Hit::new(self.record(address)?, &mut references)?;
            found.extend(best_quote(&words, hit, &mut numbers));
        }
        found.sort_by_key(|(changes, _)| *changes);
        let fewest = found.first().map_or(0, |(changes, _)| *changes);
        found.retain(|(changes, _)| fewest > 0 || *changes == 0);
        Ok((1..).zip(found).take(limit).map(|(rank, (_, hit))| Hit { rank, ..hit }).collect())
    }
}

/// The hit with its nearest quote highlighted, and how many changes it takes; none where less than half of the words
/// are there.
fn best_quote(asked: &[u32], hit: Hit, numbers: &mut Numbers) -> Option<(usize, Hit)> {
    let all = numbers.words(&hit.text);
    let wanted = asked.iter().filter(|word| **word != HOLE).count();
    let fitted = hit.quotes.iter().filter_map(|quote| {
        let words = words_of(&all, quote);
        let passage: Vec<u32> = words.iter().map(|word| word.number).collect();
        let alignment = align(asked, &passage);
        let recognised = alignment.same > 0 && alignment.same * 2 >= wanted;
        recognised.then(|| highlight(&alignment, words).map(|span| (alignment.changes, span)))?
    });
    let (changes, span) = fitted.min_by_key(|(changes, span)| (*changes, Reverse(span.len())))?;
    Some((changes, Hit { highlights: vec![span], ..hit }))
}

/// Those of the passage's words that stand in the quote.
fn words_of<'w>(words: &'w [Word], quote: &HitQuote) -> &'w [Word] {
    let first = words.partition_point(|word| word.span.start < quote.span.start);
    let end = words.partition_point(|word| word.span.end <= quote.span.end);
    words.get(first..end).unwrap_or_default()
}

fn highlight(alignment: &Alignment, words: &[Word]) -> Option<Span> {
    let (first, last) = alignment.ends()?;
    Some(words.get(first)?.span.start..words.get(last)?.span.end)
}
