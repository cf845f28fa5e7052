//! The pages of a dump, as it has them.

use std::io::Read;

use super::entities::unescape;
use super::markup::{Broken, Field, Markup, Name, Tag};
use super::site::Site;
use crate::document::Span;
use crate::error::{Flaw, Oddity};

/// Fields other than a page's text are shorter than this in any dump: MediaWiki's titles have at most 255 bytes.
const MAX_FIELD: usize = 1 << 10;

/// A page before its text is parsed.
#[derive(Debug, Default)]
pub(super) struct RawPage {
    pub(super) title: String,
    /// Where it lives.
    pub(super) url: Option<String>,
    /// As written; empty where it is not said.
    pub(super) namespace: String,
    /// The title of the page that it leads to.
    pub(super) redirect: Option<String>,
    /// What the last revision's text is written in; empty where it is not said.
    pub(super) model: String,
    /// The last revision's text, still escaped.
    pub(super) text: Vec<u8>,
    /// The bytes of the dump.
    pub(super) span: Span,
    /// Whether there is more text than was read.
    pub(super) cut: bool,
    /// Whether the dump ends in the middle of it.
    pub(super) unfinished: bool,
    /// Whether there are elements within the text.
    pub(super) nested: bool,
}

/// Reads pages one after the other.
pub(super) struct Pages {
    markup: Markup,
    max_text: usize,
    /// The open elements, outermost first.
    path: Vec<Name>,
    /// Whether there has been a root.
    began: bool,
    site: Site,
    /// What a person should know of the header.
    pub(super) oddity: Option<Oddity>,
    page: RawPage,
    field: Field,
    /// What ended the reading; it is told after the page that it stands in.
    broken: Option<Broken>,
}

impl Pages {
    /// `input` begins after `offset` bytes. Of each text `max_text` bytes are read.
    pub(super) fn new(input: Box<dyn Read + Send>, offset: u64, max_text: usize) -> Self {
        Self {
            markup: Markup::new(input, offset),
            max_text,
            path: Vec::new(),
            began: false,
            site: Site::default(),
            oddity: None,
            page: RawPage::default(),
            field: Field::default(),
            broken: None,
        }
    }

    /// Bytes read so far.
    pub(super) fn byte(&self) -> u64 {
        self.markup.byte()
    }

    /// The next page, whatever it is; none at the end.
    pub(super) fn next(&mut self) -> Result<Option<RawPage>, Broken> {
        if let Some(broken) = self.broken.take() {
            return Err(broken);
        }
        match self.read() {
            Err(broken) => self.unfinished(broken).map(Some),
            page => page,
        }
    }

    fn read(&mut self) -> Result<Option<RawPage>, Broken> {
        loop {
            let field = wanted(&self.path).then_some(&mut self.field);
            self.markup.text(field)?;
            let byte = self.byte();
            match self.markup.tag()? {
                Tag::Open(name, value) => self.open(name, value, byte)?,
                Tag::Close => {
                    if let Some(page) = self.close() {
                        return Ok(Some(page));
                    }
                }
                Tag::Plain(text) if wanted(&self.path) => self.field.push(&escaped(&text)),
                Tag::Plain(_) | Tag::Nothing => {}
                Tag::End if self.began && self.path.is_empty() => return Ok(None),
                Tag::End if self.began => return Err(early(byte, Flaw::DumpEndsEarly)),
                Tag::End => return Err(early(byte, Flaw::NoRoot)),
            }
        }
    }

    fn open(&mut self, name: Name, value: Option<String>, byte: u64) -> Result<(), Broken> {
        if self.path.is_empty() && name != Name::Mediawiki {
            return Err(early(byte, Flaw::OtherRoot));
        }
        self.page.nested |= self.path.last() == Some(&Name::Text);
        self.path.push(name);
        match name {
            Name::Mediawiki => {
                self.began = true;
                self.site.language = value.unwrap_or_default();
            }
            Name::Page => self.page = RawPage { span: byte as usize..byte as usize, ..RawPage::default() },
            Name::Redirect => self.page.redirect = value,
            Name::Revision => (self.page.model, self.page.text, self.page.cut) = Default::default(),
            _ if wanted(&self.path) => {
                let most = if name == Name::Text { self.max_text } else { MAX_FIELD };
                self.field = Field { most, ..Field::default() };
            }
            _ => {}
        }
        Ok(())
    }

    /// Ends the innermost element; the page, if it is one.
    fn close(&mut self) -> Option<RawPage> {
        if wanted(&self.path) {
            self.keep();
        }
        let ended = self.path.pop();
        if ended == Some(Name::Siteinfo) {
            self.oddity = self.site.oddity();
        }
        if ended != Some(Name::Page) || self.path != [Name::Mediawiki] {
            return None;
        }
        self.page.span.end = self.byte() as usize;
        self.page.url = self.site.url(&self.page.title);
        Some(std::mem::take(&mut self.page))
    }

    /// Keeps the field that was read.
    fn keep(&mut self) {
        let Field { bytes, cut, .. } = std::mem::take(&mut self.field);
        let text = || unescape(bytes.trim_ascii()).map(|unescaped| unescaped.text).unwrap_or_default();
        match self.path.last() {
            Some(Name::Base) => self.site.base = text(),
            Some(Name::Title) if !cut => self.page.title = text(),
            Some(Name::Ns) => self.page.namespace = text(),
            Some(Name::Model) => self.page.model = text(),
            Some(Name::Text) => (self.page.text, self.page.cut) = (bytes, cut),
            _ => {}
        }
    }

    /// The page in whose text the dump breaks off, as far as it goes.
    fn unfinished(&mut self, broken: Broken) -> Result<RawPage, Broken> {
        if !matches!(self.path.as_slice(), [_, Name::Page, Name::Revision, Name::Text]) {
            return Err(broken);
        }
        self.keep();
        self.path.clear();
        self.page.unfinished = true;
        self.page.span.end = self.byte() as usize;
        self.page.url = self.site.url(&self.page.title);
        self.broken = Some(broken);
        Ok(std::mem::take(&mut self.page))
    }
}

/// Whether the text of the innermost element is kept.
fn wanted(path: &[Name]) -> bool {
    use Name::{Base, Mediawiki, Model, Ns, Page, Revision, Siteinfo, Text, Title};
    matches!(
        path,
        [Mediawiki, Siteinfo, Base]
            | [Mediawiki, Page, Title | Ns]
            | [Mediawiki, Page, Revision, Model | Text]
    )
}

/// Text that was not escaped, among text that is.
fn escaped(text: &[u8]) -> Vec<u8> {
    let amp = |byte: &u8| if *byte == b'&' { b"&amp;".to_vec() } else { vec![*byte] };
    text.iter().flat_map(amp).collect()
}

fn early(byte: u64, reason: Flaw) -> Broken {
    Broken::Markup { byte, reason }
}
