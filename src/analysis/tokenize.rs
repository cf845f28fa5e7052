//! The tokenizer: where the words of a text are. It looks at characters and their neighbours, never at meaning;
//! what a word becomes is decided by the filters from its spelling alone, so that one table can remember it.

use super::Span;
use super::brackets::{bracket_at, inside};
use super::chars::{Class, char_at, char_before, class, is_apostrophe, is_cased, is_ignorable, is_space};
use super::elision::is_article;
use super::superscript::{is_raised_digit, raised_marker_at};

/// The longest `[…]` that can be the end of a word (« complét\[èrent\] »), and its beginning (« \[dés\]ormais »),
/// in letters. Longer ones are words of their own, put into a quote.
const MAX_INSERTED: (usize, usize) = (8, 3);

/// What a byte tells without a look at its neighbours.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Byte {
    Separator,
    Word,
    Bracket,
    Wide,
}

/// The first byte of U+00C0 to U+00FF, all letters but × (second byte 97) and ÷ (b7).
pub(super) const LATIN_1: u8 = 0xc3;

/// The ASCII fast path: one look-up a byte.
const BYTES: [Byte; 256] = {
    let mut bytes = [Byte::Separator; 256];
    let mut b = 0;
    while b < 256 {
        if b >= 0x80 {
            bytes[b] = Byte::Wide;
        } else if (b as u8).is_ascii_alphanumeric() {
            bytes[b] = Byte::Word;
        } else if b as u8 == b'[' {
            bytes[b] = Byte::Bracket;
        }
        b += 1;
    }
    bytes
};

/// The spans of a text that make at most one term each, in order. Apostrophes inside a word belong to its span
/// (the elided article is cut off later), and so do the spaces of `1 200`, the dots of `O.N.U.`, the ° of `n°`
/// and the brackets of « assur\[er\] ».
pub(super) struct Words<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Words<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0 }
    }

    /// The word that begins with the wide character at `self.at`, or a step over it.
    fn wide(&mut self) -> Option<Span> {
        let c = char_at(self.text, self.at)?;
        match class(c) {
            Class::Letter if is_raised_digit(c) => match raised_marker_at(self.text, self.at) {
                Some(marker) => self.at = marker.span.end,
                None => return Some(word_at(self.text, self.at)),
            },
            Class::Letter => return Some(word_at(self.text, self.at)),
            _ if c == '№' => return Some(self.at..plural_end(self.text, self.at + c.len_utf8())),
            _ => self.at += c.len_utf8(),
        }
        None
    }

    /// The word that begins with the `[` at `self.at`, or a step over what it opens.
    fn bracket(&mut self) -> Option<Span> {
        if let Some(bracket) = bracket_at(self.text, self.at) {
            self.at = bracket.span.end;
        } else if inserted_end(self.text, self.at, MAX_INSERTED.1).is_some_and(|end| joins(self.text, end)) {
            return Some(word_at(self.text, self.at));
        } else {
            self.at += 1;
        }
        None
    }
}

impl Iterator for Words<'_> {
    type Item = Span;

    #[inline]
    fn next(&mut self) -> Option<Span> {
        loop {
            let word = match BYTES[usize::from(*self.text.as_bytes().get(self.at)?)] {
                Byte::Separator => {
                    self.at += 1;
                    None
                }
                Byte::Word => Some(word_at(self.text, self.at)),
                Byte::Wide => self.wide(),
                Byte::Bracket => self.bracket(),
            };
            if let Some(word) = word {
                self.at = word.end;
                return Some(word);
            }
        }
    }
}

/// A word as far as letters, digits and what joins them go.
struct Run {
    /// After its last letter, digit or mark.
    end: usize,
    /// Where its part after the last apostrophe begins.
    part: usize,
    /// Letters and digits of that part.
    letters: usize,
    /// Whether the last of them is a letter.
    letter: bool,
}

/// The word that begins at byte `start` of `text`.
#[inline]
fn word_at(text: &str, start: usize) -> Span {
    let run = run(text, start);
    let bytes = text.as_bytes();
    if run.letters <= 3 {
        let part = &bytes[run.part..run.end];
        if part.first().is_some_and(u8::is_ascii_digit) {
            return start..digit_groups(text, start, run.end);
        }
        if run.letters == 1 && run.letter {
            return start..single_letter(text, &run);
        }
    }
    start..run.end
}

/// Follows a word from byte `start` of `text`: over ASCII and the accented letters of French by bytes, over all
/// else by characters.
#[inline]
fn run(text: &str, start: usize) -> Run {
    let bytes = text.as_bytes();
    let mut run = Run { end: start, part: start, letters: 0, letter: false };
    let mut at = start;
    loop {
        let from = at;
        while bytes.get(at).is_some_and(|b| BYTES[usize::from(*b)] == Byte::Word) {
            at += 1;
        }
        if at > from {
            run.letters += at - from;
            run.letter = !bytes[at - 1].is_ascii_digit();
            run.end = at;
        }
        match bytes.get(at..) {
            Some([LATIN_1, b, ..]) if !matches!(b, 0x97 | 0xb7) => {
                at += 2;
                run.letters += 1;
                run.letter = true;
                run.end = at;
            }
            Some([b, ..]) if *b >= 0x80 || matches!(b, b'\'' | b'`' | b'[') => match run.join(text, at) {
                Some(next) => at = next,
                None => return run,
            },
            _ => return run,
        }
    }
}

impl Run {
    /// Takes in what stands at byte `at` of `text`, no ASCII letter or digit, and returns where it ends; or
    /// nothing where the word ends before it.
    fn join(&mut self, text: &str, at: usize) -> Option<usize> {
        let c = char_at(text, at)?;
        let next = at + c.len_utf8();
        match class(c) {
            Class::Letter if is_raised_digit(c) && raised_marker_at(text, at).is_some() => return None,
            Class::Letter => {
                self.letters += 1;
                self.letter = true;
                self.end = next;
            }
            Class::Extend if is_ignorable(c) => {}
            Class::Extend => self.end = next,
            Class::Apostrophe if self.letter && joins_letter(text, next) => {
                self.part = next;
                self.letters = 0;
            }
            _ if c == '[' => return self.join_inserted(text, at),
            _ => return None,
        }
        Some(next)
    }

    /// Takes in the `[er]` of « assur\[er\] », or the `[l]` that begins « \[l\]'un ».
    fn join_inserted(&mut self, text: &str, open: usize) -> Option<usize> {
        let first = self.letters == 0;
        if !first && (!self.letter || bracket_at(text, open).is_some()) {
            return None;
        }
        let end = inserted_end(text, open, MAX_INSERTED.0)?;
        self.letters += end - open;
        self.letter = true;
        self.end = end;
        Some(end)
    }
}

/// Where the bracket that opens at byte `open` ends, if it holds 1 to `most` letters and nothing else.
fn inserted_end(text: &str, open: usize, most: usize) -> Option<usize> {
    let inside = inside(text, open)?;
    let letters = inside.chars().filter(|c| is_cased(*c)).count();
    let plain = inside.chars().all(|c| is_cased(c) && class(c) == Class::Letter || class(c) == Class::Extend);
    (plain && (1..=most).contains(&letters)).then_some(open + inside.len() + 2)
}

/// Whether a letter follows at byte `at`, or an apostrophe and a letter.
fn joins(text: &str, at: usize) -> bool {
    match char_at(text, at) {
        Some(c) if is_apostrophe(c) => joins_letter(text, at + c.len_utf8()),
        _ => joins_letter(text, at),
    }
}

/// Whether the next visible character is a letter.
fn joins_letter(text: &str, at: usize) -> bool {
    text[at..]
        .chars()
        .find(|c| !is_ignorable(*c))
        .is_some_and(|c| class(c) == Class::Letter && c.is_alphabetic())
}

/// Where a number of one to three digits, at `start..end`, ends with the groups of three that follow it: the 1
/// and 200 of `1 200`. A group followed by another digit or by a letter is none, and neither is one after the
/// decimals of `3,5`.
fn digit_groups(text: &str, start: usize, end: usize) -> usize {
    let bytes = text.as_bytes();
    let number = &bytes[start..end];
    let decimal = start >= 2 && matches!(bytes[start - 1], b',' | b'.') && bytes[start - 2].is_ascii_digit();
    if decimal || number[0] == b'0' || number.len() > 3 || !number.iter().all(u8::is_ascii_digit) {
        return end;
    }
    let mut end = end;
    while let Some(next) = group_end(text, end) {
        end = next;
    }
    end
}

/// Where the space and the group of three digits at byte `at` end.
fn group_end(text: &str, at: usize) -> Option<usize> {
    let space = char_at(text, at).filter(|c| is_space(*c))?;
    let group = at + space.len_utf8();
    let end = group + 3;
    let digits = text.as_bytes().get(group..end)?;
    let follows = char_at(text, end).map_or(Class::Other, class);
    let ends = !matches!(follows, Class::Digit | Class::Letter | Class::Extend);
    (digits.iter().all(u8::is_ascii_digit) && ends).then_some(end)
}

/// Where a word ends whose last part is the single letter of `run`: after the dots of `O.N.U.`, after the sign
/// of `n°`, else where it ends.
fn single_letter(text: &str, run: &Run) -> usize {
    let n = matches!(&text.as_bytes()[run.part..run.end], b"n" | b"N");
    match char_at(text, run.end) {
        Some('.') => acronym_end(text, run.end),
        Some(c) if n && class(c) == Class::Degree => plural_end(text, run.end + c.len_utf8()),
        _ => run.end,
    }
}

/// Where an acronym ends whose first letter ends at byte `end`, before a dot; `end` itself if no other letter
/// follows alone. The dot after the last letter may be missing.
fn acronym_end(text: &str, end: usize) -> usize {
    let mut end = end;
    while let Some(letter) = text[end..].strip_prefix('.').and_then(lone_letter) {
        end += 1 + letter;
    }
    end
}

/// The bytes of the letter that `text` begins with, marks included, if no other follows it.
fn lone_letter(text: &str) -> Option<usize> {
    let first = char_at(text, 0).filter(|c| class(*c) == Class::Letter && is_cased(*c))?;
    let rest = &text[first.len_utf8()..];
    let after = rest.trim_start_matches(|c| class(c) == Class::Extend);
    let alone = after.chars().next().is_none_or(|c| !matches!(class(c), Class::Letter | Class::Digit));
    alone.then_some(text.len() - after.len())
}

/// Where `n°` ends with its plural s, if it has one.
fn plural_end(text: &str, at: usize) -> usize {
    let Some(rest) = text[at..].strip_prefix(['s', 'S', 'ˢ']) else { return at };
    let goes_on = matches!(char_at(rest, 0).map(class), Some(Class::Letter | Class::Digit | Class::Extend));
    if goes_on { at } else { text.len() - rest.len() }
}

/// Whether the word at `span` is an article elided before a sign: the l of « l'« Union » ».
pub(super) fn is_elided_before_sign(text: &str, span: &Span) -> bool {
    let Some(sign) = char_at(text, span.end).filter(|c| is_apostrophe(*c)) else { return false };
    let quoted = char_before(text, span.start).is_some_and(is_apostrophe);
    let rest = &text[span.end + sign.len_utf8()..];
    let opens = rest.starts_with(['«', '“', '"', '‹', '(', '[', '*', '_']);
    opens && !quoted && is_article(&text[span.clone()])
}
