//! Markdown: CommonMark with footnotes, tables, definitions and front matter, as pulldown-cmark reads it.
//!
//! `[^4]` is a marker, shown as `[4]`, and its definition a reference. Blocks of code and of HTML are left out and
//! counted; tags of HTML within words show nothing. The title is the front matter's, else the first heading of level
//! 1, which then is no heading. Cost: linear in the page, and depth needs no more than a list.

mod front;
mod reading;
#[cfg(test)]
mod tests;

use crate::error::Oddity;
use pulldown_cmark::{Options, Parser, TextMergeWithOffset};

use self::front::Front;
use self::reading::{Piece, Reading};
use super::entry::absolute;
use super::page::Page;

/// Reads a page. `entitle`: its own title names it.
pub(super) fn read(text: &str, page: &mut Page, entitle: bool) {
    let front = Front::of(text);
    let pieces = pieces(text, front.len);
    if let Some(title) = title(&front, &pieces).filter(|_| entitle) {
        page.entitle(&title);
    }
    if let Some(url) = front.url.as_deref().and_then(absolute) {
        page.locate(&url);
    }
    if let Some(error) = front.error {
        page.warn(Oddity::FrontMatter { said: error });
    }
    give(pieces, page);
}

/// What stands in the page after so many bytes.
fn pieces(text: &str, start: usize) -> Vec<Piece> {
    let options = Options::ENABLE_FOOTNOTES
        | Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_DEFINITION_LIST;
    let body = text.get(start..).unwrap_or_default();
    let mut reading = Reading::default();
    for (event, place) in TextMergeWithOffset::new(Parser::new_ext(body, options).into_offset_iter()) {
        reading.event(&event, &(start + place.start..start + place.end));
    }
    reading.pieces
}

fn title(front: &Front, pieces: &[Piece]) -> Option<String> {
    let heading = || {
        pieces.iter().find_map(|piece| match piece {
            Piece::Heading(1, prose) if !prose.is_empty() => Some(prose.text().to_owned()),
            _ => None,
        })
    };
    front.title.clone().or_else(heading)
}

fn give(pieces: Vec<Piece>, page: &mut Page) {
    let title = page.head().title.clone();
    for piece in pieces {
        match piece {
            Piece::Heading(1, prose) if prose.text() == title => {}
            Piece::Heading(level, prose) => page.heading(level, &prose),
            Piece::Block(form, prose, source) => page.block(form, &prose, source),
            Piece::Table(table) => table.finish(page),
            Piece::Note(label, note) => page.reference(note.into_reference(label)),
            Piece::Lost(what) => page.dropped("block", what),
        }
    }
}
