//! What is typed, what was found, and where one is.

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::Error;
use crate::search::Hit;

/// What the screen shows of the passage that is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum View {
    /// The list of passages.
    #[default]
    List,
    /// One passage, whole, with its sources.
    Passage,
    /// What each of its markers vouches for.
    Citations,
}

/// What a key leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    Stay,
    Leave,
}

/// The prompt between two keys.
#[derive(Debug, Default)]
pub(super) struct State {
    pub(super) query: String,
    /// Where the next letter goes, in bytes of the query.
    pub(super) cursor: usize,
    pub(super) hits: Vec<Hit>,
    /// Which hit, from 0.
    pub(super) chosen: usize,
    /// The first hit on the screen.
    pub(super) top: usize,
    /// Lines of a passage that are passed over.
    pub(super) scrolled: usize,
    pub(super) view: View,
    /// What kept the last query from an answer.
    pub(super) error: Option<Error>,
    /// Whether the query has changed since it was answered.
    pub(super) asks: bool,
}

impl State {
    /// Ctrl-C leaves from anywhere, Escape goes back and at last leaves.
    pub(super) fn press(&mut self, key: KeyEvent, page: usize) -> Next {
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        match (key.code, self.view) {
            (KeyCode::Char('c' | 'd'), _) if control => return Next::Leave,
            (KeyCode::Esc, View::List) => return Next::Leave,
            (KeyCode::Esc, View::Citations) => self.look(View::Passage),
            (_, View::List) => self.type_key(key.code, control, page),
            (KeyCode::Esc | KeyCode::Backspace, _) => self.look(View::List),
            (code, _) => self.read_key(code, page),
        }
        Next::Stay
    }

    /// Text that came in one piece; a line break in it is a space.
    pub(super) fn paste(&mut self, text: &str) {
        if self.view == View::List {
            text.chars().for_each(|c| self.insert(if c.is_control() { ' ' } else { c }));
        }
    }

    pub(super) fn answer(&mut self, hits: Vec<Hit>) {
        (self.hits, self.error, self.asks) = (hits, None, false);
        (self.chosen, self.top) = (0, 0);
    }

    pub(super) fn fail(&mut self, error: Error) {
        self.answer(Vec::new());
        self.error = Some(error);
    }

    fn look(&mut self, view: View) {
        (self.view, self.scrolled) = (view, 0);
    }

    fn type_key(&mut self, code: KeyCode, control: bool, page: usize) {
        match code {
            KeyCode::Char('u') if control => self.delete(0..self.cursor),
            KeyCode::Char('w') if control => self.delete(self.word_start()..self.cursor),
            KeyCode::Char('a') if control => self.cursor = 0,
            KeyCode::Char('e') if control => self.cursor = self.query.len(),
            KeyCode::Char(c) if !control => self.insert(c),
            KeyCode::Backspace => self.delete(self.before()..self.cursor),
            KeyCode::Delete => self.delete(self.cursor..self.after()),
            KeyCode::Left => self.cursor = self.before(),
            KeyCode::Right => self.cursor = self.after(),
            KeyCode::Home => self.cursor = 0,
            KeyCode::End => self.cursor = self.query.len(),
            KeyCode::Enter if !self.hits.is_empty() => self.look(View::Passage),
            code => self.choose(code, page),
        }
    }

    fn choose(&mut self, code: KeyCode, page: usize) {
        let last = self.hits.len().saturating_sub(1);
        self.chosen = moved(self.chosen, code, page).min(last);
    }

    /// A passage is left for its neighbours in the list by the arrows to the sides.
    fn read_key(&mut self, code: KeyCode, page: usize) {
        match code {
            KeyCode::Char('c') => self.look(View::Citations),
            KeyCode::Enter | KeyCode::Char('q') => self.look(View::List),
            KeyCode::Left | KeyCode::Right => {
                let step = if code == KeyCode::Left { KeyCode::Up } else { KeyCode::Down };
                self.choose(step, 1);
                self.scrolled = 0;
            }
            code => self.scrolled = moved(self.scrolled, code, page),
        }
    }

    fn insert(&mut self, c: char) {
        self.query.insert(self.cursor, c);
        self.cursor += c.len_utf8();
        self.asks = true;
    }

    fn delete(&mut self, span: std::ops::Range<usize>) {
        self.cursor = span.start;
        self.asks |= !span.is_empty();
        self.query.replace_range(span, "");
    }

    fn before(&self) -> usize {
        self.query[..self.cursor].char_indices().next_back().map_or(0, |(byte, _)| byte)
    }

    fn after(&self) -> usize {
        self.query[self.cursor..].chars().next().map_or(self.cursor, |c| self.cursor + c.len_utf8())
    }

    fn word_start(&self) -> usize {
        let before = self.query[..self.cursor].trim_end();
        before
            .rfind(char::is_whitespace)
            .map_or(0, |byte| byte + before[byte..].chars().next().map_or(0, char::len_utf8))
    }
}

fn moved(place: usize, code: KeyCode, page: usize) -> usize {
    match code {
        KeyCode::Up => place.saturating_sub(1),
        KeyCode::Down => place.saturating_add(1),
        KeyCode::PageUp => place.saturating_sub(page),
        KeyCode::PageDown => place.saturating_add(page),
        _ => place,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn typed(state: &mut State, text: &str) {
        for c in text.chars() {
            state.press(KeyEvent::from(KeyCode::Char(c)), 10);
        }
    }

    #[test]
    fn what_is_typed_is_edited_letter_by_letter_and_word_by_word() {
        let mut state = State::default();
        typed(&mut state, "été à\u{a0}paris");
        state.press(KeyEvent::from(KeyCode::Backspace), 10);
        assert_eq!(state.query, "été à\u{a0}pari");
        state.press(KeyEvent::new(KeyCode::Char('w'), KeyModifiers::CONTROL), 10);
        assert_eq!(state.query, "été à\u{a0}");
        state.press(KeyEvent::from(KeyCode::Home), 10);
        state.press(KeyEvent::from(KeyCode::Delete), 10);
        assert_eq!((state.query.as_str(), state.cursor, state.asks), ("té à\u{a0}", 0, true));
    }

    #[test]
    fn escape_goes_back_before_it_leaves() {
        let mut state = State { view: View::Citations, ..State::default() };
        let escape = KeyEvent::from(KeyCode::Esc);
        assert_eq!((state.press(escape, 1), state.view), (Next::Stay, View::Passage));
        assert_eq!((state.press(escape, 1), state.view), (Next::Stay, View::List));
        assert_eq!(state.press(escape, 1), Next::Leave);
        let leave = KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL);
        assert_eq!(State::default().press(leave, 1), Next::Leave);
    }

    fn any_key() -> impl Strategy<Value = KeyEvent> {
        let code = prop_oneof![
            any::<char>().prop_map(KeyCode::Char),
            prop::sample::select(vec![
                KeyCode::Enter,
                KeyCode::Backspace,
                KeyCode::Delete,
                KeyCode::Left,
                KeyCode::Right,
                KeyCode::Home,
                KeyCode::End,
                KeyCode::Up,
                KeyCode::Down,
                KeyCode::PageUp,
                KeyCode::PageDown,
                KeyCode::Tab,
            ]),
        ];
        (code, any::<bool>()).prop_map(|(code, control)| {
            KeyEvent::new(code, if control { KeyModifiers::CONTROL } else { KeyModifiers::NONE })
        })
    }

    proptest! {
        #[test]
        fn no_keys_lead_outside_the_query(keys in prop::collection::vec(any_key(), 0..60)) {
            let mut state = State::default();
            for key in keys {
                state.press(key, 10);
                prop_assert!(state.query.is_char_boundary(state.cursor));
                prop_assert_eq!(state.chosen, 0, "nothing was found");
            }
        }
    }
}
