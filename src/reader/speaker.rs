//! Who speaks, where the sentence around a quote says it plainly.

use super::speech_verbs::{is_determiner, is_participle, speech_verb};
use crate::analysis::stopwords::is_function_word;

/// Particles inside a name.
const PARTICLES: [&str; 16] =
    ["de", "du", "des", "d'", "la", "le", "van", "von", "der", "den", "ben", "bin", "al", "el", "ag", "da"];

/// Words with a capital that begin no name, besides function words.
const NO_NAMES: [&str; 8] =
    ["Mais", "Certains", "Plusieurs", "Beaucoup", "Tous", "Chacun", "Celui-ci", "Celle-ci"];

/// What may stand between a subject and its verb: auxiliaries, pronouns, adverbs.
const BEFORE_VERB: [&str; 20] = [
    "a", "ont", "avait", "avaient", "aurait", "lui", "leur", "nous", "me", "se", "ne", "y", "en", "ensuite",
    "aussi", "alors", "ainsi", "déjà", "même", "et",
];

/// How far a verb may stand from the colon, a name from its verb, in words.
const REACH: usize = 16;

/// Words that a quote has at least for « selon X » to be about it from elsewhere in the sentence: a shorter one may be
/// somebody else's term.
const OWN_WORDS: usize = 4;

/// The longest signature of a quotation block, in characters.
const MAX_SIGNATURE_CHARS: usize = 80;

/// Who speaks, as far as a sentence tells.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Attribution {
    /// A name as the sentence has it.
    pub(super) speaker: Option<String>,
    /// A verb of speech, or what stands for one: `selon`.
    pub(super) verb: Option<String>,
}

/// Who speaks in a quote, from its sentence before its words, they themselves, and the sentence after them:
/// « X déclare : « », « selon X, « », « », affirme X ». A speaker is a name that stands where the subject does; who is
/// meant by « il » or « le maire » is not guessed, so there may be a verb and no speaker.
pub(super) fn attribution(before: &str, quote: &str, after: &str) -> Attribution {
    let before = before.trim_end().trim_end_matches(['«', '“', '‹']).trim_end();
    let introduced = introduced(before);
    let known = |found: &Attribution| found.speaker.is_some();
    Some(&introduced)
        .filter(|found| known(found))
        .map(|found| Attribution { speaker: found.speaker.clone(), verb: found.verb.clone() })
        .or_else(|| according_to(before, quote))
        .or_else(|| followed(after).filter(|found| known(found) || introduced.verb.is_none()))
        .unwrap_or(introduced)
}

/// Where the signature of a quotation block begins, « — Jean Dupont », with its dash, and the name in it.
pub(super) fn signature(text: &str) -> Option<(usize, String)> {
    let dash = text.rfind(['—', '–', '―'])?;
    let signed = text[dash..].trim_start_matches(['—', '–', '―', ' ', '\u{a0}']);
    let name = signed.split([',', '(', '[', '«', '.']).next()?.trim();
    let begins = text[..dash].ends_with(char::is_whitespace);
    let short = signed.chars().nth(MAX_SIGNATURE_CHARS).is_none();
    (begins && short && name.starts_with(char::is_uppercase)).then(|| (dash, name.to_owned()))
}

/// « X déclare à la radio : », « X a affirmé que »
fn introduced(before: &str) -> Attribution {
    let clause = before.rsplit([';', '»', '(']).next().unwrap_or_default();
    let colon = clause.ends_with(':');
    let words = last_words(clause.trim_end_matches([':', ' ', '\u{a0}']));
    let verb_at = |at: &usize| speech_verb(bare(words[*at]), at.checked_sub(1).map(|before| words[before]));
    let Some(at) = (0..words.len()).rev().find(|at| verb_at(at).is_some()) else {
        return Attribution::default();
    };
    let direct = words[at + 1..].iter().all(|word| matches!(*word, "que" | "qu'" | "qu’"));
    // « Untel dit « le Grand » » gives a name, and says nothing.
    let named = bare(words[at]) == "dit" && at + 1 == words.len();
    let spoken = !is_participle(bare(words[at])) || has_auxiliary(&words[..at]);
    if !(colon || direct && !named) || !spoken {
        return Attribution::default();
    }
    Attribution { speaker: subject(&words[..at]), verb: verb_at(&at).map(str::to_owned) }
}

/// Whether one of the last words makes a past participle say what its subject did.
fn has_auxiliary(words: &[&str]) -> bool {
    words.iter().rev().take(3).any(|word| {
        matches!(
            *word,
            "a" | "ont"
                | "avait"
                | "avaient"
                | "aurait"
                | "ayant"
                | "s'est"
                | "s’est"
                | "s'était"
                | "s’était"
        )
    })
}

/// The name that ends these words, what may stand between it and its verb left out, and what is put in between commas.
fn subject(words: &[&str]) -> Option<String> {
    let skipped = words.iter().rev().take_while(|word| BEFORE_VERB.contains(word) || word.ends_with("ment"));
    let mut words = &words[..words.len() - skipped.count()];
    if words.last()?.ends_with(',') {
        let inside = &words[..words.len() - 1];
        let comma = inside.iter().rposition(|word| word.ends_with(','))?;
        words = &words[..=comma];
    }
    let last = words.last()?.trim_end_matches(',');
    let run = words[..words.len() - 1].iter().rev().take_while(|word| is_name_word(word)).count();
    let mut run: Vec<&str> = words[words.len() - 1 - run..words.len() - 1].to_vec();
    run.push(last);
    name(&run)
}

/// « selon X, », « d'après le président X », « pour X : »; elsewhere in the sentence only for a quote of some words.
fn according_to(before: &str, quote: &str) -> Option<Attribution> {
    let words = last_words(before.trim_end_matches([':', ' ', '\u{a0}']));
    let at = (0..words.len()).rev().find(|at| is_according(&words, *at))?;
    let (speaker, read) = name_after(&words[at + 1..])?;
    let adjacent = at + 1 + read == words.len();
    let closed = adjacent || words[at + read].ends_with(',');
    let enough = adjacent || closed && quote.split_whitespace().nth(OWN_WORDS - 1).is_some();
    let verb = Some(words[at].to_lowercase());
    enough.then_some(Attribution { speaker: Some(speaker), verb })
}

/// « pour » only at the beginning, since it says many other things.
fn is_according(words: &[&str], at: usize) -> bool {
    matches!(words[at], "selon" | "Selon" | "d'après" | "D'après" | "d’après" | "D’après")
        || (words[at] == "Pour"
            && at == 0
            && words.get(1..3).is_some_and(|name| name.iter().all(|word| is_capital(bare(word)))))
}

/// « », affirme X », « », a dit le président X », « », selon X »
fn followed(after: &str) -> Option<Attribution> {
    let rest = after.trim_start().strip_prefix(['»', '”', '›'])?;
    let rest = without_markers(rest).trim_start();
    let words: Vec<&str> = rest.strip_prefix(',').unwrap_or(rest).split_whitespace().take(REACH).collect();
    let first = words
        .iter()
        .take_while(|word| matches!(**word, "a" | "ont" | "avait" | "se" | "leur" | "lui"))
        .count();
    let word = words.get(first).filter(|_| rest.starts_with(','))?;
    let speaker = name_after(&words[first + 1..]).map(|(name, _)| name);
    if matches!(*word, "selon" | "d'après" | "d’après") {
        return speaker.map(|name| Attribution { speaker: Some(name), verb: Some((*word).to_owned()) });
    }
    let verb = inverted(bare(word)).or_else(|| {
        let subject = speaker.is_some() || words.get(first + 1).is_some_and(|next| is_determiner(next));
        speech_verb(bare(word), None).filter(|verb| subject && (first > 0 || !is_participle(verb)))
    })?;
    Some(Attribution { speaker, verb: Some(verb.to_owned()) })
}

/// « déclare-t-il », « dit-elle »
fn inverted(word: &str) -> Option<&str> {
    let verb =
        ["-il", "-elle", "-on", "-ils", "-elles"].iter().find_map(|pronoun| word.strip_suffix(pronoun))?;
    speech_verb(verb.strip_suffix("-t").unwrap_or(verb), None)
}

/// What follows the markers that `text` begins with.
fn without_markers(text: &str) -> &str {
    let mut rest = text;
    while let Some((_, after)) = rest.strip_prefix('[').and_then(|inside| inside.split_once(']')) {
        rest = after;
    }
    rest
}

/// The name after words that say what its bearer is (« le président malien »), and how many words both take. None where
/// it is not certain where the name begins: « le ministre du Tourisme Jean Dupont ».
fn name_after(words: &[&str]) -> Option<(String, usize)> {
    let lower = words.iter().take_while(|word| is_title_word(word)).count();
    let uncertain =
        lower > 0 && (PARTICLES.contains(&words[lower - 1]) && !matches!(words[lower - 1], "la" | "le"));
    let mut run = Vec::new();
    for word in words.get(lower..)?.iter().map(|word| word.split('[').next().unwrap_or_default()) {
        let word = if run.is_empty() { without_article(word) } else { word };
        if !is_name_word(bare(word)) {
            break;
        }
        run.push(bare(word));
        if bare(word).len() < word.len() {
            break;
        }
    }
    while run.last().is_some_and(|word| PARTICLES.contains(word)) {
        run.pop();
    }
    let read = lower + run.len();
    let next = |at: usize| words.get(read + at).copied().unwrap_or_default();
    // « Sophia in't Veld », « X et Y »: more of a name, or another one, follows what is no word of a name.
    let uncertain = uncertain || (is_title_word(next(0)) && is_capital(bare(next(1))) && !ended(words, read));
    name(&run).filter(|_| !uncertain && lower <= 6).map(|name| (name, read))
}

/// Whether a sign stands after the word before `at`.
fn ended(words: &[&str], at: usize) -> bool {
    at.checked_sub(1)
        .and_then(|last| words.get(last))
        .is_some_and(|word| word.ends_with([',', '.', ';', ':', ']']))
}

/// A word in small letters without a comma after it.
fn is_title_word(word: &str) -> bool {
    word.starts_with(char::is_lowercase)
        && word.chars().all(|c| c.is_lowercase() || matches!(c, '-' | '\'' | '’'))
}

fn without_article(word: &str) -> &str {
    ["l'", "l’", "d'", "d’"].iter().find_map(|article| word.strip_prefix(article)).unwrap_or(word)
}

fn bare(word: &str) -> &str {
    word.trim_end_matches([',', '.', ';', ':'])
}

/// The last words: enough for a name and a verb, however long the sentence.
fn last_words(text: &str) -> Vec<&str> {
    let mut words: Vec<&str> = text.split_whitespace().rev().take(REACH).collect();
    words.reverse();
    words
}

fn is_name_word(word: &str) -> bool {
    is_capital(word) || PARTICLES.contains(&word)
}

/// Whether the word begins with a capital and is made of letters and what joins them.
fn is_capital(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
        && word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’' | '.'))
}

/// The words as a name: it begins and ends with a capital and holds no article with one, since « Le Monde » may be the
/// beginning of a sentence; alone, a word of three letters at least that is no pronoun.
fn name(words: &[&str]) -> Option<String> {
    let capital = |word: &&&str| word.starts_with(char::is_uppercase);
    let begins = words.first().filter(capital).is_some() && words.last().filter(capital).is_some();
    let plain = |word: &&str| {
        NO_NAMES.contains(word)
            || (is_function_word(&word.to_lowercase()) && word.starts_with(char::is_uppercase))
    };
    let long = words.len() > 1 || words.first().is_some_and(|word| word.chars().nth(2).is_some());
    (begins && long && !words.iter().any(plain)).then(|| words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::{attribution, signature};

    #[test]
    fn only_what_the_sentence_says() {
        for (before, after, expected) in [
            ("Le président malien Ibrahim Keïta déclare : « ", " ».", Some("Ibrahim Keïta")),
            ("Charles de Gaulle a déclaré\u{a0}: « ", " ».", Some("Charles de Gaulle")),
            ("Le ministre du Tourisme Jean Dupont déclare : « ", " ».", None),
            ("Le ministre de l'Intérieur Jean Dupont déclare : « ", " ».", Some("Jean Dupont")),
            ("Il déclare : « ", " ».", None),
            ("Le Monde écrit : « ", " ».", None),
            ("Le président déclare : « ", " ».", None),
            ("Selon Jean Dupont, « ", " ».", Some("Jean Dupont")),
            ("Selon le journal Le Monde, « ", " ».", None),
            ("« ", " », affirme Jean Dupont[4].", Some("Jean Dupont")),
            ("« ", " », a dit Jean Dupont, maire de Paris.", Some("Jean Dupont")),
            ("« ", " », affirme le maire.", None),
            ("Jean Dupont parle de « ", " ».", None),
            ("Gigurtu déclare à la radio : « ", " ».", Some("Gigurtu")),
            ("Jean Dupont, maire de Paris, affirme que « ", " ».", Some("Jean Dupont")),
            ("Selon Jean Dupont, de l'université d'Amiens, « ", " ».", Some("Jean Dupont")),
            ("selon le président Traian Băsescu, « ", " ».", Some("Traian Băsescu")),
            ("Selon le ministre du Tourisme Jean Dupont, « ", " ».", None),
            ("L'activité est selon l'OMT « ", " ».", Some("OMT")),
            ("Pour Hilda Molina :« ", " ».", Some("Hilda Molina")),
            ("Pour gagner Paris : « ", " ».", None),
            ("« ", "[17] », affirme Taglioni.", None),
            ("« ", " »[4], affirme Taglioni.", Some("Taglioni")),
            ("« ", " », selon Jean Dupont.", Some("Jean Dupont")),
            ("« ", " », selon lui.", None),
            ("Jean Dupont dit « ", " » est né à Paris.", None),
            ("Selon Jean in't Veld, « ", " ».", None),
            ("« ", " », affirme le président Traian Băsescu.", Some("Traian Băsescu")),
            ("Certains affirment : « ", " ».", None),
            ("La note de Jean Dupont : « ", " ».", None),
        ] {
            let found = attribution(before, "nous ne partirons pas", after);
            assert_eq!(found.speaker.as_deref(), expected, "{before:?} {after:?}");
        }
    }

    #[test]
    fn a_verb_may_stand_without_a_name() {
        for (before, after, verb) in [
            ("Il déclare : « ", " ».", Some("déclare")),
            ("Le maire s'est exclamé : « ", " ».", Some("exclamé")),
            ("Il s'exclame : « ", " ».", Some("exclame")),
            ("« ", " », note son étude.", Some("note")),
            ("« ", " », déclare-t-il.", Some("déclare")),
            ("« ", " », décrit en 1936 ce pays.", None),
            ("Les hôtels sont jugés « ", " ».", None),
            ("Un hôtel jugé « ", " ».", None),
            ("Selon Jean Dupont, « ", " ».", Some("selon")),
            ("Il parle de « ", " ».", None),
        ] {
            assert_eq!(attribution(before, "x", after).verb.as_deref(), verb, "{before:?} {after:?}");
        }
    }

    #[test]
    fn signatures() {
        for (text, name) in [
            ("Je pars. — Jean Dupont, 1980", Some("Jean Dupont")),
            ("Je pars — demain", None),
            ("— Jean Dupont", None),
            ("Je pars.", None),
        ] {
            assert_eq!(signature(text).map(|(_, name)| name).as_deref(), name, "{text}");
        }
    }
}
