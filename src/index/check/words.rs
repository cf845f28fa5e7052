//! The words of each passage, analysed anew, and all that is counted of them.

use std::collections::BTreeSet;

use tantivy::DocAddress;

use super::documents::id;
use super::{Part, Report, Subject};
use crate::error::Result;

use super::super::forward::Recount;
use super::super::reader::Reader;
use super::super::record::Record;

/// The recount of an index.
pub(super) struct Words<'a> {
    reader: &'a Reader,
    part: Part,
    recount: Recount,
}

impl<'a> Words<'a> {
    pub(super) fn new(reader: &'a Reader) -> Self {
        Self { reader, part: Part::new(Subject::Words), recount: Recount::new() }
    }

    /// Analyses a passage, and compares its words with those of the forward form; other documents have none.
    pub(super) fn see(&mut self, address: DocAddress, record: Option<&Record>) -> Result<()> {
        let forward = self.reader.forward(address.segment_ord)?;
        let same = match record {
            Some(Record::Passage(stored)) => {
                let (title, section, text) = (&stored.head.title, &stored.section, &stored.passage.text);
                self.recount.count(title, section, text);
                self.recount.is_at(forward, address.segment_ord, address.doc_id)
            }
            _ => forward.is_passage(address.doc_id).map(|is_passage| !is_passage),
        };
        let place = || match record {
            Some(Record::Passage(stored)) => id(stored),
            Some(Record::Reference(stored)) => stored.head.id.clone(),
            None => "a redirect".to_owned(),
        };
        match same {
            Ok(true) => {}
            Ok(false) => self.part.damage(place(), "its words are not those of its text"),
            Err(error) => self.part.damage(place(), error.to_string()),
        }
        Ok(())
    }

    /// The forms that some live passage holds, by the statistics, in order.
    fn forms(&self) -> Result<Vec<(String, u64)>> {
        let statistics = self.reader.statistics()?;
        let mut forms = BTreeSet::new();
        for segment in 0..self.reader.searcher().segment_readers().len() as u32 {
            let dictionary = self.reader.forward(segment)?.dictionary();
            let seen = dictionary.forms_from("", |form, _| {
                forms.insert(form.to_owned());
            });
            seen.map_err(|e| self.reader.damaged(&e))?;
        }
        let mut held = Vec::with_capacity(forms.len());
        for form in forms {
            let df = statistics.form_df(&form).map_err(|e| self.reader.damaged(&e))?;
            if df > 0 {
                held.push((form, df));
            }
        }
        Ok(held)
    }

    /// Adds what was found to `report`.
    pub(super) fn finish(mut self, report: &mut Report) -> Result<()> {
        let (statistics, forms) = (self.reader.statistics()?, self.forms()?);
        let totals = self.recount.totals();
        self.part.count = totals.words();
        report.add(self.part);
        let mut part = Part::new(Subject::Statistics);
        if statistics.totals() != totals {
            part.damage("totals", format!("{:?}; a recount has {totals:?}", statistics.totals()));
        }
        compare("form", forms.into_iter(), self.recount.forms(), &mut part);
        for (stem, df) in self.recount.stems() {
            let found = statistics.stem_df(&stem).map_err(|e| self.reader.damaged(&e))?;
            compare_one("stem", &stem, found, df, &mut part);
        }
        let grams = self.recount.grams();
        for (gram, df) in grams {
            let found = statistics.gram_df(gram).map_err(|e| self.reader.damaged(&e))?;
            compare_one("gram", &gram.to_string(), found, df, &mut part);
        }
        report.add(part);
        Ok(())
    }
}

/// Compares two lists in the order of their names.
fn compare(
    what: &str,
    found: impl Iterator<Item = (String, u64)>,
    counted: impl Iterator<Item = (String, u64)>,
    part: &mut Part,
) {
    let (mut found, mut counted) = (found.peekable(), counted.peekable());
    loop {
        match (found.peek(), counted.peek()) {
            (None, None) => return,
            (Some((name, df)), None) => {
                compare_one(what, name, *df, 0, part);
                found.next();
            }
            (None, Some((name, df))) => {
                compare_one(what, name, 0, *df, part);
                counted.next();
            }
            (Some((one, df)), Some((other, counts))) => {
                let order = one.cmp(other);
                if order.is_eq() {
                    compare_one(what, one, *df, *counts, part);
                } else if order.is_lt() {
                    compare_one(what, one, *df, 0, part);
                } else {
                    compare_one(what, other, 0, *counts, part);
                }
                if order.is_le() {
                    found.next();
                }
                if order.is_ge() {
                    counted.next();
                }
            }
        }
    }
}

fn compare_one(what: &str, name: &str, found: u64, counted: u64, part: &mut Part) {
    part.count += 1;
    if found != counted {
        part.damage(
            format!("{what} {name}"),
            format!("is counted in {found} passages; a recount finds it in {counted}"),
        );
    }
}
