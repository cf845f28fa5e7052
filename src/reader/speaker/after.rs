//! What the words after a quote say of who speaks in it.

use super::name::name_after;
use super::verbs::{inverted, is_determiner, is_participle, only_says, speech_verb};
use super::words::bare;
use super::{Attribution, OWN_WORDS};
use crate::analysis::stopwords::is_function_word;

/// How many words after a quote are looked at.
const REACH: usize = 16;

/// The most words that join two pieces of one quote.
const MAX_JOINT: usize = 4;

/// « », affirme X », « », a dit le président X », « », selon X », « ! » s'exclame X »; without a comma or an exclamation
/// only after a quote of some words and a verb that takes no title for its subject.
pub(super) fn followed(after: &str, quote: &str) -> Option<Attribution> {
    let rest = after.trim_start().strip_prefix(['»', '”', '›'])?.trim_start();
    let spoken = rest.starts_with(',') || quote.trim_end().ends_with(['!', '?', '…']);
    let long = quote.split_whitespace().nth(OWN_WORDS - 1).is_some();
    let words: Vec<&str> = rest.trim_start_matches(',').split_whitespace().take(REACH).collect();
    let (found, _) = incise(&words)?;
    let says = found.verb.as_deref().is_some_and(only_says) && found.speaker.is_some();
    (spoken || long && says).then_some(found)
}

/// Who speaks by these words, and how many of them say it.
fn incise(words: &[&str]) -> Option<(Attribution, usize)> {
    let first = words.iter().take_while(|word| is_before_verb(word)).count();
    let word = words.get(first)?;
    let named = name_after(&words[first + 1..]);
    let read = first + 1 + named.as_ref().map_or(0, |(_, read)| *read);
    let speaker = named.map(|(name, _)| name);
    if matches!(*word, "selon" | "d'après" | "d’après") {
        return speaker.map(|name| (Attribution::new(Some(name), word), read));
    }
    let verb = inverted(bare(word)).or_else(|| {
        let subject = speaker.is_some() || words.get(first + 1).is_some_and(|next| is_determiner(next));
        let verb = speech_verb(without_pronoun(bare(word)), None);
        verb.filter(|verb| subject && (first > 0 || !is_participle(verb)))
    })?;
    Some((Attribution::new(speaker, verb), read))
}

/// « a dit », « comme l'écrit », « ainsi que le note »
fn is_before_verb(word: &str) -> bool {
    matches!(word, "a" | "ont" | "avait" | "se" | "leur" | "lui" | "comme" | "ainsi" | "que" | "le")
}

/// « l'écrit », but not « l'annonce ».
fn without_pronoun(word: &str) -> &str {
    word.strip_prefix("l'")
        .or_else(|| word.strip_prefix("l’"))
        .filter(|rest| *rest != "annonce")
        .unwrap_or(word)
}

/// Whether these words only join two pieces of one quote: « et », « puis », « et que ».
pub(super) fn is_joint(between: &str) -> bool {
    let words: Vec<&str> = between.split_whitespace().map(|word| word.trim_matches(',')).collect();
    let joins = words.iter().any(|word| matches!(*word, "et" | "ou" | "puis" | "mais"));
    let plain = |word: &&str| {
        let word = word.trim_end_matches(['\'', '’']);
        word.is_empty() || word == "puis" || word == "qu" || is_function_word(&word.to_lowercase())
    };
    joins && words.len() <= MAX_JOINT && words.iter().all(plain)
}

/// Whether these words are no more than « , dit X, ».
pub(super) fn is_incise(between: &str) -> bool {
    let Some(inside) = between.strip_prefix(',').and_then(|rest| rest.strip_suffix([',', ':'])) else {
        return false;
    };
    let words: Vec<&str> = inside.split_whitespace().collect();
    incise(&words).is_some_and(|(found, read)| found.speaker.is_some() && read == words.len())
}
