//! The call of a template: its name and its arguments.

use std::borrow::Cow;

use super::tree::{Kind, Piece, Region, Tree};

/// `{{name|argument|name=argument}}`
pub(super) struct Call<'a> {
    /// As it is written, without white space around it.
    pub(super) name: &'a str,
    /// In the order given.
    pub(super) arguments: Vec<Argument<'a>>,
    /// The number of its node.
    pub(super) node: usize,
}

/// An argument of a template.
pub(super) struct Argument<'a> {
    pub(super) key: Key<'a>,
    /// Without white space around it.
    pub(super) value: Region,
}

/// What an argument goes by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key<'a> {
    /// Its place among those without a name, from 1.
    Place(usize),
    Name(&'a str),
}

impl<'a> Call<'a> {
    /// The template of that node.
    pub(super) fn of(tree: &Tree<'a>, node: usize) -> Self {
        let mut parts = tree.split(tree.inner(node), b'|').into_iter();
        let name = parts.next().map_or("", |name| name_of(tree, name));
        let mut place = 0;
        let arguments = parts.map(|part| argument(tree, part, &mut place)).collect();
        Self { name, arguments, node }
    }

    /// The last argument of that name or place that is given and not blank.
    pub(super) fn get(&self, tree: &Tree<'_>, name: &str) -> Option<Region> {
        let place = name.parse().ok();
        let is_meant = |key: Key<'_>| match key {
            Key::Place(at) => Some(at) == place,
            Key::Name(given) => given == name,
        };
        let given = self.arguments.iter().rev().filter(|argument| is_meant(argument.key));
        given.map(|argument| argument.value).find(|value| !tree.written(*value).is_empty())
    }

    /// The first of several names of an argument that is given.
    pub(super) fn first(&self, tree: &Tree<'_>, names: &[&str]) -> Option<Region> {
        names.iter().find_map(|name| self.get(tree, name))
    }

    /// The arguments without a name, blank ones included.
    pub(super) fn places(&self) -> impl Iterator<Item = Region> {
        let is_place = |argument: &&Argument<'_>| matches!(argument.key, Key::Place(_));
        self.arguments.iter().filter(is_place).map(|argument| argument.value)
    }
}

/// The name without comments before or behind it.
fn name_of<'a>(tree: &Tree<'a>, region: Region) -> &'a str {
    let is_comment =
        |piece: &Piece| matches!(piece, Piece::Node(node) if tree.kind(*node) == Some(Kind::Comment));
    let mut texts = tree.pieces(region).filter(|piece| !is_comment(piece)).filter_map(|piece| match piece {
        Piece::Text(span) => Some(tree.slice(span).trim()),
        Piece::Node(_) => None,
    });
    texts.find(|text| !text.is_empty()).unwrap_or_default()
}

fn argument<'a>(tree: &Tree<'a>, part: Region, place: &mut usize) -> Argument<'a> {
    let Some(equals) = tree.find(part, b'=') else {
        *place += 1;
        return Argument { key: Key::Place(*place), value: tree.trimmed(part) };
    };
    let name = name_of(tree, tree.part(part, part.start..equals));
    let value = tree.trimmed(tree.part(part, equals + 1..part.end));
    let key = match name.parse() {
        Ok(place) => Key::Place(place),
        Err(_) => Key::Name(name),
    };
    Argument { key, value }
}

/// A template's name as MediaWiki compares it: the first letter in lower case, one space for underscores and spaces.
pub(super) fn canonical(name: &str) -> Cow<'_, str> {
    let name = name.strip_prefix("Modèle:").or_else(|| name.strip_prefix("modèle:")).unwrap_or(name).trim();
    let plain =
        !name.starts_with(char::is_uppercase) && !name.contains(['_', '\u{a0}']) && !name.contains("  ");
    if plain {
        return Cow::Borrowed(name);
    }
    let mut canonical = String::with_capacity(name.len());
    for word in name.split(|c: char| c == '_' || c.is_whitespace()).filter(|word| !word.is_empty()) {
        if !canonical.is_empty() {
            canonical.push(' ');
        }
        canonical.push_str(word);
    }
    let first = canonical.chars().next().map_or(0, char::len_utf8);
    let lower = canonical[..first].to_lowercase();
    canonical.replace_range(..first, &lower);
    Cow::Owned(canonical)
}
