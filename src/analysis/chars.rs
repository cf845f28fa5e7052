//! What a character is to the tokenizer. Every variant that people type for one sign counts as that sign, so
//! that offsets can stay those of the text as it stands.

use unicode_normalization::char::is_combining_mark;

/// The part a character plays in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// A letter, or a number that is not an ASCII digit.
    Letter,
    /// `0` to `9`.
    Digit,
    /// Lengthens a word and never starts one: combining marks, zero-width characters, the soft hyphen.
    Extend,
    /// Any apostrophe.
    Apostrophe,
    /// The raised o of `n°`, in its three spellings.
    Degree,
    /// Everything else separates words.
    Other,
}

/// The class of `c`.
#[inline]
pub(super) fn class(c: char) -> Class {
    match c {
        '0'..='9' => Class::Digit,
        'a'..='z' | 'A'..='Z' => Class::Letter,
        '\'' | '`' => Class::Apostrophe,
        '\0'..='\x7f' => Class::Other,
        '°' | 'º' | 'ᵒ' => Class::Degree,
        '\u{c0}'..='\u{ff}' if c != '×' && c != '÷' => Class::Letter,
        _ if is_apostrophe(c) => Class::Apostrophe,
        _ if is_ignorable(c) || is_combining_mark(c) => Class::Extend,
        _ if c.is_alphanumeric() => Class::Letter,
        _ => Class::Other,
    }
}

/// Whether `c` is one of the signs typed for an apostrophe. U+2019 is the typographic one, U+02BC the letter;
/// the others are what keyboards and transliterations put in its place.
pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(
        c,
        '\'' | '`'
            | '\u{b4}'
            | '\u{2b9}'
            | '\u{2bc}'
            | '\u{2018}'
            | '\u{2019}'
            | '\u{201b}'
            | '\u{2032}'
            | '\u{ff07}'
    )
}

/// Whether `c` is invisible or a half ring that carries no letter: soft hyphen, U+02BE and U+02BF, zero-width
/// spaces and joiners, direction marks, word joiner, byte order mark.
pub(super) fn is_ignorable(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{2be}'
            | '\u{2bf}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2064}'
            | '\u{feff}'
    )
}

/// Whether `c` is a letter of an alphabet with capitals. Only these make acronyms, labels and endings in brackets;
/// a Hangul syllable would be one letter composed and three decomposed.
pub(super) fn is_cased(c: char) -> bool {
    c.is_lowercase() || c.is_uppercase()
}

/// Whether `c` is a space inside a line: U+0020, no-break, figure, thin, hair or narrow no-break space.
pub(super) fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{2007}' | '\u{2009}' | '\u{200a}' | '\u{202f}')
}

/// Whether `c` is a hyphen: U+002D, U+2010 or U+2011.
pub(super) fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

/// The character that starts at byte `at` of `text`, if there is one; `at` is a character boundary.
#[inline]
pub(super) fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

/// The character that ends at byte `at` of `text`, if there is one; `at` is a character boundary.
#[inline]
pub(super) fn char_before(text: &str, at: usize) -> Option<char> {
    text.get(..at)?.chars().next_back()
}
