//! `push`: bring a cluster up to date.

use std::time::{Duration, Instant};

use serde_json::json;

use super::Status;
use super::arguments::PushCommand;
use super::index::{as_text, errors, inputs};
use super::print::Printer;
use super::progress::PushLine;
use super::settings::Settings;
use crate::ingest::{Outcome, push};
use crate::lang::notices::notice;
use crate::lang::{Lang, say};
use crate::search::{Delivery, Load};
use crate::{ClusterFault, Error};

pub(super) fn run(
    command: &PushCommand,
    settings: &Settings,
    printer: &mut Printer,
) -> anyhow::Result<Status> {
    let Some(address) = settings.address()? else {
        let reason = ClusterFault::NoAddress;
        return Err(Error::Cluster { url: "--engine".to_owned(), call: "push".to_owned(), reason }.into());
    };
    let inputs = inputs(command.paths.clone(), command.format, &command.reading);
    let load = Load { threads: command.requests.into(), body: usize::from(command.body_mb) << 20 };
    let start = Instant::now();
    let line = PushLine::new(settings.quiet || settings.json || !settings.progress, printer.lang);
    let pushed = push(&address, &inputs, command.swap, load, &mut |delivery| line.show(delivery));
    line.clear();
    let (outcome, delivery) = pushed?;
    let elapsed = start.elapsed();
    if printer.json {
        printer.object(&as_json(&outcome, &delivery, elapsed))?;
    } else {
        outcome.warnings.iter().for_each(|said| printer.warn(&notice(said, printer.lang)));
        let read = as_text(&outcome, elapsed, printer.lang);
        read.into_iter().for_each(|text| printer.note(&text));
        if delivery.generation > 0 {
            printer.note(&told(&delivery, printer.lang));
        }
    }
    Ok(errors(outcome, printer))
}

fn as_json(outcome: &Outcome, delivery: &Delivery, elapsed: Duration) -> serde_json::Value {
    json!({
        "type": "push",
        "added": outcome.added,
        "changed": outcome.changed,
        "unchanged": outcome.unchanged,
        "removed": outcome.removed,
        "skipped": outcome.skipped,
        "read": outcome.read,
        "errors": outcome.error_count(),
        "warnings": outcome.warnings,
        "generation": delivery.generation,
        "documents": delivery.documents,
        "sent": delivery.sent,
        "found": delivery.found,
        "repeated": delivery.repeated,
        "to_delete": delivery.dead,
        "bytes": delivery.bytes,
        "elapsed_ms": elapsed.as_secs_f64() * 1000.0,
    })
}

fn told(delivery: &Delivery, lang: Lang) -> String {
    let sent = lang.count(delivery.sent, "document envoyé", "document");
    let bytes = lang.decimal(delivery.bytes as f64 / 1e6, 1);
    let mut text = say!(lang, "Grappe : {sent}, {bytes} Mo", "Cluster: {sent} sent, {bytes} MB");
    if delivery.found > 0 {
        let found = lang.number(delivery.found);
        text += &say!(lang, " ; {found} y étaient déjà", "; {found} were there already");
    }
    if delivery.dead > 0 {
        let dead = lang.number(delivery.dead);
        text += &say!(
            lang,
            " ; {dead} remplacés, que plus aucune question ne voit : la grappe les efface quand elle fusionne ses segments, \
             en minutes le plus souvent",
            "; {dead} replaced, which no question sees any more: the cluster deletes them when it merges its splits, \
             mostly within minutes"
        );
    }
    text
}
