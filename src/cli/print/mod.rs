//! The only place for colour, layout and JSON lines.

mod layout;
mod link;
mod output;
mod passage;
mod place;

use std::io::{self, IsTerminal as _, Write as _};

use anstream::AutoStream;
use anstyle::{AnsiColor, Style};
use serde::Serialize;

use super::failure::{as_json, as_text};
use super::settings::{Colour, Settings};
use crate::document::Span;
use crate::lang::Lang;
use layout::{shorten, visible, width};
pub(super) use output::Output;
use place::pointed_at;

/// Columns where nothing tells how many there are.
const COLUMNS: usize = 80;
/// Lines longer than this are tiring to read.
const MAX_COLUMNS: usize = 100;
/// Below this nothing is laid out any more.
const MIN_COLUMNS: usize = 20;

const TITLE: Style = Style::new().bold();
const MATCH: Style = AnsiColor::Yellow.on_default().bold();
const FAINT: Style = Style::new().dimmed();

/// Prints what commands found.
pub(super) struct Printer {
    out: Output,
    /// Whether JSON was asked for.
    pub(super) json: bool,
    /// The language of what people read.
    pub(super) lang: Lang,
    colour: bool,
    links: bool,
    columns: usize,
    quiet: bool,
    verbose: bool,
}

impl Printer {
    pub(super) fn new(settings: &Settings) -> Self {
        let choice = match settings.colour {
            // There is no colour to take out, and control characters of a text must stay where JSON's spans count them.
            _ if settings.for_programs => anstream::ColorChoice::AlwaysAnsi,
            Colour::Always => anstream::ColorChoice::Always,
            Colour::Never => anstream::ColorChoice::Never,
            Colour::Auto => AutoStream::choice(&io::stdout()),
        };
        let is_shown = io::stdout().is_terminal();
        let terminal = terminal_size::terminal_size().filter(|_| is_shown);
        let colour = choice != anstream::ColorChoice::Never;
        // Without colour no style is written; only what a text itself may hold is kept from a terminal.
        let choice = if colour || is_shown { choice } else { anstream::ColorChoice::AlwaysAnsi };
        let links = colour && supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout);
        let pager = settings.pager.as_deref().filter(|_| !settings.for_programs);
        Self {
            out: output::new(choice, pager, terminal.map(|(_, rows)| usize::from(rows.0))),
            json: settings.json,
            lang: settings.lang,
            colour,
            links,
            columns: terminal
                .map_or(COLUMNS, |(width, _)| usize::from(width.0))
                .clamp(MIN_COLUMNS, MAX_COLUMNS),
            quiet: settings.quiet,
            verbose: settings.verbose,
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

    /// A line of text, nothing in it to steer a terminal.
    pub(super) fn line(&mut self, text: &str) -> anyhow::Result<()> {
        Ok(writeln!(self.out, "{}", visible(text))?)
    }

    /// Bytes as they are.
    pub(super) fn bytes(&mut self, bytes: &[u8]) -> anyhow::Result<()> {
        Ok(self.out.write_all(bytes)?)
    }

    /// A heading line: something bold on the left, something faint on the right.
    pub(super) fn heading(&mut self, left: &str, right: &str) -> anyhow::Result<()> {
        self.linked_heading(left, right, None)
    }

    fn linked_heading(&mut self, left: &str, right: &str, url: Option<&str>) -> anyhow::Result<()> {
        let room = self.columns.saturating_sub(width(right) + 2);
        let (left, right) = (shorten(&visible(left), room), visible(right));
        let gap = " ".repeat(self.columns.saturating_sub(width(&left) + width(&right)).max(1));
        let left = link::linked(&left, url);
        let [title, faint] = [TITLE, FAINT].map(|style| self.style(style));
        if right.is_empty() {
            return Ok(writeln!(self.out, "{title}{left}{title:#}")?);
        }
        Ok(writeln!(self.out, "{title}{left}{title:#}{gap}{faint}{right}{faint:#}")?)
    }

    /// `style`, or none where there is no colour.
    fn style(&self, style: Style) -> Style {
        if self.colour { style } else { Style::new() }
    }

    /// The address of a source file, where links are shown.
    fn link_to(&self, path: &str) -> Option<String> {
        if self.links { link::file_url(path) } else { None }
    }

    /// A text of our own, wrapped.
    pub(super) fn paragraph(&mut self, text: &str) -> anyhow::Result<()> {
        self.wrapped(text, &[], 0)
    }

    /// A line of a list: two short columns, then as much of a text as fits.
    pub(super) fn row(&mut self, first: &str, second: &str, rest: &str) -> anyhow::Result<()> {
        let start = format!("  {first:<8}{second:>5}  ");
        let rest = shorten(rest, self.columns.saturating_sub(width(&start)));
        self.line(&format!("{start}{rest}"))
    }

    /// A line that ends where the terminal does.
    pub(super) fn clipped(&mut self, text: &str) -> anyhow::Result<()> {
        self.line(&shorten(text, self.columns))
    }

    /// A line of a list that is as long as it is, indented and wrapped.
    pub(super) fn entry(&mut self, text: &str) -> anyhow::Result<()> {
        self.wrapped(text, &[], 2)
    }

    /// Something that a person should know, on standard error.
    pub(super) fn warn(&self, message: &str) {
        self.note_if(!self.json, &format!("alinea: {}", visible(message)));
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

    /// What only those want to know who asked for more, on standard error.
    pub(super) fn detail(&self, message: &str) {
        self.note_if(!self.json && self.verbose, &format!("alinea: {}", visible(message)));
    }

    fn note_if(&self, wanted: bool, message: &str) {
        if wanted {
            drop(writeln!(anstream::stderr(), "{message}"));
        }
    }

    /// An error that did not stop the command, on standard error.
    pub(super) fn error(&self, error: crate::Error) {
        let text = if self.json { as_json(&error.into()) } else { as_text(&error, "", self.lang) };
        drop(writeln!(anstream::stderr(), "{text}"));
    }
}
