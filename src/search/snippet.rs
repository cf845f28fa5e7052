//! The part of a long text that shows why it was found.

use crate::analysis::sentence::sentences;
use crate::document::Span;

/// The stretch of `text` to show: whole sentences with as many of the `highlights` as go into `max_chars`
/// characters, the earliest where several do. A sentence longer than that is cut at white space around its first
/// highlight.
#[must_use]
pub fn snippet(text: &str, highlights: &[Span], max_chars: usize) -> Span {
    if text.chars().nth(max_chars).is_none() {
        return 0..text.len();
    }
    let sentences = sentences(text);
    let runs = (0..sentences.len()).map(|first| run_from(text, &sentences[first..], max_chars));
    let marked = |run: &Span| highlights.iter().filter(|h| run.start <= h.start && h.end <= run.end).count();
    let best = runs.rev().max_by_key(marked).unwrap_or(0..text.len());
    cut(text, best, highlights, max_chars)
}

/// The longest run of sentences from the first on that fits; the first alone where none does.
fn run_from(text: &str, sentences: &[Span], max_chars: usize) -> Span {
    let start = sentences.first().map_or(0, |first| first.start);
    let limit = text[start..].char_indices().nth(max_chars).map_or(text.len(), |(byte, _)| start + byte);
    let fitting = sentences.iter().take_while(|sentence| sentence.end <= limit).last();
    start..fitting.or(sentences.first()).map_or(text.len(), |last| last.end)
}

/// `run` itself where it fits, else as much of it as does, from shortly before its first highlight.
fn cut(text: &str, run: Span, highlights: &[Span], max_chars: usize) -> Span {
    let shown = &text[run.clone()];
    if shown.chars().nth(max_chars).is_none() {
        return run;
    }
    let first = highlights.iter().find(|h| run.contains(&h.start)).cloned().unwrap_or(run.start..run.start);
    let before = text[run.start..first.start].char_indices().rev().nth(max_chars / 4);
    let start = before.map_or(run.start, |(byte, _)| after_space(text, run.start + byte, first.start));
    let limit = text[start..run.end].char_indices().nth(max_chars).map_or(run.end, |(byte, _)| start + byte);
    let cuttable = first.end.min(limit);
    let end = match limit == run.end {
        true => limit,
        false => text[cuttable..limit].rfind(char::is_whitespace).map_or(limit, |space| cuttable + space),
    };
    start..end
}

/// The first byte behind white space from `from` on, at the latest `to`.
fn after_space(text: &str, from: usize, to: usize) -> usize {
    let space = text[from..to].char_indices().find(|(_, c)| c.is_whitespace());
    space.map_or(to, |(byte, c)| from + byte + c.len_utf8())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown<'t>(text: &'t str, word: &str, max_chars: usize) -> &'t str {
        let highlights: Vec<Span> =
            text.match_indices(word).map(|(byte, _)| byte..byte + word.len()).collect();
        &text[snippet(text, &highlights, max_chars)]
    }

    #[test]
    fn a_short_text_is_shown_whole() {
        assert_eq!(shown("Le camp est pris.", "camp", 100), "Le camp est pris.");
    }

    #[test]
    fn the_sentences_with_the_matches_are_chosen() {
        let text =
            "Il pleut depuis hier. Le camp est pris. On compte dix rescapés au camp. La nuit tombe enfin.";
        assert_eq!(shown(text, "camp", 55), "Le camp est pris. On compte dix rescapés au camp.");
        assert_eq!(shown(text, "nuit", 30), "La nuit tombe enfin.");
    }

    #[test]
    fn a_long_sentence_is_cut_between_words() {
        let text = "un deux trois quatre cinq six sept huit neuf dix onze douze treize";
        assert_eq!(shown(text, "huit", 24), "sept huit neuf dix onze");
    }

    proptest! {
        #[test]
        fn a_snippet_is_a_bounded_part_of_its_text(text in "[a-zé .\u{a0}!]{0,200}", max_chars in 1usize..60) {
            let highlights: Vec<Span> = text.match_indices('é').map(|(byte, c)| byte..byte + c.len()).collect();
            let span = snippet(&text, &highlights, max_chars);
            prop_assert!(text.get(span.clone()).is_some_and(|shown| shown.chars().count() <= max_chars));
            let first = highlights.iter().any(|h| span.start <= h.start && h.end <= span.end);
            prop_assert!(highlights.is_empty() || first || max_chars < 8);
        }
    }
}
