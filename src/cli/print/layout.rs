//! Text to columns.

use std::borrow::Cow;

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use crate::document::Span;

/// A text without the characters that would steer a terminal: a document must not be able to move its cursor.
pub(super) fn visible(text: &str) -> Cow<'_, str> {
    let steers = |c: char| c.is_control() && c != '\n';
    if text.contains(steers) { text.replace(steers, "\u{fffd}").into() } else { text.into() }
}

/// `text` cut to a number of columns, with `…` where it was.
pub(super) fn shorten(text: &str, columns: usize) -> String {
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
pub(super) fn lines(text: &str, columns: usize) -> Vec<Span> {
    let mut lines: Vec<Span> = Vec::new();
    let (mut start, mut line_width) = (0, 0);
    for word in text.split(' ') {
        let (end, width) = (start + word.len(), word.width());
        line_width += 1 + width;
        match lines.last_mut() {
            Some(line) if line_width <= columns => line.end = end,
            _ => {
                lines.push(start..end);
                line_width = width;
            }
        }
        start = end + 1;
    }
    lines
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
        let full: Vec<&str> = lines("ab cd  ef", 5).into_iter().map(|line| &"ab cd  ef"[line]).collect();
        assert_eq!(full, ["ab cd", " ef"]);
    }

    #[test]
    fn what_is_cut_says_so() {
        assert_eq!(shorten("Attaque d'Indelimane", 9), "Attaque…");
        assert_eq!(shorten("Mali", 4), "Mali");
    }

    #[test]
    fn nothing_of_a_text_steers_a_terminal() {
        assert_eq!(visible("a\u{1b}[2Jb\u{9b}c\nd"), "a\u{fffd}[2Jb\u{fffd}c\nd");
        assert!(matches!(visible("été"), Cow::Borrowed(_)));
    }
}
