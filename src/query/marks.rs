//! Quotation marks and parentheses that have a partner.

use std::collections::HashMap;

use super::lex::has_words;
use super::warning::Warning;

/// How deep parentheses group; deeper ones are punctuation. No question needs half of it.
const MAX_DEPTH: usize = 32;

/// A stretch in quotation marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Quotation {
    /// The mark that opens it.
    pub(super) mark: char,
    /// Where the words end and the closing mark begins.
    pub(super) close: usize,
    /// Behind the closing mark.
    pub(super) end: usize,
}

/// What has a partner, by the byte that it begins at.
#[derive(Debug, Default)]
pub(super) struct Marks {
    quotations: HashMap<usize, Quotation>,
    /// Both ways: from `(` to `)` and back.
    parentheses: HashMap<usize, usize>,
    /// A `(` that groups nothing for want of a partner.
    pub(super) lone_parenthesis: Option<usize>,
}

impl Marks {
    /// Reads a text. Cost: linear.
    pub(super) fn read(text: &str, warnings: &mut Vec<Warning>) -> Self {
        let mut marks = Self::default();
        let mut open: Vec<(usize, bool)> = Vec::new();
        let mut lone = String::new();
        let mut rest = 0;
        while let Some((byte, c)) = next_mark(text, rest) {
            rest = byte + c.len_utf8();
            match c {
                '(' => open.push((byte, opens_group(text, byte))),
                ')' => marks.close(open.pop(), byte, open.len()),
                // A mark that once found no partner finds none further on, which keeps the whole linear.
                _ => match closing(c).filter(|_| !lone.contains(c)).and_then(|close| find(text, rest, close))
                {
                    Some((close, end)) => {
                        // What encloses no word is punctuation.
                        if has_words(&text[rest..close]) {
                            marks.quotations.insert(byte, Quotation { mark: c, close, end });
                        }
                        rest = end;
                    }
                    None if lone.contains(c) => {}
                    None => {
                        lone.push(c);
                        warnings.push(Warning::UnbalancedQuote { byte, mark: c });
                    }
                },
            }
        }
        marks.lone_parenthesis = open.iter().find(|(_, groups)| *groups).map(|(byte, _)| *byte);
        marks
    }

    fn close(&mut self, open: Option<(usize, bool)>, byte: usize, depth: usize) {
        if let Some((open, true)) = open
            && depth < MAX_DEPTH
        {
            self.parentheses.extend([(open, byte), (byte, open)]);
        }
    }

    /// The quotation that begins at `byte`.
    pub(super) fn quotation(&self, byte: usize) -> Option<Quotation> {
        self.quotations.get(&byte).copied()
    }

    /// Whether a parenthesis that groups stands at `byte`.
    pub(super) fn groups(&self, byte: usize) -> bool {
        self.parentheses.contains_key(&byte)
    }

    /// The other one of the parenthesis at `byte`.
    pub(super) fn partner(&self, byte: usize) -> Option<usize> {
        self.parentheses.get(&byte).copied()
    }
}

/// « enfant(s) » and « f(x) » are words with punctuation: a group begins where a word could.
fn opens_group(text: &str, byte: usize) -> bool {
    let before = text[..byte].chars().next_back();
    before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '+' | '-' | ':'))
}

fn find(text: &str, from: usize, mark: char) -> Option<(usize, usize)> {
    let at = from + text[from..].find(mark)?;
    Some((at, at + mark.len_utf8()))
}

fn next_mark(text: &str, from: usize) -> Option<(usize, char)> {
    let found = text[from..].char_indices().find(|(_, c)| is_mark(*c) || matches!(c, '(' | ')'));
    found.map(|(byte, c)| (from + byte, c))
}

/// Whether `c` is a quotation mark.
pub(super) fn is_mark(c: char) -> bool {
    matches!(c, '"' | '«' | '»' | '“' | '”')
}

fn closing(mark: char) -> Option<char> {
    match mark {
        '"' => Some('"'),
        '«' => Some('»'),
        '“' => Some('”'),
        _ => None,
    }
}
