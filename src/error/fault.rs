//! What is wrong with a value that a person typed.

/// Why a value is none of its kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// No letter and no digit.
    #[error("a source is a domain, a name, an ISBN, a DOI or a range of years")]
    Empty,
    /// The last year comes before the first.
    #[error("the range of years begins with {first} and ends before, with {last}")]
    YearsReversed {
        /// As typed.
        first: u16,
        /// As typed.
        last: u16,
    },
    /// Almost a range of years.
    #[error("a year has four digits: 2019, 2019-2020, 2019.. or ..2020")]
    YearDigits,
    /// No year where one must be.
    #[error("«{typed}» is no year: 2019, 2019..2020, 2019.. or ..2020")]
    NoYear {
        /// As typed.
        typed: String,
    },
    /// An ISBN with its number of digits, and another sum of them.
    #[error("the check digit of this ISBN is wrong")]
    IsbnCheck,
    /// An ISBN of another length.
    #[error("an ISBN has 10 or 13 digits, not {digits}")]
    IsbnDigits {
        /// How many it has.
        digits: usize,
    },
    /// Not a name of a passage's form.
    #[error("«{typed}» is no form: {names}")]
    NoForm {
        /// As typed.
        typed: String,
        /// Those that there are.
        names: String,
    },
    /// Not a name of a kind.
    #[error("«{typed}» is no kind: {names}")]
    NoKind {
        /// As typed.
        typed: String,
        /// Those that there are.
        names: String,
    },
    /// A kind where it cannot hold for all of the query.
    #[error("kind: holds for the whole query and stands once, beside the rest")]
    KindElsewhere,
}
