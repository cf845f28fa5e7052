//! What the fields of values stand for: `article:`, `cite:`, `source:`, `auteur:`, `date:`, `form:`, `kind:`.

use std::ops::RangeInclusive;

use tantivy::Term;
use tantivy::query::{AllQuery, Query, TermQuery, TermSetQuery};
use tantivy::schema::{Field as IndexField, IndexRecordOption};

use super::cite::{Source, SourceFilter};
use super::operators::{Matches, Operators};
use super::request::Kind;
use super::resolve;
use crate::document::Form;
use crate::error::{Error, Fault, Result};
use crate::index::{cites_term, form_term};
use crate::query::{self, Field, Node, NodeKind, Warning};

/// The forms of a passage as a person may type them, French and English, without accents.
const FORMS: [(&str, Form); 17] = [
    ("paragraphe", Form::Paragraph),
    ("paragraph", Form::Paragraph),
    ("liste", Form::ListItem),
    ("list", Form::ListItem),
    ("list_item", Form::ListItem),
    ("citation", Form::Quote),
    ("quote", Form::Quote),
    ("legende", Form::Caption),
    ("caption", Form::Caption),
    ("tableau", Form::TableRow),
    ("table", Form::TableRow),
    ("table_row", Form::TableRow),
    ("ligne", Form::TableRow),
    ("definition", Form::Definition),
    ("glossaire", Form::Definition),
    ("infobox", Form::Infobox),
    ("fiche", Form::Infobox),
];

/// The kinds as a person may type them.
const KINDS: [(&str, Kind); 4] = [
    ("passage", Kind::Passage),
    ("texte", Kind::Passage),
    ("reference", Kind::Reference),
    ("source", Kind::Reference),
];

impl Operators<'_> {
    /// What a field of values matches. A value that is none is told and says nothing.
    pub(super) fn value(&mut self, field: Field, value: &Node) -> Result<Matches> {
        let typed = self.query.text.get(value.span.clone()).unwrap_or_default();
        match field {
            Field::Article => {
                let article = resolve::article(&self.engine.reader, typed)?;
                Ok(Some(self.term(self.engine.reader.fields().article, &article)))
            }
            Field::Cite => self.label(typed.trim_matches(['[', ']'])).map(Some),
            Field::Source => self.sources(value, Source::parse(typed)),
            Field::Author => self.sources(value, Ok(Source::Name(typed.to_owned()))),
            Field::Date => self.sources(value, years(typed).map(Source::Years)),
            Field::Form => Ok(self.form(value, typed)),
            Field::Kind => Ok(self.kind_elsewhere(value)),
            // Fields of words do not come here.
            Field::Title | Field::Section | Field::Quoted => Ok(None),
        }
    }

    fn term(&self, field: IndexField, text: &str) -> Box<dyn Query> {
        Box::new(TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::Basic))
    }

    fn terms(&self, field: IndexField, terms: impl IntoIterator<Item = String>) -> Box<dyn Query> {
        let terms = terms.into_iter().map(|text| Term::from_field_text(field, &text));
        Box::new(TermSetQuery::new(terms))
    }

    /// Passages of any article that cite a label.
    fn label(&self, label: &str) -> Result<Box<dyn Query>> {
        let field = self.engine.reader.fields().cites;
        let terms = self.engine.reader.terms_from(field, &cites_term("", label), usize::MAX)?;
        Ok(self.terms(field, terms))
    }

    /// Passages that cite such a source; of references these themselves.
    fn sources(&mut self, value: &Node, source: Result<Source>) -> Result<Matches> {
        let source = match source {
            Err(Error::BadSource { reason, .. }) => return Ok(self.bad(value, reason)),
            source => SourceFilter::of(source?),
        };
        self.engine.resting_on(&source, self.kind).map(Some)
    }

    fn form(&mut self, value: &Node, typed: &str) -> Matches {
        match named(&FORMS, typed, self.analyzer) {
            Some(form) => Some(self.term(self.engine.reader.fields().traits, form_term(form))),
            None => self.bad(value, Fault::NoForm { typed: typed.to_owned(), names: names(&FORMS) }),
        }
    }

    /// The kind that the whole query asks for was taken out beforehand, see [`kind_of`].
    fn kind_elsewhere(&mut self, value: &Node) -> Matches {
        let typed = self.query.text.get(value.span.clone()).unwrap_or_default();
        match kind_of(self.query, self.analyzer) {
            Some((_, span)) if span == value.span => Some(Box::new(AllQuery)),
            _ if named(&KINDS, typed, self.analyzer).is_some() => self.bad(value, Fault::KindElsewhere),
            _ => self.bad(value, Fault::NoKind { typed: typed.to_owned(), names: names(&KINDS) }),
        }
    }

    fn bad(&mut self, value: &Node, reason: Fault) -> Matches {
        self.warnings.push(Warning::BadValue { span: value.span.clone(), reason });
        None
    }
}

/// The kind that a query asks for with `kind:`, and the bytes of the value: the first that stands beside all the
/// rest.
pub(super) fn kind_of(
    query: &query::Query,
    analyzer: &mut crate::analysis::Analyzer,
) -> Option<(Kind, crate::document::Span)> {
    let nodes = match &query.root.kind {
        NodeKind::Beside(nodes) | NodeKind::And(nodes) => nodes.as_slice(),
        _ => std::slice::from_ref(&query.root),
    };
    nodes.iter().find_map(|node| {
        let node = if let NodeKind::Must(inner) = &node.kind { inner } else { node };
        let NodeKind::Field { field: Field::Kind, value } = &node.kind else { return None };
        let typed = query.text.get(value.span.clone())?;
        Some((named(&KINDS, typed, analyzer)?, value.span.clone()))
    })
}

/// The form of that name, case, accents and a plural s apart.
pub(super) fn form_named(typed: &str, analyzer: &mut crate::analysis::Analyzer) -> Option<Form> {
    named(&FORMS, typed, analyzer)
}

/// What a name stands for, case, accents and a plural s apart.
fn named<T: Copy>(names: &[(&str, T)], typed: &str, analyzer: &mut crate::analysis::Analyzer) -> Option<T> {
    let exact = names.iter().find(|(name, _)| *name == typed);
    let form = analyzer.analyze(typed).next().map(|token| token.form.to_owned()).unwrap_or_default();
    let singular = form.strip_suffix('s').unwrap_or(&form);
    let folded = || names.iter().find(|(name, _)| *name == form || *name == singular);
    exact.or_else(folded).map(|(_, value)| *value)
}

fn names<T>(names: &[(&str, T)]) -> String {
    names.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
}

/// The years of `date:`.
fn years(typed: &str) -> Result<RangeInclusive<u16>> {
    match Source::parse(typed)? {
        Source::Years(years) => Ok(years),
        _ => Err(Error::BadSource {
            value: typed.to_owned(),
            reason: Fault::NoYear { typed: typed.to_owned() },
        }),
    }
}
