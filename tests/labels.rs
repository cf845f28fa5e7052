//! Claims and speakers against labels that were made by hand; see `tests/labels/README.md`.

use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use crate::support::{Hit, World, data, package};

/// A place in the text of an article, and what was read there.
struct Label {
    set: String,
    kind: String,
    article: String,
    place: (usize, usize),
    answer: Option<(usize, usize)>,
}

fn labels(file: &str) -> Vec<Label> {
    let text = fs::read_to_string(package().join("tests/labels").join(file)).unwrap();
    let row = |line: &str| {
        let fields: Vec<&str> = line.split('\t').collect();
        let number = |at: usize| fields[at].parse().ok();
        Label {
            set: fields[0].to_owned(),
            kind: fields[1].to_owned(),
            article: fields[2].to_owned(),
            place: (number(3).unwrap(), number(4).unwrap()),
            answer: number(5).zip(number(6)),
        }
    };
    text.lines().filter(|line| !line.starts_with('#')).map(row).collect()
}

/// Where the letters of an article's text are found in its passages, white space left out on both sides: headings
/// and reference lists are no passages.
struct Aligned<'h> {
    text: String,
    /// For each passage, in order: where its letters begin among those of the text.
    passages: Vec<(usize, &'h Hit)>,
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

impl<'h> Aligned<'h> {
    fn new(text: String, hits: &[&'h Hit]) -> Self {
        let letters = squeezed(&text);
        let mut from = 0;
        let place = |hit: &&'h Hit| {
            let own = squeezed(&hit.text);
            let at = from + letters[from..].find(&own)?;
            from = at + own.len();
            Some((at, *hit))
        };
        Self { passages: hits.iter().filter_map(place).collect(), text }
    }

    /// The passage that holds these bytes of the text, and its bytes that they are.
    fn find(&self, (start, end): (usize, usize)) -> Option<(&'h Hit, (usize, usize))> {
        let start = squeezed(&self.text[..start]).len();
        let end = squeezed(&self.text[..end]).len();
        let (at, hit) = self.passages.iter().rev().find(|(at, _)| *at <= start)?;
        let mut letters = 0;
        let mut solid = hit.text.char_indices().filter(|(_, c)| !c.is_whitespace()).map(|(byte, c)| {
            let before = letters;
            letters += c.len_utf8();
            (before, byte, byte + c.len_utf8())
        });
        let (_, first, mut last) = solid.find(|(before, ..)| *before == start - at)?;
        for (before, _, after) in solid {
            if before >= end - at {
                break;
            }
            last = after;
        }
        Some((hit, (first, last)))
    }
}

/// How many answers were asked for, given, and right.
#[derive(Debug, Default)]
struct Score {
    wanted: usize,
    given: usize,
    right: usize,
}

impl Score {
    fn add(&mut self, wanted: Option<&str>, given: Option<&str>) {
        self.wanted += usize::from(wanted.is_some());
        self.given += usize::from(given.is_some());
        self.right += usize::from(given.is_some() && wanted == given);
    }

    fn precision(&self) -> f64 {
        self.right as f64 / self.given.max(1) as f64
    }

    fn recall(&self) -> f64 {
        self.right as f64 / self.wanted.max(1) as f64
    }
}

/// Without the signs at its ends: « , en plein jour » vouches for what « en plein jour » does.
fn bare(text: &str) -> String {
    let words: Vec<&str> = text.trim_matches(|c: char| !c.is_alphanumeric()).split_whitespace().collect();
    words.join(" ")
}

/// Scores of claims and speakers of the labels whose set is `set`.
fn scores(labels: &[Label], set: &str, world: &World, text_of: impl Fn(&str) -> String) -> [Score; 2] {
    let hits = world.passages();
    let mut aligned: HashMap<&str, Aligned<'_>> = HashMap::new();
    let [mut claims, mut speakers] = [Score::default(), Score::default()];
    for label in labels.iter().filter(|label| label.set == set) {
        let own = || hits.iter().filter(|hit| hit.article.id == label.article).collect::<Vec<_>>();
        let new = || Aligned::new(text_of(&label.article), &own());
        let article = aligned.entry(&label.article).or_insert_with(new);
        let (hit, place) =
            article.find(label.place).unwrap_or_else(|| panic!("{} {:?}", label.article, label.place));
        let wanted = label.answer.map(|(start, end)| bare(&article.text[start..end]));
        let (score, given) = match label.kind.as_str() {
            "claim" => (&mut claims, claim(hit, place)),
            _ => (&mut speakers, speaker(hit, place)),
        };
        let given = given.map(|given| bare(&given));
        if std::env::var_os("ALINEA_LABELS").is_some() && wanted != given {
            println!("{} {}: wanted {wanted:?}, given {given:?}", label.kind, hit.id);
        }
        score.add(wanted.as_deref(), given.as_deref());
    }
    [claims, speakers]
}

fn claim(hit: &Hit, place: (usize, usize)) -> Option<String> {
    let citation = hit.citations.iter().find(|c| (c.span.start, c.span.end) == place)?;
    Some(citation.claim.of(&hit.text).to_owned())
}

fn speaker(hit: &Hit, place: (usize, usize)) -> Option<String> {
    hit.quotes.iter().find(|q| (q.span.start, q.span.end) == place)?.speaker.clone()
}

#[track_caller]
fn report(name: &str, score: &Score, precision: f64, recall: f64) {
    println!("{name}: precision {:.3}, recall {:.3} {score:?}", score.precision(), score.recall());
    assert!(score.wanted > 0, "{name}: labels");
    assert!(score.precision() >= precision && score.recall() >= recall, "{name} {score:?}");
}

#[test]
fn claims_and_speakers_of_the_corpus() {
    let world = World::new();
    world.call(["index"]).arg(package().join("corpus")).run().exits(0);
    let files: HashMap<String, PathBuf> =
        world.passages().into_iter().map(|hit| (hit.article.id, PathBuf::from(hit.source.path))).collect();
    let text_of = |article: &str| fs::read_to_string(&files[article]).unwrap();
    let [claims, speakers] = scores(&labels("corpus.tsv"), "corpus", &world, text_of);
    report("corpus claims", &claims, 0.9, 0.9);
    report("corpus speakers", &speakers, 0.0, 0.0);
}

#[test]
fn speakers_of_a_text_full_of_voices() {
    let file = package().join("tests/labels/criee.txt");
    let world = World::new();
    world.call(["index"]).arg(&file).run().exits(0);
    let text_of = |_: &str| fs::read_to_string(&file).unwrap();
    let [_, speakers] = scores(&labels("own.tsv"), "own", &world, text_of);
    assert!(speakers.wanted >= 10, "{speakers:?}");
    report("own speakers", &speakers, 1.0, 0.9);
}

#[test]
fn claims_and_speakers_of_real_articles() {
    let (Some(wiki), Some(seed)) = (data("wiki-bracket"), World::with_seed()) else { return };
    let file = wiki.join("articles.jsonl");
    let world = World::new();
    world.call(["index"]).arg(&file).run().exits(0);
    let rows: HashMap<String, String> = fs::read_to_string(&file)
        .unwrap()
        .lines()
        .map(|row| serde_json::from_str::<Value>(row).unwrap())
        .map(|row| (row["_id"].as_str().unwrap().to_owned(), row["text"].as_str().unwrap().to_owned()))
        .collect();
    let labels = labels("data.tsv");
    assert_eq!(labels.len(), 200);
    let mut all = scores(&labels, "wiki-bracket", &world, |article| rows[article].clone());
    let file = &seed.passages()[0].source.path;
    let of_seed = scores(&labels, "seed", &seed, |_| fs::read_to_string(file).unwrap());
    for (all, more) in all.iter_mut().zip(of_seed) {
        all.wanted += more.wanted;
        all.given += more.given;
        all.right += more.right;
    }
    report("claims", &all[0], 0.9, 0.9);
    report("speakers", &all[1], 0.95, 0.85);
}
