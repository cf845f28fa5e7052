//! Text to tree. Every text is a query: French punctuation is never a syntax error.

use std::ops::Range;

use super::ast::{Part, PartKind, Query, Warning};

/// Reads a query: `"…"` and `“…”` enclose phrases, `« … »` quoted words, a lone `*` stands for every passage, all else is
/// words. What follows `guillemets:` is looked for in quoted text only. Cost: linear in the text.
#[must_use]
pub fn parse(text: &str) -> Query {
    let mut query = Query { text: text.to_owned(), parts: Vec::new(), warnings: Vec::new() };
    if text.trim() == "*" {
        let start = text.len() - text.trim_start().len();
        query.parts.push(Part { kind: PartKind::All, span: start..start + 1, in_quotes: false });
        return query;
    }
    let mut in_quotes = false;
    let mut rest = 0;
    let mut lone = String::new();
    while let Some((byte, mark)) = next_mark(text, rest) {
        query.push_words(rest..byte, &mut in_quotes);
        let inside = byte + mark.len_utf8();
        // A mark that once found no partner finds none further on, which keeps the whole linear.
        let close = closing(mark).filter(|_| !lone.contains(mark));
        rest = match close.and_then(|close| Some((close, inside + text[inside..].find(close)?))) {
            Some((close, end)) => {
                let kind = if mark == '«' { PartKind::Quoted } else { PartKind::Phrase };
                query.push(kind, inside, end, in_quotes);
                end + close.len_utf8()
            }
            None => {
                query.lone_mark(&mut lone, byte, mark);
                inside
            }
        };
    }
    query.push_words(rest..text.len(), &mut in_quotes);
    if query.parts.is_empty() {
        query.warnings.push(Warning::NoWords);
    }
    query
}

impl Query {
    /// One warning a kind of mark is enough.
    fn lone_mark(&mut self, lone: &mut String, byte: usize, mark: char) {
        if !lone.contains(mark) {
            lone.push(mark);
            self.warnings.push(Warning::UnbalancedQuote { byte, mark });
        }
    }

    /// A stretch without letter or digit is no part; № stands for letters.
    fn push(&mut self, kind: PartKind, start: usize, end: usize, in_quotes: bool) {
        if self.text[start..end].contains(|c: char| c.is_alphanumeric() || c == '№') {
            self.parts.push(Part { kind, span: start..end, in_quotes });
        }
    }

    /// Words before the field's name and after it are two parts.
    fn push_words(&mut self, span: Range<usize>, in_quotes: &mut bool) {
        let mut start = span.start;
        if let Some(at) = quotes_field(&self.text, &span).filter(|_| !*in_quotes) {
            self.push(PartKind::Words, start, at, false);
            start = at + QUOTES_FIELD.len();
            *in_quotes = true;
        }
        self.push(PartKind::Words, start, span.end, *in_quotes);
    }
}

/// What restricts the words after it to quoted text.
const QUOTES_FIELD: &str = "guillemets:";

/// Where the name of that field stands among these words, at the beginning of one.
fn quotes_field(text: &str, words: &Range<usize>) -> Option<usize> {
    let begins = |at: &usize| *at == 0 || text[..*at].ends_with(char::is_whitespace);
    text[words.clone()].match_indices(QUOTES_FIELD).map(|(at, _)| words.start + at).find(begins)
}

fn next_mark(text: &str, from: usize) -> Option<(usize, char)> {
    let found = text[from..].char_indices().find(|(_, c)| matches!(c, '"' | '«' | '»' | '“' | '”'));
    found.map(|(byte, mark)| (from + byte, mark))
}

fn closing(mark: char) -> Option<char> {
    match mark {
        '"' => Some('"'),
        '«' => Some('»'),
        '“' => Some('”'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn spell(text: &str) -> Vec<(PartKind, String)> {
        let query = parse(text);
        query.parts.iter().map(|part| (part.kind, text[part.span.clone()].trim().to_owned())).collect()
    }

    #[test]
    fn what_looks_like_a_phrase_is_one() {
        use PartKind::{All, Phrase, Quoted, Words};
        let cases: &[(&str, &[(PartKind, &str)])] = &[
            ("rescapes du camp", &[(Words, "rescapes du camp")]),
            ("l'attaque", &[(Words, "l'attaque")]),
            ("\"dix rescapés\"", &[(Phrase, "dix rescapés")]),
            ("« union nationale »", &[(Quoted, "union nationale")]),
            ("“union nationale”", &[(Phrase, "union nationale")]),
            ("Il déclare : « non »", &[(Words, "Il déclare :"), (Quoted, "non")]),
            ("avant \"a b\" après", &[(Words, "avant"), (Phrase, "a b"), (Words, "après")]),
            ("titre : x", &[(Words, "titre : x")]),
            ("(a [b] {c} ~ ^ + - ! \\ /", &[(Words, "(a [b] {c} ~ ^ + - ! \\ /")]),
            ("a \"b", &[(Words, "a"), (Words, "b")]),
            ("\"\" a", &[(Words, "a")]),
            (" * ", &[(All, "*")]),
            ("№", &[(Words, "№")]),
            ("2 * 3", &[(Words, "2 * 3")]),
            ("", &[]),
            ("?!…", &[]),
        ];
        for (text, expected) in cases {
            let expected: Vec<_> = expected.iter().map(|(kind, text)| (*kind, (*text).to_owned())).collect();
            assert_eq!(spell(text), expected, "{text:?}");
        }
    }

    #[test]
    fn quoted_text_alone_can_be_meant() {
        let meant = |text: &str| -> Vec<(String, bool)> {
            let query = parse(text);
            query.parts.iter().map(|p| (text[p.span.clone()].trim().to_owned(), p.in_quotes)).collect()
        };
        assert_eq!(meant("guillemets:union nationale"), [("union nationale".to_owned(), true)]);
        assert_eq!(
            meant("camp guillemets:\"union nationale\" deuil"),
            [("camp".to_owned(), false), ("union nationale".to_owned(), true), ("deuil".to_owned(), true)]
        );
        assert_eq!(meant("les guillemets : un signe"), [("les guillemets : un signe".to_owned(), false)]);
        assert_eq!(
            meant("\"a guillemets:b\" c"),
            [("a guillemets:b".to_owned(), false), ("c".to_owned(), false)]
        );
    }

    #[test]
    fn warnings_say_where() {
        assert_eq!(parse("a \"b").warnings, [Warning::UnbalancedQuote { byte: 2, mark: '"' }]);
        assert_eq!(parse("é » b").warnings, [Warning::UnbalancedQuote { byte: 3, mark: '»' }]);
        assert_eq!(parse(" ?! ").warnings, [Warning::NoWords]);
        assert_eq!(parse("« a »").warnings, []);
    }

    proptest! {
        #[test]
        fn any_text_is_a_query(text in "\\PC{0,40}|[ a«»\"“”*é]{0,12}") {
            let query = parse(&text);
            let mut end = 0;
            for part in &query.parts {
                prop_assert!(end <= part.span.start && part.span.end <= text.len());
                prop_assert!(text.get(part.span.clone()).is_some());
                end = part.span.end;
            }
            prop_assert_eq!(query.parts.is_empty(), query.warnings.contains(&Warning::NoWords));
        }
    }
}
