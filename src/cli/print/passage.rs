//! How a hit is laid out.

use std::io::Write as _;

use super::layout::{lines, shorten, visible};
use super::{FAINT, MATCH, Printer};
use crate::document::Span;
use crate::lang::say;
use crate::search::rank::Score;
use crate::search::{Citation, Hit, Uses};

impl Printer {
    /// Where a passage stands, and its key to be copied.
    pub(in crate::cli) fn title(&mut self, hit: &Hit) -> anyhow::Result<()> {
        let path: Vec<&str> = std::iter::once(hit.article.title.as_str())
            .chain(hit.section.iter().map(String::as_str))
            .collect();
        let link = self.link_to(&hit.source.path);
        self.linked_heading(&path.join(" › "), short(hit), link.as_deref())
    }

    /// As [`title`](Self::title), below the heading of its article.
    pub(in crate::cli) fn section(&mut self, hit: &Hit) -> anyhow::Result<()> {
        let link = self.link_to(&hit.source.path);
        let path: String = hit.section.iter().map(|heading| format!("› {heading} ")).collect();
        self.linked_heading(path.trim_end(), short(hit), link.as_deref())
    }

    /// A passage with its title line, its text and its sources. `whole` shows all of the text, else the part that
    /// matches best.
    pub(in crate::cli) fn hit(&mut self, hit: &Hit, whole: bool) -> anyhow::Result<()> {
        self.title(hit)?;
        self.body(hit, whole)
    }

    /// The same without its title line.
    pub(in crate::cli) fn body(&mut self, hit: &Hit, whole: bool) -> anyhow::Result<()> {
        self.marked(&hit.text, &hit.shown(whole), &hit.highlights)?;
        self.sources(&hit.citations)?;
        hit.uses.iter().try_for_each(|uses| self.uses(uses))?;
        hit.explanation.iter().try_for_each(|score| self.explanation(score))
    }

    /// A passage that stands beside a hit: its text behind a line, so that it is told from the hit without colour too.
    pub(in crate::cli) fn neighbour(&mut self, text: &str) -> anyhow::Result<()> {
        let faint = self.style(FAINT);
        for part in lines(text, self.columns - 4) {
            writeln!(self.out, "  {faint}┆ {}{faint:#}", visible(&text[part]))?;
        }
        Ok(())
    }

    /// How often a reference is cited, and where.
    fn uses(&mut self, uses: &Uses) -> anyhow::Result<()> {
        let keys: Vec<&str> =
            uses.passages.iter().filter_map(|id| id.rsplit_once('#')).map(|(_, key)| key).collect();
        let (times, keys) = (self.lang.number(uses.uses as u64), keys.join(" "));
        let said = match uses.uses {
            0 => self.lang.of("jamais citée", "never cited").to_owned(),
            1 => say!(self.lang, "citée 1 fois : {keys}", "cited once: {keys}"),
            _ => say!(self.lang, "citée {times} fois : {keys}", "cited {times} times: {keys}"),
        };
        self.faint(&said)
    }

    /// A text of less weight, indented and wrapped.
    fn faint(&mut self, text: &str) -> anyhow::Result<()> {
        let faint = self.style(FAINT);
        for part in lines(text, self.columns - 2) {
            writeln!(self.out, "  {faint}{}{faint:#}", visible(&text[part]))?;
        }
        Ok(())
    }

    /// A table of the parts of a score, the largest first, and their sum: feature's weight × term's weight × idf ×
    /// saturated frequency (and how often the term occurs).
    fn explanation(&mut self, score: &Score) -> anyhow::Result<()> {
        let faint = self.style(FAINT);
        let mut parts: Vec<_> = score.parts.iter().collect();
        parts.sort_by(|a, b| b.value.total_cmp(&a.value));
        for part in parts {
            let words = part.words.join(" ");
            writeln!(
                self.out,
                "  {:>8.4} = {:.2} {:<8} × {:.2} {:<16} × idf {:.2} × tf {:.2} ({})  {faint}{words}{faint:#}",
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

    /// The parts `shown` of a text, indented and wrapped, `…` where something is left out, its `marks` brought out: in
    /// colour, or between half blocks where there is none.
    pub(in crate::cli) fn marked(
        &mut self,
        text: &str,
        shown: &[Span],
        marks: &[Span],
    ) -> anyhow::Result<()> {
        let (mut piece, mut spans, mut end) = (String::new(), Vec::new(), 0);
        let (open, close) = if self.colour { ("", "") } else { ("▌", "▐") };
        for part in shown {
            if part.start > end {
                piece.push_str(if end == 0 { "… " } else { " … " });
            }
            let mut from = part.start;
            for mark in marks.iter().filter(|mark| part.start <= mark.start && mark.end <= part.end) {
                piece.push_str(&text[from..mark.start]);
                let start = piece.len();
                piece.extend([open, &text[mark.clone()], close]);
                spans.push(start..piece.len());
                from = mark.end;
            }
            piece.push_str(&text[from..part.end]);
            end = part.end;
        }
        if end < text.len() {
            piece.push_str(" …");
        }
        self.wrapped(&piece, &spans, 2)
    }

    /// `text` in lines with `marks` brought out.
    pub(super) fn wrapped(&mut self, text: &str, marks: &[Span], indent: usize) -> anyhow::Result<()> {
        let bold = self.style(MATCH);
        for line in lines(text, self.columns - indent) {
            write!(self.out, "{:indent$}", "")?;
            let mut from = line.start;
            for mark in marks.iter().filter(|mark| mark.start < line.end && line.start < mark.end) {
                let (start, end) = (mark.start.max(line.start), mark.end.min(line.end));
                write!(
                    self.out,
                    "{}{bold}{}{bold:#}",
                    visible(&text[from..start]),
                    visible(&text[start..end])
                )?;
                from = end;
            }
            writeln!(self.out, "{}", visible(&text[from..line.end]))?;
        }
        Ok(())
    }

    /// The sources of a passage, each once; those that the document does not hold on one line.
    pub(in crate::cli) fn sources(&mut self, citations: &[Citation]) -> anyhow::Result<()> {
        let mut labels: Vec<&Citation> = Vec::new();
        for citation in citations {
            if !labels.iter().any(|known| known.label == citation.label) {
                labels.push(citation);
            }
        }
        let faint = self.style(FAINT);
        for citation in &labels {
            if let Some(reference) = &citation.reference {
                let line = format!("[{}] {}", citation.label, reference.raw);
                let line = shorten(&line, self.columns - 2);
                let line = visible(&line);
                let url = reference.url.as_deref().filter(|_| self.links);
                writeln!(self.out, "  {faint}{}{faint:#}", super::link::linked(&line, url))?;
            }
        }
        let missing = labels.iter().filter(|citation| citation.reference.is_none());
        let missing: Vec<String> = missing.map(|citation| format!("[{}]", citation.label)).collect();
        self.missing(&missing)
    }

    fn missing(&mut self, labels: &[String]) -> anyhow::Result<()> {
        let verdict = match labels.len() {
            0 => return Ok(()),
            1 => self.lang.of("absente du document", "not in the document"),
            _ => self.lang.of("absentes du document", "not in the document"),
        };
        self.faint(&format!("sources  {} {verdict}", labels.join(" ")))
    }
}

/// A hit's id without its article.
fn short(hit: &Hit) -> &str {
    hit.id.rsplit_once('#').map_or(hit.id.as_str(), |(_, key)| key)
}
