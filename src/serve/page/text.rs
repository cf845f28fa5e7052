//! The text of a passage with all that stands in it: what matches, quotes, citation markers, remarks of editors.

use maud::{Markup, html};

use crate::document::{Span, label_key};
use crate::search::{Citation, Hit};

/// A hit's text, to be shown in parts.
pub(super) struct Text<'a> {
    hit: &'a Hit,
    /// Each label once, in the order of the text: the sources' chips stand in it.
    pub(super) labels: Vec<&'a Citation>,
    /// What the ids of the chips begin with.
    anchor: String,
    quotes: Vec<Span>,
}

impl<'a> Text<'a> {
    pub(super) fn new(hit: &'a Hit, anchor: String) -> Self {
        let mut labels: Vec<&Citation> = Vec::new();
        for citation in &hit.citations {
            if !labels.iter().any(|known| label_key(&known.label) == label_key(&citation.label)) {
                labels.push(citation);
            }
        }
        let mut quotes: Vec<Span> = Vec::new();
        for quote in &hit.quotes {
            if quotes.last().is_none_or(|outer| outer.end <= quote.span.start) {
                quotes.push(quote.span.clone());
            }
        }
        Self { hit, labels, anchor, quotes }
    }

    /// The id of the chip of a label, by its place among the labels.
    pub(super) fn id(&self, place: usize) -> String {
        format!("{}-{place}", self.anchor)
    }

    /// The parts, with signs of omission where something is left out.
    pub(super) fn shown(&self, parts: &[Span]) -> Markup {
        let ends = std::iter::once(0).chain(parts.iter().map(|part| part.end));
        let last = parts.last().map_or(0, |part| part.end);
        html! {
            @for (part, end) in parts.iter().zip(ends) {
                @if part.start > end { @if end > 0 { " " } "… " }
                (self.part(part))
            }
            @if last < self.hit.text.len() { " …" }
        }
    }

    /// A part: its quotes, and what stands between them.
    fn part(&self, part: &Span) -> Markup {
        let (mut stretches, mut from) = (Vec::new(), part.start);
        for quote in self.quotes.iter().filter_map(|quote| common(quote, part)) {
            stretches.extend([(false, from..quote.start), (true, quote.clone())]);
            from = quote.end;
        }
        stretches.push((false, from..part.end));
        html! {
            @for (quoted, stretch) in &stretches {
                @if *quoted { q { (self.pieces(stretch)) } } @else { (self.pieces(stretch)) }
            }
        }
    }

    /// Pieces that are each all or nothing of a match, a marker, a remark.
    fn pieces(&self, stretch: &Span) -> Markup {
        let hit = self.hit;
        let markers = hit.citations.iter().map(|citation| &citation.span);
        let spans = hit.highlights.iter().chain(markers).chain(&hit.wants_source);
        let spans = spans.filter_map(|span| common(span, stretch));
        let mut cuts: Vec<usize> = spans.flat_map(|span| [span.start, span.end]).collect();
        cuts.extend([stretch.start, stretch.end]);
        cuts.sort_unstable();
        cuts.dedup();
        html! {
            @for ends in cuts.windows(2) {
                @if let [start, end] = ends { (self.piece(*start..*end)) }
            }
        }
    }

    fn piece(&self, span: Span) -> Markup {
        let holds = |outer: &Span| outer.start <= span.start && span.end <= outer.end;
        let words = self.hit.text.get(span.clone()).unwrap_or_default();
        let matches = self.hit.highlights.iter().any(holds);
        let words = html! { @if matches { mark { (words) } } @else { (words) } };
        let marker = self.hit.citations.iter().find(|citation| holds(&citation.span));
        let place = marker.and_then(|marker| {
            self.labels.iter().position(|known| label_key(&known.label) == label_key(&marker.label))
        });
        html! {
            @if let Some(place) = place {
                a.marker href={ "#" (self.id(place)) } { (words) }
            } @else if self.hit.wants_source.iter().any(holds) {
                span.wanted { (words) }
            } @else { (words) }
        }
    }
}

/// What two stretches share, where that is something.
fn common(a: &Span, b: &Span) -> Option<Span> {
    let span = a.start.max(b.start)..a.end.min(b.end);
    (!span.is_empty()).then_some(span)
}
