//! The words of each passage, analysed anew, and all that is counted of them.

use std::collections::BTreeMap;
use std::io;

use tantivy::DocAddress;

use super::documents::id;
use super::{Inspection, Subject};
use crate::error::Result;

use super::super::forward::Recount;
use super::super::reader::Reader;
use super::super::record::Record;
use super::super::statistics::Statistics;

/// Compares the words of the document that was counted last with those of the forward form; only passages have some.
pub(super) fn compare_forward(
    reader: &Reader,
    recount: &mut Recount,
    address: DocAddress,
    record: Option<&Record>,
    part: &mut Inspection,
) -> Result<()> {
    let forward = reader.forward(address.segment_ord)?;
    let same = match record {
        Some(Record::Passage(_)) => recount.is_at(forward, address.segment_ord, address.doc_id),
        _ => forward.is_passage(address.doc_id).map(|is_passage| !is_passage),
    };
    let place = || match record {
        Some(Record::Passage(stored)) => id(stored),
        Some(Record::Reference(stored)) => stored.head.id.clone(),
        None => "a redirect".to_owned(),
    };
    match same {
        Ok(true) => {}
        Ok(false) => part.damage(place(), "its words are not those of its text"),
        Err(error) => part.damage(place(), error.to_string()),
    }
    Ok(())
}

/// Compares statistics with a recount.
pub(super) fn compare_statistics(statistics: &Statistics, recount: &Recount) -> io::Result<Inspection> {
    let totals = recount.totals();
    let mut part = Inspection::new(Subject::Statistics);
    if statistics.totals() != totals {
        part.damage("totals", format!("{:?}; a recount has {totals:?}", statistics.totals()));
    }
    compare("form", forms(statistics)?.into_iter(), recount.forms(), &mut part);
    for (stem, df) in recount.stems() {
        compare_one("stem", &stem, statistics.stem_df(&stem)?, df, &mut part);
    }
    for (gram, df) in recount.grams() {
        compare_one("gram", &gram.to_string(), statistics.gram_df(gram)?, df, &mut part);
    }
    Ok(part)
}

/// The forms that some live passage holds, by the statistics, in order.
fn forms(statistics: &Statistics) -> io::Result<BTreeMap<String, u64>> {
    let mut forms = BTreeMap::new();
    statistics.walk("", &mut |met| {
        if !forms.contains_key(met.form) {
            forms.insert(met.form.to_owned(), 0);
        }
        Ok(usize::MAX)
    })?;
    for (form, df) in &mut forms {
        *df = statistics.form_df(form)?;
    }
    forms.retain(|_, df| *df > 0);
    Ok(forms)
}

/// Compares two lists in the order of their names.
fn compare(
    what: &str,
    found: impl Iterator<Item = (String, u64)>,
    counted: impl Iterator<Item = (String, u64)>,
    part: &mut Inspection,
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

fn compare_one(what: &str, name: &str, found: u64, counted: u64, part: &mut Inspection) {
    part.count += 1;
    if found != counted {
        part.damage(
            format!("{what} {name}"),
            format!("is counted in {found} passages; a recount finds it in {counted}"),
        );
    }
}
