//! Square brackets that are no text: citation markers (`[4]`, `[3-5]`, `[note 2]`) and editorial remarks (`[…]`,
//! `[réf. nécessaire]`), and markers in raised digits (« pris⁴ »). All other brackets, such as « [le président] affirme », are text like any other.

use super::Span;
use super::chars::{Class, char_before, class, is_apostrophe, is_cased};
use super::data::editorial::{REMARK_BEGINNINGS, REMARKS, TERSE, WANTED, WANTED_BEGINNINGS};
use super::fold::fold;
use super::stopwords::is_function_word;
use super::superscript::raised_markers;

/// The longest bracket that is looked at, in characters, marks not counted. The longest real remarks, such as
/// « [référence secondaire nécessaire] », stay well under it.
const MAX_CHARS: usize = 60;

/// The widest `[3-50]` that is a list of sources rather than two numbers.
const MAX_RANGE: u32 = 50;

/// A bracket that is no text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bracket {
    /// With its brackets, where it has any, in bytes of the text.
    pub span: Span,
    /// What a citation marker points to, in written form, `[3-5]` as 3, 4, 5; empty for an editorial remark.
    pub labels: Vec<String>,
}

/// The citation markers and editorial remarks of `text`, in order; they do not overlap.
///
/// Cost: a search for `[` and for raised digits, and at most 60 characters looked at for each.
#[must_use]
pub fn brackets(text: &str) -> Vec<Bracket> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(open) = memchr::memchr(b'[', &text.as_bytes()[from..]).map(|at| from + at) {
        let bracket = bracket_at(text, open);
        from = bracket.as_ref().map_or(open + 1, |bracket| bracket.span.end);
        found.extend(bracket);
    }
    let raised = raised_markers(text);
    if !raised.is_empty() {
        let apart = |raised: &Bracket| {
            let next = found.partition_point(|bracket| bracket.span.end <= raised.span.start);
            found.get(next).is_none_or(|bracket| raised.span.end <= bracket.span.start)
        };
        let apart: Vec<Bracket> = raised.into_iter().filter(apart).collect();
        found.extend(apart);
        found.sort_by_key(|bracket| bracket.span.start);
    }
    found
}

/// The bracket that is no text and opens at byte `open` of `text`, where a `[` stands.
pub(super) fn bracket_at(text: &str, open: usize) -> Option<Bracket> {
    let inside = inside(text, open)?;
    let span = open..open + inside.len() + 2;
    let site = Site::of(text, &span);
    if is_editorial(inside, site) {
        return Some(Bracket { span, labels: Vec::new() });
    }
    labels(inside, site).map(|labels| Bracket { span, labels })
}

/// What stands between the `[` at byte `open` and its `]`; nothing where another `[` comes first.
pub(super) fn inside(text: &str, open: usize) -> Option<&str> {
    let rest = &text[open + 1..];
    let visible = |c: char| class(c) != Class::Extend;
    let mut left = MAX_CHARS;
    for (at, c) in rest.char_indices() {
        match c {
            ']' => return Some(&rest[..at]),
            '[' => return None,
            _ => left = left.checked_sub(usize::from(visible(c)))?,
        }
    }
    None
}

/// What stands around a bracket.
#[derive(Debug, Clone, Copy)]
struct Site {
    /// No space before it: it belongs to the word, the closing sign or the marker there.
    attached: bool,
    /// A letter or an apostrophe follows: what is inside may be a part of a word.
    inner: bool,
}

impl Site {
    fn of(text: &str, span: &Span) -> Self {
        let next = text[span.end..].chars().next();
        Self {
            attached: is_attached(&text[..span.start]),
            inner: next.is_some_and(|c| is_apostrophe(c) || class(c) == Class::Letter),
        }
    }
}

/// Whether a bracket after `before` hangs on it: on a letter, a digit, a closing sign, final punctuation, or a
/// marker, with or without a comma.
fn is_attached(before: &str) -> bool {
    let before = before.strip_suffix(',').filter(|b| b.ends_with(']')).unwrap_or(before);
    char_before(before, before.len()).is_some_and(|c| match class(c) {
        Class::Letter | Class::Digit | Class::Extend | Class::Degree => true,
        Class::Apostrophe => false,
        Class::Other => {
            matches!(c, '»' | '”' | '"' | '›' | ')' | ']' | '.' | '!' | '?' | '…' | '%' | '€' | '$')
        }
    })
}

/// Whether `inside` is a remark of an editor. A bare question word or a remark of one word is one when it hangs on a word, as the
/// template sets it; « l'homme \[qui\] vint » is a word put into a quote.
fn is_editorial(inside: &str, site: Site) -> bool {
    let words = plain(inside);
    if words.is_empty() {
        return inside.chars().all(|c| c.is_whitespace() || matches!(c, '.' | '…' | '?' | '!' | '(' | ')'))
            && inside.contains(['.', '…', '?']);
    }
    let asks = inside.trim_end().ends_with('?') || (site.attached && !site.inner);
    REMARKS.binary_search(&words.as_str()).is_ok()
        || REMARK_BEGINNINGS.iter().any(|beginning| words.starts_with(beginning))
        || (asks && TERSE.binary_search(&words.as_str()).is_ok())
}

/// Whether an editorial remark, brackets included, says that a source is missing or does not suffice.
#[must_use]
pub fn wants_source(remark: &str) -> bool {
    let words = plain(remark);
    WANTED.binary_search(&words.as_str()).is_ok()
        || WANTED_BEGINNINGS.iter().any(|beginning| words.starts_with(beginning))
}

/// The words of a remark folded, one space between them, without signs.
fn plain(inside: &str) -> String {
    let words = inside.split(|c: char| !matches!(class(c), Class::Letter | Class::Digit | Class::Extend));
    words.map(fold).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The labels of a citation marker, or nothing where the bracket is text.
fn labels(inside: &str, site: Site) -> Option<Vec<String>> {
    let label = inside.trim();
    if label.is_empty() {
        return None;
    }
    // After a space four digits are a year: « en [1914] ».
    if number(label, if site.attached { 4 } else { 3 }).is_some() {
        return Some(vec![label.to_owned()]);
    }
    range(label)
        .or_else(|| list(label, site))
        .or_else(|| letter(label, site))
        .or_else(|| grouped(label, site))
}

/// `3-5`, hyphen or dash: every number from the first to the last. Years make no range.
fn range(label: &str) -> Option<Vec<String>> {
    let (first, last) = label.split_once(['-', '\u{2010}', '\u{2011}', '–', '—'])?;
    let (first, last) = (number(first, 3)?, number(last, 3)?);
    (first < last && last - first < MAX_RANGE).then(|| (first..=last).map(|n| n.to_string()).collect())
}

/// `1, 2`: several numbers in one bracket, attached.
fn list(label: &str, site: Site) -> Option<Vec<String>> {
    let numbers = label.split([',', ';']).map(|n| number(n, 3).map(|_| n.trim().to_owned()));
    numbers.collect::<Option<Vec<_>>>().filter(|_| site.attached)
}

/// `a`: a lone letter hanging on a word and followed by none.
fn letter(label: &str, site: Site) -> Option<Vec<String>> {
    let mut letters = label.chars().filter(|c| class(*c) != Class::Extend);
    let alone = letters.next().is_some_and(is_cased) && letters.next().is_none();
    (alone && site.attached && !site.inner).then(|| vec![label.to_owned()])
}

/// `note 2`, `RP 3`, `Oakes, 12`: a group of notes or an author, then a space, then a number. After a space only
/// what cannot be a phrase: one word of at most four letters that is no function word (« [en 12] »), and no year.
fn grouped(label: &str, site: Site) -> Option<Vec<String>> {
    let head = label.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = label.len() - head.len();
    number(&label[head.len()..], 4)?;
    let name = head.trim_end_matches(char::is_whitespace);
    let (name, author) = name.strip_suffix(',').map_or((name, false), |name| (name, true));
    let letters = name.chars().filter(|c| is_cased(*c)).count();
    let one_word = name.chars().all(|c| is_cased(c) || c == '.' || class(c) == Class::Extend);
    let first = fold(name.split(char::is_whitespace).next()?);
    let phrase = is_function_word(&first) && (letters > 1 || !site.attached && matches!(&*first, "a" | "y"));
    let fits = if site.attached { author || one_word } else { one_word && letters <= 4 && digits < 4 };
    let spaced = author || name.len() < head.len() || matches!(&*first, "n" | "note");
    (letters > 0 && fits && spaced && !phrase).then(|| vec![label.to_owned()])
}

/// The number that `text` is, spaces apart, if it has 1 to `digits` digits. Sources are counted from 1.
fn number(text: &str, digits: usize) -> Option<u32> {
    let text = text.trim();
    let plain = (1..=digits).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten().filter(|_| !text.starts_with('0'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::battery;
    use super::brackets;

    /// A bracket as written, and its labels.
    type Found<'t> = (&'t str, &'t [&'t str]);

    /// The rule, a text, and its brackets.
    const CASES: [(&str, &str, &[Found<'_>]); 35] = [
        ("number", "djihadistes[4].", &[("[4]", &["4"])]),
        ("after a space", "en 2012 [43], avec", &[("[43]", &["43"])]),
        ("at a line's start", "morts\n[34] fin", &[("[34]", &["34"])]),
        ("glued to the next word", "tourisme [17]car", &[("[17]", &["17"])]),
        ("group with a comma", "maliens[1],[5]", &[("[1]", &["1"]), ("[5]", &["5"])]),
        ("after a guillemet", "visité »[1].", &[("[1]", &["1"])]),
        ("after a year", "dès 2010[15]", &[("[15]", &["15"])]),
        ("range", "tué[3-5]", &[("[3-5]", &["3", "4", "5"])]),
        ("range with a dash", "tué[3–5]", &[("[3–5]", &["3", "4", "5"])]),
        ("list", "tué[1, 2]", &[("[1, 2]", &["1", "2"])]),
        ("note", "brut[note\u{a0}2]", &[("[note\u{a0}2]", &["note\u{a0}2"])]),
        ("note, capital, after a space", "x [Note 1] y", &[("[Note 1]", &["Note 1"])]),
        (
            "groups",
            "x[N 1]y[n 3][RP 3][PTY 2]",
            &[("[N 1]", &["N 1"]), ("[n 3]", &["n 3"]), ("[RP 3]", &["RP 3"]), ("[PTY 2]", &["PTY 2"])],
        ),
        ("author and page", "dit[Oakes, 12].", &[("[Oakes, 12]", &["Oakes, 12"])]),
        ("lone letter", "La Lituanie[b] (en", &[("[b]", &["b"])]),
        ("letters in a group", "La Lituanie[a],[b] (en", &[("[a]", &["a"]), ("[b]", &["b"])]),
        ("a letter before a letter", "[L]a et e[l]les", &[]),
        ("a letter before an apostrophe", "« [l]'un »", &[]),
        ("a letter after a space", "for [a] man", &[]),
        ("end of a word", "assur[er] la", &[]),
        ("inserted words", "« [le président] affirme [cependant] »", &[]),
        ("year after a space", "en [1914] et [1914-1918]", &[]),
        ("phrase with a year", "[vers 1850] et [en 1914] ou [en 12]", &[]),
        ("five digits", "x[12345]", &[]),
        ("a measure", "68 000 mégawatts [68 gigawatts]", &[]),
        ("code", "a[0] [0-9] x[valeur9] liste[source_db]", &[]),
        ("several words and a number", "dans[Visual Studio 9]", &[]),
        ("pronunciation", "prononcé [nil] ou [bɛɐ̯.ˈliːn]", &[]),
        ("ellipsis", "chacun, […] pour [...] et [ ... ]", &[("[…]", &[]), ("[...]", &[]), ("[ ... ]", &[])]),
        ("reference wanted", "tué[réf.\u{a0}nécessaire]", &[("[réf.\u{a0}nécessaire]", &[])]),
        (
            "reference, other ends",
            "a[réf. non conforme][RÉF. SOUHAITÉE][réf. incomplète]",
            &[("[réf. non conforme]", &[]), ("[RÉF. SOUHAITÉE]", &[]), ("[réf. incomplète]", &[])],
        ),
        (
            "remarks",
            "a[évasif] [sic !] [style à revoir] [pas clair]",
            &[("[évasif]", &[]), ("[sic !]", &[]), ("[style à revoir]", &[]), ("[pas clair]", &[])],
        ),
        (
            "questions",
            "FM[Laquelle\u{a0}?] x [Quand ?] bras[lequel] a[par qui ?]",
            &[("[Laquelle\u{a0}?]", &[]), ("[Quand ?]", &[]), ("[lequel]", &[]), ("[par qui ?]", &[])],
        ),
        ("a question word put in", "l'homme [qui] vint [où] il eut un [vague] souvenir", &[]),
        ("unclosed and nested", "[4 [5] ] [", &[("[5]", &["5"])]),
    ];

    #[test]
    fn cases() {
        for (rule, text, expected) in CASES {
            let found = brackets(text);
            let found: Vec<_> = found.iter().map(|b| (&text[b.span.clone()], b.labels.clone())).collect();
            let expected: Vec<_> = expected.iter().map(|(raw, labels)| (*raw, labels.to_vec())).collect();
            assert_eq!(found.len(), expected.len(), "{rule}: {text} {found:?}");
            for (found, expected) in found.iter().zip(&expected) {
                assert_eq!(found.0, expected.0, "{rule}");
                assert_eq!(found.1, expected.1, "{rule}");
            }
        }
    }

    /// 82 articles: every marker in them and nothing else. The pattern is the test's own, fitted to these texts.
    #[test]
    fn markers_of_real_articles() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/wiki-bracket/articles.jsonl");
        let Ok(articles) = std::fs::read_to_string(path) else {
            return println!("skipped: no {path}");
        };
        let marker =
            regex::Regex::new(r"\[(?:[A-Z]+[\s\u00a0]|[Nn](?:ote)?[\s\u00a0])?\d+\]|Lituanie\[b\]").unwrap();
        for article in articles.lines() {
            let row: serde_json::Value = serde_json::from_str(article).unwrap();
            let text = row["text"].as_str().unwrap();
            let ends: Vec<_> = marker.find_iter(text).map(|m| m.end()).collect();
            let found = brackets(text).into_iter().filter(|b| !b.labels.is_empty());
            assert_eq!(found.map(|b| b.span.end).collect::<Vec<_>>(), ends, "{}", row["title"]);
        }
    }

    #[test]
    fn battery_holds() {
        battery::check(CASES.iter().map(|(_, text, _)| *text));
    }

    proptest! {
        #[test]
        fn brackets_are_in_order_and_hold_no_token(text in battery::any_text()) {
            let mut end = 0;
            for bracket in brackets(&text) {
                prop_assert!(end <= bracket.span.start && bracket.span.start < bracket.span.end);
                let written = &text[bracket.span.clone()];
                prop_assert!(written.starts_with('[') == written.ends_with(']'));
                let mut analyzer = super::super::Analyzer::new();
                let overlaps = |t: super::super::Token<'_>| {
                    t.span.start < bracket.span.end && bracket.span.start < t.span.end
                };
                prop_assert!(!analyzer.analyze(&text).any(overlaps));
                end = bracket.span.end;
            }
        }
    }
}
