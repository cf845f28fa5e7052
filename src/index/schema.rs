//! What a document of the index is made of.

use tantivy::schema::{
    BytesOptions, FAST, Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};

use crate::document::{label_key, slug};

/// tantivy's tokenizer for fields whose terms come ready-made, separated by spaces.
const READY_MADE: &str = "whitespace";

/// The fields of a document, passage or reference, and which query reads each.
#[derive(Debug, Clone, Copy)]
pub struct Fields {
    /// The source's identity: a changed file's documents are found by it, and its order is document order.
    pub source: Field,
    /// The article's id: `--in`, and everything that is answered article by article.
    pub article: Field,
    /// The article's title and id; see [`title_term`]. A document that holds this and `source` alone is a redirect,
    /// another title of the article.
    pub title: Field,
    /// The passage's key, without its article.
    pub key: Field,
    /// Stems of title, headings and text, with positions: the candidates of every search.
    pub terms: Field,
    /// Stems of the section's headings: `--section`.
    pub section: Field,
    /// Label keys of a passage's markers, one occurrence a marker.
    pub cites: Field,
    /// Article and label of a reference; see [`label_term`].
    pub label: Field,
    /// Stems of a reference: `--kind reference`. Apart from `terms`, so that no statistic of passages holds them.
    pub reference_terms: Field,
    /// Where a document stands in its source: first byte, then ordinal. Passages first, then references.
    pub order: Field,
    /// A [`StoredPassage`](super::StoredPassage), serialised.
    pub passage: Field,
    /// A [`StoredReference`](super::StoredReference), serialised.
    pub reference: Field,
    /// A passage's words, on their way to its [`Forward`](super::Forward) form; neither indexed nor stored.
    pub words: Field,
}

impl Fields {
    /// The schema and its fields; the same at each call, in the same order.
    pub(super) fn build() -> (Schema, Self) {
        let mut schema = Schema::builder();
        let fields = Self {
            source: schema.add_text_field("source", STRING | FAST),
            article: schema.add_text_field("article", STRING),
            title: schema.add_text_field("title", STRING),
            key: schema.add_text_field("key", STRING),
            terms: schema.add_text_field("terms", ready_made(IndexRecordOption::WithFreqsAndPositions, true)),
            section: schema.add_text_field("section", ready_made(IndexRecordOption::Basic, false)),
            cites: schema.add_text_field("cites", STRING),
            label: schema.add_text_field("label", STRING),
            reference_terms: schema
                .add_text_field("reference_terms", ready_made(IndexRecordOption::WithFreqs, true)),
            order: schema.add_u64_field("order", FAST),
            passage: schema.add_bytes_field("passage", BytesOptions::from(STORED)),
            reference: schema.add_bytes_field("reference", BytesOptions::from(STORED)),
            words: schema.add_custom_field("words", "words", serde_json::Value::Null),
        };
        (schema.build(), fields)
    }
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

/// The least `order` of a reference; passages stand below it.
pub const REFERENCES_FROM: u64 = 1 << 63;

/// Where a passage stands in its source, as one number: the source's byte (39 bits, half a terabyte), then the
/// ordinal (24 bits). Larger values stay at the limit, where order is no longer told.
pub(super) fn passage_order(start: usize, ordinal: u32) -> u64 {
    (start as u64).min((1 << 39) - 1) << 24 | u64::from(ordinal).min((1 << 24) - 1)
}

/// References stand behind all passages of their source.
pub(super) fn reference_order(ordinal: u32) -> u64 {
    REFERENCES_FROM + u64::from(ordinal)
}

#[cfg(test)]
mod tests {
    use super::{label_term, passage_order, reference_order};

    #[test]
    fn a_label_is_found_however_it_is_written() {
        assert_eq!(label_term("a", "Note\u{a0}2"), label_term("a", "note 2"));
        assert_ne!(label_term("a", "1"), label_term("b", "1"));
    }

    #[test]
    fn order_is_that_of_the_source() {
        assert!(passage_order(0, 1) < passage_order(0, 2));
        assert!(passage_order(0, 9) < passage_order(1, 0));
        assert!(passage_order(usize::MAX, u32::MAX) < reference_order(0));
        assert!(reference_order(0) < reference_order(1));
    }
}
