//! A sentence before or after a quote as words, without what only interrupts it.

/// Particles inside a name.
const PARTICLES: [&str; 20] = [
    "de", "du", "des", "d'", "la", "le", "les", "van", "von", "der", "den", "ben", "bin", "al", "el", "ag",
    "da", "in't", "in’t", "dos",
];

/// How much of a text next to a quote is looked at, in bytes: enough for a name and a verb, however long the sentence.
const REACH: usize = 512;

/// The last words before a quote.
pub(super) struct Clause<'t> {
    /// In order, signs still on them.
    pub(super) words: Vec<&'t str>,
    /// Whether the first of them begins the sentence.
    pub(super) begins: bool,
    /// Whether a colon leads over to the quote.
    pub(super) colon: bool,
}

impl<'t> Clause<'t> {
    /// Of a text without asides, what stands after its last semicolon, bracket or quote.
    pub(super) fn new(text: &'t str, begins: bool) -> Self {
        let clause = text.rsplit([';', '»', '(', ')']).next().unwrap_or_default();
        let bare = clause.trim_end_matches([':', ' ', '\u{a0}', '\u{202f}']);
        let colon = clause[bare.len()..].contains(':');
        Self { words: bare.split_whitespace().collect(), begins: begins && clause.len() == text.len(), colon }
    }
}

/// The end of a text that is looked at, and whether it is all of it.
pub(super) fn end_of(text: &str) -> (&str, bool) {
    let mut at = text.len().saturating_sub(REACH);
    while !text.is_char_boundary(at) {
        at += 1;
    }
    (&text[at..], at == 0)
}

/// The beginning of a text that is looked at.
pub(super) fn start_of(text: &str) -> &str {
    let mut at = text.len().min(REACH);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    &text[..at]
}

/// A text without what stands in brackets, « (en) » or « \[4\] ». A bracket that nothing closes stays.
pub(super) fn without_asides(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut open: Vec<(char, usize)> = Vec::new();
    for c in text.chars() {
        match (c, open.last()) {
            ('(' | '[', _) => open.push((if c == '(' { ')' } else { ']' }, kept.len())),
            (_, Some((close, start))) if c == *close => {
                kept.truncate(*start);
                open.pop();
                continue;
            }
            _ => {}
        }
        kept.push(c);
    }
    kept
}

/// Without the signs after it.
pub(super) fn bare(word: &str) -> &str {
    word.trim_end_matches([',', '.', ';', ':', ')', '!', '?', '…'])
}

/// « Unesco » of « l'Unesco », « Henri » of « qu'Henri ».
pub(super) fn without_article(word: &str) -> &str {
    let elided = |prefix: &&str| word.strip_prefix(prefix).filter(|rest| !rest.is_empty());
    ["l'", "l’", "d'", "d’", "L'", "L’", "D'", "D’", "qu'", "qu’"].iter().find_map(elided).unwrap_or(word)
}

/// A word in small letters without a sign after it.
pub(super) fn is_small(word: &str) -> bool {
    word.starts_with(char::is_lowercase)
        && word.chars().all(|c| c.is_lowercase() || matches!(c, '-' | '\'' | '’'))
}

/// A word of a name: with a capital, or a particle, or both after an article.
pub(super) fn is_name_word(word: &str) -> bool {
    is_capital(without_article(word)) || PARTICLES.contains(&word)
}

/// Whether the word begins with a capital and is made of letters and what joins them.
pub(super) fn is_capital(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
        && without_article(word) == word
        && word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’' | '.'))
}

#[cfg(test)]
mod tests {
    use super::without_asides;

    #[test]
    fn asides_go_and_open_brackets_stay() {
        for (text, kept) in [
            ("Jean (né (à Paris) en 1950) dit[4],[1] :", "Jean  dit, :"),
            ("(il dit", "(il dit"),
            ("dit)", "dit)"),
            ("a [b) c", "a [b) c"),
        ] {
            assert_eq!(without_asides(text), kept);
        }
    }
}
