//! The names of fields.

/// What a query may be narrowed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// Words of the article's title.
    Title,
    /// Words of the headings above the passage.
    Section,
    /// Words of the passage's quotes.
    Quoted,
    /// An article: id, title or the beginning of an id.
    Article,
    /// A label that the passage cites.
    Cite,
    /// What names a source that the passage cites: domain, newspaper, ISBN, DOI.
    Source,
    /// A name in the source that the passage cites.
    Author,
    /// The years of the sources that the passage cites.
    Date,
    /// What a passage was in its page.
    Form,
    /// Passages or references.
    Kind,
}

/// As typed, in French and in English, without accents and in lower case.
const NAMES: [(&str, Field); 16] = [
    ("titre", Field::Title),
    ("title", Field::Title),
    ("section", Field::Section),
    ("guillemets", Field::Quoted),
    ("citation", Field::Quoted),
    ("quote", Field::Quoted),
    ("article", Field::Article),
    ("cite", Field::Cite),
    ("source", Field::Source),
    ("auteur", Field::Author),
    ("author", Field::Author),
    ("date", Field::Date),
    ("forme", Field::Form),
    ("form", Field::Form),
    ("genre", Field::Kind),
    ("kind", Field::Kind),
];

/// The longest of the names.
pub(super) const MAX_NAME: usize = 10;

impl Field {
    /// The field that `name` means, in any case.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let known = NAMES.iter().find(|(known, _)| name.eq_ignore_ascii_case(known));
        known.map(|(_, field)| *field)
    }

    /// Its English name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Section => "section",
            Self::Quoted => "quote",
            Self::Article => "article",
            Self::Cite => "cite",
            Self::Source => "source",
            Self::Author => "author",
            Self::Date => "date",
            Self::Form => "form",
            Self::Kind => "kind",
        }
    }

    /// Whether it holds words, which every kind of search can look for; else one value.
    #[must_use]
    pub fn has_words(self) -> bool {
        matches!(self, Self::Title | Self::Section | Self::Quoted)
    }
}

#[cfg(test)]
mod tests {
    use super::{Field, MAX_NAME, NAMES};

    #[test]
    fn every_field_is_found_by_its_name() {
        for (name, field) in NAMES {
            assert_eq!((Field::named(name), Field::named(&name.to_uppercase())), (Some(field), Some(field)));
            assert!(Field::named(field.name()) == Some(field) && name.len() <= MAX_NAME, "{name}");
        }
        assert_eq!(Field::named("http"), None);
    }
}
