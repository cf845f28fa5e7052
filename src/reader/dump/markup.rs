//! XML as far as a dump needs it: tags, and the text between them, in bounded memory.

use std::io::{self, BufRead, BufReader, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::entities::unescape;
use crate::error::Flaw;

/// A tag, a comment … of more bytes ends the reading; text between tags may be of any length.
const MAX_MARKUP: usize = 1 << 20;

/// Elements of a dump are nested five deep.
const MAX_DEPTH: usize = 16;

const CHUNK_BYTES: usize = 64 << 10;

/// The elements that are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Name {
    Mediawiki,
    Siteinfo,
    Base,
    Page,
    Title,
    Ns,
    Redirect,
    Revision,
    Model,
    Text,
    Other,
}

impl Name {
    fn of(name: &[u8]) -> Self {
        match name {
            b"mediawiki" => Self::Mediawiki,
            b"siteinfo" => Self::Siteinfo,
            b"base" => Self::Base,
            b"page" => Self::Page,
            b"title" => Self::Title,
            b"ns" => Self::Ns,
            b"redirect" => Self::Redirect,
            b"revision" => Self::Revision,
            b"model" => Self::Model,
            b"text" => Self::Text,
            _ => Self::Other,
        }
    }

    /// The attribute that is read of it.
    fn attribute(self) -> Option<&'static str> {
        match self {
            Self::Mediawiki => Some("xml:lang"),
            Self::Redirect => Some("title"),
            _ => None,
        }
    }
}

/// What stands between two texts.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Tag {
    /// An element begins, with the value of its attribute.
    Open(Name, Option<String>),
    /// The innermost element ends.
    Close,
    /// Text that is not escaped.
    Plain(Vec<u8>),
    /// Nothing that counts: a comment, an instruction.
    Nothing,
    /// The input ends.
    End,
}

/// What ends the reading.
#[derive(Debug)]
pub(super) enum Broken {
    /// The input cannot be read on.
    Input(io::Error),
    /// It is no dump from there on.
    Markup { byte: u64, reason: Flaw },
}

/// Text that is collected, as far as there is room.
#[derive(Debug, Default)]
pub(super) struct Field {
    pub(super) bytes: Vec<u8>,
    pub(super) most: usize,
    /// Whether there was more.
    pub(super) cut: bool,
}

impl Field {
    pub(super) fn push(&mut self, bytes: &[u8]) {
        let taken = bytes.len().min(self.most.saturating_sub(self.bytes.len()));
        self.bytes.extend_from_slice(&bytes[..taken]);
        self.cut |= taken < bytes.len();
    }
}

/// Reads tags and texts in turn.
pub(super) struct Markup {
    xml: Reader<Bounded<BufReader<Box<dyn Read + Send>>>>,
    buffer: Vec<u8>,
    /// The place of the first byte that `xml` counts.
    offset: u64,
    depth: usize,
}

impl Markup {
    /// `input` begins after `offset` bytes.
    pub(super) fn new(input: Box<dyn Read + Send>, offset: u64) -> Self {
        let mut xml = Reader::from_reader(Bounded {
            input: BufReader::with_capacity(CHUNK_BYTES, input),
            left: None,
            failure: None,
        });
        xml.config_mut().expand_empty_elements = true;
        Self { xml, buffer: Vec::new(), offset, depth: 0 }
    }

    /// Where the next byte stands.
    pub(super) fn byte(&self) -> u64 {
        self.offset + self.xml.buffer_position()
    }

    /// Reads the text up to the next tag into `field`, or passes over it.
    pub(super) fn text(&mut self, mut field: Option<&mut Field>) -> Result<(), Broken> {
        loop {
            let mut stream = self.xml.stream();
            let bytes = match stream.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Ok(bytes) => bytes,
                Err(error) => return Err(Broken::Input(self.xml.get_mut().failure.take().unwrap_or(error))),
            };
            let end = memchr::memchr(b'<', bytes);
            let len = end.unwrap_or(bytes.len());
            if let Some(field) = &mut field {
                field.push(&bytes[..len]);
            }
            stream.consume(len);
            if end.is_some() || len == 0 {
                return Ok(());
            }
        }
    }

    /// The next tag; at a text it is an error.
    pub(super) fn tag(&mut self) -> Result<Tag, Broken> {
        let byte = self.byte();
        self.buffer.clear();
        self.xml.get_mut().left = Some(MAX_MARKUP);
        let event = self.xml.read_event_into(&mut self.buffer);
        let tag = match event {
            Ok(Event::Start(start)) => {
                self.depth += 1;
                open(&start)
            }
            Ok(Event::End(_)) => {
                self.depth -= 1;
                Tag::Close
            }
            Ok(Event::CData(text)) => Tag::Plain(text.into_inner().as_bytes().to_vec()),
            Ok(Event::Eof) => Tag::End,
            Ok(Event::DocType(_)) => {
                return Err(Broken::Markup { byte, reason: Flaw::DocType });
            }
            Ok(_) => Tag::Nothing,
            Err(error) => return Err(self.broken(byte, &error)),
        };
        self.xml.get_mut().left = None;
        match self.depth {
            ..=MAX_DEPTH => Ok(tag),
            _ => Err(Broken::Markup { byte, reason: Flaw::TooDeep { most: MAX_DEPTH } }),
        }
    }

    fn broken(&mut self, byte: u64, error: &quick_xml::Error) -> Broken {
        match self.xml.get_mut().failure.take() {
            Some(failure) => Broken::Input(failure),
            None => Broken::Markup { byte, reason: Flaw::Markup { said: error.to_string() } },
        }
    }
}

fn open(start: &BytesStart<'_>) -> Tag {
    let name = Name::of(start.name().as_ref().as_ref());
    let value = name.attribute().and_then(|wanted| start.try_get_attribute(wanted).ok().flatten());
    Tag::Open(
        name,
        value.and_then(|value| unescape(value.value.as_ref().as_ref()).ok()).map(|value| value.text),
    )
}

/// An input that gives no more than some bytes while a tag is read, since the parser holds all of one.
struct Bounded<R> {
    input: R,
    left: Option<usize>,
    /// What the input failed with; the parser would give it away as shared, no longer to be told apart.
    failure: Option<io::Error>,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        self.input.read(out)
    }
}

impl<R: BufRead> BufRead for Bounded<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.left == Some(0) {
            return Err(io::Error::other(format!("a tag is longer than {MAX_MARKUP} bytes")));
        }
        if let Err(error) = self.input.fill_buf() {
            let kind = error.kind();
            if kind != io::ErrorKind::Interrupted {
                self.failure = Some(error);
            }
            return Err(kind.into());
        }
        self.input.fill_buf()
    }

    fn consume(&mut self, len: usize) {
        self.left = self.left.map(|left| left.saturating_sub(len));
        self.input.consume(len);
    }
}
