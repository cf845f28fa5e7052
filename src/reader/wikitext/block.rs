//! Lines of a page: headings, paragraphs, lists, quotations.

use super::Reader;
use super::call::{Call, canonical};
use super::data::templates::{Template, template};
use super::tags::{is_closing, tag_name};
use super::tree::{Kind, Piece, Region};
use crate::document::{Form, Span};
use crate::reader::prose::Prose;
use crate::reader::table::OF;

/// Tags of HTML that begin or end a block.
const BLOCKS: [&str; 14] = [
    "p",
    "div",
    "center",
    "hr",
    "table",
    "tr",
    "ul",
    "ol",
    "dl",
    "dd",
    "section",
    "figure",
    "pre",
    "noinclude",
];

/// Signs of lists at the start of a line.
const LIST_SIGNS: [u8; 4] = [b'*', b'#', b':', b';'];

/// A block in the making.
#[derive(Default)]
pub(super) struct Block {
    prose: Prose,
    /// A paragraph, where nothing else is known.
    form: Option<Form>,
    span: Option<Span>,
    /// How many quotation blocks are open.
    quotations: usize,
    /// The term that the next line may define.
    term: Option<Prose>,
}

impl Block {
    fn form(&self) -> Form {
        let of_text = if self.quotations > 0 { Form::Quote } else { Form::Paragraph };
        self.form.unwrap_or(of_text)
    }

    /// Takes note that what was read last stands in `span`.
    fn reach(&mut self, span: &Span) {
        if !self.prose.is_empty() {
            let start = self.span.as_ref().map_or(span.start, |known| known.start);
            self.span = Some(start..span.end);
        }
    }
}

impl Reader<'_> {
    /// Reads the lines of a region.
    pub(super) fn blocks(&mut self, region: Region) {
        for line in self.tree.split(region, b'\n') {
            self.line(line);
        }
    }

    /// Ends the block that is being read.
    pub(super) fn flush(&mut self) {
        let form = self.block.form();
        if let Some(span) = self.block.span.take() {
            self.page.block(form, &self.block.prose, span);
        }
        self.block.prose.clear();
        self.block.form = None;
        self.give_captions();
    }

    fn line(&mut self, line: Region) {
        let Some(line) = self.without_comments(line) else { return };
        let text = self.tree.written(line);
        let signs = text.bytes().take_while(|byte| LIST_SIGNS.contains(byte)).count();
        let defines = text.starts_with(':');
        if !defines {
            self.end_term();
        }
        if text.bytes().all(|byte| byte.is_ascii_whitespace()) {
            self.blank_line();
        } else if signs > 0 && !(defines && self.block.quotations > 0) {
            self.item(line, signs);
        } else if !self.heading(line) {
            self.text_line(line);
        }
    }

    /// The line without comments before its text; none if it is only comments.
    fn without_comments(&self, mut line: Region) -> Option<Region> {
        let start = line.start;
        while let Some(Piece::Node(node)) = self.tree.pieces(line).next() {
            if self.tree.kind(node) != Some(Kind::Comment) {
                break;
            }
            line = self.tree.part(line, self.tree.span(node).end..line.end);
        }
        (line.start == start || !self.tree.written(line).trim().is_empty()).then_some(line)
    }

    fn blank_line(&mut self) {
        if self.block.quotations > 0 && self.block.form.is_none() {
            self.block.prose.push(" ");
        } else {
            self.flush();
        }
    }

    /// Reads `== title ==`; whether it is one.
    fn heading(&mut self, line: Region) -> bool {
        let text = self.tree.written(line);
        if !text.starts_with('=') {
            return false;
        }
        let end = self.text_end(line);
        let text = self.tree.slice(line.start..end);
        let opening = text.len() - text.trim_start_matches('=').len();
        let closing = text.len() - text.trim_end_matches('=').len();
        let level = opening.min(closing).min(6).min(text.len().saturating_sub(1) / 2);
        if level == 0 {
            return false;
        }
        self.flush();
        let title = self.prose(self.tree.part(line, line.start + level..end - level));
        self.page.heading(u8::try_from(level).unwrap_or(6), &title);
        true
    }

    /// Where the text of a line ends that may have comments and white space behind it.
    fn text_end(&self, line: Region) -> usize {
        let tree = self.tree;
        let ends = tree.pieces(line).filter_map(|piece| match piece {
            Piece::Text(span) => {
                let text = tree.slice(span.clone()).trim_end();
                (!text.is_empty()).then_some(span.start + text.len())
            }
            Piece::Node(node) => (tree.kind(node) != Some(Kind::Comment)).then(|| tree.span(node).end),
        });
        ends.last().unwrap_or(line.start)
    }

    fn text_line(&mut self, line: Region) {
        let text = self.tree.written(line);
        let rule = text.len() - text.trim_start_matches('-').len();
        let line = if rule >= 4 {
            self.flush();
            self.tree.part(line, line.start + rule..line.end)
        } else {
            line
        };
        let before = self.block.prose.text().len();
        self.pieces(line);
        if self.block.prose.text().len() == before {
            // A line that shows nothing parts paragraphs as a blank one does.
            self.blank_line();
        }
        self.block.prose.push(" ");
    }

    /// Reads the text and the nodes of a line.
    fn pieces(&mut self, line: Region) {
        let tree = self.tree;
        for piece in tree.pieces(line) {
            let span = match piece {
                Piece::Text(span) => {
                    self.text(span.clone());
                    span
                }
                Piece::Node(node) => {
                    self.block_node(node);
                    tree.span(node)
                }
            };
            self.block.reach(&span);
        }
    }

    fn text(&mut self, span: Span) {
        let mut prose = std::mem::take(&mut self.block.prose);
        self.words(span, &mut prose);
        self.block.prose = prose;
    }

    // Lists.

    fn item(&mut self, line: Region, signs: usize) {
        let tree = self.tree;
        let sign = tree.written(line).as_bytes().get(signs - 1).copied();
        let content = tree.part(line, line.start + signs..line.end);
        match sign {
            Some(b';') => self.term(content),
            Some(b':') => self.meaning(content, signs),
            _ => {
                self.end_term();
                self.flush();
                self.block.form = Some(Form::ListItem);
                self.whole(content);
            }
        }
    }

    /// A block that is one line.
    fn whole(&mut self, content: Region) {
        self.pieces(content);
        self.flush();
    }

    /// `; term`, and its meaning where it stands in the same line.
    fn term(&mut self, content: Region) {
        let tree = self.tree;
        self.end_term();
        self.flush();
        let colon = tree.find(content, b':').filter(|at| !tree.slice(*at..content.end).starts_with("://"));
        let term = tree.part(content, content.start..colon.unwrap_or(content.end));
        let term_words = self.prose(term);
        self.block.term = Some(term_words);
        self.block.span = Some(term.start..term.end);
        self.block.form = Some(Form::Definition);
        if let Some(colon) = colon {
            self.meaning(tree.part(content, colon + 1..content.end), 1);
        }
    }

    /// `: meaning` of the term before it; an indented paragraph where there is none.
    fn meaning(&mut self, content: Region, signs: usize) {
        let term = self.block.term.clone().filter(|_| signs == 1);
        if term.is_none() {
            self.end_term();
            self.flush();
        }
        if let Some(term) = term {
            self.block.form = Some(Form::Definition);
            self.block.prose.append(&term);
            self.block.prose.push(OF);
        }
        self.whole(content);
    }

    /// A term that nothing defines stands alone.
    fn end_term(&mut self) {
        if let Some(term) = self.block.term.take().filter(|_| self.block.span.is_some()) {
            self.block.prose.append(&term);
            self.flush();
        }
    }

    // Nodes between lines.

    fn block_node(&mut self, node: usize) {
        match self.tree.kind(node) {
            Some(Kind::Table) => {
                self.flush();
                self.table(node);
            }
            Some(Kind::Template) => self.block_template(node),
            Some(Kind::Extension) => self.block_extension(node),
            Some(Kind::Tag) => self.block_tag(node),
            _ => self.running(node),
        }
    }

    /// A node of running text.
    fn running(&mut self, node: usize) {
        let mut prose = std::mem::take(&mut self.block.prose);
        self.node(node, &mut prose);
        self.block.prose = prose;
    }

    fn block_extension(&mut self, node: usize) {
        let name = tag_name(self.tree.source(node)).to_ascii_lowercase();
        match name.as_str() {
            "ref" => self.running(node),
            "gallery" | "references" => {
                self.flush();
                self.running(node);
            }
            _ => {
                self.flush();
                self.blocks(self.tree.inner(node));
                self.flush();
            }
        }
    }

    fn block_tag(&mut self, node: usize) {
        if self.is_tag(node, &["blockquote"]) {
            self.flush();
            let is_closing = is_closing(self.tree.source(node));
            let open = self.block.quotations;
            self.block.quotations = if is_closing { open.saturating_sub(1) } else { open + 1 };
        } else if self.is_tag(node, &["li"]) {
            self.flush();
            self.block.form = (!is_closing(self.tree.source(node))).then_some(Form::ListItem);
        } else if self.is_tag(node, &BLOCKS) {
            self.flush();
        } else {
            self.running(node);
        }
    }

    fn block_template(&mut self, node: usize) {
        let tree = self.tree;
        let call = Call::of(tree, node);
        match template(&canonical(call.name)) {
            Some(Template::Holds(names)) => {
                self.flush();
                for value in names.iter().filter_map(|name| call.get(tree, name)).collect::<Vec<_>>() {
                    self.blocks(value);
                    self.flush();
                }
            }
            Some(Template::Quotation(words, authors)) => self.quotation(&call, words, authors),
            Some(Template::QuotationBegins) => {
                self.flush();
                self.block.quotations += 1;
            }
            Some(Template::QuotationEnds) => {
                self.attribution(&call, &["1", "auteur", "2"]);
                self.block.reach(&tree.span(node));
                self.flush();
                self.block.quotations = self.block.quotations.saturating_sub(1);
            }
            Some(Template::Infobox) => {
                self.flush();
                self.infobox(&call);
            }
            known => {
                let mut prose = std::mem::take(&mut self.block.prose);
                match known {
                    Some(known) => self.show(known, &call, &mut prose),
                    None => self.function(&call, &mut prose),
                }
                self.block.prose = prose;
            }
        }
    }

    /// A quotation set off as a block, and whose it is.
    fn quotation(&mut self, call: &Call<'_>, words: &[&str], authors: &[&str]) {
        self.flush();
        if let Some(words) = call.first(self.tree, words) {
            self.block.form = Some(Form::Quote);
            let words = self.prose(words);
            self.block.prose.append(&words);
            self.attribution(call, authors);
        }
        self.block.reach(&self.tree.span(call.node));
        self.flush();
    }

    fn attribution(&mut self, call: &Call<'_>, authors: &[&str]) {
        let authors = call.first(self.tree, authors).map(|authors| self.prose(authors));
        if let Some(authors) = authors.filter(|_| !self.block.prose.is_empty()) {
            self.block.prose.push(" — ");
            self.block.prose.append(&authors);
        }
    }
}
