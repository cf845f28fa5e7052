//! Who speaks, where the sentence around a quote says it plainly.

/// Verbs that introduce somebody's words, third person singular, present and simple or compound past.
///
/// Own list: the verbs of speech that French grammars give for direct speech, in the forms of news and
/// encyclopedic prose.
const VERBS: [&str; 32] = [
    "affirme",
    "affirmé",
    "ajoute",
    "ajouté",
    "annonce",
    "annoncé",
    "assure",
    "assuré",
    "confie",
    "confié",
    "conclut",
    "conclu",
    "déclare",
    "déclaré",
    "dit",
    "estime",
    "estimé",
    "explique",
    "expliqué",
    "écrit",
    "indique",
    "indiqué",
    "juge",
    "jugé",
    "note",
    "noté",
    "précise",
    "précisé",
    "répond",
    "répondu",
    "souligne",
    "souligné",
];

/// Words that introduce a source of words.
const ACCORDING_TO: [&str; 4] = ["selon", "Selon", "d'après", "D'après"];

/// Particles inside a name.
const PARTICLES: [&str; 16] =
    ["de", "du", "des", "d'", "la", "le", "van", "von", "der", "den", "ben", "bin", "al", "el", "ag", "da"];

/// The speaker of a quote, from its sentence before and after its words: « X déclare : « », « selon X, « »,
/// « », affirme X ». None unless X is a name of two words or more: one capital letter may be a sentence's first.
pub(super) fn attribution(before: &str, after: &str) -> Attribution {
    Attribution { speaker: speaker(before, after), verb: None }
}

/// Who speaks, as far as a sentence tells.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Attribution {
    pub(super) speaker: Option<String>,
    pub(super) verb: Option<String>,
}

/// The longest signature of a quotation block, in characters.
const MAX_SIGNATURE_CHARS: usize = 80;

/// Where the signature of a quotation block begins, « — Jean Dupont », with its dash, and the name in it.
pub(super) fn signature(text: &str) -> Option<(usize, String)> {
    let dash = text.rfind(['—', '–', '―'])?;
    let signed = text[dash..].trim_start_matches(['—', '–', '―', ' ', '\u{a0}']);
    let name = signed.split([',', '(', '[', '«', '.']).next()?.trim();
    let begins = text[..dash].is_empty() || text[..dash].ends_with(char::is_whitespace);
    let short = signed.chars().nth(MAX_SIGNATURE_CHARS).is_none();
    (dash > 0 && begins && short && name.starts_with(char::is_uppercase)).then(|| (dash, name.to_owned()))
}

fn speaker(before: &str, after: &str) -> Option<String> {
    let before = before.trim_end().trim_end_matches(['«', '“', '‹']).trim_end();
    introduced(before).or_else(|| according_to(before)).or_else(|| followed(after))
}

/// « X déclare : »
fn introduced(before: &str) -> Option<String> {
    let words: Vec<&str> = last_words(before.strip_suffix(':')?);
    let verb = words.iter().rposition(|word| VERBS.contains(word)).filter(|at| at + 1 == words.len())?;
    let subject = if words[..verb].last() == Some(&"a") { &words[..verb - 1] } else { &words[..verb] };
    let start = (0..subject.len()).rev().take_while(|i| is_name_word(subject[*i])).last()?;
    name(&subject[start..])
}

/// « selon X, »
fn according_to(before: &str) -> Option<String> {
    let words = last_words(before.strip_suffix(',')?);
    let at = words.iter().rposition(|word| ACCORDING_TO.contains(word))?;
    let given = &words[at + 1..];
    name(given).filter(|_| given.iter().all(|word| is_name_word(word)))
}

/// « », affirme X »
fn followed(after: &str) -> Option<String> {
    let rest = after.trim_start().strip_prefix(['»', '”', '›'])?.trim_start().strip_prefix(',')?;
    let mut words = rest.split_whitespace().take(12).peekable();
    if words.peek() == Some(&"a") {
        words.next();
    }
    words.next().filter(|verb| VERBS.contains(verb))?;
    let mut given = Vec::new();
    for word in words {
        let bare = word.trim_end_matches([',', '.', ';', ':']).split('[').next().unwrap_or_default();
        let bare = bare.trim_end_matches([',', '.', ';', ':']);
        if !is_name_word(bare) {
            break;
        }
        given.push(bare);
        if bare.len() < word.len() {
            break;
        }
    }
    name(&given)
}

/// The last twelve words: enough for a name and a verb, however long the sentence.
fn last_words(text: &str) -> Vec<&str> {
    let mut words: Vec<&str> = text.split_whitespace().rev().take(12).collect();
    words.reverse();
    words
}

fn is_name_word(word: &str) -> bool {
    let capital = word.starts_with(char::is_uppercase)
        && word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’' | '.'));
    capital || PARTICLES.contains(&word)
}

/// The words as a name: two capitals at least, no article or pronoun, no particle at either end (in « le ministre du
/// Tourisme Jean Dupont » it is not certain where the name begins).
fn name(words: &[&str]) -> Option<String> {
    const NO_NAME: [&str; 14] =
        ["Le", "La", "Les", "L'", "Il", "Elle", "On", "Un", "Une", "Ce", "Cette", "Son", "Sa", "Mais"];
    let capitals = words.iter().filter(|word| word.starts_with(char::is_uppercase)).count();
    let begins = words.first().is_some_and(|word| word.starts_with(char::is_uppercase));
    let ends = words.last().is_some_and(|word| word.starts_with(char::is_uppercase));
    let sure = capitals >= 2 && begins && ends && !words.iter().any(|word| NO_NAME.contains(word));
    sure.then(|| words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::speaker;

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
        ] {
            assert_eq!(speaker(before, after).as_deref(), expected, "{before:?} {after:?}");
        }
    }
}
