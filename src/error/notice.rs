//! What a person should know of a source that was read all the same.

use serde::{Serialize, Serializer};

/// Something odd about a source, or about a page of it. In JSON it is what it says in English.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {}{oddity}", title.as_ref().map(|title| format!("« {title} »: ")).unwrap_or_default())]
pub struct Notice {
    /// The source, as it was named.
    pub path: String,
    /// Of the page, where it is about one of several.
    pub title: Option<String>,
    /// What is odd.
    pub oddity: Oddity,
}

impl Serialize for Notice {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// What is odd about a source that was read all the same, and how it was read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Oddity {
    /// Bytes that are no UTF-8 and no UTF-16.
    #[error("read as windows-1252")]
    Windows1252,
    /// Rows of a JSONL file without a word.
    #[error("{count} rows have an empty text")]
    EmptyRows {
        /// How many.
        count: u64,
    },
    /// An article that has the id of another.
    #[error("another article is called {wanted}; this one is {given}")]
    SameName {
        /// The id of the first.
        wanted: String,
        /// The id that this one has instead.
        given: String,
    },
    /// A dump whose header is not believed.
    #[error("its header names no French wiki («{language}», {base}); its pages are read, and get no address")]
    NoFrenchWiki {
        /// As the header gives it.
        language: String,
        /// The main page's address, as the header gives it.
        base: String,
    },
    /// A page of a dump that is too long.
    #[error("it is longer than a page may be; only its first {read} bytes were read")]
    PageTooLong {
        /// Bytes.
        read: usize,
    },
    /// A file that is too long for one page.
    #[error("only the first {read} bytes were read")]
    FileTooLong {
        /// Bytes.
        read: u64,
    },
    /// The last page of a dump that ends early.
    #[error("the dump breaks off in it; {read} bytes were read")]
    BreaksOff {
        /// Bytes.
        read: usize,
    },
    /// Elements where a dump has text.
    #[error("there are elements within its text; what they hold is left out")]
    ElementsInText,
    /// `&…;` that XML does not know.
    #[error("{name} is no entity of XML; it is kept as it is written")]
    UnknownEntity {
        /// The first of them, as it is written.
        name: String,
    },
    /// HTML within HTML within HTML ….
    #[error("elements nest deeper than {most}; those are read as if they did not")]
    ElementsTooDeep {
        /// The deepest that are told apart.
        most: usize,
    },
    /// `&…;` that HTML does not know.
    #[error(
        "{count} character references name no character, the first one near byte {byte}; they are left as they are"
    )]
    BadCharacters {
        /// How many.
        count: usize,
        /// Of the first.
        byte: usize,
    },
    /// The YAML above a Markdown page.
    #[error("its front matter is no YAML: {said}; put a value with such signs in quotation marks")]
    FrontMatter {
        /// By the parser, in English.
        said: String,
    },
    /// Templates and tables within each other.
    #[error("signs nest too deep at byte {byte}: what is further inside is read as text")]
    SignsTooDeep {
        /// Of the page's text.
        byte: usize,
    },
    /// `<ref name="…" />` that no note answers.
    #[error("references that are used and have no text: {}", names.join(", "))]
    NotesWithoutText {
        /// Of the references.
        names: Vec<String>,
    },
    /// Notes in a list that no marker leads to.
    #[error("references in the list that nothing uses: {}", names.join(", "))]
    NotesUnused {
        /// Of the references.
        names: Vec<String>,
    },
}
