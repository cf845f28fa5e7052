//! From a page of a dump to its article.

use super::super::decode::drop_cut_character;
use super::super::page::{Dropped, Page, Places};
use super::super::{Options, wikitext};
use super::entities::unescape;
use super::pages::RawPage;
use crate::analysis::normalize;
use crate::document::{Article, Format, Head, slug};
use crate::error::{Error, Flaw, Notice, Oddity};

/// What a page gave.
#[derive(Debug, Default)]
pub(super) struct Parsed {
    pub(super) articles: Vec<Article>,
    /// Why it gave none.
    pub(super) problem: Option<Error>,
    pub(super) dropped: Dropped,
    pub(super) warnings: Vec<Notice>,
}

impl Parsed {
    /// A page that is left out for what it is.
    fn left_out(what: String) -> Self {
        Self { dropped: Dropped::from([(("page", what), 1)]), ..Self::default() }
    }
}

/// Parses a page of the dump `path`.
pub(super) fn parse(page: RawPage, path: &str, options: &Options) -> Parsed {
    let problem = |reason| {
        let problem = Error::BadPage {
            path: path.to_owned(),
            title: page.title.clone(),
            byte: page.span.start as u64,
            reason,
        };
        Parsed { problem: Some(problem), ..Parsed::default() }
    };
    if !matches!(page.namespace.as_str(), "" | "0") {
        return Parsed::left_out(format!("namespace {}", page.namespace));
    }
    if page.title.is_empty() {
        return problem(Flaw::PageUntitled);
    }
    if let Some(target) = &page.redirect {
        return redirect(head(&page, path), target);
    }
    if !matches!(page.model.as_str(), "" | "wikitext") {
        return Parsed::left_out(page.model);
    }
    if page.text.is_empty() {
        return Parsed::left_out("without text".to_owned());
    }
    article(&page, path, options).unwrap_or_else(problem)
}

/// The article, or what is wrong with its text.
fn article(page: &RawPage, path: &str, options: &Options) -> Result<Parsed, Flaw> {
    let bytes = kept_text(page);
    let text = unescape(&bytes).map_err(|error| Flaw::TextNotUtf8 { byte: error.valid_up_to() })?;
    let mut making = Page::new(head(page, path), Places::Within(page.span.clone()), options);
    for oddity in oddities(page, text.unknown.as_deref(), bytes.len()) {
        making.warn(oddity);
    }
    wikitext::read(&text.text, &mut making);
    let finished = making.finish();
    let (articles, dropped, warnings) = (finished.parts, finished.dropped, finished.warnings);
    Ok(Parsed { articles, problem: None, dropped, warnings })
}

/// The text up to where it was cut: a line or, where the dump ends, a character.
fn kept_text(page: &RawPage) -> Vec<u8> {
    let mut bytes = page.text.clone();
    if page.cut {
        bytes.truncate(bytes.iter().rposition(|byte| *byte == b'\n').unwrap_or(bytes.len()));
    }
    if page.cut || page.unfinished {
        drop_cut_character(&mut bytes);
    }
    bytes
}

fn oddities(page: &RawPage, unknown: Option<&str>, len: usize) -> impl Iterator<Item = Oddity> {
    let cut = page.cut.then_some(Oddity::PageTooLong { read: len });
    let unfinished = page.unfinished.then_some(Oddity::BreaksOff { read: len });
    let nested = page.nested.then_some(Oddity::ElementsInText);
    let unknown = unknown.map(|name| Oddity::UnknownEntity { name: name.to_owned() });
    [cut, unfinished, nested, unknown].into_iter().flatten()
}

fn head(page: &RawPage, path: &str) -> Head {
    let title = normalize(&page.title).into_owned();
    Head { id: slug(&title), title, url: page.url.clone(), path: path.to_owned(), format: Format::Dump }
}

fn redirect(head: Head, target: &str) -> Parsed {
    let redirect = Some(normalize(target).into_owned());
    let article = Article { head, redirect, part: 0, sections: Vec::new(), references: Vec::new() };
    Parsed { articles: vec![article], ..Parsed::default() }
}
