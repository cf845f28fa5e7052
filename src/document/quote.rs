//! Words that the text gives as somebody's own.

use serde::{Deserialize, Serialize};

use super::Span;

/// What stands between « », or in a quotation block.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// Its words in the passage's text, without guillemets and the spaces inside them.
    pub span: Span,
    /// Who said it, where the sentence tells; never guessed.
    pub speaker: Option<String>,
    /// The word of its sentence that says that somebody speaks, `déclare` or `selon`.
    pub verb: Option<String>,
    /// The labels of the next group of markers in its sentence.
    pub labels: Vec<String>,
}
