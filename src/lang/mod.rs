//! The two languages of messages.
//!
//! A message is a pair, its French and its English side by side where it is said, so that the compiler holds both: with a
//! catalogue of ids (Fluent, gettext) a missing message is only found when it is shown. Flags, JSON keys and error codes are not messages.

mod cluster;
pub mod errors;
mod flaws;
pub mod notices;
mod reasons;
pub mod warnings;

use std::env;
use std::time::Duration;

use serde::Deserialize;

/// The language of what people read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// French.
    Fr,
    /// English, also where the system's language is neither.
    #[default]
    En,
}

/// A message with values in it, in the language of `$lang`.
macro_rules! say {
    ($lang:expr, $french:literal, $english:literal $(, $value:expr)* $(,)?) => {
        match $lang {
            $crate::lang::Lang::Fr => format!($french $(, $value)*),
            $crate::lang::Lang::En => format!($english $(, $value)*),
        }
    };
}
pub(crate) use say;

impl Lang {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Fr, Self::En];

    /// The code of the language (ISO 639-1), as flags, settings and pages have it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Fr => "fr",
            Self::En => "en",
        }
    }

    /// The language of that code, in small letters or capitals.
    #[must_use]
    pub fn named(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lang| lang.code().eq_ignore_ascii_case(code))
    }

    /// What the environment asks for: the first of these variables that is set decides (POSIX, *Environment
    /// Variables*, 8.2).
    #[must_use]
    pub fn of_environment() -> Self {
        let set = |name| env::var(name).ok().filter(|value| !value.is_empty());
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set).unwrap_or_default();
        let language = locale.split(['_', '.', '@', '-']).next().unwrap_or_default();
        if language.eq_ignore_ascii_case("fr") { Self::Fr } else { Self::En }
    }

    /// As `--lang` has it, wherever it stands, else `ALINEA_LANG`, else the environment: what is known before the command line is
    /// parsed.
    #[must_use]
    pub fn of_command_line() -> Self {
        let mut words = env::args_os().map(|word| word.to_string_lossy().into_owned());
        let flag = words.find_map(|word| match word.strip_prefix("--lang") {
            Some("") => Some(None),
            Some(value) => value.strip_prefix('=').map(|value| Some(value.to_owned())),
            None => None,
        });
        let flag = flag.and_then(|value| value.or_else(|| words.next()));
        let said = flag.or_else(|| env::var("ALINEA_LANG").ok());
        said.and_then(|said| Self::named(&said)).unwrap_or_else(Self::of_environment)
    }

    /// One of two words.
    #[must_use]
    pub fn of(self, french: &'static str, english: &'static str) -> &'static str {
        match self {
            Self::Fr => french,
            Self::En => english,
        }
    }

    /// A whole number in groups of three: narrow no-break spaces between them in French, commas in English.
    #[must_use]
    pub fn number(self, value: u64) -> String {
        let digits = value.to_string();
        let mut text = String::new();
        for (place, digit) in digits.char_indices() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                text.push_str(self.of("\u{202f}", ","));
            }
            text.push(digit);
        }
        text
    }

    /// A number with what it counts. French has the singular up to one, English for one alone.
    #[must_use]
    pub fn count(self, value: u64, french: &'static str, english: &'static str) -> String {
        let plural = match self {
            Self::Fr => value > 1,
            Self::En => value != 1,
        };
        format!("{} {}{}", self.number(value), self.of(french, english), if plural { "s" } else { "" })
    }

    /// A decimal number.
    #[must_use]
    pub fn decimal(self, value: f64, digits: usize) -> String {
        let text = format!("{value:.digits$}");
        match self {
            Self::Fr => text.replace('.', ","),
            Self::En => text,
        }
    }

    /// A duration, to a tenth of a millisecond.
    #[must_use]
    pub fn milliseconds(self, duration: Duration) -> String {
        format!("{} ms", self.decimal(duration.as_secs_f64() * 1000.0, 1))
    }
}

#[cfg(test)]
mod tests {
    use super::Lang::{En, Fr};

    #[test]
    fn numbers_as_each_language_writes_them() {
        let numbers = [7, 1200, 1_234_567];
        assert_eq!(numbers.map(|n| Fr.number(n)), ["7", "1\u{202f}200", "1\u{202f}234\u{202f}567"]);
        assert_eq!(numbers.map(|n| En.number(n)), ["7", "1,200", "1,234,567"]);
        assert_eq!([0, 1, 2].map(|n| Fr.count(n, "mot", "word")), ["0 mot", "1 mot", "2 mots"]);
        assert_eq!([0, 1, 2].map(|n| En.count(n, "mot", "word")), ["0 words", "1 word", "2 words"]);
        assert_eq!([Fr.decimal(1.25, 1), En.decimal(1.25, 1)], ["1,2", "1.2"]);
    }
}
