//! The prompt on the screen: what is typed, passages below it, keys on the last line.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Position, Rect};
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::{Line, Span, Text};
use ratatui::widgets::{Paragraph, Wrap};
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
    let mut lines = vec![Line::styled(title(hit), style)];
    let mut text = Vec::new();
    let mut end = 0;
    for part in hit.shown(false) {
        text.push(Span::raw(if part.start > end { "… " } else { "" }));
        text.extend(marked(hit, part.clone()));
        end = part.end;
    }
    lines.push(Line::from(text));
    frame.render_widget(Paragraph::new(Text::from(lines)).wrap(Wrap { trim: false }), area);
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
