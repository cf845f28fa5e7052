//! What a query could not be taken for.

use std::fmt;
use std::ops::Range;

use crate::error::Fault;

/// Something in a query that was read in spite of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Warning {
    /// A quotation mark without its partner was read as punctuation.
    UnbalancedQuote {
        /// Where it stands, in bytes.
        byte: usize,
        /// Which it is.
        mark: char,
    },
    /// A parenthesis without its partner was read as punctuation, though the query has operators.
    UnbalancedParenthesis {
        /// Where it stands, in bytes.
        byte: usize,
    },
    /// An operator with nothing on one of its sides was read as a word.
    StrayOperator {
        /// Its bytes.
        span: Range<usize>,
        /// As typed.
        word: String,
    },
    /// An operator in a query that is all capitals was read as a word.
    Capitals {
        /// Its bytes.
        span: Range<usize>,
        /// As typed.
        word: String,
    },
    /// A field's name with nothing after it was read as a word.
    EmptyField {
        /// The bytes of name and colon.
        span: Range<usize>,
        /// As typed.
        name: String,
    },
    /// A prefix of one letter was read as a word.
    ShortPrefix {
        /// Its bytes.
        span: Range<usize>,
    },
    /// More errors were allowed for than are looked for.
    TooFuzzy {
        /// The bytes of the word.
        span: Range<usize>,
        /// How many are.
        most: u8,
    },
    /// The value of a field is none; it was left out.
    BadValue {
        /// Its bytes.
        span: Range<usize>,
        /// What is wrong with it, and what would be right.
        reason: Fault,
    },
    /// No letter and no digit: there is nothing to search.
    NoWords,
    /// No passage holds the phrase; its words were searched one by one.
    PhraseNotFound {
        /// Its bytes.
        span: Range<usize>,
        /// The phrase.
        phrase: String,
    },
    /// Only the first distinct words of a very long query were searched.
    TooManyWords {
        /// How many were searched.
        searched: usize,
    },
    /// So many of the best matches were looked through, and nearly all were of articles that had given their share.
    OneArticle {
        /// How many were looked through.
        ranked: usize,
    },
}

impl Warning {
    /// The bytes of the query that it is about.
    #[must_use]
    pub fn span(&self) -> Option<Range<usize>> {
        match self {
            Self::UnbalancedQuote { byte, mark } => Some(*byte..byte + mark.len_utf8()),
            Self::UnbalancedParenthesis { byte } => Some(*byte..byte + 1),
            Self::StrayOperator { span, .. }
            | Self::Capitals { span, .. }
            | Self::EmptyField { span, .. }
            | Self::ShortPrefix { span }
            | Self::TooFuzzy { span, .. }
            | Self::BadValue { span, .. }
            | Self::PhraseNotFound { span, .. } => Some(span.clone()),
            Self::NoWords | Self::TooManyWords { .. } | Self::OneArticle { .. } => None,
        }
    }

    /// What happened, without the place.
    #[must_use]
    pub fn message(&self) -> String {
        match self {
            Self::UnbalancedQuote { mark, .. } => {
                format!("{mark} has no partner and was read as punctuation")
            }
            Self::UnbalancedParenthesis { .. } => {
                "this parenthesis has no partner and was read as punctuation".to_owned()
            }
            Self::StrayOperator { word, .. } => {
                format!("{word} has nothing to join on one of its sides and was read as a word")
            }
            Self::Capitals { word, .. } => {
                format!("all of the query is in capitals, so {word} was read as a word; + and - always work")
            }
            Self::EmptyField { name, .. } => {
                format!("nothing stands behind {name}: and it was read as a word")
            }
            Self::ShortPrefix { .. } => {
                "a prefix has two letters at least; this was read as a word".to_owned()
            }
            Self::TooFuzzy { most, .. } => format!("no more than {most} errors are looked for"),
            Self::BadValue { reason, .. } => format!("{reason}; this was left out"),
            Self::NoWords => "the query has no letter and no digit, so nothing was searched".to_owned(),
            Self::PhraseNotFound { phrase, .. } => {
                format!("no passage holds «{phrase}» as it stands; its words were searched one by one")
            }
            Self::TooManyWords { searched } => {
                format!("only the first {searched} distinct words of the query were searched")
            }
            Self::OneArticle { ranked } => {
                format!("only the best {ranked} matches were looked through for other articles")
            }
        }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.span() {
            Some(span) => write!(f, "byte {}: {}", span.start, self.message()),
            None => f.write_str(&self.message()),
        }
    }
}
