//! What of a page is its article.

use super::element::Content;
use super::found::{Found, Piece, Region, What};
use super::menu::Menus;
use super::open::MAX_DEPTH;
use crate::document::Form;
use crate::error::Oddity;
use crate::reader::entry::Entry;
use crate::reader::page::Page;
use crate::reader::passages::tidy;

/// What sites of the Wikimedia Foundation put behind the title, between dashes of any kind.
const SITES: [&str; 7] =
    ["Wikipédia", "Wikipedia", "Wikisource", "Wiktionnaire", "Wikiquote", "Wikivoyage", "Vikidia"];

/// Gives to the page what was found in it. `entitle`: the page's own title names it.
pub(super) fn give(mut found: Found, page: &mut Page, entitle: bool) {
    let region = region(&found);
    if let Some(title) = title(&found, region).filter(|_| entitle) {
        page.entitle(&title);
    }
    if let Some(url) = found.url.take() {
        page.locate(&url);
    }
    report(&found, page);
    let of_wiki = is_of_wiki(&found, region);
    let title = page.head().title.clone();
    let Found { mut pieces, regions, labels, .. } = found;
    pieces.retain(|piece| is_within(&regions, piece.region, region));
    if !of_wiki {
        Menus::new(&pieces).leave_out(&mut pieces);
    }
    for Piece { what, .. } in pieces {
        match what {
            What::Heading(1, prose) if tidy(prose.text()) == title => {}
            What::Heading(level, prose) => page.heading(level, &prose),
            What::Block(Form::Infobox, ..) if !page.infobox => {}
            What::Block(form, prose, source) => page.block(form, &prose, source),
            What::Table(table) => table.finish(page),
            What::Entry(entry) => {
                let label = entry.id.as_ref().and_then(|id| labels.get(id).cloned());
                let label = label.unwrap_or_else(|| entry.place.to_string());
                page.reference(Entry::into_reference(entry, label));
            }
        }
    }
}

fn report(found: &Found, page: &mut Page) {
    for name in &found.lost {
        page.dropped("element", name);
    }
    if found.is_too_deep {
        page.warn(Oddity::ElementsTooDeep { most: MAX_DEPTH });
    }
    if let Some((count, first)) = found.bad_references {
        page.warn(Oddity::BadCharacters { count, byte: first });
    }
}

/// The text of a wiki's page; else the innermost part that holds more than half of the words; else all.
fn region(found: &Found) -> usize {
    let regions = &found.regions;
    let lens = lens(found);
    if let Some(wiki) = (0..regions.len()).find(|n| regions[*n].content == Content::Wiki && lens[*n] > 0) {
        return wiki;
    }
    (0..regions.len()).rev().find(|n| lens[*n] * 2 > lens[0]).unwrap_or(0)
}

/// Letters of words in each region, with those within it.
fn lens(found: &Found) -> Vec<usize> {
    let mut lens = vec![0; found.regions.len()];
    for piece in &found.pieces {
        lens[piece.region] += piece.len;
    }
    // A region stands before those within it.
    for n in (1..lens.len()).rev() {
        lens[found.regions[n].within] += lens[n];
    }
    lens
}

fn is_of_wiki(found: &Found, region: usize) -> bool {
    found.regions[region].content == Content::Wiki
}

fn is_within(regions: &[Region], mut region: usize, outer: usize) -> bool {
    // A region stands before those within it.
    while region > outer {
        region = regions[region].within;
    }
    region == outer
}

/// The heading over the page, else its first heading of level 1, else what its head says.
fn title(found: &Found, region: usize) -> Option<String> {
    let titles = &found.titles;
    let first_heading = || {
        found.pieces.iter().filter(|piece| is_within(&found.regions, piece.region, region)).find_map(
            |piece| match &piece.what {
                What::Heading(1, prose) if !prose.is_empty() => Some(prose.text().to_owned()),
                _ => None,
            },
        )
    };
    let of_head = || titles.shared.clone().or_else(|| titles.head.clone()).map(|title| without_site(&title));
    let own = titles.first_heading.clone();
    let title = if is_of_wiki(found, region) {
        own.or_else(of_head)
    } else {
        own.or_else(first_heading).or_else(of_head)
    };
    title.map(|title| tidy(&title)).filter(|title| !title.is_empty())
}

/// `Mali — Wikipédia`
fn without_site(title: &str) -> String {
    let parts = title.trim_end().rsplit_once([' ', '\u{a0}']);
    let name = parts.filter(|(_, site)| SITES.contains(site));
    let name = name.map(|(name, _)| name.trim_end()).and_then(|name| name.strip_suffix(['—', '–', '-']));
    name.unwrap_or(title).trim_end().to_owned()
}
