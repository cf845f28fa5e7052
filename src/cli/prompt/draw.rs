//! The prompt on the screen: what is typed, passages below it, keys on the last line.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Position, Rect};
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::{Line, Span, Text};
use ratatui::widgets::{Paragraph, Widget as _, Wrap};
use unicode_width::UnicodeWidthStr as _;

use super::state::{State, View};
use crate::cli::failure::as_text;
use crate::lang::Lang;
use crate::search::{Citation, Hit};

const TITLE: Style = Style::new().add_modifier(Modifier::BOLD);
const MATCH: Style = Style::new().fg(Color::Yellow).add_modifier(Modifier::BOLD);
const FAINT: Style = Style::new().add_modifier(Modifier::DIM);
const CHOSEN: Style = Style::new().add_modifier(Modifier::REVERSED);

/// What stands before the query.
const SIGN: &str = "› ";
/// Lines of a hit in the list: its title, and two of its text.
const HIT_LINES: usize = 3;

pub(super) fn draw(state: &mut State, lang: Lang, frame: &mut Frame<'_>) {
    let [input, _, body, keys] = Layout::vertical([
        Constraint::Length(1),
        Constraint::Length(1),
        Constraint::Min(0),
        Constraint::Length(1),
    ])
    .areas(frame.area());
    draw_query(state, lang, input, frame);
    match (state.view, state.hits.get(state.chosen)) {
        (View::Passage, Some(hit)) => draw_text(passage(hit, lang), state.scrolled, body, frame),
        (View::Citations, Some(hit)) => draw_text(citations(hit, lang), state.scrolled, body, frame),
        _ => draw_list(state, lang, body, frame),
    }
    let said = match state.view {
        View::List => lang.of("↑↓ choisir  Entrée lire  Échap quitter", "↑↓ choose  Enter read  Esc leave"),
        View::Passage => lang.of(
            "c citations  ←→ autre passage  ↑↓ défiler  Échap retour",
            "c citations  ←→ other passage  ↑↓ scroll  Esc back",
        ),
        View::Citations => {
            lang.of("←→ autre passage  ↑↓ défiler  Échap retour", "←→ other passage  ↑↓ scroll  Esc back")
        }
    };
    frame.render_widget(Line::styled(said, FAINT), keys);
}

/// The end of a query that is wider than the terminal.
fn draw_query(state: &State, lang: Lang, area: Rect, frame: &mut Frame<'_>) {
    if state.query.is_empty() {
        let hint = lang.of("tapez des mots", "type some words");
        frame.render_widget(Line::from(vec![Span::styled(SIGN, TITLE), Span::styled(hint, FAINT)]), area);
    } else {
        let before = SIGN.width() + state.query[..state.cursor].width();
        let hidden = (before + 1).saturating_sub(usize::from(area.width));
        let line = Line::from(vec![Span::styled(SIGN, TITLE), Span::raw(state.query.as_str())]);
        frame
            .render_widget(Paragraph::new(line).scroll((0, u16::try_from(hidden).unwrap_or(u16::MAX))), area);
    }
    let column = SIGN.width() + state.query[..state.cursor].width();
    let column = u16::try_from(column).unwrap_or(u16::MAX).min(area.width.saturating_sub(1));
    frame.set_cursor_position(Position::new(area.x + column, area.y));
}

fn draw_list(state: &mut State, lang: Lang, area: Rect, frame: &mut Frame<'_>) {
    if let Some(error) = &state.error {
        frame.render_widget(Paragraph::new(as_text(error, "", lang)).wrap(Wrap { trim: false }), area);
        return;
    }
    if state.hits.is_empty() && !state.query.trim().is_empty() && !state.asks {
        frame.render_widget(Line::styled(lang.of("rien trouvé", "nothing found"), FAINT), area);
        return;
    }
    let room = (usize::from(area.height) / (HIT_LINES + 1)).max(1);
    state.top = state.top.min(state.chosen).max((state.chosen + 1).saturating_sub(room));
    let shown = state.hits.iter().enumerate().skip(state.top).take(room);
    let mut y = area.y;
    for (place, hit) in shown {
        let lines = HIT_LINES.min(usize::from(area.bottom().saturating_sub(y)));
        let part = Rect { y, height: u16::try_from(lines).unwrap_or_default(), ..area };
        draw_hit(hit, place == state.chosen, part, frame);
        y = y.saturating_add(u16::try_from(HIT_LINES + 1).unwrap_or_default());
    }
}

fn draw_hit(hit: &Hit, chosen: bool, area: Rect, frame: &mut Frame<'_>) {
    let style = if chosen { TITLE.patch(CHOSEN) } else { TITLE };
    let lines = vec![Line::styled(title(hit), style), Line::from(shown(hit))];
    let lines = Paragraph::new(lines).wrap(Wrap { trim: false });
    frame.render_widget(&lines, area);
    if goes_on(&lines, area) {
        end_with_sign(frame.buffer_mut(), area);
    }
}

/// What the list shows of a hit's text, `…` where something is left out.
fn shown(hit: &Hit) -> Vec<Span<'_>> {
    let (mut text, mut end) = (Vec::new(), 0);
    for part in hit.shown(false) {
        if part.start > end {
            text.push(Span::raw(if end == 0 { "… " } else { " … " }));
        }
        text.extend(marked(hit, part.clone()));
        end = part.end;
    }
    text.push(Span::raw(if end < hit.text.len() { " …" } else { "" }));
    text
}

/// Whether there is a line below those that `area` has room for.
fn goes_on(lines: &Paragraph<'_>, area: Rect) -> bool {
    let next = Rect::new(0, 0, area.width, 1);
    let mut below = Buffer::empty(next);
    lines.clone().scroll((area.height, 0)).render(next, &mut below);
    below.content.iter().any(|cell| !cell.symbol().trim().is_empty())
}

/// Puts `…` behind what stands in the last line, in the place of its last letter where there is no column left. A cell
/// holds a letter with its marks, or the first half of a wide one.
fn end_with_sign(drawn: &mut Buffer, area: Rect) {
    if area.is_empty() {
        return;
    }
    let (y, mut end) = (area.bottom() - 1, area.left());
    let mut style = Style::new();
    for x in area.left()..area.right() {
        let cell = &drawn[(x, y)];
        let after = x.saturating_add(u16::try_from(cell.symbol().width()).unwrap_or(u16::MAX));
        if !cell.symbol().trim().is_empty() && after < area.right() {
            (end, style) = (after, cell.style());
        }
    }
    (end..area.right()).for_each(|x| drawn[(x, y)].reset());
    drawn[(end, y)].set_symbol("…").set_style(style);
}

fn draw_text(text: Text<'_>, scrolled: usize, area: Rect, frame: &mut Frame<'_>) {
    let scrolled = u16::try_from(scrolled).unwrap_or(u16::MAX);
    frame.render_widget(Paragraph::new(text).wrap(Wrap { trim: false }).scroll((scrolled, 0)), area);
}

fn title(hit: &Hit) -> String {
    let path: Vec<&str> =
        std::iter::once(hit.article.title.as_str()).chain(hit.section.iter().map(String::as_str)).collect();
    path.join(" › ")
}

/// A stretch of a hit's text, what matches in it brought out.
fn marked(hit: &Hit, part: std::ops::Range<usize>) -> Vec<Span<'_>> {
    let (mut spans, mut from) = (Vec::new(), part.start);
    for mark in hit.highlights.iter().filter(|mark| part.start <= mark.start && mark.end <= part.end) {
        spans.push(Span::raw(&hit.text[from..mark.start]));
        spans.push(Span::styled(&hit.text[mark.clone()], MATCH));
        from = mark.end;
    }
    spans.push(Span::raw(&hit.text[from..part.end]));
    spans
}

/// The passage whole, and its sources.
fn passage(hit: &Hit, lang: Lang) -> Text<'_> {
    let mut lines = vec![
        Line::styled(title(hit), TITLE),
        Line::styled(hit.id.as_str(), FAINT),
        Line::default(),
        Line::from(marked(hit, 0..hit.text.len())),
        Line::default(),
    ];
    let mut labels: Vec<&str> = Vec::new();
    for citation in &hit.citations {
        if !labels.contains(&citation.label.as_str()) {
            labels.push(&citation.label);
            lines.push(Line::styled(source(citation, lang), FAINT));
        }
    }
    Text::from(lines)
}

/// What each marker vouches for, and the source that it names.
fn citations(hit: &Hit, lang: Lang) -> Text<'_> {
    let mut lines = vec![Line::styled(title(hit), TITLE), Line::default()];
    for citation in &hit.citations {
        lines.push(Line::styled(format!("[{}]", citation.label), MATCH));
        lines.push(Line::raw(hit.text.get(citation.claim.clone()).unwrap_or_default()));
        lines.push(Line::styled(source(citation, lang), FAINT));
        lines.push(Line::default());
    }
    if hit.citations.is_empty() {
        lines.push(Line::raw(lang.of("ce passage ne cite rien", "this passage cites nothing")));
    }
    Text::from(lines)
}

fn source(citation: &Citation, lang: Lang) -> String {
    let absent = lang.of("absente du document", "not in the document");
    let raw = citation.reference.as_ref().map_or(absent, |reference| reference.raw.as_str());
    format!("[{}] {raw}", citation.label)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `text` in an area of `columns` and two lines, as the list draws it.
    fn drawn(text: &str, columns: u16) -> Vec<String> {
        let area = Rect::new(0, 0, columns, 2);
        let mut buffer = Buffer::empty(area);
        let lines = Paragraph::new(text).wrap(Wrap { trim: false });
        (&lines).render(area, &mut buffer);
        if goes_on(&lines, area) {
            end_with_sign(&mut buffer, area);
        }
        // The second half of a wide letter is a cell of its own.
        let line = |y| {
            let mut hidden = 0;
            let cells = (0..columns).map(|x| buffer[(x, y)].symbol());
            let shown = cells.filter(|symbol| {
                let second_half = hidden > 0;
                hidden = if second_half { hidden - 1 } else { symbol.width().saturating_sub(1) };
                !second_half
            });
            shown.collect::<String>().trim_end().to_owned()
        };
        (0..2).map(line).collect()
    }

    #[test]
    fn what_fits_ends_as_it_ends() {
        assert_eq!(drawn("un deux trois", 8), ["un deux", "trois"]);
        assert_eq!(drawn("un deux huitmots", 8), ["un deux", "huitmots"]);
        assert_eq!(drawn("", 8), ["", ""]);
    }

    #[test]
    fn what_does_not_fit_ends_in_a_sign_within_the_line() {
        assert_eq!(drawn("un deux trois quatre", 8), ["un deux", "trois…"]);
        assert_eq!(drawn("un deux huitmots neuf", 8), ["un deux", "huitmot…"]);
        assert_eq!(drawn("un deux six mots neuf", 8), ["un deux", "six mot…"]);
        assert_eq!(drawn("a b c", 1), ["a", "…"]);
    }

    #[test]
    fn wide_letters_and_marks_are_counted_as_they_stand() {
        // Four wide letters fill eight columns; the last makes room, and one column stays empty.
        assert_eq!(drawn("un deux 東京都庁 suite", 8), ["un deux", "東京都…"]);
        assert_eq!(drawn("un deux 東京都庁 suite", 9), ["un deux", "東京都庁…"]);
        let marks = "e\u{301}te\u{301}s";
        assert_eq!(drawn(&format!("un deux {marks} quatre"), 8), ["un deux".to_owned(), format!("{marks}…")]);
        assert_eq!(drawn("un deux e\u{301}te\u{301} cinq quatre", 5)[1], "deux…");
        assert_eq!(drawn("trois quinze\u{301} six", 6), ["trois", "quinz…"]);
    }
}
