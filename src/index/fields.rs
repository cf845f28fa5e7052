//! The schema as others may build it: names of fields and what kind of terms each holds.

use std::sync::OnceLock;

use tantivy::schema::{Field, FieldType, IndexRecordOption, Schema};

use super::schema::Fields;

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// Whole values: a document is found by all of one.
    Name,
    /// Ready-made terms, separated by spaces.
    Terms {
        /// `basic` for which documents have a term, `position` also for where.
        record: &'static str,
        /// Whether the number of terms is kept, for scores.
        lengths: bool,
    },
    /// A number to compare.
    Number,
}

/// The fields that queries read, in the order of the schema. Numbers that only spare the engine on this machine a look-up
/// (`order`, `link`, `links`) are not among them.
#[must_use]
pub fn fields() -> Vec<(String, FieldKind)> {
    let known = Fields::build().1;
    let spared = [known.order, known.link, known.links];
    let kind = |field: Field, kind: &FieldType| match kind {
        FieldType::Str(options) => {
            let indexing = options.get_indexing_options()?;
            let record = match indexing.index_option() {
                IndexRecordOption::Basic => "basic",
                _ => "position",
            };
            Some(match indexing.tokenizer() {
                "raw" => FieldKind::Name,
                _ => FieldKind::Terms { record, lengths: indexing.fieldnorms() },
            })
        }
        FieldType::U64(_) if !spared.contains(&field) => Some(FieldKind::Number),
        _ => None,
    };
    let entries = schema().fields();
    entries
        .filter_map(|(field, entry)| Some((entry.name().to_owned(), kind(field, entry.field_type())?)))
        .collect()
}

/// The name of a field of [`Fields`].
#[must_use]
pub fn field_name(field: Field) -> &'static str {
    schema().get_field_name(field)
}

fn schema() -> &'static Schema {
    static SCHEMA: OnceLock<Schema> = OnceLock::new();
    SCHEMA.get_or_init(|| Fields::build().0)
}
