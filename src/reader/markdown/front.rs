//! Front matter: what stands in YAML between `---` at the very start of a page.

use saphyr_parser::{Event, Parser};

/// What a page says of itself.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Front {
    pub(super) title: Option<String>,
    pub(super) url: Option<String>,
    /// What is wrong with it; what stands before the error was read.
    pub(super) error: Option<String>,
    /// How many bytes it takes.
    pub(super) len: usize,
}

impl Front {
    /// The front matter of a page; nothing where it has none.
    pub(super) fn of(text: &str) -> Self {
        match span(text) {
            Some((yaml, len)) => Self { len, ..Self::read(yaml) },
            None => Self::default(),
        }
    }

    /// Takes the values of the outermost keys that are plain; aliases are not followed.
    fn read(yaml: &str) -> Self {
        let mut front = Self::default();
        let mut depth = 0_usize;
        let mut key = None;
        for event in Parser::new_from_str(yaml) {
            match event {
                Ok((Event::MappingStart(..) | Event::SequenceStart(..), _)) => {
                    depth += 1;
                    key = None;
                }
                Ok((Event::MappingEnd | Event::SequenceEnd, _)) => depth = depth.saturating_sub(1),
                Ok((Event::Scalar(value, ..), _)) if depth == 1 => match key.take() {
                    None => key = Some(value),
                    Some(key) => front.set(&key, &value),
                },
                Ok((Event::Alias(_), _)) => key = None,
                Ok(_) => {}
                Err(error) => {
                    front.error = Some(error.to_string());
                    break;
                }
            }
        }
        front
    }

    fn set(&mut self, key: &str, value: &str) {
        let field = match key {
            "title" | "titre" => &mut self.title,
            "url" | "canonical" | "permalink" => &mut self.url,
            _ => return,
        };
        if !value.trim().is_empty() {
            field.get_or_insert_with(|| value.trim().to_owned());
        }
    }
}

/// The YAML, and how many bytes it takes with its lines.
fn span(text: &str) -> Option<(&str, usize)> {
    let mut at = 0;
    for (n, line) in text.split_inclusive('\n').enumerate() {
        let bare = line.trim_end();
        match n {
            0 if bare != "---" => return None,
            0 => {}
            _ if bare == "---" || bare == "..." => {
                let start = text.find('\n')? + 1;
                return Some((text.get(start..at)?, at + line.len()));
            }
            _ => {}
        }
        at += line.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::Front;

    fn front(text: &str) -> (Option<String>, Option<String>, usize) {
        let front = Front::of(text);
        (front.title, front.url, front.len)
    }

    #[test]
    fn plain_values_of_outermost_keys() {
        let some = |text: &str| Some(text.to_owned());
        for (text, title, url) in [
            (
                "---\ntitle: Le canal\nurl: https://exemple.org\n---\n",
                some("Le canal"),
                some("https://exemple.org"),
            ),
            ("---\ntitle: \"Le « canal »\\u00a0!\"\n...\n", some("Le « canal »\u{a0}!"), None),
            ("---\ntags:\n  - title\n  - x\nauthor: {title: non}\ntitle: oui\n---\n", some("oui"), None),
            ("---\ntitle: >\n  Le canal\n  du Moulin\n---\n", some("Le canal du Moulin"), None),
            ("---\na: &a [x]\ntitle: *a\nurl: u\n---\n", None, some("u")),
            ("---\r\ntitle: Le canal\r\n---\r\n", some("Le canal"), None),
            ("---\ntitle:\n---\n", None, None),
        ] {
            assert_eq!(front(text), (title, url, text.len()), "{text:?}");
        }
    }

    #[test]
    fn what_is_no_front_matter() {
        for text in ["", "---", "---\ntitle: x\n", "a\n---\ntitle: x\n---\n", "--- \u{a0}x\n---\n"] {
            assert_eq!(front(text), (None, None, 0), "{text:?}");
        }
    }

    #[test]
    fn an_error_keeps_what_was_read_before() {
        let front = Front::of("---\ntitle: Le canal\nurl: [\n---\n");
        assert_eq!(front.title.as_deref(), Some("Le canal"));
        assert!(front.error.is_some() && front.len > 0);
    }

    #[test]
    fn aliases_are_not_expanded() {
        let bomb = (1..60).fold("a0: &a0 [x]\n".to_owned(), |yaml, n| {
            yaml + &format!("a{n}: &a{n} [*a{m}, *a{m}]\n", m = n - 1)
        });
        assert_eq!(
            Front::of(&format!("---\n{bomb}title: Le canal\n---\n")).title.as_deref(),
            Some("Le canal")
        );
    }
}
