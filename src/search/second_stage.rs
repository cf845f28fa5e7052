//! The bridge to [`rank`](super::rank): statistics for its query, words for its candidates.

use std::collections::HashMap;

use tantivy::DocAddress;

use super::candidates::{Passages, WordsMet};
use super::rank::{Collection, PREFIX_CHARS, RankQuery, Ranker, Score, SearchedWord, TypedWord, prefix};
use super::terms::{QueryTerms, QueryWord};
use crate::document::passage_id;
use crate::error::Result;
use crate::index::{Reader, Record, Statistics, grams};

/// Scores passages of an index for one query. Statistics are those of all live passages, so that a score depends
/// neither on segments nor on what was deleted.
pub(super) struct SecondStage<'a> {
    reader: &'a Reader,
    ranker: Ranker<'a>,
    /// One a segment, since numbers of words are a segment's own.
    words: Vec<WordsMet>,
}

impl<'a> SecondStage<'a> {
    /// Cost: a few microseconds for each word of the query and segment of the index.
    pub(super) fn new(reader: &'a Reader, terms: &'a QueryTerms) -> Result<Self> {
        let statistics = reader.statistics()?;
        let query = query(terms, statistics).map_err(|e| reader.damaged(&e))?;
        Ok(Self { reader, ranker: Ranker::new(&query, collection(statistics)), words: Vec::new() })
    }

    /// Passages with the scores that their own words give them, in any order. Cost: some microseconds each.
    pub(super) fn score(&mut self, found: &[(f32, DocAddress)]) -> Result<Vec<(f32, DocAddress)>> {
        let mut scored = found.to_vec();
        scored.sort_unstable_by_key(|(_, address)| *address);
        for of_segment in scored.chunk_by_mut(|(_, a), (_, b)| a.segment_ord == b.segment_ord) {
            self.score_segment(of_segment)?;
        }
        Ok(scored)
    }

    /// Orders passages of equal score by their ids, so that two indexes of the same passages answer alike: those of
    /// `ranked`, best first, that stand among the first `wanted` or score as the last of these does.
    pub(super) fn order_equals(&self, ranked: &mut [(f32, DocAddress)], wanted: usize) -> Result<()> {
        let mut start = 0;
        for equal in ranked.chunk_by_mut(|(a, _), (b, _)| a == b) {
            if start >= wanted {
                break;
            }
            start += equal.len();
            if equal.len() > 1 {
                self.order_by_id(equal)?;
            }
        }
        Ok(())
    }

    /// Gives passages of one segment their scores.
    fn score_segment(&mut self, scored: &mut [(f32, DocAddress)]) -> Result<()> {
        let Some((_, DocAddress { segment_ord, .. })) = scored.first().copied() else { return Ok(()) };
        let documents: Vec<u32> = scored.iter().map(|(_, address)| address.doc_id).collect();
        let passages = self.passages(segment_ord, &documents)?;
        for ((score, _), passage) in scored.iter_mut().zip(passages.iter()) {
            *score = self.ranker.score(&passage);
        }
        Ok(())
    }

    /// What the score of a passage is made of.
    pub(super) fn explain(&mut self, address: DocAddress) -> Result<Score> {
        let passages = self.passages(address.segment_ord, &[address.doc_id])?;
        let dictionary = self.reader.forward(address.segment_ord)?.dictionary();
        let numbers = self.words[address.segment_ord as usize].numbers();
        let spelling = |met| {
            let word = numbers.get(&met).and_then(|number| dictionary.word(*number).ok());
            word.map_or("", |word| word.spelling)
        };
        let passage = passages.iter().next().unwrap_or_default();
        Ok(self.ranker.explain(&passage, spelling))
    }

    /// Passages of one segment.
    fn passages(&mut self, segment: u32, documents: &[u32]) -> Result<Passages> {
        let forward = self.reader.forward(segment)?;
        let needed = self.words.len().max(segment as usize + 1);
        self.words.resize_with(needed, WordsMet::new);
        let words = &mut self.words[segment as usize];
        words.read(forward, documents, &mut self.ranker).map_err(|e| self.reader.damaged(&e))
    }

    fn order_by_id(&self, equal: &mut [(f32, DocAddress)]) -> Result<()> {
        let mut ids = HashMap::with_capacity(equal.len());
        for (_, address) in equal.iter() {
            if let Record::Passage(stored) = self.reader.record(*address)? {
                ids.insert(*address, passage_id(&stored.head.id, &stored.passage.key));
            }
        }
        equal.sort_by(|(_, a), (_, b)| ids.get(a).cmp(&ids.get(b)));
        Ok(())
    }
}

fn collection(statistics: &Statistics) -> Collection {
    let totals = statistics.totals();
    let mean = |sum: u64, of: u64| sum as f32 / of.max(1) as f32;
    Collection {
        passages: totals.passages,
        mean_length: mean(totals.words(), totals.passages),
        mean_title: mean(totals.title_words, totals.passages),
        sentences: totals.sentences,
        mean_sentence: mean(totals.text_words, totals.sentences),
    }
}

fn query<'q>(terms: &'q QueryTerms, statistics: &Statistics) -> std::io::Result<RankQuery<'q>> {
    let words = terms.searched.iter().map(|word| searched(word, statistics));
    let searched = words.collect::<std::io::Result<Vec<_>>>()?;
    let words = terms.words.iter().map(|word| typed(word, &searched, statistics));
    let typed = words.collect::<std::io::Result<_>>()?;
    Ok(RankQuery { searched, typed })
}

fn searched<'q>(word: &'q QueryWord, statistics: &Statistics) -> std::io::Result<SearchedWord<'q>> {
    let beginning = prefix(&word.form);
    let form_df = statistics.form_df(&word.form)?;
    Ok(SearchedWord {
        spelling: &word.spelling,
        form: &word.form,
        stem: &word.stem,
        weight: word.weight,
        form_df,
        stem_df: statistics.stem_df(&word.stem)?,
        prefix_df: if is_whole(beginning) { statistics.prefix_df(beginning)? } else { form_df },
    })
}

/// Whether a prefix has all its letters; a form that is shorter stands for itself alone.
fn is_whole(beginning: &str) -> bool {
    beginning.chars().count() == PREFIX_CHARS
}

fn typed<'q>(
    word: &'q QueryWord,
    searched: &[SearchedWord<'_>],
    statistics: &Statistics,
) -> std::io::Result<TypedWord<'q>> {
    let gram_dfs: std::io::Result<_> = grams(&word.form).map(|gram| statistics.gram_df(gram)).collect();
    // Most words are searched as they were typed.
    let asked = searched.iter().find(|other| other.form == word.form).map(|other| other.form_df);
    let form_df = asked.map_or_else(|| statistics.form_df(&word.form), Ok)?;
    Ok(TypedWord { form: &word.form, weight: word.weight, known: form_df > 0, gram_dfs: gram_dfs? })
}
