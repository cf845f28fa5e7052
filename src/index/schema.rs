//! What a document of the index is made of.

use tantivy::schema::{FAST, Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};

use xxhash_rust::xxh3::xxh3_64;

use super::tokens::READY_MADE;
use crate::document::{Form, Passage, label_key, slug};

/// tantivy's tokenizer for terms that are one value whole.
const RAW: &str = "raw";

/// The fields of a document, passage or reference, and which query reads each.
#[derive(Debug, Clone, Copy)]
pub struct Fields {
    /// The source's identity: a changed file's documents are found by it, and its order is document order.
    pub source: Field,
    /// The article's id: `--in`, and everything that is answered article by article.
    pub article: Field,
    /// The article's title and id; see [`title_term`]. A document that holds this without `article` is a
    /// redirect, another title of the article.
    pub title: Field,
    /// The passage's key, without its article.
    pub key: Field,
    /// Stems of title, headings and text: the candidates of every search. Where they stand, the forward form says. Made of a
    /// document's words, so that no document has a value of it.
    pub terms: Field,
    /// Stems of the section's headings: `--section`.
    pub section: Field,
    /// Label and article of each of a passage's markers; see [`cites_term`]: `cite 4`, and the way back from a
    /// reference to the passages that cite it.
    pub cites: Field,
    /// The same as numbers, to look through all of them; see [`link`].
    pub links: Field,
    /// Which of [`Trait`] a passage has, and its form as [`form_term`]: `--cited`, `--uncited`, `cite --unsourced`,
    /// `form:`. A term of its own for a redirect.
    pub traits: Field,
    /// Stems of a passage's quotes, with positions: `guillemets:`, and the candidates of `quote`.
    pub quoted: Field,
    /// Article and label of a reference; see [`label_term`].
    pub label: Field,
    /// The same as a number; see [`link`].
    pub link: Field,
    /// What names a reference's source exactly: domains, ISBN, DOI; see [`source_keys`](super::source_keys).
    pub source_key: Field,
    /// Stems of a reference without its title, with positions: a source that is asked for by name.
    pub source_name: Field,
    /// The year of a reference's date.
    pub year: Field,
    /// Stems of a reference: `--kind reference`. Apart from `terms`, so that no statistic of passages holds them.
    pub reference_terms: Field,
    /// Where a document stands in its source: first byte, then ordinal. Passages first, then references.
    pub order: Field,
}

impl Fields {
    /// The fields.
    #[must_use]
    pub fn known() -> Self {
        Self::build().1
    }

    /// The fields that name articles and passages: at most one value a document, most of them its own. tantivy is shown
    /// none of them; see [`inverted`](super::inverted).
    pub(super) fn names(&self) -> [Field; 3] {
        [self.article, self.title, self.key]
    }

    /// The schema and its fields; the same at each call, in the same order.
    pub(super) fn build() -> (Schema, Self) {
        let mut schema = Schema::builder();
        let fields = Self {
            source: schema.add_text_field("source", exact().set_fast(RAW)),
            article: schema.add_text_field("article", exact()),
            title: schema.add_text_field("title", exact()),
            key: schema.add_text_field("key", exact()),
            terms: schema.add_text_field("terms", ready_made(IndexRecordOption::WithFreqs, true)),
            section: schema.add_text_field("section", ready_made(IndexRecordOption::Basic, false)),
            cites: schema.add_text_field("cites", exact()),
            links: schema.add_u64_field("links", FAST),
            traits: schema.add_text_field("traits", exact()),
            quoted: schema
                .add_text_field("quoted", ready_made(IndexRecordOption::WithFreqsAndPositions, true)),
            label: schema.add_text_field("label", exact().set_fast(RAW)),
            link: schema.add_u64_field("link", FAST),
            source_key: schema.add_text_field("source_key", exact()),
            source_name: schema
                .add_text_field("source_name", ready_made(IndexRecordOption::WithFreqsAndPositions, false)),
            year: schema.add_u64_field("year", FAST),
            reference_terms: schema
                .add_text_field("reference_terms", ready_made(IndexRecordOption::WithFreqs, true)),
            order: schema.add_u64_field("order", FAST),
        };
        (schema.build(), fields)
    }
}

/// One term, as it is. Its length says nothing, so none is kept.
fn exact() -> TextOptions {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(RAW)
        .set_index_option(IndexRecordOption::Basic)
        .set_fieldnorms(false);
    TextOptions::default().set_indexing_options(indexing)
}

fn ready_made(record: IndexRecordOption, lengths: bool) -> TextOptions {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(READY_MADE)
        .set_index_option(record)
        .set_fieldnorms(lengths);
    TextOptions::default().set_indexing_options(indexing)
}

/// The term under which an article is found by its title: the title's slug, a separator that no slug holds, the
/// article's id. With an empty id, what all terms of that title begin with.
#[must_use]
pub fn title_term(title: &str, article: &str) -> String {
    format!("{}\u{1f}{article}", slug(title))
}

/// The one term under which a reference is found: its article, a separator that no id holds, its label's key.
#[must_use]
pub fn label_term(article: &str, label: &str) -> String {
    format!("{article}\u{1f}{}", label_key(label))
}

/// The term under which the passages of an article are found that cite a label: the label's key, the separator,
/// the article, so that all articles with a label stand together.
#[must_use]
pub fn cites_term(article: &str, label: &str) -> String {
    format!("{}\u{1f}{article}", label_key(label))
}

/// The [`cites_term`] of the passages that cite the reference with this [`label_term`].
#[must_use]
pub fn citing_term(label_term: &str) -> String {
    label_term.rsplit_once('\u{1f}').map_or_else(String::new, |(article, key)| cites_term(article, key))
}

/// A label of an article as a number, by which references and the passages that cite them meet. That any two of a
/// million labels share one has a probability of 3·10⁻⁸ (n²/2⁶⁵).
#[must_use]
pub fn link(article: &str, label: &str) -> u64 {
    xxh3_64(label_term(article, label).as_bytes())
}

/// The term of all passages of a form, among their traits.
#[must_use]
pub fn form_term(form: Form) -> &'static str {
    match form {
        Form::Paragraph => "form:paragraph",
        Form::ListItem => "form:list_item",
        Form::Quote => "form:quote",
        Form::Caption => "form:caption",
        Form::TableRow => "form:table_row",
        Form::Definition => "form:definition",
        Form::Infobox => "form:infobox",
    }
}

/// The term of all redirects among the traits: whether an index has any.
pub const REDIRECT: &str = "redirect";

/// What a passage is asked for besides its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trait {
    /// It has a citation marker.
    Cites,
    /// It holds a quote.
    Quotes,
    /// An editor wants a source for it.
    WantsSource,
}

impl Trait {
    /// Its term.
    #[must_use]
    pub fn term(self) -> &'static str {
        match self {
            Self::Cites => "cites",
            Self::Quotes => "quotes",
            Self::WantsSource => "wants_source",
        }
    }

    /// Those that `passage` has.
    pub fn of(passage: &Passage) -> impl Iterator<Item = Self> {
        [
            (Self::Cites, !passage.markers.is_empty()),
            (Self::Quotes, !passage.quotes.is_empty()),
            (Self::WantsSource, !passage.wants_source.is_empty()),
        ]
        .into_iter()
        .filter_map(|(given, has)| has.then_some(given))
    }
}

/// The least `order` of a reference; passages stand below it.
pub const REFERENCES_FROM: u64 = 1 << 63;

/// Where a passage stands in its source, as one number: the source's byte (39 bits, half a terabyte), then the
/// ordinal (24 bits). Larger values stay at the limit, where order is no longer told.
pub(super) fn passage_order(start: usize, ordinal: u32) -> u64 {
    (start as u64).min((1 << 39) - 1) << 24 | u64::from(ordinal).min((1 << 24) - 1)
}

/// References stand behind all passages of their source, those of an article together in their order. Where a source has
/// several articles, their ids decide by a hash (39 bits), so that no index and no thread orders them in another way.
pub(super) fn reference_order(article: &str, ordinal: u32) -> u64 {
    REFERENCES_FROM | xxh3_64(article.as_bytes()) >> 25 << 24 | u64::from(ordinal).min((1 << 24) - 1)
}

#[cfg(test)]
mod tests {
    use super::{cites_term, citing_term, label_term, passage_order, reference_order};

    #[test]
    fn a_label_is_found_however_it_is_written() {
        assert_eq!(label_term("a", "Note\u{a0}2"), label_term("a", "note 2"));
        assert_ne!(label_term("a", "1"), label_term("b", "1"));
    }

    #[test]
    fn a_reference_leads_to_its_passages() {
        assert_eq!(citing_term(&label_term("a", "Note 2")), cites_term("a", "note 2"));
    }

    #[test]
    fn order_is_that_of_the_source() {
        assert!(passage_order(0, 1) < passage_order(0, 2));
        assert!(passage_order(0, 9) < passage_order(1, 0));
        for article in ["pain", "vin"] {
            assert!(passage_order(usize::MAX, u32::MAX) < reference_order(article, 0));
            assert!(reference_order(article, 0) < reference_order(article, 1));
        }
        let between = reference_order("pain", 0)..reference_order("pain", u32::MAX);
        assert!(!between.contains(&reference_order("vin", 7)), "articles do not mix");
    }
}
