//! What ranking is given: plain numbers and word ids, from an index or from a cluster alike.

/// The collection that the passages stand in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Collection {
    /// How many passages it has.
    pub passages: u64,
    /// Words of a passage on average, title and headings included.
    pub mean_length: f32,
    /// Words of a passage's title on average.
    pub mean_title: f32,
    /// How many sentences its passages have.
    pub sentences: u64,
    /// Words of a sentence on average.
    pub mean_sentence: f32,
}

/// A query with the statistics of its words.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RankQuery<'q> {
    /// The words that are searched, after repair, in the order typed; alternatives follow one another.
    pub searched: Vec<SearchedWord<'q>>,
    /// The words as they were typed.
    pub typed: Vec<TypedWord<'q>>,
}

/// A word that is searched. Document frequencies are those of passages, and 0 where no passage has the word.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SearchedWord<'q> {
    /// Lower case, accents kept.
    pub spelling: &'q str,
    /// Folded.
    pub form: &'q str,
    /// Stemmed.
    pub stem: &'q str,
    /// How much a match counts; 1 for an ordinary word.
    pub weight: f32,
    /// Passages that have the form.
    pub form_df: u64,
    /// Passages that have the stem.
    pub stem_df: u64,
    /// The sum of the document frequencies of all forms that begin with [`prefix`](super::prefix) of this one; of
    /// a form that is shorter than a prefix, its own.
    pub prefix_df: u64,
}

/// A word as typed, for the comparison by letters.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TypedWord<'q> {
    /// Folded.
    pub form: &'q str,
    /// As of [`SearchedWord`].
    pub weight: f32,
    /// Whether some passage has the form.
    pub known: bool,
    /// For each of [`grams`](crate::index::grams) of the form, in order, the sum of the document frequencies of all forms
    /// that hold it.
    pub gram_dfs: Vec<u64>,
}

/// The words of a passage, as the numbers that [`Ranker::meet`](super::Ranker::meet) gave them.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct CandidateWords<'a> {
    /// Those of the article's title.
    pub title: &'a [u32],
    /// Those of the headings above the passage.
    pub headings: &'a [u32],
    /// Those of the passage.
    pub text: &'a [u32],
    /// For each sentence how many words of the text end with it, ascending.
    pub sentence_ends: &'a [u32],
}
