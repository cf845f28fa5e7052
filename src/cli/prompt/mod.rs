//! `search` without a query: a list of passages that changes as one types.
//!
//! [`State`] is what is typed and where one is; a key makes another of it ([`State::press`]), the engine answers what
//! it asks, and [`draw`] shows it. Keys wait for no answer: those that came meanwhile are taken in first.

mod draw;
mod state;

use std::io;
use std::time::Duration;

use ratatui::DefaultTerminal;
use ratatui::crossterm::event::{self, Event, KeyEventKind};

use super::{Status, interrupt};
use crate::lang::Lang;
use crate::search::{Engine, Hit, SearchRequest};
use state::{Next, State};

/// How long a key is waited for before another look at the terminal's size.
const WAIT: Duration = Duration::from_secs(1);

/// Runs until it is left: `Found` where something was on the screen at the end.
pub(super) fn run(engine: &dyn Engine, request: &SearchRequest, lang: Lang) -> anyhow::Result<Status> {
    interrupt::prompting(true);
    let mut terminal = ratatui::try_init()?;
    let outcome = answer_keys(&mut terminal, engine, request, lang);
    ratatui::try_restore()?;
    interrupt::prompting(false);
    outcome
}

fn answer_keys(
    terminal: &mut DefaultTerminal,
    engine: &dyn Engine,
    request: &SearchRequest,
    lang: Lang,
) -> anyhow::Result<Status> {
    let mut state = State::default();
    loop {
        if state.asks && !event::poll(Duration::ZERO)? {
            search(&mut state, engine, request);
        }
        terminal.draw(|frame| draw::draw(&mut state, lang, frame))?;
        if let Some(Next::Leave) = next(&mut state, terminal)? {
            return Ok(if state.hits.is_empty() { Status::Nothing } else { Status::Found });
        }
    }
}

/// Waits for a key and presses it.
fn next(state: &mut State, terminal: &DefaultTerminal) -> io::Result<Option<Next>> {
    if !event::poll(WAIT)? {
        return Ok(None);
    }
    let page = usize::from(terminal.size()?.height / 2).max(1);
    Ok(match event::read()? {
        Event::Key(key) if key.kind != KeyEventKind::Release => Some(state.press(key, page)),
        Event::Paste(text) => {
            state.paste(&text);
            None
        }
        _ => None,
    })
}

/// What an error says stands in the place of hits: the next letter may mend it.
fn search(state: &mut State, engine: &dyn Engine, request: &SearchRequest) {
    let request = SearchRequest { query: state.query.clone(), ..request.clone() };
    let found = if state.query.trim().is_empty() { Ok(Vec::new()) } else { hits(engine, &request) };
    match found {
        Ok(hits) => state.answer(hits),
        Err(error) => state.fail(error),
    }
}

fn hits(engine: &dyn Engine, request: &SearchRequest) -> crate::Result<Vec<Hit>> {
    engine.search(request).map(|response| response.hits)
}
