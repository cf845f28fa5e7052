//! A passage in a list: where it stands, its text, its sources.

use maud::{Markup, html};

use super::text::Text;
use super::view::{link, web};
use crate::document::{Reference, Span, host};
use crate::lang::Lang;
use crate::search::{Citation, Hit};

/// A hit of a list. In a group its article is the heading above it.
pub(super) fn hit(hit: &Hit, lang: Lang, in_group: bool) -> Markup {
    let path = section_path(hit);
    let label =
        if path.is_empty() { lang.of("Introduction", "Introduction").to_owned() } else { path.clone() };
    let href = link("passage", &hit.id, lang);
    html! {
        article.hit {
            @if in_group {
                h3 { a.open href=(href) { (label) } }
            } @else {
                h2 { a.open href=(href) { (hit.article.title) @if !path.is_empty() { span.path { " › " (path) } } } }
            }
            (body(hit, &hit.shown(false), &format!("s{}", hit.rank), lang))
            p.foot {
                a href=(link("article", &hit.article.id, lang)) { (lang.of("Article entier", "Whole article")) }
                a href={ (href) "#cite" } { (lang.of("Citer", "Cite")) }
                code { (key(hit)) }
            }
        }
    }
}

/// The parts of a hit's text, and its sources as chips.
pub(super) fn body(hit: &Hit, parts: &[Span], anchor: &str, lang: Lang) -> Markup {
    let text = Text::new(hit, anchor.to_owned());
    html! {
        p.text lang="fr" { (text.shown(parts)) }
        (chips(&text, lang))
    }
}

/// The headings that lead to a passage.
pub(super) fn section_path(hit: &Hit) -> String {
    hit.section.join(" › ")
}

/// A hit's id without its article.
pub(super) fn key(hit: &Hit) -> &str {
    hit.id.rsplit_once('#').map_or(hit.id.as_str(), |(_, key)| key)
}

/// Sources that the document holds open below their numbers; of others it is said that it does not.
fn chips(text: &Text<'_>, lang: Lang) -> Markup {
    let numbered = || text.labels.iter().enumerate();
    let absent: Vec<(usize, &&Citation)> =
        numbered().filter(|(_, citation)| citation.reference.is_none()).collect();
    html! {
        @if !text.labels.is_empty() {
            ul.sources aria-label=(lang.of("Sources", "Sources")) {
                @for (place, citation) in numbered() {
                    @if let Some(reference) = &citation.reference {
                        li { (chip(citation, reference, &text.id(place), lang)) }
                    }
                }
                @if !absent.is_empty() {
                    li.absent {
                        @for (place, citation) in &absent { span.label id=(text.id(*place)) { "[" (citation.label) "]" } " " }
                        @if absent.len() > 1 {
                            (lang.of("références absentes du document", "references not in the document"))
                        } @else {
                            (lang.of("référence absente du document", "reference not in the document"))
                        }
                    }
                }
            }
        }
    }
}

fn chip(citation: &Citation, reference: &Reference, id: &str, lang: Lang) -> Markup {
    html! {
        details.source {
            summary { span.label { "[" (citation.label) "]" } " " (short(reference)) }
            div id=(id) { (entry(reference, lang)) }
        }
    }
}

/// What a source is called in a word or two, and its year.
fn short(reference: &Reference) -> String {
    let site = reference.url.as_deref().and_then(host);
    let named = reference.container.clone().or(site).or_else(|| reference.authors.first().cloned());
    let named = named.or_else(|| reference.title.clone()).unwrap_or_else(|| reference.raw.clone());
    let mut short: String = named.chars().take(28).collect();
    if short.len() < named.len() {
        short = format!("{}…", short.trim_end());
    }
    match reference.year() {
        Some(year) => format!("{short}, {year}"),
        None => short,
    }
}

/// An entry as its list has it, where it can be read, and what else rests on its source.
pub(super) fn entry(reference: &Reference, lang: Lang) -> Markup {
    let site = reference.url.as_deref().and_then(host);
    let source = site.or_else(|| reference.container.clone());
    html! {
        span lang="fr" { (reference.raw) }
        span.links {
            @if let Some(url) = reference.url.as_deref().and_then(web) {
                a href=(url) rel="noreferrer" { (lang.of("ouvrir la source", "open the source")) }
            }
            @if let Some(url) = reference.archive_url.as_deref().and_then(web) {
                a href=(url) rel="noreferrer" { (lang.of("copie archivée", "archived copy")) }
            }
            @if let Some(source) = source {
                a href=(link("source", &source, lang)) { (lang.of("ce qui s'appuie sur", "what rests on")) " " (source) }
            }
        }
    }
}
