//! The bridge to [`rank`](super::rank): statistics for its query, words for its candidates.

use std::collections::HashMap;

use tantivy::DocAddress;

use super::rank::{
    CandidateWords, Collection, PREFIX_CHARS, RankQuery, Ranker, Score, SearchedWord, TypedWord, prefix,
};
use super::terms::{QueryTerms, QueryWord};
use crate::document::passage_id;
use crate::error::Result;
use crate::index::{Forward, PassageWords, Reader, Record, Statistics, WordForms, grams};

/// Scores passages of an index for one query. Statistics are those of all live passages, so that a score depends
/// neither on segments nor on what was deleted.
pub(super) struct SecondStage<'a> {
    reader: &'a Reader,
    query: RankQuery,
    collection: Collection,
    /// One a segment, since numbers of words are a segment's own.
    rankers: HashMap<u32, Ranker>,
    words: PassageWords,
}

impl<'a> SecondStage<'a> {
    /// Cost: a few microseconds for each word of the query and segment of the index.
    pub(super) fn new(reader: &'a Reader, terms: &QueryTerms) -> Result<Self> {
        let statistics = reader.statistics()?;
        Ok(Self {
            reader,
            query: query(terms, statistics).map_err(|e| reader.damaged(&e))?,
            collection: collection(statistics),
            rankers: HashMap::new(),
            words: PassageWords::default(),
        })
    }

    /// `candidates` in the order of their own words, best first; passages of equal score by their ids, so that two
    /// indexes of the same passages answer alike. Cost: some microseconds each.
    pub(super) fn rank(&mut self, candidates: Vec<(f32, DocAddress)>) -> Result<Vec<(f32, DocAddress)>> {
        let mut ranked = Vec::with_capacity(candidates.len());
        for (_, address) in candidates {
            ranked.push((self.score(address)?, address));
        }
        ranked.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        for equal in ranked.chunk_by_mut(|(a, _), (b, _)| a == b).filter(|equal| equal.len() > 1) {
            self.sort_by_id(equal)?;
        }
        Ok(ranked)
    }

    fn score(&mut self, address: DocAddress) -> Result<f32> {
        let (ranker, forward, words) = self.passage(address)?;
        Ok(ranker.score(&candidate(words), |word| look_up(forward, word)))
    }

    /// What the score of a passage is made of.
    pub(super) fn explain(&mut self, address: DocAddress) -> Result<Score> {
        let (ranker, forward, words) = self.passage(address)?;
        Ok(ranker.explain(&candidate(words), |word| look_up(forward, word)))
    }

    fn passage(&mut self, address: DocAddress) -> Result<(&mut Ranker, &Forward, &PassageWords)> {
        let forward = self.reader.forward(address.segment_ord)?;
        forward.words(address.doc_id, &mut self.words).map_err(|e| self.reader.damaged(&e))?;
        let new = || Ranker::new(&self.query, self.collection);
        let ranker = self.rankers.entry(address.segment_ord).or_insert_with(new);
        Ok((ranker, forward, &self.words))
    }

    fn sort_by_id(&self, equal: &mut [(f32, DocAddress)]) -> Result<()> {
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

fn candidate(words: &PassageWords) -> CandidateWords<'_> {
    CandidateWords {
        title: &words.title,
        headings: &words.headings,
        text: &words.text,
        sentence_ends: &words.sentence_ends,
    }
}

/// A number that the dictionary does not hold is damage that `check` reports; here it is a word like no other.
fn look_up(forward: &Forward, word: u32) -> WordForms<'_> {
    forward.dictionary().word(word).unwrap_or(WordForms { spelling: "", form: "", stem: "" })
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

fn query(terms: &QueryTerms, statistics: &Statistics) -> std::io::Result<RankQuery> {
    let searched: std::io::Result<_> = terms.searched.iter().map(|word| searched(word, statistics)).collect();
    let typed: std::io::Result<_> = terms.words.iter().map(|word| typed(word, statistics)).collect();
    Ok(RankQuery { searched: searched?, typed: typed? })
}

fn searched(word: &QueryWord, statistics: &Statistics) -> std::io::Result<SearchedWord> {
    let beginning = prefix(&word.form);
    let form_df = statistics.form_df(&word.form)?;
    Ok(SearchedWord {
        spelling: word.spelling.clone(),
        form: word.form.clone(),
        stem: word.stem.clone(),
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

fn typed(word: &QueryWord, statistics: &Statistics) -> std::io::Result<TypedWord> {
    let gram_dfs: std::io::Result<_> = grams(&word.form).map(|gram| statistics.gram_df(gram)).collect();
    Ok(TypedWord {
        form: word.form.clone(),
        weight: word.weight,
        known: statistics.form_df(&word.form)? > 0,
        gram_dfs: gram_dfs?,
    })
}
