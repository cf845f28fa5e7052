//! alinea's side: the library as its own program uses it, all fields, citations and the forward form included.

use std::path::Path;
use std::time::Duration;

use alinea::index::{Reader, stats};
use alinea::ingest::{Inputs, bring_up_to_date};

use crate::{Held, MEMORY, THREADS};

pub(crate) fn index(rows: &Path, folder: &Path) {
    let inputs = Inputs {
        paths: vec![rows.display().to_string()],
        format: None,
        title: None,
        infobox: true,
        limit: None,
        commit_every: Duration::MAX,
        strict: false,
        rebuild: false,
        memory: MEMORY,
        threads: THREADS,
    };
    let outcome = bring_up_to_date(folder, &inputs, &mut |_| ()).expect("an index");
    assert_eq!(outcome.error_count(), 0, "rows that cannot be read");
}

pub(crate) fn held(folder: &Path) -> Held {
    let stats = stats(&Reader::open(folder).expect("an index")).expect("what it holds");
    Held { articles: stats.counts.articles, segments: stats.segments, bytes: stats.bytes }
}
