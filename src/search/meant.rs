//! What may have been meant by a query that found little: the whole query, with words that the index has.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::io;

use super::rank::Near;
use super::sound::{first_sound, sound};
use super::terms::{Matching, QueryTerms, QueryWord};
use crate::analysis::stopwords::is_function_word;
use crate::analysis::unglued;
use crate::document::Span;
use crate::index::Statistics;
use crate::query::{Query, Warning};

/// A query that matches more passages than this found something.
pub(super) const LITTLE: usize = 2;
/// How much more frequent another word is that was meant in the place of one that the index has.
const MORE_FREQUENT: u64 = 10;
/// From how many letters on one error is looked for, and two, as in repairs.
const ONE_ERROR: usize = 4;
const TWO_ERRORS: usize = 8;

/// The letters of a French keyboard, row by row (NF Z71-300, its letters where AZERTY has always had them).
const KEYBOARD: [&str; 3] = ["azertyuiop", "qsdfghjklm", "wxcvbn"];

/// The query with likelier words in the place of unlikely ones, as they are mostly spelled; nothing where there are
/// none. Elided articles stay before their words; what was no operator does not become one.
///
/// Cost: for each unlikely word a look at all forms of the index, about 40 ns each.
pub(super) fn meant(
    query: &Query,
    terms: &QueryTerms,
    statistics: &Statistics,
) -> io::Result<Option<String>> {
    let settled = settled(query);
    let is_settled = |word: &QueryWord| settled.iter().any(|(span, _)| overlap(span, &word.span));
    let is_name = |word: &QueryWord| {
        terms.named.iter().any(|name| name.start <= word.span.start && word.span.end <= name.end)
    };
    let unsure = |word: &&QueryWord| word.matching == Matching::Stem && !is_name(word) && !is_settled(word);
    let mut changes: Vec<(Span, String)> = Vec::new();
    for word in terms.words.iter().filter(unsure) {
        let changed = changes.last().is_some_and(|(last, _)| word.span.start < last.end);
        if !changed && let Some(better) = better(word, statistics)? {
            changes.push((word.span.clone(), better));
        }
    }
    if changes.is_empty() {
        return Ok(None);
    }
    changes.extend(settled);
    changes.sort_unstable_by_key(|(span, _)| span.start);
    Ok(Some(changed(&query.text, &changes)))
}

fn overlap(a: &Span, b: &Span) -> bool {
    a.start < b.end && b.start < a.end
}

/// What becomes of operators that were read as words. One with nothing to join goes. In a query of capitals it may well
/// be a word (« BIJOUX EN OR »), and is written as one, since likelier words bring small letters, by which it would join.
fn settled(query: &Query) -> Vec<(Span, String)> {
    let shouted = !query.text.contains(char::is_lowercase);
    let settled = query.warnings.iter().filter_map(|warning| match warning {
        Warning::StrayOperator { span, .. } if !shouted => {
            Some((with_space(&query.text, span), String::new()))
        }
        Warning::StrayOperator { span, word } | Warning::Capitals { span, word } => {
            Some((span.clone(), word.to_lowercase()))
        }
        _ => None,
    });
    settled.collect()
}

/// A word and the space that goes with it: that before it, or where there is none that behind it.
fn with_space(text: &str, span: &Span) -> Span {
    let start = text[..span.start].trim_end().len();
    if 0 < start && start < span.start {
        return start..span.end;
    }
    start..text.len() - text[span.end..].trim_start().len()
}

/// `text` with stretches replaced, which come in order.
fn changed(text: &str, changes: &[(Span, String)]) -> String {
    let (mut out, mut from) = (String::new(), 0);
    for (span, change) in changes {
        out.push_str(text.get(from..span.start).unwrap_or_default());
        out.push_str(change);
        from = span.end;
    }
    out.push_str(text.get(from..).unwrap_or_default());
    out
}

/// The word that was meant by an unlikely one.
fn better(word: &QueryWord, statistics: &Statistics) -> io::Result<Option<String>> {
    // A word whose stem the index has is inflected, not mistyped.
    let df = statistics.form_df(&word.form)?.max(statistics.stem_df(&word.stem)?);
    let letters: Vec<char> = word.form.chars().collect();
    let plain = word.form.bytes().any(|b| b.is_ascii_digit()) || is_function_word(&word.form);
    if plain || letters.len() < ONE_ERROR {
        return Ok(None);
    }
    if df == 0 {
        for (article, rest) in unglued(&word.form) {
            if statistics.form_df(rest)? > 0 {
                return Ok(statistics.spelling(rest)?.map(|spelling| format!("{article}'{spelling}")));
            }
        }
    }
    let most = if letters.len() >= TWO_ERRORS { 2 } else { 1 };
    let mut counted = Vec::new();
    for (unlike, form) in like(word, most, statistics)?.into_iter().filter(|(_, form)| *form != word.form) {
        counted.push((unlike, Reverse(statistics.form_df(&form)?), form));
    }
    let enough = df.saturating_mul(MORE_FREQUENT).max(1);
    counted.retain(|(_, Reverse(df), form)| *df >= enough && !is_function_word(form));
    match counted.into_iter().min() {
        Some((_, _, form)) => statistics.spelling(&form),
        None => Ok(None),
    }
}

/// The forms that are like what was typed, each with how unlike it is: two for each letter, one less where both sound
/// alike or a finger slipped to the next key.
fn like(word: &QueryWord, most: usize, statistics: &Statistics) -> io::Result<BTreeSet<(usize, String)>> {
    let typed: Vec<char> = word.form.chars().collect();
    let (code, mut near, mut found) = (sound(&word.form), Near::new(&word.form, most), BTreeSet::new());
    let sounds_alike = |form: &str| {
        let letters = form.chars().count();
        letters.abs_diff(typed.len()) <= 3
            && letters >= ONE_ERROR
            && first_sound(form) == code.chars().next()
            && sound(form) == code
    };
    statistics.walk("", &mut |met| {
        let distance = near.compare(met.form, met.shared).distance;
        let alike = sounds_alike(met.form);
        if let Some(errors) = distance.or(alike.then_some(most)) {
            let eased = usize::from(alike) + usize::from(slipped(&typed, met.form));
            found.insert(((2 * errors).saturating_sub(eased), met.form.to_owned()));
        }
        Ok(usize::MAX)
    })?;
    Ok(found)
}

/// Whether one letter was replaced by a neighbour on the keyboard.
fn slipped(typed: &[char], form: &str) -> bool {
    let letters: Vec<char> = form.chars().collect();
    let mut differing = typed.iter().zip(&letters).filter(|(a, b)| a != b);
    let first = differing.next();
    typed.len() == letters.len()
        && differing.next().is_none()
        && first.is_some_and(|(a, b)| {
            KEYBOARD.iter().any(|row| row.find(*a).zip(row.find(*b)).is_some_and(|(a, b)| a.abs_diff(b) == 1))
        })
}
