//! Names: where one begins and ends among the words of a sentence.

use super::words::{bare, is_capital, is_name_word, is_small, without_article};
use crate::analysis::stopwords::is_function_word;

/// Words with a capital that begin no name, besides function words.
const NO_NAMES: [&str; 17] = [
    "Mais",
    "Certains",
    "Certaines",
    "Plusieurs",
    "Beaucoup",
    "Tous",
    "Toutes",
    "Chacun",
    "Chacune",
    "Celui-ci",
    "Celle-ci",
    "Ceux-ci",
    "Aucun",
    "Aucune",
    "Personne",
    "Nul",
    "Autrui",
];

/// Words that are no name alone.
const TITLES: [&str; 4] = ["Monsieur", "Madame", "Mademoiselle", "Messieurs"];

/// Words that may open a sentence before its subject.
const OPENERS: [&str; 20] = [
    "Mais",
    "Et",
    "Or",
    "Car",
    "Puis",
    "Ainsi",
    "Alors",
    "Enfin",
    "Lorsque",
    "Quand",
    "Pourtant",
    "Cependant",
    "Hier",
    "Parfois",
    "Quelquefois",
    "Souvent",
    "Ensuite",
    "Bientôt",
    "Aussitôt",
    "Toutefois",
];

/// Words before a name that make it something else than a subject: « la femme de Jean Dupont », « avec Jean Dupont ».
const PREPOSITIONS: [&str; 22] = [
    "de",
    "du",
    "des",
    "d'",
    "d’",
    "à",
    "au",
    "aux",
    "avec",
    "pour",
    "par",
    "contre",
    "sur",
    "dans",
    "chez",
    "entre",
    "sans",
    "vers",
    "sous",
    "selon",
    "d'après",
    "d’après",
];

/// What may stand between a subject and its verb: auxiliaries, pronouns, adverbs.
const BEFORE_VERB: [&str; 29] = [
    "a",
    "ont",
    "avait",
    "avaient",
    "aurait",
    "lui",
    "leur",
    "nous",
    "me",
    "se",
    "s'est",
    "s’est",
    "s'était",
    "s’était",
    "ne",
    "y",
    "en",
    "ensuite",
    "aussi",
    "alors",
    "ainsi",
    "déjà",
    "même",
    "l'a",
    "l’a",
    "l'avait",
    "l’avait",
    "l'ont",
    "l’ont",
];

/// Words after which a name is whose words they are: « selon l'expression de X », « la formule de X : ».
/// Own list: nouns for something said, as dictionaries define them by « parole », « énoncé » or « propos ».
pub(super) const SPEECH_NOUNS: [&str; 26] = [
    "analyse",
    "aveu",
    "avis",
    "conseil",
    "déclaration",
    "définition",
    "description",
    "dires",
    "explication",
    "expression",
    "formule",
    "maxime",
    "mot",
    "mots",
    "opinion",
    "parole",
    "paroles",
    "phrase",
    "propos",
    "question",
    "remarque",
    "réponse",
    "témoignage",
    "terme",
    "termes",
    "version",
];

/// The most words in small letters before a name, which say what its bearer is.
const MAX_TITLE_WORDS: usize = 6;

const MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

/// The subject that ends these words: a name, without what may stand between it and its verb, what is put in between
/// commas, and a date. `begins` says that the first word begins a sentence, so that its capital says nothing; `plural`
/// that the verb has several subjects.
pub(super) fn subject(words: &[&str], begins: bool, plural: bool) -> Option<String> {
    let words = without_adjuncts(words);
    if let Some((_, before)) = words.split_last().filter(|(last, _)| **last == "qui") {
        return subjects_at_end(before, begins, plural);
    }
    match words.last()?.ends_with(',') {
        true => before_commas(words, begins, plural),
        false => subjects_at_end(words, begins, plural),
    }
}

/// The name before what stands between commas; or the name that stands there, « le maire, Jean Dupont, »; or the one
/// before all commas where it begins the sentence.
fn before_commas(words: &[&str], begins: bool, plural: bool) -> Option<String> {
    let end = words[..words.len() - 1].iter().rposition(|word| word.ends_with(','))?;
    let (before, aside) = words.split_at(end + 1);
    let apposed = || {
        let bare: Vec<&str> = aside.iter().map(|word| word.trim_end_matches(',')).collect();
        name(&bare).filter(|_| bare.len() > 1 && bare.iter().all(|word| is_name_word(word)))
    };
    let first = || {
        let end = words.iter().position(|word| word.ends_with(','))?;
        name_at_end(&words[..=end], begins).filter(|(start, _)| begins && *start == 0).map(|(_, name)| name)
    };
    subjects_at_end(without_date(before), begins, plural).or_else(apposed).or_else(first)
}

/// The name that ends these words, or several where the verb has several subjects.
fn subjects_at_end(words: &[&str], begins: bool, plural: bool) -> Option<String> {
    let (start, name) = name_at_end(words, begins)?;
    if start == 0 || words[start - 1] != "et" {
        return Some(name);
    }
    match (name_at_end(&words[..start - 1], begins), plural) {
        (None, _) => Some(name),
        (Some((first, other)), true) if first == 0 || !words[first - 1].ends_with(',') => {
            Some(format!("{other} et {name}"))
        }
        _ => None,
    }
}

/// The name that ends these words, and where it begins, its article too.
fn name_at_end(words: &[&str], begins: bool) -> Option<(usize, String)> {
    let (last, inner) = words.split_last()?;
    let last = last.trim_end_matches(',');
    let run = inner.iter().rev().take_while(|word| is_name_word(word)).count();
    let mut start = inner.len() - run;
    let mut run: Vec<&str> = inner[start..].to_vec();
    run.push(last);
    if begins && start == 0 && run.len() > 1 && OPENERS.contains(&run[0]) {
        run.remove(0);
        start = 1;
    }
    // « le ministre de l'Intérieur Jean Dupont », but not « le directeur de l'Opéra Garnier »
    let ministry = run.get(1).is_some_and(|word| run[0] == "de" && without_article(word) != *word);
    if ministry && run.len() > 3 && start > 0 && words[start - 1] == "ministre" {
        return name(&run[2..]).map(|name| (start + 2, name));
    }
    let article = article(&run, begins && start == 0)?;
    if article == Article::Apart {
        run.remove(0);
    } else if article == Article::Elided {
        run[0] = without_article(run[0]);
    }
    let governed = start.checked_sub(1).is_some_and(|before| {
        PREPOSITIONS.contains(&words[before].to_lowercase().as_str())
            || without_article(words[before]).len() < words[before].len() && is_name_word(words[before])
    });
    let governed = governed || run.len() == 1 && is_governed(&words[..start]);
    name(&run).filter(|_| !governed).map(|name| (start, name))
}

/// Whether what these words say of the one word that follows them is itself governed: « à la vie Associative ».
fn is_governed(words: &[&str]) -> bool {
    let small = words.iter().rev().take(4).take_while(|word| is_small(word));
    small.skip(1).any(|word| PREPOSITIONS.contains(word))
}

/// How an article stands before a name, or in it.
#[derive(PartialEq, Eq)]
enum Article {
    /// There is none, or it belongs to the name: « Le Monde » within a sentence.
    None,
    /// A word before the name.
    Apart,
    /// « l'Unesco »
    Elided,
}

/// None where the first word is a preposition, or where it cannot be told whether the article is the name's: « Le
/// Monde » at the beginning of a sentence.
fn article(run: &[&str], begins: bool) -> Option<Article> {
    let (first, rest) = run.split_first()?;
    let apart = rest.len() > 1 || rest.first().is_some_and(|word| is_acronym(word));
    match *first {
        // « les Britanniques » are many.
        "les" | "Les" if rest.len() < 2 => None,
        "la" | "le" | "les" => Some(Article::Apart),
        "La" | "Le" | "Les" if begins => apart.then_some(Article::Apart),
        _ if first.starts_with(['l', 'L']) && without_article(first).len() < first.len() => {
            let plain = first.starts_with('l') || begins;
            let certain = first.starts_with('l') || !rest.is_empty() || is_acronym(without_article(first));
            match plain {
                true => certain.then_some(Article::Elided),
                false => Some(Article::None),
            }
        }
        _ if first.starts_with("qu") && without_article(first).len() < first.len() => Some(Article::Elided),
        _ if first.starts_with(char::is_lowercase) || without_article(first).len() < first.len() => None,
        _ => Some(Article::None),
    }
}

/// « OMT », « ONU »
fn is_acronym(word: &str) -> bool {
    word.chars().filter(|c| c.is_uppercase()).nth(1).is_some() && !word.contains(char::is_lowercase)
}

/// Without adverbs, auxiliaries and a date at the end.
fn without_adjuncts<'w, 't>(words: &'w [&'t str]) -> &'w [&'t str] {
    let skipped = words.iter().rev().take_while(|word| BEFORE_VERB.contains(word) || word.ends_with("ment"));
    let words = &words[..words.len() - skipped.count()];
    if words.last().is_some_and(|word| word.ends_with(',')) { words } else { without_date(words) }
}

/// Without « en 1991 », « de juillet 1742 », « le 5 mai 2010 » at the end.
pub(super) fn without_date<'w, 't>(words: &'w [&'t str]) -> &'w [&'t str] {
    let year = |word: &&str| bare(word).len() == 4 && bare(word).bytes().all(|b| b.is_ascii_digit());
    let Some((_, mut rest)) = words.split_last().filter(|(last, _)| year(last)) else { return words };
    let day = |word: &&str| word.starts_with(|c: char| c.is_ascii_digit()) && word.len() <= 3;
    let month = |word: &&str| MONTHS.contains(word);
    for is_part in [&month as &dyn Fn(&&str) -> bool, &day] {
        rest = rest.split_last().filter(|(last, _)| is_part(last)).map_or(rest, |(_, rest)| rest);
    }
    let joint = |word: &&str| matches!(*word, "en" | "de" | "dès" | "depuis" | "le" | "du" | "d'" | "d’");
    rest.split_last().filter(|(last, _)| joint(last)).map_or(rest, |(_, rest)| rest)
}

/// The name after words that say what its bearer is (« le président malien »), and how many words both take. None where
/// it is not certain where the name begins: « le ministre du Tourisme Jean Dupont ».
pub(super) fn name_after(words: &[&str]) -> Option<(String, usize)> {
    let small = words.iter().take_while(|word| is_small(word)).count();
    let addressed = words[..small].iter().any(|word| matches!(*word, "à" | "au" | "aux"));
    let governed = words[..small].last().is_some_and(|word| PREPOSITIONS.contains(word));
    if small > MAX_TITLE_WORDS || addressed || governed {
        return None;
    }
    let (first, read) = run_at(words, small)?;
    if words.get(read) == Some(&"et")
        && let Some((other, end)) = run_at(words, read + 1)
    {
        return Some((format!("{first} et {other}"), end));
    }
    if small > 0 && words[small - 1] == "les" && read == small + 1 {
        return None;
    }
    let next = |at: usize| words.get(read + at).copied().unwrap_or_default();
    // More of a name follows what is no word of a name.
    if is_small(next(0)) && is_capital(bare(next(1))) && !ended(words, read) {
        return None;
    }
    Some((first, read))
}

/// Whether a word says that what follows « de » after it has said something.
pub(super) fn is_speech_noun(word: &str) -> bool {
    SPEECH_NOUNS.contains(&without_article(bare(word)))
}

/// The name that begins at a place, and where it ends.
fn run_at(words: &[&str], at: usize) -> Option<(String, usize)> {
    let mut run: Vec<&str> = Vec::new();
    for word in words.get(at..)? {
        let own = if run.is_empty() { without_small_article(word) } else { word };
        if !is_name_word(bare(own)) {
            break;
        }
        run.push(bare(own));
        if bare(own).len() < own.len() {
            break;
        }
    }
    while run
        .last()
        .is_some_and(|word| word.starts_with(char::is_lowercase) && without_article(word) == *word)
    {
        run.pop();
    }
    name(&run).map(|name| (name, at + run.len()))
}

/// « l'Unesco » is named without its article, « L'Équipe » with it.
fn without_small_article(word: &str) -> &str {
    if word.starts_with(char::is_lowercase) { without_article(word) } else { word }
}

/// Whether a sign stands after the word before `at`.
fn ended(words: &[&str], at: usize) -> bool {
    at.checked_sub(1)
        .and_then(|last| words.get(last))
        .is_some_and(|word| word.ends_with([',', '.', ';', ':', ')']))
}

/// The words as a name: it begins and ends with a capital and holds no function word with one but an article,
/// « Le Monde », « Marie Le Goff »; alone, a word of three letters at least that is no pronoun.
pub(super) fn name(words: &[&str]) -> Option<String> {
    let (first, last) = (words.first()?, words.last()?);
    let capital = |word: &str| word.starts_with(char::is_uppercase);
    let article = |word: &str| words.len() > 1 && matches!(word, "Le" | "La" | "Les");
    let plain = |word: &&str| {
        NO_NAMES.contains(word)
            || words.len() == 1 && TITLES.contains(word)
            || capital(word) && is_function_word(&word.to_lowercase()) && !article(word)
    };
    let long = words.len() > 1 || first.chars().nth(2).is_some();
    let ends = capital(first) && (capital(last) || is_capital(without_article(last)));
    (ends && long && !words.iter().any(plain)).then(|| words.join(" "))
}
