//! A message with the place that it is about.

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use crate::document::Span;

/// Characters of a text that are shown before a place in it, and after it.
const AROUND: usize = 40;

/// `message`, and below it the place in `text` that it is about.
pub(super) fn pointed_at(message: &str, text: &str, place: Span) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_warning_points_at_its_place() {
        let plain =
            |text: &str, place| anstream::adapter::strip_str(&pointed_at("so", text, place)).to_string();
        let shown = plain("camp ET", 5..7);
        assert!(shown.contains("alinea: so") && shown.contains("camp ET") && shown.contains("^^"), "{shown}");
        let long = format!("{}«{}", "é".repeat(100_000), "à\n".repeat(100_000));
        assert!(plain(&long, 200_000..200_002).len() < 1000);
    }
}
