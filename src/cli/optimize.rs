//! `optimize`: one segment of all.

use std::time::Instant;

use serde_json::json;

use super::Status;
use super::arguments::MemoryOptions;
use super::index::shares_of;
use super::print::Printer;
use super::settings::Settings;
use crate::index::{Footprint, optimize};
use crate::lang::{Lang, say};

pub(super) fn run(
    command: &MemoryOptions,
    settings: &Settings,
    printer: &mut Printer,
) -> anyhow::Result<Status> {
    let start = Instant::now();
    let (before, now) = optimize(&settings.index, shares_of(command)?.segments)?;
    if printer.json {
        printer.object(&json!({
            "type": "optimize",
            "before": object(before),
            "after": object(now),
            "elapsed_ms": start.elapsed().as_secs_f64() * 1000.0,
        }))?;
    } else {
        let (before, now) = (text(before, printer.lang), text(now, printer.lang));
        printer.line(&say!(printer.lang, "avant : {before}", "before: {before}"))?;
        printer.line(&say!(printer.lang, "après : {now}", "after:  {now}"))?;
    }
    Ok(Status::Found)
}

fn object(footprint: Footprint) -> serde_json::Value {
    json!({"segments": footprint.segments, "deleted": footprint.deleted, "bytes": footprint.bytes})
}

fn text(footprint: Footprint, lang: Lang) -> String {
    let segments = lang.count(footprint.segments, "segment", "segment");
    let deleted = lang.number(footprint.deleted);
    let bytes = lang.number(footprint.bytes);
    say!(
        lang,
        "{segments}, {deleted} documents supprimés, {bytes} octets",
        "{segments}, {deleted} deleted documents, {bytes} bytes"
    )
}
