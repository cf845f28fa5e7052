//! Documents that were made elsewhere, and are indexed here from what they are made of.

use super::document::Document;
use super::making::Making;
use super::record::Record;
use super::schema::title_term;

/// What a document is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// A passage, or a reference with the labels of its list that its text cites.
    Record(Box<Record>, Vec<String>),
    /// A title, and the id of the article that it leads to.
    Redirect(String, String),
}

impl Making {
    /// The document that `given` makes.
    pub(super) fn given(&mut self, source: &str, given: &Given) -> Document {
        match given {
            Given::Record(record, cites) => self.of_record(source, record, cites),
            Given::Redirect(title, target) => self.redirect(source, title, target),
        }
    }

    fn of_record(&mut self, source: &str, record: &Record, cites: &[String]) -> Document {
        match record {
            Record::Passage(stored) => {
                let title = title_term(&stored.head.title, &stored.head.id);
                self.passage(source, &stored.head, &title, &stored.section, &stored.passage)
            }
            Record::Reference(stored) => {
                let title = title_term(&stored.head.title, &stored.head.id);
                let mut document =
                    self.reference(source, &stored.head, &title, &stored.reference, stored.ordinal);
                cites.iter().for_each(|label| self.cite(&mut document, &stored.head, label));
                document
            }
        }
    }
}
