//! Links: to pages, to other sites, and those that are images.

use super::Reader;
use super::media::is_media;
use super::tags::tag_name;
use super::tree::{Kind, Region};
use crate::reader::prose::Prose;

/// Namespaces of categories, in French and in English.
const CATEGORIES: [&str; 3] = ["catégorie", "category", "categorie"];

/// Prefixes of two or three letters that name a project and no language (`Spécial:Liste des interwikis`).
const PROJECTS: [&str; 9] = ["acl", "doi", "gnu", "iso", "mw", "rfc", "svn", "voy", "wmf"];

impl Reader<'_> {
    /// `[[page|words]]`: the words, else the page's name.
    pub(super) fn link(&mut self, node: usize, out: &mut Prose) {
        let tree = self.tree;
        let inner = tree.inner(node);
        let bar = tree.find(inner, b'|');
        let target = tree.part(inner, inner.start..bar.unwrap_or(inner.end));
        let written = tree.written(target).trim_ascii();
        let (page, is_named) = match written.strip_prefix(':') {
            Some(page) => (page.trim_start(), true),
            None => (written, false),
        };
        if !is_named && memchr::memchr(b':', page.as_bytes()).is_some() {
            if is_media(page) {
                return self.media(node);
            }
            if let Some(prefix) = hidden_prefix(page) {
                return self.page.dropped("link", prefix);
            }
        }
        match bar.map(|bar| tree.part(inner, bar + 1..inner.end)) {
            Some(label) if !tree.written(label).trim_ascii().is_empty() => self.inline(label, out),
            Some(_) => out.push(without_namespace(page)),
            None if is_named => out.push(page),
            None => self.inline(target, out),
        }
    }

    /// `[https://… words]`: the words, else the link's number on the page; in a reference, the address.
    pub(super) fn external(&mut self, node: usize, out: &mut Prose) {
        let (address, label) = self.external_parts(node);
        match label {
            Some(label) => self.inline(label, out),
            None if self.in_reference => out.push(address),
            None => {
                self.unnamed_links += 1;
                out.push(&format!("[{}]", self.unnamed_links));
            }
        }
    }

    /// The address of an external link, and its words.
    pub(super) fn external_parts(&self, node: usize) -> (&str, Option<Region>) {
        let tree = self.tree;
        let inner = tree.inner(node);
        let written = tree.written(inner);
        let end = written
            .find(|c: char| c.is_whitespace() || matches!(c, '<' | '[' | '"'))
            .unwrap_or(written.len());
        let label = tree.trimmed(tree.part(inner, inner.start + end..inner.end));
        (&written[..end], (label.start < label.end).then_some(label))
    }

    /// The address of the first external link in a region, however deep, with its words.
    pub(super) fn first_external(&self, region: Region) -> Option<(&str, Option<Region>)> {
        let is_external = |node: usize| self.tree.kind(node) == Some(Kind::External);
        let first = self.tree.first(region, is_external)?;
        Some(self.external_parts(first))
    }

    /// Whether a node is a tag of that name, `</name>` included.
    pub(super) fn is_tag(&self, node: usize, names: &[&str]) -> bool {
        let name = tag_name(self.tree.source(node));
        self.tree.kind(node) == Some(Kind::Tag) && names.iter().any(|known| name.eq_ignore_ascii_case(known))
    }
}

/// The prefix of a link that sets a category or the same page in another language, and shows nothing.
fn hidden_prefix(page: &str) -> Option<&str> {
    let (prefix, _) = page.split_once(':')?;
    let prefix = prefix.trim();
    let lower = prefix.to_lowercase();
    let first = prefix.split('-').next().unwrap_or_default();
    let is_language = (2..=3).contains(&first.len())
        && prefix.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
        && !PROJECTS.contains(&prefix);
    (CATEGORIES.contains(&lower.as_str()) || is_language).then_some(prefix)
}

/// `[[Aide:Liens (interne)|]]` shows « Liens ».
fn without_namespace(page: &str) -> &str {
    let page = page.split_once(':').map_or(page, |(_, page)| page);
    page.split_once(" (").map_or(page, |(page, _)| page).trim()
}
