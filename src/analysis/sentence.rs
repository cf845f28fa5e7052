//! Where sentences begin and end.

use super::Span;
use super::brackets::brackets;
use super::chars::{Class, class, is_space};
use super::superscript::{is_raised_digit, raised_marker_at};

/// Words before a dot that ends no sentence, in lower case: titles of persons, and what bibliographies, dictionaries
/// and laws shorten. Words that end sentences as often (cap., me.) are left out; art. stays for the laws.
const ABBREVIATIONS: [&str; 40] = [
    "al", "apr", "art", "av", "boul", "cf", "chap", "coll", "dir", "doc", "dr", "éd", "ed", "env", "ex",
    "fig", "gén", "hab", "hist", "ibid", "id", "inv", "lt", "mgr", "no", "op", "p", "pl", "pp", "pr", "prof",
    "réf", "s", "sq", "st", "ste", "suppl", "trad", "vol", "zool",
];

/// The sentences of `text`, trimmed, in order; together they cover all its words. A marker after the final
/// punctuation belongs to the sentence that it closes. A blank line ends a sentence, a single line break does
/// not.
///
/// Cost: one pass, and one over the brackets.
#[must_use]
pub fn sentences(text: &str) -> Vec<Span> {
    let markers = brackets(text);
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut marker = markers.iter().peekable();
    for (at, sign) in signs(text) {
        while marker.next_if(|m| m.span.end <= at).is_some() {}
        if marker.peek().is_some_and(|m| m.span.contains(&at)) || at < start {
            continue;
        }
        let end = match sign {
            "\n" => Some(at).filter(|at| is_blank_line(&text[at + 1..])),
            _ => after_signs(text, at + sign.len()),
        };
        if let Some(end) = end.filter(|end| sign != "." || !is_abbreviation(&text[start..at], &text[*end..]))
        {
            push_trimmed(text, start..end, &mut sentences);
            start = end;
        }
    }
    push_trimmed(text, start..text.len(), &mut sentences);
    sentences
}

/// What may end a sentence.
const SIGNS: [&str; 5] = [".", "!", "?", "…", "\n"];
/// The byte that « … » begins with, and no other of [`SIGNS`].
const WIDE: u8 = "…".as_bytes()[0];

/// The [`SIGNS`] of `text` and where each begins. Cost: a comparison a byte.
fn signs(text: &str) -> impl Iterator<Item = (usize, &'static str)> {
    let may_begin = |(_, byte): &(usize, u8)| matches!(*byte, b'.' | b'!' | b'?' | b'\n' | WIDE);
    let begins = text.bytes().enumerate().filter(may_begin);
    begins.filter_map(|(at, _)| Some((at, *SIGNS.iter().find(|sign| text[at..].starts_with(**sign))?)))
}

/// Where a sentence whose final sign ends at byte `at` ends: after more signs, closing quotes and markers. None
/// where the text goes on in lower case, or without a space.
fn after_signs(text: &str, at: usize) -> Option<usize> {
    let mut end = at;
    loop {
        let rest = &text[end..];
        let spaces = rest.len() - rest.trim_start_matches(is_space).len();
        let next = rest[spaces..].chars().next();
        match next {
            Some(c) if spaces == 0 && matches!(c, '.' | '!' | '?' | '…' | ')' | '”' | '"' | '’' | ',') =>
            {
                end += c.len_utf8();
            }
            Some(c) if matches!(c, '»' | '!' | '?') => end += spaces + c.len_utf8(),
            Some('[') => match super::brackets::bracket_at(text, end + spaces) {
                Some(bracket) => end = bracket.span.end,
                None => return (spaces > 0).then_some(end),
            },
            Some(c) if spaces == 0 && is_raised_digit(c) => match raised_marker_at(text, end) {
                Some(marker) => end = marker.span.end,
                None => return None,
            },
            Some('\n') | None => return Some(end),
            Some(c) => {
                let starts = !c.is_lowercase() && (class(c) != Class::Other || opens(c));
                return (starts && spaces > 0).then_some(end);
            }
        }
    }
}

/// Whether `c` can stand before the first word of a sentence.
fn opens(c: char) -> bool {
    matches!(c, '«' | '“' | '"' | '(' | '-' | '–' | '—' | '¿' | '¡' | '•' | '*')
}

/// Whether the dot after `before` belongs to an abbreviation or an initial, and not to the end of a sentence.
fn is_abbreviation(before: &str, after: &str) -> bool {
    if after.trim_start_matches(is_space).is_empty() || after.starts_with('\n') {
        return false;
    }
    let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    initial || ABBREVIATIONS.contains(&word.to_lowercase().as_str())
}

/// Whether the line that `rest` begins with is blank.
fn is_blank_line(rest: &str) -> bool {
    rest.find('\n').is_some_and(|end| rest[..end].trim().is_empty())
}

fn push_trimmed(text: &str, span: Span, sentences: &mut Vec<Span>) {
    let slice = &text[span.clone()];
    let trimmed = slice.trim();
    if !trimmed.is_empty() {
        let start = span.start + (slice.len() - slice.trim_start().len());
        sentences.push(start..start + trimmed.len());
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Analyzer, battery};
    use super::sentences;

    #[test]
    fn cases() {
        for (rule, expected) in [
            ("two", &["Le camp est pris.", "Il brûle !"][..]),
            ("marker inside", &["Le camp est pris[1].", "Il brûle."]),
            ("marker after the dot", &["Le camp est pris.[1],[2]", "Il brûle."]),
            ("quote", &["« Il brûle. »", "Le camp est pris."]),
            ("dot after the quote", &["« Il brûle »[3].", "Le camp"]),
            ("signs in a row", &["Quoi ?!", "Rien…", "Si."]),
            ("title", &["Il voit M. Dupont et Mgr. Durand.", "Fin."]),
            ("initials", &["J. R. R. Tolkien naît.", "Fin."]),
            ("era", &["En 500 av. J.-C. Rome est petite.", "Fin."]),
            ("acronym", &["L'O.N.U. vote.", "Fin."]),
            ("number", &["Il a 3.5 points.", "2018 commence."]),
            ("lower case goes on", &["Il dit : « Quoi ? » puis sort."]),
            ("ellipsis in brackets", &["Il dit […] Rien et [réf. nécessaire] sort."]),
            ("line break", &["Le camp\nest pris."]),
        ] {
            let text = expected.join(" ");
            let found: Vec<_> = sentences(&text).into_iter().map(|s| &text[s]).collect();
            assert_eq!(found, expected, "{rule}");
        }
    }

    #[test]
    fn a_blank_line_ends_a_sentence() {
        let text = " Titre \n \nLe camp\n\n";
        let found: Vec<_> = sentences(text).into_iter().map(|s| &text[s]).collect();
        assert_eq!(found, ["Titre", "Le camp"]);
        assert!(sentences(" \n").is_empty());
    }

    proptest! {
        #[test]
        fn sentences_are_in_order_and_hold_every_word(text in battery::any_text()) {
            let found = sentences(&text);
            prop_assert!(found.windows(2).all(|pair| pair[0].end <= pair[1].start));
            prop_assert!(found.iter().all(|s| !text[s.clone()].is_empty() && text[s.clone()].trim() == &text[s.clone()]));
            for token in Analyzer::new().analyze(&text) {
                prop_assert!(found.iter().any(|s| s.start <= token.span.start && token.span.end <= s.end), "{token:?}");
            }
        }
    }
}
