//! Text to terms: the French chain.

/// One word of a text with its terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token<'a> {
    /// The bytes of the text that the word stands in: what a highlight covers.
    pub span: std::ops::Range<usize>,
    /// Its place among the words of the text, from 0.
    pub position: u32,
    /// The word folded: lower case, no accents. Never empty, no white space, at most 254 bytes.
    pub form: &'a str,
    /// The form stemmed: the dictionary term. Same bounds.
    pub stem: &'a str,
}
