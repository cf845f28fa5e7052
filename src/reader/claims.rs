//! Groups of citation markers, and the words that each vouches for.

use crate::analysis::brackets::Bracket;
use crate::analysis::sentence::sentences;
use crate::document::{CitationMarker, Span};

/// The sentences of a passage that have words (brackets are none).
pub(super) struct Sentences {
    spans: Vec<Span>,
    /// Where the words of each begin.
    first_words: Vec<usize>,
}

impl Sentences {
    /// `brackets` in text order.
    pub(super) fn new(text: &str, brackets: &[Bracket]) -> Self {
        let worded = |span: Span| first_word(text, &span, brackets).map(|word| (span, word));
        let (spans, first_words) = sentences(text).into_iter().filter_map(worded).unzip();
        Self { spans, first_words }
    }

    /// The sentence that the words before `at` belong to: the last one with a word before it, so that what follows
    /// the final punctuation belongs to the sentence that it closes.
    pub(super) fn before(&self, at: usize) -> Option<usize> {
        self.first_words.partition_point(|word| *word < at).checked_sub(1)
    }

    /// The sentence that the byte `at` stands in.
    pub(super) fn holding(&self, at: usize) -> Option<usize> {
        self.spans.partition_point(|span| span.start <= at).checked_sub(1)
    }

    pub(super) fn span(&self, sentence: usize) -> Span {
        self.spans[sentence].clone()
    }
}

fn first_word(text: &str, span: &Span, brackets: &[Bracket]) -> Option<usize> {
    let mut at = span.start;
    let first = brackets.partition_point(|bracket| bracket.span.end <= span.start);
    for bracket in brackets[first..].iter().take_while(|bracket| bracket.span.start < span.end) {
        let word = letter(text, at..bracket.span.start.max(at));
        if word.is_some() {
            return word;
        }
        at = bracket.span.end;
    }
    letter(text, at..span.end.max(at))
}

fn letter(text: &str, span: Span) -> Option<usize> {
    text[span.clone()].find(char::is_alphanumeric).map(|at| span.start + at)
}

/// Whether brackets with this between them stand together: nothing, a comma, spaces.
pub(super) fn joins(between: &str) -> bool {
    between.trim().is_empty() || matches!(between.trim(), "," | ";")
}

/// The groups of markers of a passage.
pub(super) struct Groups {
    brackets: Vec<Bracket>,
    groups: Vec<Group>,
}

struct Group {
    /// From its first bracket to its last.
    span: Span,
    /// Which brackets.
    brackets: Span,
    /// The sentence whose words it vouches for.
    sentence: Option<usize>,
    claim: Span,
}

impl Groups {
    /// `brackets` are those of `text`, in its order. An editorial bracket next to a marker belongs to its group,
    /// because it is no word that a source could vouch for; it is no marker itself.
    pub(super) fn new(text: &str, brackets: Vec<Bracket>, sentences: &Sentences) -> Self {
        let mut groups: Vec<Group> = Vec::new();
        let mut first = 0;
        while first < brackets.len() {
            let end = run_end(text, &brackets, first);
            if brackets[first..end].iter().any(|bracket| !bracket.labels.is_empty()) {
                let span = brackets[first].span.start..brackets[end - 1].span.end;
                let sentence = sentences.before(span.start);
                let claim = claim(text, groups.last(), &span, sentence.map(|i| (i, sentences.span(i))));
                groups.push(Group { span, brackets: first..end, sentence, claim });
            }
            first = end;
        }
        Self { brackets, groups }
    }

    /// Every marker with its claim, in text order.
    pub(super) fn markers(&self) -> Vec<CitationMarker> {
        let of_group = |group: &Group| {
            let claim = group.claim.clone();
            self.brackets[group.brackets.clone()].iter().filter(|bracket| !bracket.labels.is_empty()).map(
                move |bracket| CitationMarker {
                    span: bracket.span.clone(),
                    labels: bracket.labels.clone(),
                    claim: claim.clone(),
                },
            )
        };
        self.groups.iter().flat_map(of_group).collect()
    }

    /// The labels of the next group after the quote, if it vouches for words of the quote's sentence; else those
    /// of a group that ends the quote.
    pub(super) fn labels_of_quote(&self, quote: &Span, sentences: &Sentences) -> Vec<String> {
        let next = self.groups.partition_point(|group| group.span.start < quote.end);
        let sentence = sentences.before(quote.end);
        let after = self.groups.get(next).filter(|group| group.sentence == sentence);
        let inside = || self.groups[..next].last().filter(|group| group.span.end == quote.end);
        after.or_else(inside).map_or_else(Vec::new, |group| self.labels(group))
    }

    fn labels(&self, group: &Group) -> Vec<String> {
        self.brackets[group.brackets.clone()]
            .iter()
            .flat_map(|bracket| bracket.labels.iter().cloned())
            .collect()
    }
}

/// The end of the run of brackets that begins with the one numbered `first`.
fn run_end(text: &str, brackets: &[Bracket], first: usize) -> usize {
    let joined = |pair: &&[Bracket]| joins(&text[pair[0].span.end..pair[1].span.start]);
    first + 1 + brackets[first..].windows(2).take_while(joined).count()
}

/// From the previous group or the start of the sentence to the group; the whole sentence when no word stands
/// between the two groups (a marker after the final punctuation). Trimmed.
fn claim(text: &str, previous: Option<&Group>, group: &Span, sentence: Option<(usize, Span)>) -> Span {
    let Some((sentence, span)) = sentence else { return group.start..group.start };
    let start = previous
        .filter(|previous| previous.sentence == Some(sentence))
        .map(|previous| previous.span.end)
        .filter(|end| letter(text, *end..group.start).is_some())
        .unwrap_or(span.start);
    trimmed(text, start..group.start)
}

/// The span without white space at its ends.
pub(super) fn trimmed(text: &str, span: Span) -> Span {
    let inside = &text[span.clone()];
    let start = span.start + (inside.len() - inside.trim_start().len());
    start..start + inside.trim().len()
}
