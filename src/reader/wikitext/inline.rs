//! Running text: what a reader sees of a stretch of a page, as [`Prose`].

use super::Reader;
use super::entities::entity;
use super::find::signs;
use super::tags::tag_name;
use super::tree::{Kind, Piece, Region};
use crate::document::Span;
use crate::reader::prose::Prose;

/// Words between two underscores that tell MediaWiki how to show a page, in English and in French.
const SWITCHES: [&str; 22] = [
    "AUCUNSOMMAIRE",
    "DISAMBIG",
    "EXPECTUNUSEDCATEGORY",
    "FORCERSOMMAIRE",
    "FORCETOC",
    "HIDDENCAT",
    "HOMONYMIE",
    "INDEX",
    "NEWSECTIONLINK",
    "NOCONTENTCONVERT",
    "NOEDITSECTION",
    "NOGALLERY",
    "NOINDEX",
    "NONEWSECTIONLINK",
    "NOTITLECONVERT",
    "NOTOC",
    "SECTIONNONEDITABLE",
    "SECTIONNONÉDITABLE",
    "SOMMAIRE",
    "STATICREDIRECT",
    "TDM",
    "TOC",
];

impl Reader<'_> {
    /// Adds the words of a region to `out`.
    pub(super) fn inline(&mut self, region: Region, out: &mut Prose) {
        let tree = self.tree;
        for piece in tree.pieces(region) {
            match piece {
                Piece::Text(span) => self.words(span, out),
                Piece::Node(node) => self.node(node, out),
            }
        }
    }

    /// The words of a region.
    pub(super) fn prose(&mut self, region: Region) -> Prose {
        let mut prose = Prose::default();
        self.inline(region, &mut prose);
        prose
    }

    /// The words of a region without their markers.
    pub(super) fn plain(&mut self, region: Region) -> String {
        let written = self.tree.written(region);
        if !written.bytes().any(|byte| matches!(byte, b'<' | b'{' | b'[' | b'&' | b'\'' | b'_' | b'\n')) {
            let mut prose = Prose::default();
            self.words(region.start..region.end, &mut prose);
            return prose.text().to_owned();
        }
        self.prose(region).without_markers()
    }

    /// Adds what a node shows to running text.
    pub(super) fn node(&mut self, node: usize, out: &mut Prose) {
        match self.tree.kind(node) {
            Some(Kind::Template) => self.template(node, out),
            Some(Kind::Link) => self.link(node, out),
            Some(Kind::External) => self.external(node, out),
            Some(Kind::Extension) => self.extension(node, out),
            Some(Kind::Raw) => self.raw(node, out),
            Some(Kind::Tag) => self.tag(node, out),
            Some(Kind::Parameter) => self.parameter(node, out),
            Some(Kind::Table) => self.inner_table(node, out),
            Some(Kind::Comment) | None => {}
        }
    }

    fn extension(&mut self, node: usize, out: &mut Prose) {
        match tag_name(self.tree.source(node)).to_ascii_lowercase().as_str() {
            "ref" => self.marker(node, out),
            "poem" => self.inline(self.tree.inner(node), out),
            "gallery" => self.gallery(node),
            _ => {}
        }
    }

    /// Adds the marker that a node sets.
    pub(super) fn marker(&mut self, node: usize, out: &mut Prose) {
        if let Some(label) = self.notes.label(node) {
            out.push_marker(label);
        }
    }

    /// A tag whose content is no wikitext: text as it is written, or something that is no text.
    fn raw(&mut self, node: usize, out: &mut Prose) {
        let name = tag_name(self.tree.source(node)).to_ascii_lowercase();
        match name.as_str() {
            "nowiki" | "pre" | "source" | "syntaxhighlight" => self.literal(self.tree.inner(node), out),
            "includeonly" | "section" | "templatestyles" | "indicator" => {}
            _ => self.page.dropped("tag", &name),
        }
    }

    /// Text whose signs mean nothing, entities apart.
    fn literal(&mut self, region: Region, out: &mut Prose) {
        let mut rest = self.tree.written(region);
        while let Some(at) = rest.find('&') {
            out.push(&rest[..at]);
            let (c, length) = entity(&rest[at..]).unwrap_or(('&', 1));
            out.push(c.encode_utf8(&mut [0; 4]));
            rest = &rest[at + length..];
        }
        out.push(rest);
    }

    fn tag(&mut self, node: usize, out: &mut Prose) {
        let name = tag_name(self.tree.source(node)).to_ascii_lowercase();
        let parts =
            ["br", "p", "div", "center", "hr", "li", "ul", "ol", "tr", "td", "th", "table", "blockquote"];
        if parts.contains(&name.as_str()) {
            out.push(" ");
        }
    }

    /// `{{{name|default}}}`: on a page only its default is known.
    fn parameter(&mut self, node: usize, out: &mut Prose) {
        let parts = self.tree.split(self.tree.inner(node), b'|');
        if let Some(default) = parts.get(1) {
            self.inline(*default, out);
        }
    }

    /// Text without signs that enclose: apostrophes, entities, switches and lines. Spaces inside guillemets and before
    /// French punctuation do not break, as MediaWiki shows them (`armorFrenchSpaces` of its parser).
    pub(super) fn words(&mut self, span: Span, out: &mut Prose) {
        let text = self.tree.text;
        let bytes = text.as_bytes();
        let (mut from, mut at) = (span.start, span.start);
        while let Some(found) =
            bytes.get(at..span.end).and_then(|rest| rest.iter().position(|byte| is_sign(*byte)))
        {
            at += found;
            if let Some(length) = self.sign_length(at, span.end) {
                out.push(&text[from..at]);
                self.sign(at, length, out);
                at += length;
                from = at;
                continue;
            }
            at += 1;
            let space = french_space(&text[from..span.end], at - 1 - from).map(|space| from + space);
            if let Some(space) = space.filter(|space| *space > from || !out.is_empty()) {
                out.push(&text[from..space]);
                out.push("\u{a0}");
                from = space + 1;
                at = at.max(from);
            }
        }
        out.push(text.get(from..span.end).unwrap_or_default());
    }

    /// How many bytes the sign at `at` has, if it is one.
    fn sign_length(&self, at: usize, end: usize) -> Option<usize> {
        let rest = self.tree.text.get(at..end)?;
        match rest.as_bytes() {
            [b'\'', b'\'', ..] => Some(rest.bytes().take_while(|byte| *byte == b'\'').count()),
            [b'&', ..] => entity(rest).map(|(_, length)| length),
            [b'_', b'_', ..] => switch(rest),
            [b'\n', ..] => Some(rest.len() - rest.trim_start_matches(is_list_sign).len()),
            _ => None,
        }
    }

    fn sign(&mut self, at: usize, length: usize, out: &mut Prose) {
        let text = &self.tree.text[at..at + length];
        match text.as_bytes() {
            [b'\'', ..] => out.push(&"'"[..self.apostrophes(at, length).min(1)]),
            [b'&', ..] => {
                let c = entity(text).map_or('&', |(c, _)| c);
                out.push(c.encode_utf8(&mut [0; 4]));
            }
            [b'\n', ..] if text.contains(['*', '#', ':', ';']) && !out.is_empty() => {
                let ends = out.text().ends_with([',', ';', ':', '.', '(', '«']);
                out.push(if ends { " " } else { ", " });
            }
            [b'\n', ..] => out.push(" "),
            _ => {}
        }
    }

    /// How many apostrophes a row of them shows: two are italics, three bold, five both; one is left of four. A row
    /// of three shows one where bold and italics would not close in their line, « l'''Iliade'' ».
    fn apostrophes(&mut self, at: usize, length: usize) -> usize {
        match length {
            4 => 1,
            3 => usize::from(self.unpaired(at) == Some(at)),
            length => length.saturating_sub(5),
        }
    }

    /// The row of three apostrophes in the line of `at` that is one apostrophe and the beginning of italics.
    fn unpaired(&mut self, at: usize) -> Option<usize> {
        let text = self.tree.text;
        if !self.apostrophe_line.contains(&at) {
            let start = text[..at].rfind('\n').map_or(0, |place| place + 1);
            let end = text[at..].find('\n').map_or(text.len(), |place| at + place);
            self.apostrophe_line = start..end + 1;
            self.unpaired = unpaired(&text[start..end]).map(|place| start + place);
        }
        self.unpaired
    }
}

/// The place of the space that belongs to the sign whose last byte stands at `at`: before « ? : ; ! % » », unless a
/// letter or digit follows, and after « « ».
fn french_space(text: &str, at: usize) -> Option<usize> {
    let before = text.get(..=at)?;
    let after = text.get(at + 1..)?;
    if before.ends_with(['«', '‹']) {
        return after.starts_with(' ').then_some(at + 1);
    }
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let stem =
        before.strip_suffix(['?', ':', ';', '!', '%', '»', '›']).filter(|_| !after.starts_with(is_word))?;
    stem.ends_with(' ').then(|| stem.len() - 1)
}

/// The bytes that a sign in running text begins with, and the last ones of « ? : ; ! % » › « ‹ », beside which spaces do
/// not break.
const SIGNS: [bool; 256] = signs(b"'&_\n?:;!%\xBB\xBA\xAB\xB9");

fn is_sign(byte: u8) -> bool {
    SIGNS[usize::from(byte)]
}

fn is_list_sign(c: char) -> bool {
    matches!(c, '\n' | ' ' | '\t' | '*' | '#' | ':' | ';')
}

/// The length of the switch at the start of `text`.
fn switch(text: &str) -> Option<usize> {
    let rest = text.strip_prefix("__")?;
    let known =
        SWITCHES.iter().find(|word| rest.strip_prefix(**word).is_some_and(|rest| rest.starts_with("__")))?;
    Some(known.len() + 4)
}

/// Of a line with an odd number of bold signs and of italic ones, which bold sign MediaWiki splits: the first after a
/// single letter, else after a longer word, else after a space.
fn unpaired(line: &str) -> Option<usize> {
    let bytes = line.as_bytes();
    let (mut italics, mut bolds) = (0, Vec::new());
    let mut at = 0;
    while let Some(found) = memchr::memmem::find(bytes.get(at..)?, b"''") {
        at += found;
        let length = bytes[at..].iter().take_while(|byte| **byte == b'\'').count();
        match length {
            2 => italics += 1,
            3 => bolds.push(at),
            4 => bolds.push(at + 1),
            _ => {
                italics += 1;
                bolds.push(at + length - 5);
            }
        }
        at += length;
    }
    if italics % 2 == 0 || bolds.len() % 2 == 0 {
        return None;
    }
    let before = |at: &usize| line[..*at].chars().rev().take(2).collect::<Vec<_>>();
    let single =
        |at: &&usize| matches!(before(at).as_slice(), [letter, ' ', ..] | [letter] if *letter != ' ');
    let word = |at: &&usize| before(at).first().is_some_and(|c| *c != ' ');
    let chosen = bolds.iter().find(single).or_else(|| bolds.iter().find(word)).or(bolds.first());
    chosen.copied()
}

#[cfg(test)]
mod tests {
    use super::unpaired;

    #[test]
    fn the_bold_sign_that_is_an_apostrophe() {
        for (line, expected) in [
            ("dans l'''Iliade'' et", Some(6)),
            ("'''gras''' et ''italique''", None),
            ("'''L'''''Iliade''", None),
            ("'''Titre''' de l'''Iliade''", Some(16)),
            ("''a'' '''b'''", None),
            ("", None),
        ] {
            assert_eq!(unpaired(line), expected, "{line}");
        }
    }
}
