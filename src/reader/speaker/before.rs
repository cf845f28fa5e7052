//! What the words before a quote say of who speaks in it.

use super::name::{is_speech_noun, name, name_after, subject, without_date};
use super::verbs::{compares, is_judgement, is_participle, light_verb, passive, speech_verb};
use super::words::{Clause, bare, is_capital, is_name_word, is_small, without_article};
use super::{Attribution, OWN_WORDS};
use crate::analysis::stopwords::is_function_word;

/// How far what is said may stand from the verb that gives it: « donne une définition ».
const OBJECT_REACH: usize = 8;

/// How near the quote a verb stands that says something only then: « lance à la foule : », « lance l'édition … ».
const LIGHT_REACH: usize = 4;

/// How far a name may stand from a quote, in words, for what it begins to go as far.
const CLOSED_REACH: usize = 12;

/// « X déclare à la radio : », « X a affirmé que », « X dénonce une »; a verb alone where its subject is no name.
pub(super) fn introduced(clause: &Clause<'_>, quote: &str) -> Option<Attribution> {
    let words = &clause.words;
    let at = (0..words.len()).rev().find(|at| verb_at(words, *at).is_some())?;
    let verb = verb_at(words, at)?;
    // « Untel dit « le Grand » » gives a name, and says nothing.
    let named = verb == "dit" && at + 1 == words.len();
    let near = !light_verb(verb) || words.len() - at <= LIGHT_REACH;
    let led = clause.colon && near || !named && leads(verb, &words[at + 1..], quote);
    let spoken = !is_participle(verb) || has_auxiliary(&words[..at]);
    let told = is_inverted(words, at);
    (led && spoken && !told).then(|| {
        let auxiliary = words[..at].last().is_some_and(|word| matches!(*word, "ont" | "avaient"));
        let plural = verb.ends_with("ent") || auxiliary;
        Attribution::new(subject(&words[..at], clause.begins, plural), verb)
    })
}

/// A speaker who is named, but by other means than the verb that introduces what is said.
pub(super) fn named(clause: &Clause<'_>, quote: &str) -> Option<Attribution> {
    gives(clause)
        .or_else(|| told_by(clause, quote))
        .or_else(|| according_to(clause, quote))
        .or_else(|| by(clause))
        .or_else(|| words_of(clause, quote))
        .or_else(|| speaks_alone(clause, quote))
}

fn verb_at<'t>(words: &[&'t str], at: usize) -> Option<&'t str> {
    speech_verb(bare(words[at]), at.checked_sub(1).map(|before| words[before]))
}

/// Whether only words without a meaning of their own stand between a verb and a quote that is no title: « affirme
/// que », « déclare qu'il s'agit d'un », « dénonce une ».
fn leads(verb: &str, between: &[&str], quote: &str) -> bool {
    let Some(first) = between.first() else { return true };
    let said = matches!(*first, "que" | "qu'" | "qu’");
    if said && between.len() == 1 {
        return true;
    }
    let clause = said || first.starts_with("qu'") || first.starts_with("qu’");
    let small = quote.trim_start().starts_with(char::is_lowercase);
    let from = between.iter().rposition(|word| *word == "comme").filter(|_| compares(verb)).unwrap_or(0);
    small && (clause || is_judgement(verb) || from > 0) && between[from..].iter().all(|word| is_plain(word))
}

/// « s'agit » and « d'une » are as plain as « une ».
fn is_plain(word: &str) -> bool {
    let rest = word.rsplit(['\'', '’']).next().unwrap_or_default();
    rest.is_empty() || rest == "agit" || is_function_word(&rest.to_lowercase())
}

/// Whether one of the last words makes a past participle say what its subject did.
fn has_auxiliary(words: &[&str]) -> bool {
    const AUXILIARIES: [&str; 16] = [
        "a",
        "ont",
        "avait",
        "avaient",
        "aurait",
        "ayant",
        "s'est",
        "s’est",
        "s'était",
        "s’était",
        "l'a",
        "l’a",
        "l'ont",
        "l’ont",
        "l'avait",
        "l’avait",
    ];
    words.iter().rev().take(3).any(|word| AUXILIARIES.contains(word))
}

/// Whether the subject of a verb stands after it: « comme le note », « ainsi que l'écrit ».
fn is_inverted(words: &[&str], at: usize) -> bool {
    let article = usize::from(at > 0 && matches!(words[at - 1], "le" | "l'" | "l’" | "la"));
    let before = |n: usize| (at - article).checked_sub(n).map(|at| words[at]);
    match before(1) {
        Some("comme" | "Comme") => true,
        Some("Ainsi") => article == 0,
        Some("que") => matches!(before(2), Some("ainsi" | "Ainsi")),
        _ => false,
    }
}

/// « X donne cette définition : », « X emploie l'expression »
fn gives(clause: &Clause<'_>) -> Option<Attribution> {
    let words = &clause.words;
    let said = (0..words.len()).rev().find(|at| is_speech_noun(words[*at]))?;
    let ends = words[said + 1..].iter().all(|word| is_plain(word));
    let at = (said.saturating_sub(OBJECT_REACH)..said).rev().find(|at| light_verb(words[*at]))?;
    let spoken = !words[at].ends_with(['é', 'u']) || has_auxiliary(&words[..at]);
    let plural = words[at].ends_with("ent") || at > 0 && words[at - 1] == "ont";
    let speaker = subject(&words[..at], clause.begins, plural).filter(|_| spoken && (clause.colon || ends));
    speaker.map(|name| Attribution::new(Some(name), words[at]))
}

/// « comme le note X, », « ainsi que l'écrit X : »
fn told_by(clause: &Clause<'_>, quote: &str) -> Option<Attribution> {
    let words = &clause.words;
    let verb = |at: &usize| speech_verb(without_pronoun(bare(words[*at])), None).is_some();
    let at = (0..words.len()).rev().find(|at| verb(at) && is_inverted(words, *at))?;
    let speaker = closed_name(clause, at + 1, quote)?;
    Some(Attribution::new(Some(speaker), without_pronoun(bare(words[at]))))
}

fn without_pronoun(word: &str) -> &str {
    word.strip_prefix("l'").or_else(|| word.strip_prefix("l’")).unwrap_or(word)
}

/// « selon X, », « d'après le président X », « pour X : »; elsewhere in the sentence only for a quote of some words.
fn according_to(clause: &Clause<'_>, quote: &str) -> Option<Attribution> {
    let words = &clause.words;
    let at = (0..words.len()).rev().find(|at| is_according(clause, *at))?;
    let speaker = closed_name(clause, at + 1, quote)?;
    Some(Attribution::new(Some(speaker), &words[at].to_lowercase()))
}

/// « pour » only at the beginning, since it says many other things.
fn is_according(clause: &Clause<'_>, at: usize) -> bool {
    let words = &clause.words;
    let two = || words.get(1..3).is_some_and(|name| name.iter().all(|word| is_capital(bare(word))));
    match words[at] {
        "selon" | "Selon" | "d'après" | "D'après" | "d’après" | "D’après" => true,
        "Pour" => at == 0 && clause.begins && two(),
        _ => false,
    }
}

/// « une phrase prononcée par X : », « décrit par X comme un »
fn by(clause: &Clause<'_>) -> Option<Attribution> {
    let words = &clause.words;
    let at = words.iter().rposition(|word| *word == "par")?;
    let verb = words[at.saturating_sub(3)..at].iter().rev().find_map(|word| passive(word))?;
    let (speaker, read) = name_after(&words[at + 1..])?;
    let rest = &words[at + 1 + read..];
    let joined = rest.first().is_none_or(|word| matches!(*word, "comme" | "de" | "d'" | "d’"));
    let closed =
        joined && rest.iter().all(|word| is_plain(word)) || clause.colon && without_date(rest).is_empty();
    closed.then(|| Attribution::new(Some(speaker), verb))
}

/// « la formule de X : », « selon l'expression même de X, »
fn words_of(clause: &Clause<'_>, quote: &str) -> Option<Attribution> {
    let words = &clause.words;
    let noun = (0..words.len()).rev().find(|at| is_speech_noun(words[*at]))?;
    let at = noun + 1 + usize::from(words.get(noun + 1).is_some_and(|word| is_adjective(word)));
    let next = words.get(at).copied().unwrap_or_default();
    let elided = without_article(next).len() < next.len();
    let at = at + usize::from(!elided);
    let adjacent = |(name, read): (String, usize)| (at + read == words.len()).then_some(name);
    let reprised = words[noun.saturating_sub(3)..noun].iter().any(|word| is_reprise(word));
    let known = match reprised {
        true => closed_name(clause, at, quote),
        false => name_after(words.get(at..)?).and_then(adjacent),
    };
    let speaker = known.filter(|_| elided || matches!(next, "de" | "du"))?;
    Some(Attribution::new(Some(speaker), without_article(words[noun])))
}

fn is_adjective(word: &str) -> bool {
    is_small(word) && word != "de" && without_article(word) == word && !is_function_word(word)
}

/// « selon les mots de X », « pour reprendre la formule de X »
fn is_reprise(word: &str) -> bool {
    matches!(word, "selon" | "Selon" | "reprendre" | "reprenant" | "d'après" | "d’après" | "suivant")
}

/// The name after the word before `at`, if the quote or a date stands next to it, or else a comma and a quote of some
/// words.
fn closed_name(clause: &Clause<'_>, at: usize, quote: &str) -> Option<String> {
    let words = clause.words.get(at..)?;
    let (speaker, read) = name_after(words)?;
    let adjacent = without_date(&words[read..]).is_empty();
    let between = words[read..].len() <= CLOSED_REACH && !words[read..].iter().any(|word| turns(word));
    let comma = between && words[read - 1].ends_with(',');
    let enough = adjacent || comma && quote.split_whitespace().nth(OWN_WORDS - 1).is_some();
    enough.then_some(speaker)
}

/// Words with which a sentence may go over to somebody else.
fn turns(word: &str) -> bool {
    matches!(word, "tandis" | "alors" | "mais" | "quand" | "lorsque" | "où" | "comme" | "dont")
}

/// « Jean Dupont : « Je pars. » »: nothing but a name, a colon and a sentence.
fn speaks_alone(clause: &Clause<'_>, quote: &str) -> Option<Attribution> {
    let words = &clause.words;
    let whole =
        clause.begins && clause.colon && words.len() > 1 && words.iter().all(|word| is_name_word(word));
    let sentence = quote.trim_end().ends_with(['.', '!', '?', '…']);
    let speaker = name(words).filter(|_| whole && sentence)?;
    Some(Attribution { speaker: Some(speaker), verb: None })
}
