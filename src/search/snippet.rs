//! The parts of a long text that show why it was found.

use std::cmp::Reverse;

use crate::analysis::sentence::sentences;
use crate::document::Span;

/// Characters of a hit's text that are shown of it.
pub const SNIPPET_CHARS: usize = 420;

/// A stretch of a text that matches.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// Its bytes.
    pub span: Span,
    /// Which word of the query it stands for: marks of one word count once.
    pub word: usize,
    /// What that word counts.
    pub weight: f32,
}

impl Mark {
    /// Marks that count alike, each for a word of its own.
    #[must_use]
    pub fn alike(spans: &[Span]) -> Vec<Self> {
        (0..).zip(spans).map(|(word, span)| Self { span: span.clone(), word, weight: 1.0 }).collect()
    }
}

/// The one or two stretches of `text` to show, in text order, of `max_chars` characters together at most: those whose
/// words weigh most, where these stand closest, the first of several. Two, where two of half the length show words
/// that weigh more. A stretch begins and ends with a sentence where that leaves room for its marks, else with a clause, else
/// between words; only a word longer than half of what may be shown is cut.
///
/// `marks` are in text order. Cost: one pass over the text; for each clause a look at the marks within reach of it.
#[must_use]
pub fn snippet(text: &str, marks: &[Mark], max_chars: usize) -> Vec<Span> {
    if !has_more(text, max_chars) {
        return std::iter::once(0..text.len()).collect();
    }
    let half = (max_chars / 2).max(1);
    let places = Places::new(text, half);
    let Some(one) = places.best(marks, max_chars, None) else { return Vec::new() };
    if marks.iter().all(|mark| one.words.contains(&mark.word)) {
        // No two stretches have words that weigh more than all.
        return vec![one.span];
    }
    match places.pair(marks, half) {
        Some((pair, weight)) if weight > one.weight => pair,
        _ => vec![one.span],
    }
}

/// How good a place is to begin or to end at, the best last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Cut {
    Word,
    Clause,
    Sentence,
}

/// Where a stretch may begin or end.
#[derive(Debug, Clone, Copy)]
struct Place {
    byte: usize,
    /// The characters before it.
    chars: usize,
    cut: Cut,
}

/// Where a text may be cut, in text order.
struct Places<'a> {
    text: &'a str,
    starts: Vec<Place>,
    ends: Vec<Place>,
    /// The last of both, as far as characters are counted.
    last: Place,
}

/// A stretch that may be shown.
struct Stretch {
    span: Span,
    words: Vec<usize>,
    /// Of its words, each counted once.
    weight: f32,
    /// Bytes between the first and the last of its words where they stand closest.
    spread: usize,
    /// Where these stand.
    closest: usize,
    start: Cut,
}

impl Stretch {
    /// The greater, the better. Weights are not negative, so their bits are in their order.
    fn key(&self) -> impl Ord {
        (self.weight.to_bits(), Reverse(self.spread), Reverse(self.closest), self.start, self.span.start)
    }

    fn overlaps(&self, other: &Span) -> bool {
        self.span.start < other.end && other.start < self.span.end
    }
}

impl<'a> Places<'a> {
    /// No two places are more than `room` characters apart.
    fn new(text: &'a str, room: usize) -> Self {
        let last = Place { byte: 0, chars: 0, cut: Cut::Word };
        let mut places = Self { text, starts: Vec::new(), ends: Vec::new(), last };
        for sentence in sentences(text) {
            let mut from = sentence.start;
            for clause in clauses(text, &sentence) {
                let kind = if from == sentence.start { Cut::Sentence } else { Cut::Clause };
                places.add(from..clause, room, kind);
                from = clause;
            }
            places.end(sentence.end, Cut::Sentence);
        }
        places
    }

    fn start(&mut self, byte: usize, cut: Cut) {
        let place = self.place(byte, cut);
        self.starts.push(place);
    }

    fn end(&mut self, byte: usize, cut: Cut) {
        let place = self.place(byte, cut);
        self.ends.push(place);
    }

    /// A place not before the last one.
    fn place(&mut self, byte: usize, cut: Cut) -> Place {
        let chars = self.last.chars + self.text[self.last.byte..byte].chars().count();
        self.last = Place { byte, chars, cut };
        self.last
    }

    /// A clause: its beginning, and where it is long the spaces in it.
    fn add(&mut self, clause: Span, room: usize, cut: Cut) {
        let whole = &self.text[clause.clone()];
        let shown = whole.trim_start();
        let start = clause.end - shown.len();
        self.start(start, cut);
        if has_more(whole, room) {
            for space in spaces(shown, room) {
                self.end(start + space.start, Cut::Word);
                self.start(start + space.end, Cut::Word);
            }
        }
        self.end(start + shown.trim_end().len(), Cut::Clause);
    }

    /// The best stretch of at most `max_chars` characters; beside `other`, of words that it has not.
    fn best(&self, marks: &[Mark], max_chars: usize, other: Option<&Stretch>) -> Option<Stretch> {
        let (mut first, mut within_reach, mut best) = (0, 0, None);
        for start in &self.starts {
            first += marks[first..].iter().take_while(|mark| mark.span.start < start.byte).count();
            let reach = start.chars + max_chars;
            within_reach += self.ends[within_reach..].iter().take_while(|end| end.chars <= reach).count();
            let last = within_reach.checked_sub(1).and_then(|last| self.ends.get(last));
            let limit = last.map_or(start.byte, |end| end.byte);
            let within = marks[first..].iter().take_while(|mark| mark.span.end <= limit);
            let new: Vec<&Mark> =
                within.filter(|mark| other.is_none_or(|other| !other.words.contains(&mark.word))).collect();
            if new.is_empty() && best.is_some() {
                continue;
            }
            let stretch = self.stretch(start, &new, limit);
            let free = other.is_none_or(|other| !stretch.overlaps(&other.span));
            if free && best.as_ref().is_none_or(|best: &Stretch| stretch.key() > best.key()) {
                best = Some(stretch);
            }
        }
        best
    }

    /// The two best stretches, and what their words weigh together.
    fn pair(&self, marks: &[Mark], max_chars: usize) -> Option<(Vec<Span>, f32)> {
        let first = self.best(marks, max_chars, None)?;
        let second = self.best(marks, max_chars, Some(&first)).filter(|second| second.weight > 0.0)?;
        let weight = first.weight + second.weight;
        let (a, b) = if first.span.start < second.span.start {
            (first.span, second.span)
        } else {
            (second.span, first.span)
        };
        let touching = self.text.get(a.end..b.start).is_some_and(|between| between.trim().is_empty());
        Some((if touching { std::iter::once(a.start..b.end).collect() } else { vec![a, b] }, weight))
    }

    /// What begins at `start` and ends, with all of `marks`, at the last of the best places up to `limit`.
    fn stretch(&self, start: &Place, marks: &[&Mark], limit: usize) -> Stretch {
        let least = marks.last().map_or(start.byte + 1, |mark| mark.span.end);
        let from = self.ends.partition_point(|end| end.byte < least);
        let fitting = self.ends[from..].iter().take_while(|end| end.byte <= limit);
        let end = fitting.max_by_key(|end| (end.cut, end.byte)).map_or(limit, |end| end.byte);
        let mut words: Vec<(usize, f32)> = marks.iter().map(|mark| (mark.word, mark.weight)).collect();
        words.sort_unstable_by_key(|(word, _)| *word);
        words.dedup_by_key(|(word, _)| *word);
        let (spread, closest) = closest(marks, words.len());
        Stretch {
            span: start.byte..end,
            weight: words.iter().fold(0.0, |sum, (_, weight)| sum + weight),
            spread,
            closest,
            words: words.into_iter().map(|(word, _)| word).collect(),
            start: start.cut,
        }
    }
}

/// Bytes between the first and the last of `number` different words where they stand closest, and where that is.
fn closest(marks: &[&Mark], number: usize) -> (usize, usize) {
    let mut last: Vec<&Mark> = Vec::with_capacity(number);
    let mut closest = (usize::MAX, 0);
    for mark in marks {
        last.retain(|other| other.word != mark.word);
        last.push(mark);
        if last.len() == number
            && let Some(first) = last.first()
        {
            closest = closest.min((mark.span.start.saturating_sub(first.span.end), first.span.start));
        }
    }
    closest
}

/// Whether `text` has more than so many characters; those of a text that has no more bytes are not counted.
fn has_more(text: &str, chars: usize) -> bool {
    text.len() > chars && text.chars().nth(chars).is_some()
}

/// The ends of a sentence's clauses, the sentence's own last.
fn clauses(text: &str, sentence: &Span) -> Vec<usize> {
    let shown = &text[sentence.clone()];
    let inner = memchr::memchr_iter(b' ', shown.as_bytes()).filter(|byte| {
        shown[..*byte].ends_with([',', ';', ':', '–', '—', '»', ')']) && opens(&shown[*byte..])
    });
    inner.map(|byte| sentence.start + byte).chain([sentence.end]).collect()
}

/// Whether what follows a space begins with a word or with what stands before one: French has spaces before signs.
fn opens(rest: &str) -> bool {
    let next = rest.trim_start().chars().next();
    next.is_some_and(|c| c.is_alphanumeric() || matches!(c, '«' | '“' | '"' | '(' | '['))
}

/// Where a long clause may be cut: its spaces between words, and after `room` characters without one.
fn spaces(clause: &str, room: usize) -> Vec<Span> {
    let (mut spaces, mut since) = (Vec::new(), 0);
    for (byte, c) in clause.char_indices() {
        since += 1;
        let after = byte + c.len_utf8();
        if matches!(c, ' ' | '\n' | '\t') && opens(&clause[after..]) && !clause[..byte].ends_with(['«', '('])
        {
            spaces.push(byte..after);
            since = 0;
        } else if since >= room {
            spaces.push(after..after);
            since = 0;
        }
    }
    spaces
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::analysis::battery;

    fn marks(text: &str, words: &[&str]) -> Vec<Mark> {
        let mut marks: Vec<Mark> = Vec::new();
        for (word, letters) in words.iter().enumerate() {
            let found = text.match_indices(letters).map(|(byte, _)| byte..byte + letters.len());
            marks.extend(found.map(|span| Mark { span, word, weight: 1.0 }));
        }
        marks.sort_by_key(|mark| mark.span.start);
        marks
    }

    fn shown<'t>(text: &'t str, words: &[&str], max_chars: usize) -> Vec<&'t str> {
        snippet(text, &marks(text, words), max_chars).into_iter().map(|span| &text[span]).collect()
    }

    #[test]
    fn a_short_text_is_shown_whole() {
        assert_eq!(shown("Le camp est pris.", &["camp"], 100), ["Le camp est pris."]);
    }

    const EVENING: &str =
        "Il pleut depuis hier. Le camp est pris. On compte dix rescapés au camp. La nuit tombe enfin.";

    #[test]
    fn the_sentences_with_the_matches_are_chosen() {
        assert_eq!(shown(EVENING, &["camp"], 55), ["Le camp est pris. On compte dix rescapés au camp."]);
        assert_eq!(shown(EVENING, &["nuit"], 30), ["La nuit tombe enfin."]);
        assert_eq!(
            shown(EVENING, &["zèbre"], 30),
            ["Il pleut depuis hier."],
            "the beginning where nothing is marked"
        );
    }

    #[test]
    fn words_are_shown_where_they_stand_closest() {
        let text = "Le camp est loin, très loin de toute ville. Un camp de ville ferme.";
        assert_eq!(shown(text, &["camp", "ville"], 45), ["Un camp de ville ferme."]);
    }

    #[test]
    fn words_far_apart_are_shown_in_two_parts() {
        assert_eq!(shown(EVENING, &["pleut", "nuit"], 60), ["Il pleut depuis hier.", "La nuit tombe enfin."]);
    }

    #[test]
    fn the_heavier_word_is_shown_where_one_has_to_go() {
        let mut marks = marks(EVENING, &["pleut", "rescapés", "nuit"]);
        marks[1].weight = 5.0;
        let spans = snippet(EVENING, &marks, 32);
        assert!(spans.iter().any(|span| EVENING[span.clone()].contains("rescapés")), "{spans:?}");
    }

    #[test]
    fn a_long_sentence_is_cut_at_a_clause_and_a_long_clause_between_words() {
        let text = "un deux trois quatre cinq, six sept huit neuf dix, onze douze treize";
        assert_eq!(shown(text, &["huit"], 26), ["six sept huit neuf dix,"]);
        let text = "un deux trois quatre cinq six sept huit neuf dix onze douze treize";
        assert_eq!(shown(text, &["huit"], 24), ["huit neuf dix onze douze"]);
    }

    proptest! {
        #[test]
        fn places_are_in_order_and_know_what_stands_before_them(text in battery::any_text(), room in 1usize..20) {
            let Places { starts, ends, .. } = Places::new(&text, room);
            for places in [&starts, &ends] {
                prop_assert!(places.is_sorted_by_key(|place| place.byte));
                prop_assert!(places.iter().all(|place| text[..place.byte].chars().count() == place.chars));
            }
            prop_assert_eq!(has_more(&text, room), text.chars().count() > room);
        }

        #[test]
        fn a_snippet_is_bounded_and_cuts_no_word(
            words in prop::collection::vec(("[a-zé]{1,9}", prop::sample::select(vec![" ", " ", ", ", ". ", " ; ", "\u{a0}: "])), 0..60),
            max_chars in 40usize..90,
        ) {
            let text: String = words.into_iter().map(|(word, sign)| word + sign).collect();
            let marks = marks(&text, &["é", "a"]);
            let spans = snippet(&text, &marks, max_chars);
            let chars: usize = spans.iter().map(|span| text[span.clone()].chars().count()).sum();
            prop_assert!(chars <= max_chars + 1, "{chars}");
            prop_assert!(spans.windows(2).all(|pair| pair[0].end < pair[1].start));
            let inside = |at: usize| {
                text[..at].ends_with(char::is_alphabetic) && text[at..].starts_with(char::is_alphabetic)
            };
            prop_assert!(spans.iter().all(|span| !inside(span.start) && !inside(span.end)));
            let held = |mark: &Mark| spans.iter().any(|s| s.start <= mark.span.start && mark.span.end <= s.end);
            prop_assert!(marks.is_empty() || marks.iter().any(held));
        }
    }
}
