//! Real quotes, corrupted: what a journalist must be told of each. No corruption of the words passes for « exact ».

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use alinea::search::{Local, VerdictKind};
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{TestCaseError, TestRunner};
use regex::Regex;
use unicode_normalization::UnicodeNormalization as _;

use crate::support::{World, data, package};

/// What is done to a quote. The first kinds leave its words alone, the others do not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Corruption {
    Decomposed,
    Accents,
    Capitals,
    Apostrophes,
    Spaces,
    Guillemets,
    Markers,
    WordLeftOut,
    WordPutIn,
    WordReplaced,
    WordsSwapped,
    LetterChanged,
    NumberChanged,
    NegationLeftOut,
    NegationPutIn,
}

use Corruption::*;

const ALL: [Corruption; 15] = [
    Decomposed,
    Accents,
    Capitals,
    Apostrophes,
    Spaces,
    Guillemets,
    Markers,
    WordLeftOut,
    WordPutIn,
    WordReplaced,
    WordsSwapped,
    LetterChanged,
    NumberChanged,
    NegationLeftOut,
    NegationPutIn,
];

impl Corruption {
    /// Whether a reader would still call it the same words.
    fn keeps_the_words(self) -> bool {
        self <= Markers
    }

    /// `text` corrupted at a place of `choose`'s choice, never at its first or last word: without one of these a quote is
    /// only shorter. Nothing where there is nothing to corrupt.
    fn apply(self, text: &str, choose: impl Fn(usize) -> usize) -> Option<String> {
        let mut words: Vec<String> = text.split(' ').map(str::to_owned).collect();
        let inner: Vec<usize> = (1..words.len().checked_sub(1)?).collect();
        let place = |holds: &dyn Fn(&str) -> bool, words: &[String]| {
            let fit: Vec<usize> = inner.iter().copied().filter(|place| holds(&words[*place])).collect();
            (!fit.is_empty()).then(|| fit[choose(fit.len())])
        };
        let is_plain = |word: &str| word.chars().count() > 2 && word.chars().all(char::is_alphabetic);
        match self {
            Decomposed => return Some(text.nfd().collect()),
            Accents => return Some(text.nfd().filter(|c| !matches!(c, '\u{300}'..='\u{36f}')).collect()),
            Capitals => return Some(text.to_uppercase()),
            Apostrophes => {
                return Some(if text.contains('’') {
                    text.replace('’', "'")
                } else {
                    text.replace('\'', "’")
                });
            }
            Spaces => return Some(text.replace(' ', "\u{a0} ")),
            Guillemets => return Some(format!("“{text}”")),
            Markers => {
                let at = place(&is_plain, &words)?;
                words[at].push_str("[12],[note 3]");
            }
            WordLeftOut => drop(words.remove(place(&is_plain, &words)?)),
            WordPutIn => words.insert(place(&is_plain, &words)?, "vraisemblablement".to_owned()),
            WordReplaced => {
                let at = place(&is_plain, &words)?;
                words[at] = "vraisemblablement".to_owned();
            }
            WordsSwapped => {
                let at = place(&is_plain, &words)?;
                words.swap(at, at + 1);
            }
            LetterChanged => {
                let at = place(&is_plain, &words)?;
                let letter = words[at].chars().nth(1)?;
                let other = if letter.eq_ignore_ascii_case(&'x') { "z" } else { "x" };
                words[at] = words[at].replacen(letter, other, 1);
            }
            NumberChanged => {
                let at = place(&|word| word.chars().any(|c| c.is_ascii_digit()), &words)?;
                let digit = words[at].chars().find(char::is_ascii_digit)?;
                let other = char::from_digit((digit.to_digit(10)? + 1) % 10, 10)?;
                words[at] = words[at].replacen(digit, &other.to_string(), 1);
            }
            NegationLeftOut => {
                let at = place(&|word| word == "ne" || word == "pas" || word.starts_with("n'"), &words)?;
                match words[at].strip_prefix("n'").map(str::to_owned) {
                    Some(rest) => words[at] = rest,
                    None => drop(words.remove(at)),
                }
            }
            NegationPutIn => words.insert(place(&is_plain, &words)?, "pas".to_owned()),
        }
        Some(words.join(" "))
    }
}

/// The words of a text to anyone who does not look at typography, by rules of the test's own: letters and digits without
/// accents and capitals, markers left out.
fn bare(text: &str) -> String {
    let marker = Regex::new(r"\[(?:\d{1,3}|[A-Za-z]{1,4}[ \u{a0}]\d+|[a-z])\],?").unwrap();
    let text = marker.replace_all(text, "").nfd().collect::<String>().to_lowercase();
    let text = text.replace('œ', "oe").replace('æ', "ae");
    let kept = text.chars().filter(|c| !matches!(c, '\u{300}'..='\u{36f}'));
    let spaced: String = kept.map(|c| if c.is_alphanumeric() || c == '%' { c } else { ' ' }).collect();
    format!(" {} ", spaced.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// An index, its quotes of six words and more, and all of its text as [`bare`] words.
struct Quoted {
    _world: World,
    engine: Local,
    quotes: Vec<String>,
    bare: String,
}

impl Quoted {
    fn new(world: World) -> Self {
        let hits = world.passages();
        let quotes = hits.iter().flat_map(|hit| &hit.quotes).map(|quote| quote.text.clone());
        let whole = |text: &String| text.split(' ').count() >= 6 && !text.contains(['[', '\n', '«', '“']);
        let quotes: BTreeSet<String> = quotes.filter(whole).collect();
        let bare = hits.iter().map(|hit| bare(&hit.text)).collect::<Vec<_>>().join("|");
        let engine = Local::open(&world.path("index")).unwrap();
        Self { _world: world, engine, quotes: quotes.into_iter().collect(), bare }
    }

    fn verdict(&self, text: &str) -> VerdictKind {
        self.engine.verify(text, None).unwrap().verdict
    }

    /// Corrupts `cases` quotes each way, and counts the verdicts.
    fn corrupt(&self, cases: u32) -> BTreeMap<Corruption, BTreeMap<String, usize>> {
        ALL.into_iter().map(|kind| (kind, self.corrupt_by(kind, cases))).collect()
    }

    fn corrupt_by(&self, kind: Corruption, cases: u32) -> BTreeMap<String, usize> {
        let changes = |quote: &&String| kind.apply(quote, |_| 0).is_some_and(|text| text != **quote);
        let quotes: Vec<&String> = self.quotes.iter().filter(changes).collect();
        let counts = RefCell::new(BTreeMap::new());
        if quotes.is_empty() {
            return counts.into_inner();
        }
        let config = ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() };
        let outcome = TestRunner::new(config).run(&(any::<Index>(), any::<Index>()), |(quote, at)| {
            let quote = quote.get(&quotes);
            let Some(text) = kind.apply(quote, |number| at.index(number)) else { return Ok(()) };
            let verdict = self.verdict(&text);
            self.check(kind, quote, &text, verdict)?;
            *counts.borrow_mut().entry(format!("{verdict:?}")).or_default() += 1;
            Ok(())
        });
        outcome.unwrap_or_else(|failure| panic!("{failure}"));
        counts.into_inner()
    }

    fn check(
        &self,
        kind: Corruption,
        quote: &str,
        text: &str,
        found: VerdictKind,
    ) -> Result<(), TestCaseError> {
        let says_the_same = matches!(found, VerdictKind::Exact | VerdictKind::Typography);
        if kind.keeps_the_words() {
            prop_assert!(says_the_same, "{kind:?}: {quote:?} as {text:?} is {found:?}");
        }
        if found == VerdictKind::Exact && kind != Decomposed {
            prop_assert!(quote.contains(text), "{kind:?}: {quote:?} as {text:?} is {found:?}");
        }
        // A corruption may by chance say what stands elsewhere.
        if says_the_same && !kind.keeps_the_words() {
            prop_assert!(self.bare.contains(&bare(text)), "{kind:?}: {quote:?} as {text:?} is {found:?}");
        }
        Ok(())
    }
}

fn corpus() -> Quoted {
    let world = World::new();
    world.call(["index"]).arg(package().join("corpus")).run().exits(0);
    Quoted::new(world)
}

fn wikipedia() -> Option<Quoted> {
    let file = data("wiki-bracket")?.join("articles.jsonl");
    let world = World::new();
    world.call(["index"]).arg(file).run().exits(0);
    Some(Quoted::new(world))
}

fn print(counts: &BTreeMap<Corruption, BTreeMap<String, usize>>) {
    for (kind, verdicts) in counts {
        let verdicts: Vec<String> = verdicts.iter().map(|(verdict, n)| format!("{verdict} {n}")).collect();
        println!("{:<16} {}", format!("{kind:?}"), verdicts.join(", "));
    }
}

#[test]
fn quotes_are_exact_as_they_stand() {
    for quoted in [Some(corpus()), wikipedia()].into_iter().flatten() {
        assert!(!quoted.quotes.is_empty());
        for quote in &quoted.quotes {
            assert_eq!(quoted.verdict(quote), VerdictKind::Exact, "{quote}");
        }
    }
}

#[test]
fn no_corruption_of_a_sample_is_exact() {
    print(&corpus().corrupt(12));
}

#[test]
fn no_corruption_of_a_real_quote_is_exact() {
    let Some(quoted) = wikipedia() else { return };
    assert!(quoted.quotes.len() > 100, "{}", quoted.quotes.len());
    let counts = quoted.corrupt(25);
    print(&counts);
    for (kind, verdicts) in &counts {
        assert!(!verdicts.is_empty(), "{kind:?} was tried");
        if kind.keeps_the_words() {
            continue;
        }
        let (altered, all) = (verdicts.get("Altered").unwrap_or(&0), verdicts.values().sum::<usize>());
        assert!(
            altered * 10 >= all * 9,
            "{kind:?}: nearly all are recognised, and said to be altered: {verdicts:?}"
        );
    }
}

/// The end of a passage and the beginning of the next stand in no place together.
#[test]
fn a_quote_over_two_paragraphs_is_stitched() {
    let world = World::new();
    world.call(["index"]).arg(package().join("corpus")).run().exits(0);
    let engine = Local::open(&world.path("index")).unwrap();
    let hits = world.passages();
    let plain = Regex::new(r"\[[^\]]*\]").unwrap();
    let mut tried = 0;
    for pair in hits.windows(2).filter(|pair| pair[0].article.id == pair[1].article.id) {
        let words: Vec<Vec<&str>> = pair.iter().map(|hit| hit.text.split(' ').collect()).collect();
        let [first, second] = words.as_slice() else { unreachable!() };
        if first.len() < 8 || second.len() < 8 {
            continue;
        }
        let text = format!("{} {}", first[first.len() - 6..].join(" "), second[..6].join(" "));
        if plain.is_match(&text) {
            continue;
        }
        let verdict = engine.verify(&text, None).unwrap();
        assert_eq!(verdict.verdict, VerdictKind::Stitched, "{text}");
        let places: Vec<&str> = verdict.pieces.iter().map(|piece| piece.passage.as_str()).collect();
        assert_eq!(places, [pair[0].id.as_str(), pair[1].id.as_str()], "{text}");
        tried += 1;
    }
    assert!(tried >= 10, "{tried} pairs of passages");
}
