//! Text to columns.

use std::borrow::Cow;

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use crate::document::Span;

/// A text without the characters that would steer a terminal: a document must not be able to move its cursor.
pub(super) fn visible(text: &str) -> Cow<'_, str> {
    let steers = |c: char| c.is_control() && c != '\n';
    if may_steer(text) && text.contains(steers) {
        text.replace(steers, "\u{fffd}").into()
    } else {
        text.into()
    }
}

/// Whether a byte of it may be of a control character. Without an early end, so that many bytes are looked at in one step.
fn may_steer(text: &str) -> bool {
    let of_control = |byte: u8| (byte < b' ') & (byte != b'\n') | (byte == 0x7f) | (byte == 0xc2);
    text.bytes().fold(false, |found, byte| found | of_control(byte))
}

/// How many columns a text takes. What French is written with takes one a character, for which nothing is looked up.
pub(super) fn width(text: &str) -> usize {
    let one_each = text.chars().try_fold(0, |columns, c| is_narrow(c).then_some(columns + 1));
    one_each.unwrap_or_else(|| text.width())
}

/// Whether `c` takes one column, whatever other such characters stand around it.
fn is_narrow(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{a0}'..='\u{ac}' | '\u{ae}'..='\u{2ff}' | '\u{2010}'..='\u{2027}' | '\u{202f}')
}

/// `text` cut to a number of columns, with `…` where it was.
pub(super) fn shorten(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut taken = 0;
    let kept = text.chars().take_while(|c| {
        taken += c.width().unwrap_or(0);
        taken < columns
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
        let (end, width) = (start + word.len(), width(word));
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
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn columns_are_counted_as_unicode_has_them(text in any::<String>(), french in "[ -~\u{a0}-\u{2ff}\u{2010}-\u{2030}]*") {
            prop_assert_eq!(width(&text), text.width());
            prop_assert_eq!(width(&french), french.width());
        }
    }

    #[test]
    fn what_is_narrow_takes_one_column() {
        assert!(('\0'..=char::MAX).filter(|c| is_narrow(*c)).all(|c| c.width() == Some(1)));
    }

    #[test]
    fn every_control_character_is_replaced() {
        let steers = |c: char| visible(c.encode_utf8(&mut [0; 4])) == "\u{fffd}";
        assert!(('\0'..'\u{fffd}').all(|c| steers(c) == (c.is_control() && c != '\n')));
    }

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
