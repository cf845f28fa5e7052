//! What a sign or a field's name applies to: the next word, phrase or group.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::ast::{Node, NodeKind};
use super::field::{Field, MAX_NAME};
use super::lex::has_words;
use super::marks::{Marks, is_mark};
use super::warning::Warning;

/// The most errors that are looked for in a word, as in Lucene and tantivy.
const MAX_ERRORS: u8 = 2;
/// The most places that the words of a phrase may be moved by: a long sentence.
const MAX_SLOP: u32 = 50;
/// The fewest letters of a prefix.
const MIN_PREFIX: usize = 2;

/// What French hangs on a verb or a noun by a hyphen: « a -t-il dit » leaves nothing out (Grevisse, *Le Bon Usage*,
/// on inversion and on the adverbs ci and là).
const HUNG: [&str; 24] = [
    "t", "je", "tu", "il", "elle", "on", "nous", "vous", "ils", "elles", "ce", "moi", "toi", "le", "la",
    "les", "lui", "leur", "leurs", "y", "en", "ci", "meme", "memes",
];

/// The sign at `at`, where a word begins: a `+` or `-` that touches what it applies to.
pub(super) fn sign_at(text: &str, at: usize, marks: &Marks) -> Option<char> {
    let rest = &text[at..];
    let sign = rest.chars().next().filter(|c| matches!(c, '+' | '-'))?;
    let next = rest[1..].chars().next()?;
    let touches = next.is_alphanumeric() || next == '=' || next == '№' || marks.groups(at + 1);
    let touches = touches || marks.quotation(at + 1).is_some();
    let minus = sign == '-' && (next.is_numeric() || is_hung(&rest[1..]));
    (touches && !minus && begins(text, at + 1, marks)).then_some(sign)
}

/// Whether a word behind a hyphen is hung on the word before.
fn is_hung(rest: &str) -> bool {
    let letters = rest.nfd().filter(|c| !is_combining_mark(*c));
    let first: String = letters.take_while(|c| c.is_alphabetic()).take(MAX_NAME).collect();
    HUNG.contains(&first.to_lowercase().as_str())
}

/// The field whose name stands at `at`, and where its colon ends. A space may stand before the colon, as French
/// wants it, and one after it only where the name `opens` an operand: inside a sentence « le titre : … » is a word.
pub(super) fn field_at(text: &str, at: usize, opens: bool) -> Option<(Field, usize)> {
    let rest = &text[at..];
    let name = rest.find(|c: char| !c.is_ascii_alphabetic()).filter(|end| *end <= MAX_NAME)?;
    let field = Field::named(&rest[..name])?;
    let gap = rest[name..].chars().next().filter(|c| c.is_whitespace()).map_or(0, char::len_utf8);
    let colon = rest[name + gap..].strip_prefix(':')?;
    let spaced = gap > 0 || colon.starts_with(char::is_whitespace);
    (opens || !spaced).then_some((field, at + name + gap + 1))
}

/// Whether something that can be searched begins at `at`.
pub(super) fn begins(text: &str, at: usize, marks: &Marks) -> bool {
    match marks.quotation(at) {
        Some(quotation) => has_words(&text[at..quotation.close]),
        None if marks.groups(at) => {
            marks.partner(at).is_some_and(|close| close > at && has_words(&text[at..close]))
        }
        None => has_words(&text[at..word_end(text, at, marks)]),
    }
}

/// Where the word at `at` ends: at white space, a quotation mark or a parenthesis that groups. The groups of digits
/// of a number are one word.
pub(super) fn word_end(text: &str, at: usize, marks: &Marks) -> usize {
    let ends = |(byte, c): &(usize, char)| c.is_whitespace() || is_mark(*c) || marks.groups(at + byte);
    let end = text[at..].char_indices().find(ends).map_or(text.len(), |(byte, _)| at + byte);
    number_end(text, at, end)
}

/// `1 200 000` is one number: one to three digits, then groups of three.
fn number_end(text: &str, at: usize, mut end: usize) -> usize {
    let digits = |part: &str, of: std::ops::RangeInclusive<usize>| {
        of.contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())
    };
    if !digits(&text[at..end], 1..=3) {
        return end;
    }
    while let Some(space) = text[end..].chars().next().filter(|c| c.is_whitespace() && *c != '\n') {
        let from = end + space.len_utf8();
        let to = text[from..].find(|c: char| !c.is_alphanumeric()).map_or(text.len(), |to| from + to);
        if !digits(&text[from..to], 3..=3) {
            break;
        }
        end = to;
    }
    end
}

/// The value at `at`, without quotation marks or parentheses, and where it ends.
pub(super) fn value(text: &str, at: usize, marks: &Marks) -> (Range<usize>, usize) {
    if let Some(quotation) = marks.quotation(at) {
        let open = at + quotation.mark.len_utf8();
        return (trimmed(text, open..quotation.close), quotation.end);
    }
    if let Some(close) = marks.partner(at).filter(|close| *close > at) {
        return (trimmed(text, at + 1..close), close + 1);
    }
    let end = word_end(text, at, marks);
    let kept = text[at..end].trim_end_matches([',', ';', '?', '!', '…']).len();
    (at..at + kept, end)
}

/// The phrase or word at `at`, and where it ends.
pub(super) fn leaf(text: &str, at: usize, marks: &Marks, warnings: &mut Vec<Warning>) -> (Node, usize) {
    if let Some(quotation) = marks.quotation(at) {
        let (slop, end) = slop(text, quotation.end);
        let kind = match quotation.mark {
            '«' if slop == 0 => NodeKind::Quoted,
            _ => NodeKind::Phrase { slop },
        };
        let span = at + quotation.mark.len_utf8()..quotation.close;
        return (Node { kind, span }, end);
    }
    let end = word_end(text, at, marks);
    (word(text, at..end, warnings), end)
}

/// `~3` behind a phrase.
fn slop(text: &str, at: usize) -> (u32, usize) {
    let Some(rest) = text[at..].strip_prefix('~') else { return (0, at) };
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    match rest[..digits].parse::<u32>() {
        Ok(slop) => (slop.min(MAX_SLOP), at + 1 + digits),
        Err(_) if digits > 0 => (MAX_SLOP, at + 1 + digits),
        Err(_) => (0, at),
    }
}

/// What the signs of a word say. Punctuation behind it belongs to the sentence.
fn word(text: &str, whole: Range<usize>, warnings: &mut Vec<Warning>) -> Node {
    let kept = text[whole.clone()].trim_end_matches([',', ';', '.', ':', '?', '!', '…']).len();
    let (start, end) = (whole.start, whole.start + kept);
    let typed = &text[start..end];
    if let Some(form) = typed.strip_prefix('=').filter(|form| form.starts_with(char::is_alphanumeric)) {
        return Node { kind: NodeKind::Exact, span: end - form.len()..end };
    }
    if let Some(prefix) = typed.strip_suffix('*').filter(|prefix| ends_in_word(prefix)) {
        let span = start..start + prefix.len();
        if prefix.chars().filter(|c| c.is_alphanumeric()).count() >= MIN_PREFIX {
            return Node { kind: NodeKind::Prefix, span };
        }
        warnings.push(Warning::ShortPrefix { span });
    }
    if let Some((fuzzy, digits)) = typed.rsplit_once('~').filter(|(fuzzy, _)| ends_in_word(fuzzy))
        && digits.bytes().all(|b| b.is_ascii_digit())
    {
        let span = start..start + fuzzy.len();
        let wanted = if digits.is_empty() { 1 } else { digits.parse().unwrap_or(u8::MAX) };
        if wanted > MAX_ERRORS {
            warnings.push(Warning::TooFuzzy { span: span.clone(), most: MAX_ERRORS });
        }
        return Node { kind: NodeKind::Fuzzy { errors: wanted.min(MAX_ERRORS) }, span };
    }
    Node { kind: NodeKind::Word, span: whole }
}

/// Whether a sign behind `text` touches a word, so that it is not one of the word's own.
fn ends_in_word(text: &str) -> bool {
    text.ends_with(|c: char| c.is_alphanumeric() || is_combining_mark(c)) && !text.contains(['*', '~'])
}

fn trimmed(text: &str, span: Range<usize>) -> Range<usize> {
    let inner = &text[span.clone()];
    let start = span.start + inner.len() - inner.trim_start().len();
    start..start + inner.trim().len()
}
