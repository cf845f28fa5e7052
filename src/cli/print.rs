//! The only place for colour, layout and JSON lines.

use std::io::{self, BufWriter, IsTerminal as _, Write};

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use anstream::AutoStream;
use anstyle::{AnsiColor, Style};
use clap::ColorChoice;
use serde::Serialize;
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use super::arguments::Arguments;
use super::failure::{as_json, as_text};
use crate::document::Span;
use crate::search::rank::Score;
use crate::search::{Citation, Hit, Uses, snippet};

/// Columns where nothing tells how many there are.
const COLUMNS: usize = 80;
/// Lines longer than this are tiring to read.
const MAX_COLUMNS: usize = 100;
/// Characters of a passage that are shown of a hit.
const SNIPPET_CHARS: usize = 420;

const TITLE: Style = Style::new().bold();
const MATCH: Style = AnsiColor::Yellow.on_default().bold();
const FAINT: Style = Style::new().dimmed();

/// Standard output, buffered, with or without colour.
pub(super) type Output = BufWriter<AutoStream<io::Stdout>>;

/// Prints what commands found.
pub(super) struct Printer {
    out: Output,
    /// Whether JSON was asked for.
    pub(super) json: bool,
    colour: bool,
    columns: usize,
    quiet: bool,
}

impl Printer {
    pub(super) fn new(arguments: &Arguments) -> Self {
        let choice = match arguments.color {
            // JSON has no colour to take out, and control characters of a text must stay where its spans count them.
            _ if arguments.json => anstream::ColorChoice::AlwaysAnsi,
            ColorChoice::Always => anstream::ColorChoice::Always,
            ColorChoice::Never => anstream::ColorChoice::Never,
            ColorChoice::Auto => AutoStream::choice(&io::stdout()),
        };
        let columns = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
        Self {
            out: BufWriter::new(AutoStream::new(io::stdout(), choice)),
            json: arguments.json,
            colour: choice != anstream::ColorChoice::Never,
            columns: columns.filter(|_| io::stdout().is_terminal()).unwrap_or(COLUMNS).clamp(20, MAX_COLUMNS),
            quiet: arguments.quiet,
        }
    }

    /// Sends what is buffered on its way.
    pub(super) fn finish(&mut self) -> anyhow::Result<()> {
        Ok(self.out.flush()?)
    }

    pub(super) fn into_output(self) -> Output {
        self.out
    }

    /// One JSON object on a line of its own.
    pub(super) fn object(&mut self, value: &impl Serialize) -> anyhow::Result<()> {
        serde_json::to_writer(&mut self.out, value).map_err(io::Error::from)?;
        Ok(self.out.write_all(b"\n")?)
    }

    /// A line of text as it is.
    pub(super) fn line(&mut self, text: &str) -> anyhow::Result<()> {
        Ok(writeln!(self.out, "{text}")?)
    }

    /// Bytes as they are.
    pub(super) fn bytes(&mut self, bytes: &[u8]) -> anyhow::Result<()> {
        Ok(self.out.write_all(bytes)?)
    }

    /// A heading line: something bold on the left, something faint on the right.
    pub(super) fn heading(&mut self, left: &str, right: &str) -> anyhow::Result<()> {
        let room = self.columns.saturating_sub(right.width() + 2);
        let left = shorten(left, room);
        let gap = " ".repeat(self.columns.saturating_sub(left.width() + right.width()).max(1));
        Ok(writeln!(self.out, "{TITLE}{left}{TITLE:#}{gap}{FAINT}{right}{FAINT:#}")?)
    }

    /// Where a passage stands, and its key to be copied.
    pub(super) fn title(&mut self, hit: &Hit) -> anyhow::Result<()> {
        let path: Vec<&str> = std::iter::once(hit.article.title.as_str())
            .chain(hit.section.iter().map(String::as_str))
            .collect();
        let short = hit.id.rsplit_once('#').map_or(hit.id.as_str(), |(_, key)| key);
        self.heading(&path.join(" › "), short)
    }

    /// A passage with its title line, its text and its sources. `whole` shows all of the text, else the part that
    /// matches best.
    pub(super) fn hit(&mut self, hit: &Hit, whole: bool) -> anyhow::Result<()> {
        self.title(hit)?;
        let shown =
            if whole { 0..hit.text.len() } else { snippet(&hit.text, &hit.highlights, SNIPPET_CHARS) };
        self.marked(&hit.text, &shown, &hit.highlights)?;
        self.sources(&hit.citations)?;
        hit.uses.iter().try_for_each(|uses| self.uses(uses))?;
        hit.explanation.iter().try_for_each(|score| self.explanation(score))
    }

    /// How often a reference is cited, and where.
    fn uses(&mut self, uses: &Uses) -> anyhow::Result<()> {
        let keys: Vec<&str> =
            uses.passages.iter().filter_map(|id| id.rsplit_once('#')).map(|(_, key)| key).collect();
        let said = match uses.uses {
            0 => "jamais citée".to_owned(),
            times => format!("citée {} fois : {}", number(times as u64), keys.join(" ")),
        };
        for part in lines(&said, self.columns - 2) {
            writeln!(self.out, "  {FAINT}{}{FAINT:#}", &said[part])?;
        }
        Ok(())
    }

    /// A table of the parts of a score, the largest first, and their sum: feature's weight × term's weight × idf ×
    /// saturated frequency (and how often the term occurs).
    fn explanation(&mut self, score: &Score) -> anyhow::Result<()> {
        let mut parts: Vec<_> = score.parts.iter().collect();
        parts.sort_by(|a, b| b.value.total_cmp(&a.value));
        for part in parts {
            let words = part.words.join(" ");
            writeln!(
                self.out,
                "  {:>8.4} = {:.2} {:<8} × {:.2} {:<16} × idf {:.2} × tf {:.2} ({})  {FAINT}{words}{FAINT:#}",
                part.value,
                part.feature_weight,
                part.feature.name(),
                part.weight,
                part.term,
                part.idf,
                part.saturated,
                part.frequency,
            )?;
        }
        Ok(writeln!(self.out, "  {:>8.4} score", score.total)?)
    }

    /// The part `shown` of a text, indented and wrapped, `…` where it was cut, its `marks` brought out: in colour,
    /// or between half blocks where there is none.
    pub(super) fn marked(&mut self, text: &str, shown: &Span, marks: &[Span]) -> anyhow::Result<()> {
        let mut piece = String::new();
        let mut spans = Vec::new();
        if shown.start > 0 {
            piece.push_str("… ");
        }
        let mut from = shown.start;
        for mark in marks.iter().filter(|mark| shown.start <= mark.start && mark.end <= shown.end) {
            piece.push_str(&text[from..mark.start]);
            let start = piece.len();
            let (open, close) = if self.colour { ("", "") } else { ("▌", "▐") };
            piece.extend([open, &text[mark.clone()], close]);
            spans.push(start..piece.len());
            from = mark.end;
        }
        piece.push_str(&text[from..shown.end]);
        if shown.end < text.len() {
            piece.push_str(" …");
        }
        self.wrapped(&piece, &spans, 2)
    }

    fn wrapped(&mut self, text: &str, marks: &[Span], indent: usize) -> anyhow::Result<()> {
        for line in lines(text, self.columns - indent) {
            write!(self.out, "{:indent$}", "")?;
            let mut from = line.start;
            for mark in marks.iter().filter(|mark| mark.start < line.end && line.start < mark.end) {
                let (start, end) = (mark.start.max(line.start), mark.end.min(line.end));
                write!(self.out, "{}{MATCH}{}{MATCH:#}", &text[from..start], &text[start..end])?;
                from = end;
            }
            writeln!(self.out, "{}", &text[from..line.end])?;
        }
        Ok(())
    }

    /// The sources of a passage, each once; those that the document does not hold on one line.
    pub(super) fn sources(&mut self, citations: &[Citation]) -> anyhow::Result<()> {
        let mut labels: Vec<&Citation> = Vec::new();
        for citation in citations {
            if !labels.iter().any(|known| known.label == citation.label) {
                labels.push(citation);
            }
        }
        for citation in &labels {
            if let Some(reference) = &citation.reference {
                let line = format!("[{}] {}", citation.label, reference.raw);
                let line = shorten(&line, self.columns - 2);
                writeln!(self.out, "  {FAINT}{line}{FAINT:#}")?;
            }
        }
        let missing = labels.iter().filter(|citation| citation.reference.is_none());
        let missing: Vec<String> = missing.map(|citation| format!("[{}]", citation.label)).collect();
        self.missing(&missing)
    }

    fn missing(&mut self, labels: &[String]) -> anyhow::Result<()> {
        let verdict = match labels.len() {
            0 => return Ok(()),
            1 => "absente du document",
            _ => "absentes du document",
        };
        let line = format!("sources  {} {verdict}", labels.join(" "));
        for part in lines(&line, self.columns - 2) {
            writeln!(self.out, "  {FAINT}{}{FAINT:#}", &line[part])?;
        }
        Ok(())
    }

    /// A text of our own, wrapped.
    pub(super) fn paragraph(&mut self, text: &str) -> anyhow::Result<()> {
        self.wrapped(text, &[], 0)
    }

    /// A line of a list: two short columns, then as much of a text as fits.
    pub(super) fn row(&mut self, first: &str, second: &str, rest: &str) -> anyhow::Result<()> {
        let start = format!("  {first:<8}{second:>5}  ");
        let rest = shorten(rest, self.columns.saturating_sub(start.width()));
        Ok(writeln!(self.out, "{start}{rest}")?)
    }

    /// A line of a list that is as long as it is, indented and wrapped.
    pub(super) fn entry(&mut self, text: &str) -> anyhow::Result<()> {
        self.wrapped(text, &[], 2)
    }

    /// Something that a person should know, on standard error.
    pub(super) fn warn(&self, message: &str) {
        self.note_if(!self.json, &format!("alinea: {message}"));
    }

    /// Something that a person should know of a place in a text, which is shown.
    pub(super) fn warn_at(&self, message: &str, text: &str, place: Option<Span>) {
        match place {
            Some(place) if !self.json => self.note_if(true, &pointed_at(message, text, place)),
            _ => self.warn(message),
        }
    }

    /// How a piece of work went, on standard error.
    pub(super) fn note(&self, message: &str) {
        self.note_if(!self.json && !self.quiet, message);
    }

    fn note_if(&self, wanted: bool, message: &str) {
        if wanted {
            drop(writeln!(anstream::stderr(), "{message}"));
        }
    }

    /// An error that did not stop the command, on standard error.
    pub(super) fn error(&self, error: crate::Error) {
        let error = anyhow::Error::from(error);
        let text = if self.json { as_json(&error) } else { as_text(&error) };
        drop(writeln!(anstream::stderr(), "{text}"));
    }
}

/// Characters of a text that are shown before a place in it, and after it.
const AROUND: usize = 40;

/// `message`, and below it the place in `text` that it is about.
fn pointed_at(message: &str, text: &str, place: Span) -> String {
    let (before, rest) = text.split_at_checked(place.start).unwrap_or((text, ""));
    let start = before.char_indices().rev().take(AROUND).last().map_or(place.start, |(byte, _)| byte);
    let line = before[start..].rfind('\n').map_or(start, |end| start + end + 1);
    let shown = rest.char_indices().take(2 * AROUND).find(|(_, c)| *c == '\n');
    let shown = shown
        .or_else(|| rest.char_indices().nth(2 * AROUND))
        .map_or(text.len(), |(byte, _)| place.start + byte);
    let mark = place.start - line..place.end.min(shown) - line;
    let source = Snippet::source(text.get(line..shown).unwrap_or_default());
    let place = source.annotation(AnnotationKind::Primary.span(mark));
    Renderer::styled().render(&[Level::WARNING.with_name("alinea").primary_title(message).element(place)])
}

/// `text` cut to a number of columns, with `…` where it was.
fn shorten(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let mut width = 0;
    let kept = text.chars().take_while(|c| {
        width += c.width().unwrap_or(0);
        width < columns
    });
    let kept: String = kept.collect();
    format!("{}…", kept.trim_end())
}

/// Where a text breaks into lines of at most `columns`: at plain spaces only, so that a no-break space does what
/// its name says. A word longer than a line stands on a line of its own.
fn lines(text: &str, columns: usize) -> Vec<Span> {
    let mut lines: Vec<Span> = Vec::new();
    let mut start = 0;
    for word in text.split(' ') {
        let end = start + word.len();
        match lines.last_mut() {
            Some(line) if text[line.start..end].width() <= columns => line.end = end,
            _ => lines.push(start..end),
        }
        start = end + 1;
    }
    lines
}

/// A whole number as French writes it: groups of three, narrow no-break spaces between them.
pub(super) fn number(value: u64) -> String {
    let digits = value.to_string();
    let mut text = String::new();
    for (place, digit) in digits.char_indices() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

/// A number with what it counts, in the singular up to one, as French has it.
pub(super) fn count(value: u64, singular: &str) -> String {
    let plural = if value > 1 { "s" } else { "" };
    format!("{} {singular}{plural}", number(value))
}

/// A duration with the French decimal comma.
pub(super) fn milliseconds(duration: std::time::Duration) -> String {
    format!("{:.1} ms", duration.as_secs_f64() * 1000.0).replace('.', ",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_at_plain_spaces_only() {
        let text = "« Le\u{a0}camp » est pris";
        let shown: Vec<&str> = lines(text, 11).into_iter().map(|line| &text[line]).collect();
        assert_eq!(shown, ["« Le\u{a0}camp »", "est pris"]);
        assert_eq!(lines("anticonstitutionnellement a", 5).len(), 2);
    }

    #[test]
    fn numbers_as_french_writes_them() {
        assert_eq!(
            [number(7), number(1200), number(1_234_567)],
            ["7", "1\u{202f}200", "1\u{202f}234\u{202f}567"]
        );
        assert_eq!(
            [count(0, "passage"), count(1, "passage"), count(2, "passage")],
            ["0 passage", "1 passage", "2 passages"]
        );
    }

    #[test]
    fn a_warning_points_at_its_place() {
        let plain =
            |text: &str, place| anstream::adapter::strip_str(&pointed_at("so", text, place)).to_string();
        let shown = plain("camp ET", 5..7);
        assert!(shown.contains("alinea: so") && shown.contains("camp ET") && shown.contains("^^"), "{shown}");
        let long = format!("{}«{}", "é".repeat(100_000), "à\n".repeat(100_000));
        assert!(plain(&long, 200_000..200_002).len() < 1000);
    }

    #[test]
    fn what_is_cut_says_so() {
        assert_eq!(shorten("Attaque d'Indelimane", 9), "Attaque…");
        assert_eq!(shorten("Mali", 4), "Mali");
    }
}
