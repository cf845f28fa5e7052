//! Layouts, look-ups and damage, against the plainest possible reckoning.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use tantivy::directory::OwnedBytes;

use super::super::checked::Checked;
use super::dictionary::Dictionary;
use super::dictionary_file::DictionaryBuilder;
use super::merge::merge_words;
use super::passages::{Forward, ForwardBuilder, PassageWords};
use super::segment::SegmentWords;
use super::source::{IsLive, Source};
use super::{Gram, WordForms, grams};

/// A passage in plain words: title, headings, sentences.
type Plain = (Vec<String>, Vec<Vec<String>>, Vec<Vec<String>>);

fn word() -> impl Strategy<Value = String> {
    prop_oneof![6 => "[a-e]{1,3}", 2 => "[a-zéœλ東]{1,9}", 1 => "[a-zé]{100,254}"].prop_map(|mut word| {
        while word.len() > 254 {
            word.pop();
        }
        word
    })
}

fn plain() -> impl Strategy<Value = Plain> {
    let words = || prop::collection::vec(word(), 0..6);
    (words(), prop::collection::vec(words(), 0..3), prop::collection::vec(words(), 0..4))
}

/// The form of a made-up spelling: without é; and its stem: without a final s.
fn forms(spelling: &str) -> (String, String) {
    let form = spelling.replace('é', "e");
    let stem = form.strip_suffix('e').filter(|stem| !stem.is_empty()).unwrap_or(&form).to_owned();
    (form, stem)
}

/// A segment of `passages`; `None` is a document that is none.
fn segment(passages: &[Option<Plain>]) -> (Vec<u8>, Vec<u8>) {
    let mut words = SegmentWords::new();
    let mut key = String::new();
    let numbered: Vec<_> =
        passages.iter().map(|p| p.as_ref().map(|p| number(p, &mut words, &mut key))).collect();
    for passage in numbered.iter().flatten() {
        words.count(passage.iter().copied().filter(|word| *word > 0));
    }
    let mut dictionary = Vec::new();
    let numbers = words.finish(&mut dictionary).unwrap();
    let mut forward = ForwardBuilder::new(Vec::new(), numbers.count);
    for passage in numbered {
        let words = passage.map(|passage| {
            let mut words = PassageWords::default();
            words.read(passage.iter().map(|word| numbers.finals[*word as usize]));
            words
        });
        forward.push(words.as_ref()).unwrap();
    }
    (dictionary, forward.finish().unwrap())
}

/// What a merge makes of segments, without the documents that are not live.
fn merged(segments: &[Vec<Option<Plain>>], live: &[Vec<bool>]) -> (Vec<u8>, Vec<u8>) {
    let source = |(passages, live): (&Vec<Option<Plain>>, _)| {
        let is_live = |live: &'_ Vec<bool>| -> IsLive<'static> {
            let live = live.clone();
            Box::new(move |document| live[document as usize])
        };
        let deleted = |live: &&Vec<bool>| live[..passages.len()].contains(&false);
        Source::count(opened(&segment(passages)).unwrap(), Some(live).filter(deleted).map(is_live)).unwrap()
    };
    let mut sources: Vec<_> = segments.iter().zip(live).map(source).collect();
    let mut dictionary = Vec::new();
    let numbers = merge_words(&mut sources, &mut dictionary).unwrap();
    let mut forward = ForwardBuilder::new(Vec::new(), numbers);
    sources.iter().try_for_each(|source| source.each(|passage| forward.push(passage))).unwrap();
    (dictionary, forward.finish().unwrap())
}

/// A passage as a [`Composer`](super::Composer) would pass it.
fn number((title, headings, sentences): &Plain, words: &mut SegmentWords, key: &mut String) -> Vec<u32> {
    let mut part = |part: &[String]| -> Vec<u32> {
        let number = |spelling: &String| {
            let (form, stem) = forms(spelling);
            WordForms { spelling, form: &form, stem: &stem }.write_key(key);
            words.intern(key)
        };
        part.iter().map(number).collect()
    };
    let mut numbers = part(title);
    numbers.push(0);
    for heading in headings.iter().filter(|heading| !heading.is_empty()) {
        numbers.extend(part(heading));
        numbers.push(0);
    }
    numbers.push(0);
    for (at, sentence) in sentences.iter().enumerate() {
        if at > 0 {
            numbers.push(0);
        }
        numbers.extend(part(sentence));
    }
    numbers
}

fn opened((dictionary, forward): &(Vec<u8>, Vec<u8>)) -> std::io::Result<Forward> {
    let dictionary = Dictionary::open(Checked::sound(OwnedBytes::new(dictionary.clone())))?;
    Forward::open(Checked::sound(OwnedBytes::new(forward.clone())), dictionary)
}

fn spell(forward: &Forward, words: &[u32]) -> Vec<String> {
    words.iter().map(|id| forward.dictionary().word(*id).unwrap().spelling.to_owned()).collect()
}

fn spell_parts(forward: &Forward, words: &[u32], ends: &[u32]) -> Vec<Vec<String>> {
    let starts = std::iter::once(0).chain(ends.iter().copied());
    starts.zip(ends).map(|(start, end)| spell(forward, &words[start as usize..*end as usize])).collect()
}

/// Document frequency by form.
fn dfs<'p>(passages: impl Iterator<Item = &'p Plain>) -> BTreeMap<String, u64> {
    let mut dfs = BTreeMap::new();
    for (title, headings, sentences) in passages {
        let words = [title].into_iter().chain(headings).chain(sentences).flatten();
        let distinct: BTreeSet<String> = words.map(|word| forms(word).0).collect();
        distinct.into_iter().for_each(|form| *dfs.entry(form).or_default() += 1);
    }
    dfs
}

/// Calls everything that reads, and keeps the answers.
fn read_all(forward: &Forward) -> Vec<String> {
    let mut answers = Vec::new();
    let mut passage = PassageWords::default();
    let dictionary = forward.dictionary();
    for id in (0..dictionary.numbers().min(400)).chain([u32::MAX]) {
        answers.push(format!("{:?}", dictionary.word(id)));
    }
    for form in ["", "a", "ab", "e", "éé", "zz", "東"] {
        let mut forms = Vec::new();
        let listed = dictionary.forms_from(form, |form, df| forms.push((form.to_owned(), df)));
        answers.push(format!(
            "{:?} {:?} {listed:?} {forms:?}",
            dictionary.form_df(form),
            dictionary.prefix_df(form)
        ));
    }
    for gram in ["_aa_", "abab", "東東東東"] {
        answers.push(format!("{:?}", dictionary.gram_df(gram_of(gram))));
    }
    for document in (0..forward.documents().min(40)).chain([u32::MAX]) {
        answers.push(format!("{:?} {passage:?}", forward.words(document, &mut passage)));
    }
    answers
}

fn gram_of(text: &str) -> Gram {
    let chars: Vec<char> = text.chars().collect();
    Gram::new([chars[0], chars[1], chars[2], chars[3]])
}

proptest! {
    #[test]
    fn passages_come_back(passages in prop::collection::vec(prop::option::weighted(0.9, plain()), 0..70)) {
        let forward = opened(&segment(&passages)).unwrap();
        let mut words = PassageWords::default();
        prop_assert_eq!(forward.documents() as usize, passages.len());
        for (document, passage) in passages.iter().enumerate() {
            prop_assert_eq!(forward.words(document as u32, &mut words).unwrap(), passage.is_some());
            let Some((title, headings, sentences)) = passage else { continue };
            let worded = |parts: &[Vec<String>]| -> Vec<Vec<String>> {
                parts.iter().filter(|part| !part.is_empty()).cloned().collect()
            };
            prop_assert_eq!(&spell(&forward, &words.title), title);
            prop_assert_eq!(spell_parts(&forward, &words.headings, &words.heading_ends), worded(headings));
            prop_assert_eq!(spell_parts(&forward, &words.text, &words.sentence_ends), worded(sentences));
        }
        prop_assert!(forward.words(passages.len() as u32, &mut words).is_err());
        let totals = forward.totals();
        prop_assert_eq!(totals.passages as usize, passages.iter().flatten().count());
        prop_assert_eq!(totals.title_words as usize, passages.iter().flatten().map(|p| p.0.len()).sum::<usize>());
        let sentences = passages.iter().flatten().flat_map(|p| &p.2).filter(|s| !s.is_empty()).count();
        prop_assert_eq!(totals.sentences as usize, sentences);
    }

    #[test]
    fn frequencies_are_those_of_a_count(passages in prop::collection::vec(plain(), 0..40)) {
        let dfs = dfs(passages.iter());
        let forward = opened(&segment(&passages.into_iter().map(Some).collect::<Vec<_>>())).unwrap();
        let dictionary = forward.dictionary();
        for (form, df) in &dfs {
            prop_assert_eq!(dictionary.form_df(form).unwrap(), *df, "{}", form);
            for end in form.char_indices().map(|(at, _)| at).take(4) {
                let prefix = &form[..end];
                let sum: u64 = dfs.iter().filter(|(form, _)| form.starts_with(prefix)).map(|(_, df)| df).sum();
                prop_assert_eq!(dictionary.prefix_df(prefix).unwrap(), sum, "{}*", prefix);
            }
            for gram in grams(form).take(3) {
                let with = |form: &String| grams(form).any(|of| of == gram);
                let sum: u64 = dfs.iter().filter(|(form, _)| with(form)).map(|(_, df)| df).sum();
                prop_assert_eq!(dictionary.gram_df(gram).unwrap(), sum);
            }
            prop_assert_eq!(dictionary.form_df(&format!("{form}\u{1}")).unwrap(), 0);
        }
        let mut listed = BTreeMap::new();
        dictionary.forms_from("", |form, df| assert!(listed.insert(form.to_owned(), df).is_none())).unwrap();
        prop_assert_eq!(listed, dfs);
    }

    #[test]
    fn a_merge_is_a_segment_of_what_is_live(
        segments in prop::collection::vec(
            prop::collection::vec(prop::option::weighted(0.9, plain()), 0..20), 0..5,
        ),
        live in prop::collection::vec(prop_oneof![
            prop::collection::vec(any::<bool>(), 20),
            Just(vec![true; 20]),
        ], 5),
    ) {
        let documents = segments.iter().zip(&live).flat_map(|(documents, live)| documents.iter().zip(live));
        let kept: Vec<_> = documents.filter(|(_, live)| **live).map(|(document, _)| document.clone()).collect();
        prop_assert!(merged(&segments, &live) == segment(&kept), "not the same bytes");
    }

    #[test]
    fn damage_is_merged_or_an_error(
        passages in prop::collection::vec(prop::option::weighted(0.9, plain()), 1..40),
        at: prop::sample::Index, byte: u8, second: bool, deleted: bool,
    ) {
        let mut files = segment(&passages);
        let file = if second { &mut files.1 } else { &mut files.0 };
        let at = at.index(file.len());
        file[at] = byte;
        let is_live = || deleted.then(|| -> IsLive<'static> { Box::new(|document| document % 2 == 0) });
        let sources = [files, segment(&passages)].map(|files| Source::count(opened(&files)?, is_live()));
        let sources: std::io::Result<Vec<_>> = sources.into_iter().collect();
        let merge = |sources: &mut Vec<Source<'_>>| {
            let mut builder = ForwardBuilder::new(Vec::new(), merge_words(sources, &mut Vec::new())?);
            sources.iter().try_for_each(|source| source.each(|passage| builder.push(passage)))
        };
        drop(sources.and_then(|mut sources| merge(&mut sources)));
    }

    #[test]
    fn damage_is_an_error_or_an_answer(
        passages in prop::collection::vec(prop::option::weighted(0.9, plain()), 1..40),
        at: prop::sample::Index, byte: u8, cut: bool, second: bool,
    ) {
        let mut files = segment(&passages);
        let file = if second { &mut files.1 } else { &mut files.0 };
        let at = at.index(file.len());
        if cut { file.truncate(at) } else { file[at] = byte }
        if let Ok(forward) = opened(&files) {
            read_all(&forward);
        }
    }
}

#[test]
fn an_empty_segment_has_no_words() {
    let forward = opened(&segment(&[])).unwrap();
    assert_eq!((forward.documents(), forward.dictionary().numbers()), (0, 1));
    assert_eq!(forward.dictionary().form_df("").unwrap(), 0);
    assert_eq!(forward.dictionary().prefix_df("").unwrap(), 0);
    assert_eq!(forward.totals(), super::Totals::default());
    assert_eq!(read_all(&forward).len(), 2 + 7 + 3 + 1);
}

#[test]
fn many_words_are_found() {
    let mut builder = DictionaryBuilder::new();
    let forms: Vec<String> = (100_000..300_000u32).map(|n| format!("{n}")).collect();
    for form in &forms {
        builder.push(WordForms { spelling: form, form, stem: form }, 2);
    }
    let mut bytes = Vec::new();
    let places: Vec<u32> = (1..=200_000).collect();
    builder.write(&places, &mut bytes).unwrap();
    let dictionary = Dictionary::open(Checked::sound(OwnedBytes::new(bytes))).unwrap();
    assert_eq!(dictionary.prefix_df("1").unwrap(), 200_000);
    assert_eq!(dictionary.prefix_df("2000").unwrap(), 200);
    assert_eq!(dictionary.form_df("299999").unwrap(), 2);
    assert_eq!(dictionary.form_df("2999990").unwrap(), 0);
    assert_eq!(dictionary.word(200_000).unwrap().form, "299999");
    assert!(dictionary.word(200_001).is_err());
}
