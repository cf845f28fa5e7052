//! Drives html5ever's tokenizer, so that each token is known by its place in the page.
//!
//! The tokenizer alone, without html5ever's tree: a tree has no places, costs several times the page's size, and
//! nothing here needs to look back at an element that was closed. Elements left open are what the tree builder would
//! have been good for; [`super::open`] closes them.

use std::cell::{Cell, RefCell};

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer};
use html5ever::{TokenizerResult, local_name};

use super::reading::Reading;
use crate::document::Span;

/// Attributes of one tag that are read. The tokenizer compares each with those before it, so a tag of a million
/// would take hours; one with more than this is read without any.
const MAX_ATTRIBUTES: usize = 256;

/// Bytes of the page that are copied at a time; the tokenizer's strings have 32-bit lengths.
const BLOCK: usize = 64 << 20;

/// Reads all of a page.
pub(super) fn read(text: &str) -> Reading {
    let feeder = Feeder {
        tokenizer: Tokenizer::new(Sink::default(), Default::default()),
        input: BufferQueue::default(),
    };
    let mut at = 0;
    while at < text.len() {
        let block = &text[at..at + bounded(&text[at..], BLOCK)];
        feeder.read(block, at);
        at += block.len();
    }
    feeder.tokenizer.end();
    feeder.tokenizer.sink.reading.into_inner()
}

struct Feeder {
    tokenizer: Tokenizer<Sink>,
    input: BufferQueue,
}

impl Feeder {
    /// Reads a block that begins at byte `start` of the page.
    fn read(&self, block: &str, start: usize) {
        let shared = StrTendril::from_slice(block);
        let mut at = 0;
        while at < block.len() {
            let piece = piece(&block[at..], self.tokenizer.sink.raw.get());
            self.tokenizer.sink.place.replace(start + at..start + at + piece.len);
            let len = piece.len - piece.skipped;
            // A block has fewer bytes than 32 bits can count.
            if let (Ok(from), Ok(len)) = (u32::try_from(at), u32::try_from(len)) {
                self.feed(shared.subtendril(from, len));
            }
            if piece.skipped > 0 {
                self.feed(StrTendril::from_slice(">"));
            }
            at += piece.len;
        }
    }

    fn feed(&self, text: StrTendril) {
        self.input.push_back(text);
        // It pauses where a browser would run a script or start again in another encoding.
        while !matches!(self.tokenizer.feed(&self.input), TokenizerResult::Done) {}
    }
}

/// What is given to the tokenizer at a time.
#[derive(Debug, PartialEq, Eq)]
struct Piece {
    len: usize,
    /// So many bytes at its end are a tag's attributes, which are left out.
    skipped: usize,
}

/// White space, a comment, a tag, or words up to one of those; inside a script the bytes up to what may end it.
fn piece(text: &str, raw: bool) -> Piece {
    let blank = text.len() - text.trim_start_matches(|c: char| c.is_ascii_whitespace()).len();
    let len = match text.as_bytes() {
        [b'<', b'/', ..] if raw => text.find('>').map_or(text.len(), |at| at + 1),
        _ if raw => up_to(text, '<'),
        [b'<', b'!', b'-', b'-', ..] => text.find("-->").map_or(text.len(), |at| at + 3),
        [b'<', b'/', c, ..] | [b'<', c, ..] if c.is_ascii_alphabetic() => return tag(text),
        _ if blank > 0 => blank,
        _ => up_to(text, '<'),
    };
    Piece { len, skipped: 0 }
}

/// Where the sign stands next, after the first character.
fn up_to(text: &str, sign: char) -> usize {
    let first = text.chars().next().map_or(0, char::len_utf8);
    text[first..].find(sign).map_or(text.len(), |at| first + at)
}

/// At most so many bytes of the text, whole characters.
fn bounded(text: &str, max: usize) -> usize {
    (0..=max.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(text.len())
}

/// The tag that `text` begins with, by the rules of the HTML standard (13.2.5.32 to 13.2.5.40).
fn tag(text: &str) -> Piece {
    let start = if text.starts_with("</") { 2 } else { 1 };
    let name = after(text, start, |byte| !byte.is_ascii_whitespace() && !matches!(byte, b'/' | b'>'));
    let mut at = name;
    let mut attributes = 0;
    loop {
        at = after(text, at, |byte| byte.is_ascii_whitespace() || byte == b'/');
        match text.as_bytes().get(at) {
            None => break,
            Some(b'>') => {
                at += 1;
                break;
            }
            Some(_) => at = attribute(text, at),
        }
        attributes += 1;
    }
    Piece { len: at, skipped: if attributes > MAX_ATTRIBUTES { at.saturating_sub(name) } else { 0 } }
}

/// Where the attribute ends that begins at `at`.
fn attribute(text: &str, at: usize) -> usize {
    // A `=` at its beginning is part of its name.
    let name = after(text, at + 1, |byte| !byte.is_ascii_whitespace() && !matches!(byte, b'/' | b'>' | b'='));
    let sign = after(text, name, |byte| byte.is_ascii_whitespace());
    if text.as_bytes().get(sign) != Some(&b'=') {
        return name;
    }
    let value = after(text, sign + 1, |byte| byte.is_ascii_whitespace());
    match text.as_bytes().get(value) {
        Some(quote @ (b'"' | b'\'')) => (after(text, value + 1, |byte| byte != *quote) + 1).min(text.len()),
        _ => after(text, value, |byte| !byte.is_ascii_whitespace() && byte != b'>'),
    }
}

/// The first place from `at` on whose byte is not one of those.
fn after(text: &str, at: usize, is_one: impl Fn(u8) -> bool) -> usize {
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    rest.iter().position(|byte| !is_one(*byte)).map_or(text.len(), |n| at + n)
}

#[derive(Default)]
struct Sink {
    reading: RefCell<Reading>,
    /// Of the piece that is being read.
    place: RefCell<Span>,
    /// Whether only an end tag ends what is being read: a script, a style.
    raw: Cell<bool>,
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut reading = self.reading.borrow_mut();
        let place = self.place.borrow();
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => {
                reading.start(&tag);
                return self.content_of(&tag, reading.is_hidden());
            }
            Token::TagToken(tag) => {
                self.raw.set(false);
                reading.end(&tag.name, &place);
            }
            Token::CharacterTokens(words) => reading.words(&words, &place),
            Token::ParseError(error) if is_bad_reference(&error) => reading.bad_reference(place.start),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl Sink {
    /// How to go on after a start tag: some elements hold no elements (13.2.6.2 of the standard).
    fn content_of(&self, tag: &Tag, hidden: bool) -> TokenSinkResult<()> {
        let kind = match tag.name {
            // In a drawing they are elements like others, and may close themselves.
            _ if tag.self_closing && hidden => return TokenSinkResult::Continue,
            local_name!("script") => RawKind::ScriptData,
            local_name!("title") | local_name!("textarea") => RawKind::Rcdata,
            local_name!("style")
            | local_name!("xmp")
            | local_name!("iframe")
            | local_name!("noembed")
            | local_name!("noframes") => RawKind::Rawtext,
            local_name!("plaintext") => return TokenSinkResult::Plaintext,
            _ => return TokenSinkResult::Continue,
        };
        self.raw.set(true);
        TokenSinkResult::RawData(kind)
    }
}

/// `&#xFFFFFFF;`, `&nosuchname;`: not those that only lack their semicolon.
fn is_bad_reference(error: &str) -> bool {
    error.contains("haracter reference") && (error.starts_with("Invalid") || error.contains("without digits"))
}

#[cfg(test)]
mod tests {
    use super::{MAX_ATTRIBUTES, Piece, piece};

    #[test]
    fn pieces() {
        for (text, raw, len) in [
            ("<p>x", false, 3),
            ("</p >x", false, 5),
            ("<a title='>' b=\"<>\" c=d/>x", false, 25),
            ("<a =b>x", false, 6),
            ("<a b='x", false, 7),
            ("< b>x<i>", false, 5),
            ("<!-- <a> --><b>", false, 12),
            ("é < b", false, 3),
            (" \n x", false, 3),
            ("a<b x</script>", true, 1),
            ("</b> x</script>", true, 4),
            ("<", false, 1),
        ] {
            assert_eq!(piece(text, raw), Piece { len, skipped: 0 }, "{text:?}");
        }
    }

    #[test]
    fn a_tag_of_a_thousand_attributes_is_read_without_them() {
        let tag = format!("<p{}>", " x".repeat(MAX_ATTRIBUTES + 1));
        assert_eq!(piece(&tag, false), Piece { len: tag.len(), skipped: tag.len() - 2 });
    }
}
