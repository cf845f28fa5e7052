//! Is it quoted right?

use tantivy::DocAddress;

use super::align::{Alignment, Step, align};
use super::candidates::pieces;
use super::stitch::{Places, Run, stitched};
use super::verdict::{Difference, Piece, Stretch, Verdict, VerdictKind, Worded, cut_word, differences};
use super::words::{HOLE, Numbers, Word, is_within_word};
use crate::analysis::normalize;
use crate::analysis::stopwords::is_function_word;
use crate::document::Span;
use crate::error::{Error, Result};
use crate::search::hit::{Hit, HitQuote, References};
use crate::search::local::Local;

/// Candidates whose words are aligned with the quote's: those that share most words with it.
const ALIGNED: usize = 12;
/// A text is altered while it takes no more than one change to so many words, else it may be stitched.
const WORDS_A_CHANGE: usize = 5;

/// A passage that a quote may come from.
struct Candidate {
    hit: Hit,
    words: Vec<Word>,
}

impl Local {
    /// Whether `text` stands in the index, and how faithfully it is quoted. Looked at are the texts of passages, what
    /// stands in quotation marks first.
    ///
    /// # Errors
    /// `NoWords` for a text without any; `UnknownArticle`, `AmbiguousArticle`; `IndexDamaged`, `Io`.
    pub fn verify(&self, text: &str, article: Option<&str>) -> Result<Verdict> {
        let asked = normalize(text.trim());
        let mut numbers = Numbers::default();
        let words = numbers.words(&asked);
        if words.iter().all(|word| word.number == HOLE) {
            return Err(Error::NoWords { text: text.to_owned() });
        }
        let question = Asked { text: &asked, words };
        let fields = [self.reader.fields().quoted, self.reader.fields().terms];
        let mut candidates = Vec::new();
        // What is quoted right is mostly found at once, and a wider look costs ten times as much.
        let likely = self.holding_stretches(&asked, &fields)?;
        self.read_candidates(likely.clone(), article, &mut numbers, &mut candidates)?;
        if let Some(verdict) = exact(&question, &candidates) {
            return Ok(verdict);
        }
        let mut others = self.holding_words(&asked, &fields)?;
        others.retain(|address| !likely.contains(address));
        self.read_candidates(others, article, &mut numbers, &mut candidates)?;
        Ok(exact(&question, &candidates)
            .or_else(|| judged(&question, &candidates))
            .unwrap_or_else(|| question.verdict(VerdictKind::Absent)))
    }

    fn read_candidates(
        &self,
        addresses: Vec<DocAddress>,
        article: Option<&str>,
        numbers: &mut Numbers,
        candidates: &mut Vec<Candidate>,
    ) -> Result<()> {
        let mut references = References::new(&self.reader);
        for address in self.within(addresses, article)? {
            let hit = Hit::new(self.record(address)?, &mut references)?;
            let words = numbers.words(&hit.text);
            candidates.push(Candidate { hit, words });
        }
        Ok(())
    }
}

/// What is to be verified.
struct Asked<'a> {
    text: &'a str,
    words: Vec<Word>,
}

impl Asked<'_> {
    fn numbers(&self) -> Vec<u32> {
        self.words.iter().map(|word| word.number).collect()
    }

    fn worded(&self) -> Worded<'_> {
        Worded { text: self.text, words: &self.words }
    }

    fn verdict(&self, verdict: VerdictKind) -> Verdict {
        Verdict {
            verdict,
            asked: self.text.to_owned(),
            passage: None,
            article: None,
            span: None,
            found: None,
            quote: None,
            diff: Vec::new(),
            pieces: Vec::new(),
        }
    }

    fn verdict_at(&self, verdict: VerdictKind, hit: &Hit, span: Span, diff: Vec<Difference>) -> Verdict {
        Verdict {
            passage: Some(hit.id.clone()),
            article: Some(hit.article.clone()),
            found: hit.text.get(span.clone()).map(str::to_owned),
            quote: quote_around(hit, &span),
            span: Some(span),
            diff,
            ..self.verdict(verdict)
        }
    }

    /// Whether half of the words, and half of those that have a meaning of their own, are the same.
    fn is_recognised(&self, alignment: &Alignment) -> bool {
        let carries = |place: &usize| {
            let word = self.words.get(*place).and_then(|word| self.text.get(word.span.clone()));
            word.is_some_and(|word| word.chars().nth(1).is_some() && !is_function_word(&word.to_lowercase()))
        };
        let content = (0..self.words.len()).filter(carries).count();
        let same = alignment.steps.iter().filter_map(|step| match step {
            Step::Same(place, _) => Some(*place),
            _ => None,
        });
        let same_content = same.filter(carries).count();
        let words = self.words.iter().filter(|word| word.number != HOLE).count();
        alignment.same * 2 >= words && same_content * 2 >= content && alignment.same > 0
    }
}

/// The quote that holds the words of the span, the innermost of several.
fn quote_around(hit: &Hit, span: &Span) -> Option<HitQuote> {
    let slice = hit.text.get(span.clone())?;
    let words = slice.trim_matches(|c: char| !c.is_alphanumeric());
    let start = span.start + slice.find(words)?;
    let holds = |quote: &&HitQuote| quote.span.start <= start && start + words.len() <= quote.span.end;
    hit.quotes.iter().rev().find(holds).cloned()
}

/// The first passage that has the text as it is, one that quotes it before others.
fn exact(asked: &Asked<'_>, candidates: &[Candidate]) -> Option<Verdict> {
    let found = candidates.iter().filter_map(|candidate| {
        let (span, omitted) = bytes(&candidate.hit.text, asked.text)?;
        let diff = omitted.into_iter().map(|span| Difference::omitted(&candidate.hit.text, span)).collect();
        Some(asked.verdict_at(VerdictKind::Exact, &candidate.hit, span, diff))
    });
    found.min_by_key(|verdict| verdict.quote.is_none())
}

/// Where the text stands in whole words, and what its holes stand for.
fn bytes(text: &str, asked: &str) -> Option<(Span, Vec<Span>)> {
    if let Some(span) = whole(text, asked, 0) {
        return Some((span, Vec::new()));
    }
    let pieces = pieces(asked);
    let mut spans: Vec<Span> = Vec::new();
    for piece in &pieces {
        let from = spans.last().map_or(0, |last| last.end);
        spans.push(whole(text, asked.get(piece.clone())?, from)?);
    }
    let holes = spans.windows(2).map(|pair| trimmed(text, pair[0].end..pair[1].start));
    let omitted = holes.filter(|hole| text[hole.clone()].contains(char::is_alphanumeric)).collect();
    (pieces.len() > 1).then_some((spans.first()?.start..spans.last()?.end, omitted))
}

/// The span without white space at its ends.
fn trimmed(text: &str, span: Span) -> Span {
    let slice = text.get(span.clone()).unwrap_or_default();
    let start = span.start + (slice.len() - slice.trim_start().len());
    start..start + slice.trim().len()
}

/// The first place from byte `from` on where `piece` stands and begins and ends with a word's beginning and end.
fn whole(text: &str, piece: &str, from: usize) -> Option<Span> {
    let places = text.get(from..)?.match_indices(piece).map(|(at, _)| from + at..from + at + piece.len());
    places.into_iter().find(|span| !is_within_word(text, span.start) && !is_within_word(text, span.end))
}

/// The verdict on the words, where they are recognised at all.
fn judged(asked: &Asked<'_>, candidates: &[Candidate]) -> Option<Verdict> {
    let best = best(asked, candidates);
    let tolerated = (asked.words.len() / WORDS_A_CHANGE).max(2);
    if best.as_ref().is_none_or(|best| best.changes() > tolerated)
        && let Some(runs) = stitched_from(asked, candidates)
    {
        return Some(runs);
    }
    best.filter(|best| asked.is_recognised(&best.alignment)).and_then(|best| best.verdict(asked))
}

/// A candidate with the place in it that fits best.
struct Fitted<'a> {
    candidate: &'a Candidate,
    alignment: Alignment,
    /// Words at either end that the place cuts in two.
    cut: Vec<Difference>,
}

fn best<'a>(asked: &Asked<'_>, candidates: &'a [Candidate]) -> Option<Fitted<'a>> {
    let numbers = asked.numbers();
    let wanted: std::collections::HashSet<u32> = numbers.iter().copied().collect();
    let shared = |candidate: &&Candidate| {
        let held: std::collections::HashSet<u32> = candidate.words.iter().map(|word| word.number).collect();
        std::cmp::Reverse(wanted.intersection(&held).count())
    };
    let mut likely: Vec<&Candidate> = candidates.iter().collect();
    likely.sort_by_cached_key(shared);
    let fitted = likely.into_iter().take(ALIGNED).map(|candidate| Fitted::new(asked, &numbers, candidate));
    fitted.min_by_key(|fitted| (fitted.changes(), !fitted.is_quoted()))
}

impl<'a> Fitted<'a> {
    fn new(asked: &Asked<'_>, numbers: &[u32], candidate: &'a Candidate) -> Self {
        let passage: Vec<u32> = candidate.words.iter().map(|word| word.number).collect();
        let alignment = align(numbers, &passage);
        let mut fitted = Self { candidate, alignment, cut: Vec::new() };
        fitted.cut = fitted.cut_words(asked);
        fitted
    }

    fn changes(&self) -> usize {
        self.alignment.changes + self.cut.len()
    }

    fn is_quoted(&self) -> bool {
        self.span().is_some_and(|span| quote_around(&self.candidate.hit, &span).is_some())
    }

    fn span(&self) -> Option<Span> {
        let (first, last) = self.alignment.ends()?;
        let words = &self.candidate.words;
        Some(words.get(first)?.span.start..words.get(last)?.span.end)
    }

    fn worded(&self) -> Worded<'_> {
        Worded { text: &self.candidate.hit.text, words: &self.candidate.words }
    }

    /// « dix » at the end of what was asked for is no « dix » where « dix-sept » stands.
    fn cut_words(&self, asked: &Asked<'_>) -> Vec<Difference> {
        let same = self.alignment.steps.iter().filter_map(|step| match step {
            Step::Same(a, p) => Some((*a, *p)),
            _ => None,
        });
        let text = &self.candidate.hit.text;
        let is_cut = |place: &(usize, usize), first: bool| {
            let word = self.candidate.words.get(place.1);
            word.is_some_and(|word| is_within_word(text, if first { word.span.start } else { word.span.end }))
        };
        let pairs: Vec<(usize, usize)> = same.collect();
        let (first, last) = (pairs.first().copied(), pairs.last().copied());
        let first = first.filter(|pair| pair.0 == 0 && is_cut(pair, true));
        let last = last.filter(|pair| pair.0 + 1 == asked.words.len() && is_cut(pair, false));
        let cut = first.into_iter().chain(last.filter(|last| Some(*last) != first));
        cut.map(|(a, p)| cut_word(&asked.worded(), &self.worded(), a, p)).collect()
    }

    fn verdict(&self, asked: &Asked<'_>) -> Option<Verdict> {
        let kind = if self.changes() == 0 { VerdictKind::Typography } else { VerdictKind::Altered };
        let mut diff = differences(&self.alignment.steps, &asked.worded(), &self.worded());
        let is_first = |cut: &&Difference| cut.asked.as_ref().is_some_and(|ours| ours.span.start == 0);
        let (first, last): (Vec<_>, Vec<_>) = self.cut.iter().partition(is_first);
        diff.splice(0..0, first.into_iter().cloned());
        diff.extend(last.into_iter().cloned());
        Some(asked.verdict_at(kind, &self.candidate.hit, self.span()?, diff))
    }
}

fn stitched_from(asked: &Asked<'_>, candidates: &[Candidate]) -> Option<Verdict> {
    let places: Vec<Places<'_>> = candidates.iter().map(|candidate| Places::new(&candidate.words)).collect();
    let words: Vec<Word> = asked.words.iter().filter(|word| word.number != HOLE).cloned().collect();
    let piece = |run: Run| {
        let candidate = candidates.get(run.passage)?;
        let span = |words: &[Word], first: usize| {
            Some(words.get(first)?.span.start..words.get(first + run.words - 1)?.span.end)
        };
        Some(Piece {
            asked: Stretch::new(asked.text, span(&words, run.asked)?),
            passage: candidate.hit.id.clone(),
            found: Stretch::new(&candidate.hit.text, span(&candidate.words, run.found)?),
        })
    };
    let pieces = stitched(&words, &places)?.into_iter().map(piece).collect::<Option<Vec<_>>>()?;
    Some(Verdict { pieces, ..asked.verdict(VerdictKind::Stitched) })
}
