//! Small collections whose scores can be worked out by hand, and what holds for any.

use proptest::prelude::*;

use super::{CandidateWords, Collection, Feature, RankQuery, Ranker, Score, SearchedWord, TypedWord};
use crate::index::{WordForms, grams};

const COLLECTION: Collection =
    Collection { passages: 9, mean_length: 4.0, mean_title: 1.0, sentences: 18, mean_sentence: 2.0 };

/// Spelling, form and stem by id.
const WORDS: [(&str, &str, &str); 8] = [
    ("côte", "cote", "cot"),
    ("cote", "cote", "cot"),
    ("côtes", "cotes", "cot"),
    ("azur", "azur", "azur"),
    ("mer", "mer", "mer"),
    ("de", "de", "de"),
    ("1945", "1945", "1945"),
    ("île", "ile", "il"),
];

fn lookup(word: u32) -> WordForms<'static> {
    let (spelling, form, stem) = WORDS[word as usize % WORDS.len()];
    WordForms { spelling, form, stem }
}

/// A query of words that two passages have, as their 4-grams have that three have.
fn query(words: &[u32]) -> RankQuery<'static> {
    let searched = words.iter().map(|word| {
        let word = lookup(*word);
        SearchedWord {
            spelling: word.spelling,
            form: word.form,
            stem: word.stem,
            weight: 1.0,
            form_df: 2,
            stem_df: 2,
            prefix_df: 2,
        }
    });
    let typed = words.iter().map(|word| {
        let form = lookup(*word).form;
        let gram_dfs = grams(form).map(|_| 3).collect();
        TypedWord { form, weight: 1.0, known: true, gram_dfs }
    });
    RankQuery { searched: searched.collect(), typed: typed.collect() }
}

fn text(words: &[u32]) -> CandidateWords<'_> {
    CandidateWords { text: words, ..CandidateWords::default() }
}

fn explained(query: &RankQuery<'_>, passage: &CandidateWords<'_>) -> Score {
    let mut ranker = Ranker::new(query, COLLECTION);
    let mut words = Vec::new();
    let numbers = met(&mut ranker, passage, &mut words);
    ranker.explain(&candidate(&numbers), |word| {
        words.iter().find(|(number, _)| *number == word).map_or("", |(_, word)| lookup(*word).spelling)
    })
}

fn scored(ranker: &mut Ranker, passage: &CandidateWords<'_>) -> f32 {
    let numbers = met(ranker, passage, &mut Vec::new());
    ranker.score(&candidate(&numbers))
}

/// The passage by the ranker's numbers; `words` are those numbers with ours.
fn met(ranker: &mut Ranker, passage: &CandidateWords<'_>, words: &mut Vec<(u32, u32)>) -> Passage {
    let mut meet = |word: &u32| {
        let number = ranker.meet(&lookup(*word));
        words.push((number, *word));
        number
    };
    let mut part = |words: &[u32]| words.iter().map(&mut meet).collect();
    [part(passage.title), part(passage.headings), part(passage.text), passage.sentence_ends.to_vec()]
}

fn value(score: &Score, feature: Feature) -> f32 {
    score.parts.iter().filter(|part| part.feature == feature).map(|part| part.value).sum()
}

/// Of mean length, so that one occurrence counts 1 (2.2 ÷ (1 + 1.2)); idf is ln(1 + 7.5 ÷ 2.5) = ln 4. The sentence
/// is twice as long as the mean: norm 1.2 (½ + ½ · 2) = 1.8; its idf is ln(1 + (18 − 2.6 + ½) ÷ 3.1).
#[test]
fn every_part_worked_out_by_hand() {
    let score = explained(&query(&[4]), &text(&[4, 5, 5, 5]));
    let idf = 4f32.ln();
    for (feature, expected) in [
        (Feature::Coverage, 0.7 * idf),
        (Feature::Title, 0.0),
        (Feature::Form, 0.4 * idf),
        (Feature::Sentence, 0.2 * (1.0f32 + 15.9 / 3.1).ln() * 2.2 / 2.8),
        (Feature::Prefix, idf),
        // _mer and mer_, each with the weight 1 ÷ √2 and the idf ln(1 + 6.5 ÷ 3.5).
        (Feature::Gram, 0.4 * 2.0 / 2f32.sqrt() * (1.0f32 + 6.5 / 3.5).ln()),
        (Feature::Pair, 0.0),
        (Feature::Spelling, 0.02 * idf),
    ] {
        assert!((value(&score, feature) - expected).abs() < 1e-5, "{feature:?} {score:?}");
    }
}

#[test]
fn titles_and_pairs_count() {
    let query = query(&[0, 3]);
    let titled = CandidateWords { title: &[0], text: &[4, 4, 4], ..CandidateWords::default() };
    assert!((value(&explained(&query, &titled), Feature::Title) - 4f32.ln()).abs() < 1e-5);
    // df 2 · 2 ÷ 9 + 1.
    let idf = (1.0 + (9.0 - 13.0 / 9.0 + 0.5) / (13.0 / 9.0 + 0.5f32)).ln();
    let beside = explained(&query, &text(&[4, 0, 3, 4]));
    assert!((value(&beside, Feature::Pair) - 0.6 * idf).abs() < 1e-5);
    assert_eq!(value(&explained(&query, &text(&[0, 4, 3, 4])), Feature::Pair), 0.0);
    let across = CandidateWords { headings: &[0], text: &[3, 4, 4], ..CandidateWords::default() };
    assert_eq!(value(&explained(&query, &across), Feature::Pair), 0.0);
}

#[test]
fn the_best_sentence_counts() {
    let passage =
        CandidateWords { text: &[0, 4, 4, 0, 3], sentence_ends: &[1, 3, 5], ..CandidateWords::default() };
    let score = explained(&query(&[0, 3]), &passage);
    let sentence: Vec<_> = score.parts.iter().filter(|part| part.feature == Feature::Sentence).collect();
    assert_eq!(sentence.len(), 2, "{sentence:?}");
    assert!(sentence.iter().all(|part| part.frequency == 1.0));
}

#[test]
fn the_spelling_typed_wins() {
    let of = |typed, found| explained(&query(&[typed]), &text(&[found, 5, 5, 5])).total;
    assert!(of(0, 0) > of(0, 1));
    assert!(of(1, 1) > of(1, 0));
    assert!(of(0, 1) > of(0, 2));
}

#[test]
fn an_explanation_names_the_words_that_matched() {
    let passage = CandidateWords { title: &[1], text: &[2, 0, 2], ..CandidateWords::default() };
    let score = explained(&query(&[0]), &passage);
    let words = |feature| &score.parts.iter().find(|part| part.feature == feature).unwrap().words;
    assert_eq!(words(Feature::Coverage), &["cote", "côtes", "côte"]);
    assert_eq!(words(Feature::Title), &["cote"]);
    assert_eq!(words(Feature::Form), &["cote", "côte"]);
    assert_eq!(words(Feature::Spelling), &["côte"]);
}

#[test]
fn nothing_scores_nothing() {
    assert_eq!(explained(&RankQuery::default(), &text(&[1, 2])), Score::default());
    assert_eq!(explained(&query(&[0]), &CandidateWords::default()), Score::default());
    let empty =
        Collection { passages: 0, mean_length: 0.0, mean_title: 0.0, sentences: 0, mean_sentence: 0.0 };
    assert!(scored(&mut Ranker::new(&query(&[0]), empty), &text(&[0])).is_finite());
}

/// Title, headings, text and sentence ends, the last arbitrary.
type Passage = [Vec<u32>; 4];

fn candidate(passage: &Passage) -> CandidateWords<'_> {
    let [title, headings, text, sentence_ends] = passage;
    CandidateWords { title, headings, text, sentence_ends }
}

fn any_passage() -> impl Strategy<Value = Passage> {
    let words = |most| prop::collection::vec(0..8u32, 0..most);
    let ends = prop::collection::vec(0..20u32, 0..4).prop_map(|mut ends| {
        ends.sort_unstable();
        ends
    });
    (words(3), words(3), words(16), ends)
        .prop_map(|(title, headings, text, ends)| [title, headings, text, ends])
}

proptest! {
    #[test]
    fn parts_add_up_to_the_score(words in prop::collection::vec(0..8u32, 0..6), passage in any_passage()) {
        let score = explained(&query(&words), &candidate(&passage));
        let quick = scored(&mut Ranker::new(&query(&words), COLLECTION), &candidate(&passage));
        prop_assert!(score.total.is_finite() && score.total >= 0.0);
        prop_assert_eq!(score.total, quick);
        prop_assert_eq!(score.total, score.parts.iter().map(|part| part.value).sum::<f32>());
        prop_assert!(score.parts.iter().all(|part| part.value > 0.0 && part.frequency > 0.0));
    }

    #[test]
    fn the_order_of_candidates_does_not_matter(
        words in prop::collection::vec(0..8u32, 0..6), passages in prop::collection::vec(any_passage(), 0..6)
    ) {
        let query = query(&words);
        let mut ranker = Ranker::new(&query, COLLECTION);
        let mut scores: Vec<f32> = passages.iter().rev().map(|p| scored(&mut ranker, &candidate(p))).collect();
        scores.reverse();
        let alone = |passage| scored(&mut Ranker::new(&query, COLLECTION), &candidate(passage));
        prop_assert_eq!(scores, passages.iter().map(alone).collect::<Vec<_>>());
    }

    #[test]
    fn sentence_ends_are_never_trusted(ends in prop::collection::vec(any::<u32>(), 0..5)) {
        let passage = CandidateWords { text: &[0, 1, 2], sentence_ends: &ends, ..CandidateWords::default() };
        prop_assert!(scored(&mut Ranker::new(&query(&[0, 1]), COLLECTION), &passage).is_finite());
    }

    #[test]
    fn a_glance_misses_nothing(
        words in prop::collection::vec(any_word(), 0..5), found in prop::collection::vec(any_word(), 1..20)
    ) {
        let mut ranker = Ranker::new(&query_of(&words), COLLECTION);
        for (form, stem) in &found {
            let word = WordForms { spelling: form, form, stem };
            let regular = form.starts_with(stem.as_str()).then_some(stem.as_bytes());
            let seen = ranker.may_match(form.as_bytes(), regular);
            prop_assert!(seen || ranker.meet(&word) == super::NO_MATCH, "{form} {stem}");
        }
    }
}

/// A form with its stem, now and then an irregular one.
fn any_word() -> impl Strategy<Value = (String, String)> {
    ("[abé]{1,6}", 0..7usize, prop::option::weighted(0.2, "[abé]{1,3}")).prop_map(|(form, cut, stem)| {
        let regular = form.chars().take(cut.max(1)).collect();
        (form, stem.unwrap_or(regular))
    })
}

fn query_of(words: &[(String, String)]) -> RankQuery<'_> {
    let searched = words.iter().map(|(form, stem)| SearchedWord {
        spelling: form,
        form,
        stem,
        weight: 1.0,
        form_df: 2,
        stem_df: 2,
        prefix_df: 2,
    });
    let typed = words.iter().take(2).map(|(form, _)| TypedWord {
        form,
        weight: 1.0,
        known: true,
        gram_dfs: grams(form).map(|_| 3).collect(),
    });
    RankQuery { searched: searched.collect(), typed: typed.collect() }
}
