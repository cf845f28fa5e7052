//! Square brackets that are no text: citation markers (`[4]`, `[3-5]`, `[note 2]`) and editorial remarks (`[…]`,
//! `[réf. nécessaire]`). All others, such as « [le président] affirme », are text like any other.

use super::Span;
use super::chars::{Class, char_before, class, is_apostrophe};
use super::data::editorial::{QUESTIONS, REMARK_BEGINNINGS, REMARKS};
use super::fold::fold;
use super::stopwords::is_function_word;

/// The longest bracket that is looked at, in characters, marks not counted. The longest real remarks, such as
/// « [référence secondaire nécessaire] », stay well under it.
const MAX_CHARS: usize = 60;

/// The widest `[3-50]` that is a list of sources rather than two numbers.
const MAX_RANGE: u32 = 50;

/// A bracket that is no text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bracket {
    /// With its brackets, in bytes of the text.
    pub span: Span,
    /// What a citation marker points to, in written form, `[3-5]` as 3, 4, 5; empty for an editorial remark.
    pub labels: Vec<String>,
}

/// The citation markers and editorial remarks of `text`, in order; they do not overlap.
///
/// Cost: a search for `[`, and at most 60 characters looked at for each.
#[must_use]
pub fn brackets(text: &str) -> Vec<Bracket> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(open) = text[from..].find('[').map(|at| from + at) {
        let bracket = bracket_at(text, open);
        from = bracket.as_ref().map_or(open + 1, |bracket| bracket.span.end);
        found.extend(bracket);
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

/// Whether `inside` is a remark of an editor. A bare question word is one when it hangs on a word, as the
/// template sets it; « l'homme [qui] vint » is a word put into a quote.
fn is_editorial(inside: &str, site: Site) -> bool {
    let words = plain(inside);
    if words.is_empty() {
        return inside.chars().all(|c| c.is_whitespace() || matches!(c, '.' | '…' | '?' | '!' | '(' | ')'))
            && inside.contains(['.', '…', '?']);
    }
    let asks = inside.trim_end().ends_with('?') || (site.attached && !site.inner);
    REMARKS.binary_search(&words.as_str()).is_ok()
        || REMARK_BEGINNINGS.iter().any(|beginning| words.starts_with(beginning))
        || (asks && QUESTIONS.binary_search(&words.as_str()).is_ok())
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
    if label.bytes().all(|b| b.is_ascii_digit()) {
        // After a space four digits are a year: « en [1914] ».
        let digits = if site.attached { 4 } else { 3 };
        return (label.len() <= digits).then(|| vec![label.to_owned()]);
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
    let alone = letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none();
    (alone && site.attached && !site.inner).then(|| vec![label.to_owned()])
}

/// `note 2`, `RP 3`, `Oakes, 12`: a group or an author, and a number. After a space only what cannot be a
/// phrase: one word of at most four letters that is no function word (« [en 12] »), and no year.
fn grouped(label: &str, site: Site) -> Option<Vec<String>> {
    let digits = label.len() - label.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let (head, digits) = label.split_at(label.len() - digits);
    number(digits, 4)?;
    let name = head.trim_end().trim_end_matches(',').trim_end();
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let lettered =
        name.chars().all(|c| c.is_alphabetic() || c.is_whitespace() || c == '.' || is_apostrophe(c));
    let first = fold(name.split(char::is_whitespace).next()?);
    let phrase = is_function_word(&first) && letters > 1;
    let short = letters <= 4 && name.len() < head.len() && digits.len() < 4 && !matches!(&*first, "a" | "y");
    let named = letters > 0 && lettered && !phrase && !head.contains(",,");
    (named && (site.attached || short)).then(|| vec![label.to_owned()])
}

/// The number that `text` is, spaces apart, if it has 1 to `digits` digits.
fn number(text: &str, digits: usize) -> Option<u32> {
    let text = text.trim();
    let plain = !text.is_empty() && text.len() <= digits && text.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}
