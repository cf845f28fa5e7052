//! What is wrong with what a file holds.

use std::fmt;

/// Why a row, a page, a line or a packed file cannot be taken for what it should be. What a library said of it stands in
/// `said`, in English.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    /// A row that is too long to be held.
    #[error("the row is longer than {most} bytes")]
    RowTooLong {
        /// The longest that is taken, in bytes.
        most: usize,
    },
    /// A row in another encoding.
    #[error("invalid UTF-8 at byte {byte} of the row")]
    RowNotUtf8 {
        /// The first that is wrong, from 0.
        byte: usize,
    },
    /// A row that does not parse.
    #[error("no JSON: {said}")]
    NoJson {
        /// By the parser.
        said: String,
    },
    /// A row that is a number, a list ….
    #[error("the row is no JSON object")]
    NoObject,
    /// A row without a field that every row has.
    #[error("the field \"{name}\" is missing")]
    FieldMissing {
        /// Its name.
        name: &'static str,
    },
    /// A row whose id names nothing.
    #[error("the field \"_id\" is empty")]
    IdEmpty,
    /// A row whose id is no name.
    #[error("the field \"_id\" is {found}, not a string or an integer")]
    IdKind {
        /// What it is.
        found: JsonKind,
    },
    /// A field that is no text.
    #[error("the field \"{name}\" is {found}, not a string")]
    FieldKind {
        /// Its name.
        name: &'static str,
        /// What it is.
        found: JsonKind,
    },
    /// A page that cannot be called anything.
    #[error("it has no title, or none of less than 1024 bytes")]
    PageUntitled,
    /// A page in another encoding.
    #[error("invalid UTF-8 at byte {byte} of its text")]
    TextNotUtf8 {
        /// The first that is wrong, from 0.
        byte: usize,
    },
    /// A document type, which could declare anything.
    #[error("a document type; no dump has one, and its declarations are refused")]
    DocType,
    /// Elements in elements in elements.
    #[error("elements are nested more than {most} deep")]
    TooDeep {
        /// As deep as is followed.
        most: usize,
    },
    /// No dump at all.
    #[error("there is no <mediawiki> in it")]
    NoRoot,
    /// XML of another kind.
    #[error("its root is not <mediawiki>")]
    OtherRoot,
    /// A dump that was cut.
    #[error("the file ends before </mediawiki>")]
    DumpEndsEarly,
    /// XML that does not parse.
    #[error("{said}")]
    Markup {
        /// By the parser.
        said: String,
    },
    /// A packed file that was cut.
    #[error("the file ends too early")]
    PackedEndsEarly,
    /// A packed file that is damaged.
    #[error("{said}")]
    Packed {
        /// By the decoder.
        said: String,
    },
    /// A file of topics without one.
    #[error("the file holds no topic")]
    NoTopics,
    /// A file of judgements without one.
    #[error("the file holds no judgement")]
    NoJudgements,
    /// A topic that came before.
    #[error("topic «{id}» stands on line {line} already")]
    TopicTwice {
        /// Its id.
        id: String,
        /// From 1.
        line: u64,
    },
    /// A line that is no topic.
    #[error("no object with the strings \"_id\" and \"text\": {said}")]
    NoTopicObject {
        /// By the parser.
        said: String,
    },
    /// A line that is no topic.
    #[error("no tab between id and text")]
    NoTab,
    /// A topic that cannot be judged.
    #[error("a topic without id")]
    TopicUnnamed,
    /// A line that is no judgement.
    #[error(
        "no judgement: query-id, corpus-id, score with tabs between, or topic, iteration, document, grade"
    )]
    NoJudgement,
    /// A grade that is none.
    #[error("«{typed}» is no whole number")]
    NoGrade {
        /// As it stands.
        typed: String,
    },
    /// Two grades for one document.
    #[error("document «{document}» is judged twice for topic «{topic}»")]
    JudgedTwice {
        /// Its id.
        document: String,
        /// Its id.
        topic: String,
    },
    /// A document with two places in a ranking.
    #[error("document «{document}» occurs twice for topic «{topic}»")]
    RankedTwice {
        /// Its id.
        document: String,
        /// Its id.
        topic: String,
    },
    /// A line that is not of a run.
    #[error("{found} columns, not the six of a TREC run")]
    Columns {
        /// How many.
        found: usize,
    },
    /// A score that is none.
    #[error("the score «{typed}» is no finite number")]
    NoScore {
        /// As it stands.
        typed: String,
    },
    /// A setting that there is not, or a value of another kind.
    #[error("{said}")]
    Setting {
        /// By the parser.
        said: String,
    },
}

/// What a JSON value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JsonKind {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean,
    /// Any.
    Number,
    /// Text.
    String,
    /// A list.
    Array,
    /// Names and values.
    Object,
}

impl fmt::Display for JsonKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Null => "null",
            Self::Boolean => "a boolean",
            Self::Number => "a number",
            Self::String => "a string",
            Self::Array => "an array",
            Self::Object => "an object",
        })
    }
}
