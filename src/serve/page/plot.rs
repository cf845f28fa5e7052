//! Bars: how many of each, drawn as SVG, which needs neither a style in the page nor a script.

use maud::{Markup, html};

use crate::lang::Lang;

/// Height of a row, in the picture's own units; so is all below.
const ROW: usize = 22;
const WIDTH: usize = 300;
/// Where bars begin: names of sources have some twenty letters.
const LEFT: usize = 130;
/// Letters of a name that fit before it.
const NAME_CHARS: usize = 16;

/// One bar a row: its name, its number, and where it leads. Nothing where there are none.
pub(super) fn bars(id: &str, title: &str, rows: &[(String, usize, String)], lang: Lang) -> Markup {
    let most = rows.iter().map(|(_, number, _)| *number).max().unwrap_or(0);
    let room = WIDTH - LEFT - 36;
    html! {
        @if most > 0 {
            figure.plot {
                figcaption id=(id) { (title) }
                svg viewBox={ "0 0 " (WIDTH) " " (rows.len() * ROW) } role="group" aria-labelledby=(id) {
                    @for (place, (name, number, href)) in rows.iter().enumerate() {
                        @let (middle, length) = (place * ROW + ROW / 2, (number * room / most).max(2));
                        a href=(href) {
                            title { (name) }
                            text.of x=(LEFT - 8) y=(middle) { (clipped(name)) }
                            rect x=(LEFT) y=(middle - 7) width=(length) height="14" rx="2" {}
                            " "
                            text x=(LEFT + length + 6) y=(middle) { (lang.number(*number as u64)) }
                        }
                    }
                }
            }
        }
    }
}

fn clipped(name: &str) -> String {
    if name.chars().count() <= NAME_CHARS {
        return name.to_owned();
    }
    let start: String = name.chars().take(NAME_CHARS - 1).collect();
    format!("{}…", start.trim_end())
}
