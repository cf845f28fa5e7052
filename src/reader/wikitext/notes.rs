//! Numbers the references of a page as MediaWiki's extension Cite does: by first appearance, group by group.

use std::mem;

use rustc_hash::FxHashMap;

use super::call::{Call, canonical, template_name};
use super::data::templates::{Template, template};
use super::tags::{attribute, tag_name};
use super::tree::{Kind, Piece, Region, Tree};

/// A reference and where its text stands.
#[derive(Debug, Clone)]
pub(super) struct Note {
    pub(super) group: String,
    pub(super) label: String,
    /// None where a name is used and never defined.
    pub(super) content: Option<Content>,
}

/// What is to be read as the text of a reference.
#[derive(Debug, Clone, Copy)]
pub(super) enum Content {
    /// Running text.
    Text(Region),
    /// A template, by the number of its node.
    Call(usize),
}

/// The references of a page.
#[derive(Default)]
pub(super) struct Notes {
    /// In the order of their numbers, groups mixed.
    pub(super) notes: Vec<Note>,
    /// Which note a node points to.
    uses: FxHashMap<usize, usize>,
    /// The groups of the lists of references, in page order.
    lists: Vec<String>,
    /// Names that are defined in a list and used nowhere.
    pub(super) unused: Vec<String>,
    named: FxHashMap<(String, String), usize>,
    counts: FxHashMap<String, usize>,
    definitions: Vec<(String, String, Region)>,
    /// Texts of references: what they cite themselves is numbered after the page.
    waiting: Vec<Region>,
}

impl Notes {
    pub(super) fn of(tree: &Tree<'_>) -> Self {
        let mut notes = Self::default();
        notes.walk(tree, tree.root());
        while !notes.waiting.is_empty() {
            for content in mem::take(&mut notes.waiting) {
                notes.walk(tree, content);
            }
        }
        notes.define();
        notes
    }

    /// The label of the reference that a node sets.
    pub(super) fn label(&self, node: usize) -> Option<&str> {
        self.uses.get(&node).and_then(|note| self.notes.get(*note)).map(|note| note.label.as_str())
    }

    /// The references as the page lists them: by its lists of references, and those of groups without a list last.
    pub(super) fn listed(&self) -> Vec<&Note> {
        let place = |note: &Note| self.lists.iter().position(|group| *group == note.group);
        let mut listed: Vec<&Note> = self.notes.iter().collect();
        listed.sort_by_key(|note| place(note).unwrap_or(usize::MAX));
        listed
    }

    fn walk(&mut self, tree: &Tree<'_>, region: Region) {
        for piece in tree.pieces(region) {
            let Piece::Node(node) = piece else { continue };
            match tree.kind(node) {
                Some(Kind::Extension) => self.extension(tree, node),
                Some(Kind::Template) => self.template(tree, node),
                _ if tree.is_leaf(node) => {}
                Some(Kind::Link | Kind::External | Kind::Table | Kind::Parameter) => {
                    self.walk(tree, tree.inner(node));
                }
                _ => {}
            }
        }
    }

    fn extension(&mut self, tree: &Tree<'_>, node: usize) {
        match tag_name(tree.source(node)).to_ascii_lowercase().as_str() {
            "ref" => self.reference(tree, node),
            "references" => {
                let group = attribute(tree.source(node), "group").unwrap_or_default();
                self.list(tree, tree.inner(node), group);
            }
            _ => self.walk(tree, tree.inner(node)),
        }
    }

    fn reference(&mut self, tree: &Tree<'_>, node: usize) {
        let tag = tree.source(node);
        let group = attribute(tag, "group").unwrap_or_default();
        let name = attribute(tag, "name").unwrap_or_default();
        let content = tree.trimmed(tree.inner(node));
        let content = (content.start < content.end).then_some(content);
        self.set(node, group, name, content.map(Content::Text));
        self.waiting.extend(content);
    }

    fn template(&mut self, tree: &Tree<'_>, node: usize) {
        let name = template_name(tree, node);
        let call = || Call::of(tree, node);
        match template(&canonical(name)) {
            Some(Template::Note(default)) => self.note(tree, &call(), default),
            Some(Template::ShortNote) => {
                let call = call();
                let key = tree.written(tree.inner(node)).split_whitespace().collect::<Vec<_>>().join(" ");
                let group = call.first(tree, &["groupe", "group"]).map_or("", |group| tree.written(group));
                self.set(node, group, &key, Some(Content::Call(node)));
            }
            Some(Template::References) => {
                let call = call();
                let group = call.first(tree, &["groupe", "group"]).map_or("", |group| tree.written(group));
                let list = call.first(tree, &["références", "references", "refs", "liste"]);
                self.list(tree, list.unwrap_or(tree.part(tree.inner(node), 0..0)), group);
            }
            _ if name.eq_ignore_ascii_case("#tag:ref") => self.tagged(tree, &call()),
            _ => self.walk(tree, tree.inner(node)),
        }
    }

    /// `{{note|…}}`: what its text cites is numbered first, because arguments are expanded first.
    fn note(&mut self, tree: &Tree<'_>, call: &Call<'_>, default: &str) {
        self.walk(tree, tree.inner(call.node));
        let group = call.first(tree, &["groupe", "group"]).map_or(default, |group| tree.written(group));
        let name = call.first(tree, &["nom", "name"]).map_or("", |name| tree.written(name));
        let content = call.first(tree, &["texte", "libellé", "1", "prétexte"]);
        self.set(call.node, group, name, content.map(Content::Text));
    }

    /// `{{#tag:ref|…|group=…|name=…}}`
    fn tagged(&mut self, tree: &Tree<'_>, call: &Call<'_>) {
        self.walk(tree, tree.inner(call.node));
        let written = |name| call.get(tree, name).map_or("", |value| tree.written(value).trim_matches('"'));
        self.set(call.node, written("group"), written("name"), call.get(tree, "1").map(Content::Text));
    }

    /// A list of references, and the definitions in it.
    fn list(&mut self, tree: &Tree<'_>, region: Region, group: &str) {
        let group = group.trim().trim_matches('"').to_owned();
        for piece in tree.pieces(region) {
            let Piece::Node(node) = piece else { continue };
            let tag = tree.source(node);
            if tree.kind(node) != Some(Kind::Extension) || !tag_name(tag).eq_ignore_ascii_case("ref") {
                continue;
            }
            let own = attribute(tag, "group").map_or_else(|| group.clone(), str::to_owned);
            let name = attribute(tag, "name").unwrap_or_default();
            let content = tree.trimmed(tree.inner(node));
            self.definitions.push((own, name.to_owned(), content));
            self.waiting.push(content);
        }
        if !self.lists.contains(&group) {
            self.lists.push(group);
        }
    }

    /// A node sets a reference: a new one, or one that has the name. Without name and text it sets none.
    fn set(&mut self, node: usize, group: &str, name: &str, content: Option<Content>) {
        if name.is_empty() && content.is_none() {
            return;
        }
        let note = self.named(group, name);
        if let Some(note) = self.notes.get_mut(note).filter(|note| note.content.is_none()) {
            note.content = content;
        }
        self.uses.insert(node, note);
    }

    /// The note of that name in its group, a new one where there is none.
    fn named(&mut self, group: &str, name: &str) -> usize {
        if name.is_empty() {
            return self.add(group);
        }
        let key = (group.to_owned(), name.to_owned());
        let known = self.named.get(&key).copied();
        known.unwrap_or_else(|| {
            let note = self.add(group);
            self.named.insert(key, note);
            note
        })
    }

    fn add(&mut self, group: &str) -> usize {
        let count = self.counts.entry(group.to_owned()).or_default();
        *count += 1;
        self.notes.push(Note { group: group.to_owned(), label: label(group, *count), content: None });
        self.notes.len() - 1
    }

    /// Gives the definitions of the lists to the notes that use them.
    fn define(&mut self) {
        for (group, name, content) in mem::take(&mut self.definitions) {
            match self.named.get(&(group, name.clone())).and_then(|note| self.notes.get_mut(*note)) {
                Some(note) => {
                    note.content.get_or_insert(Content::Text(content));
                }
                None => self.unused.push(name),
            }
        }
    }
}

/// What a marker shows: the number, after the group's name but for the groups that count in their own way
/// (Cite's predefined groups).
fn label(group: &str, number: usize) -> String {
    match group {
        "" | "decimal" => number.to_string(),
        "lower-alpha" => letters(number, b'a'),
        "upper-alpha" => letters(number, b'A'),
        "lower-greek" => greek(number),
        "lower-roman" => roman(number),
        "upper-roman" => roman(number).to_uppercase(),
        _ => format!("{group} {number}"),
    }
}

/// `a` … `z`, `aa` …
fn letters(mut number: usize, first: u8) -> String {
    let mut letters = Vec::new();
    while number > 0 {
        letters.push(char::from(first + ((number - 1) % 26) as u8));
        number = (number - 1) / 26;
    }
    letters.into_iter().rev().collect()
}

/// `α` … `ω`, then numbers.
fn greek(number: usize) -> String {
    let letter = "αβγδεζηθικλμνξοπρστυφχψω".chars().nth(number.saturating_sub(1));
    letter.map_or_else(|| number.to_string(), String::from)
}

fn roman(mut number: usize) -> String {
    const SIGNS: [(usize, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let mut written = String::new();
    for (value, sign) in SIGNS {
        written += &sign.repeat(number / value);
        number %= value;
    }
    written
}

#[cfg(test)]
mod tests {
    use super::label;

    #[test]
    fn groups_count_in_their_own_ways() {
        for (group, number, expected) in [
            ("", 12, "12"),
            ("note", 1, "note 1"),
            ("N", 3, "N 3"),
            ("lower-alpha", 1, "a"),
            ("lower-alpha", 26, "z"),
            ("lower-alpha", 28, "ab"),
            ("upper-alpha", 2, "B"),
            ("lower-roman", 1994, "mcmxciv"),
            ("upper-roman", 4, "IV"),
            ("lower-greek", 24, "ω"),
            ("lower-greek", 25, "25"),
        ] {
            assert_eq!(label(group, number), expected);
        }
    }
}
