//! `check`: whether the index holds what it should, and mending it.

use std::time::Instant;

use serde::Serialize;
use serde_json::json;

use super::Status;
use super::arguments::{CheckCommand, not_on_a_cluster};
use super::index::shares_of;
use super::print::Printer;
use super::progress::ProgressLine;
use super::settings::Settings;
use crate::index::{Damage, Looked, Report, Subject, Unseen, check, repair};
use crate::lang::{Lang, say};
use crate::search::{Address, LOOKED_UP, check_remote};

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Object<'a> {
    Check(&'a Looked),
    Damage(&'a Damage),
}

#[derive(Serialize)]
#[serde(tag = "type", rename = "summary")]
struct Summary {
    sound: bool,
    unresolved: u64,
    /// Of a cluster.
    #[serde(flatten)]
    unseen: Option<Unseen>,
    /// Of a cluster, the most terms of each kind that were looked up there.
    #[serde(skip_serializing_if = "Option::is_none")]
    most_looked_up: Option<usize>,
    elapsed_ms: f64,
}

pub(super) fn run(
    command: &CheckCommand,
    settings: &Settings,
    printer: &mut Printer,
) -> anyhow::Result<Status> {
    let start = Instant::now();
    let address = settings.address()?;
    if command.repair && address.is_some() {
        repair_on_a_cluster(printer);
    }
    let report = checked(address.as_ref(), settings, printer)?;
    show(&report, start, printer)?;
    if report.is_sound() {
        return Ok(Status::Found);
    }
    if address.is_some() {
        printer.note(&say!(
            printer.lang,
            "endommagé ; remède : alinea push CHEMIN… --swap",
            "damaged; to mend it: alinea push PATH… --swap"
        ));
        return Ok(Status::Incomplete);
    }
    if !command.repair {
        printer.note(&say!(
            printer.lang,
            "endommagé ; remède : alinea check --repair --index {}",
            "damaged; to mend it: alinea check --repair --index {}",
            settings.index.display()
        ));
        return Ok(Status::Incomplete);
    }
    let shares = shares_of(&command.memory)?;
    let repaired = repair(&settings.index, shares.segments, shares.threads)?;
    for source in &repaired.incomplete {
        if printer.json {
            printer.object(&json!({"type": "incomplete", "source": source}))?;
        } else {
            printer.line(&say!(printer.lang, "à relire : {source}", "to be read again: {source}"))?;
        }
    }
    let report = checked(None, settings, printer)?;
    show(&report, start, printer)?;
    tell(&repaired.incomplete, printer);
    Ok(if report.is_sound() { Status::Found } else { Status::Incomplete })
}

/// A cluster holds no texts but those that were pushed: what is damaged there is pushed anew.
fn repair_on_a_cluster(printer: &Printer) -> ! {
    let tip = say!(
        printer.lang,
        "sur une grappe : alinea push CHEMIN… --swap",
        "on a cluster: alinea push PATH… --swap"
    );
    not_on_a_cluster("check", "--repair", tip, (printer.lang, printer.json))
}

fn checked(address: Option<&Address>, settings: &Settings, printer: &Printer) -> anyhow::Result<Report> {
    let line =
        ProgressLine::of_documents(settings.quiet || settings.json || !settings.progress, printer.lang);
    let mut progress = |done, all| line.show_documents(done, all);
    let report = match address {
        Some(address) => check_remote(address, &mut progress),
        None => check(&settings.index, &mut progress),
    };
    line.clear();
    Ok(report?)
}

fn show(report: &Report, start: Instant, printer: &mut Printer) -> anyhow::Result<()> {
    let lang = printer.lang;
    for looked in &report.looked {
        if printer.json {
            printer.object(&Object::Check(looked))?;
        } else {
            printer.line(&line(looked, lang))?;
        }
    }
    for damage in &report.damages {
        if printer.json {
            printer.object(&Object::Damage(damage))?;
        } else {
            printer.entry(&format!("{}: {}", damage.place, damage.reason))?;
        }
    }
    if printer.json {
        return printer.object(&Summary {
            sound: report.is_sound(),
            unresolved: report.unresolved,
            unseen: report.unseen,
            most_looked_up: report.unseen.map(|_| LOOKED_UP),
            elapsed_ms: start.elapsed().as_secs_f64() * 1000.0,
        });
    }
    if report.unresolved > 0 {
        let labels = lang.number(report.unresolved);
        printer.line(&say!(
            lang,
            "{labels} appels de citation sont sans référence dans leur document, ce que la recherche dit",
            "{labels} citation markers have no reference in their document, which searches say"
        ))?;
    }
    let Some(unseen) = report.unseen else { return Ok(()) };
    show_looked_up(printer)?;
    show_unseen(unseen, printer)
}

/// A cluster is asked for some of the terms, not for all: a check that found no damage says so.
fn show_looked_up(printer: &mut Printer) -> anyhow::Result<()> {
    let lang = printer.lang;
    let most = lang.number(LOOKED_UP as u64);
    printer.line(&say!(
        lang,
        "cherchés dans la grappe : au plus {most} radicaux, {most} étiquettes et {most} appels de citation, toujours les mêmes ; \
         le reste est comparé en entier",
        "looked up in the cluster: at most {most} stems, {most} labels and {most} citation markers, always the same ones; \
         all else is compared whole"
    ))
}

/// What a cluster holds besides, and no question sees.
fn show_unseen(unseen: Unseen, printer: &mut Printer) -> anyhow::Result<()> {
    let lang = printer.lang;
    let [replaced, unfinished] = [unseen.replaced, unseen.unfinished].map(|count| lang.number(count));
    if unseen.replaced > 0 {
        printer.line(&say!(
            lang,
            "{replaced} documents remplacés attendent que la grappe les efface",
            "{replaced} replaced documents wait for the cluster to delete them"
        ))?;
    }
    if unseen.unfinished > 0 {
        printer.line(&say!(
            lang,
            "{unfinished} documents sont d'un envoi inachevé : relancez-le",
            "{unfinished} documents are of a push that has not finished: run it again"
        ))?;
    }
    Ok(())
}

fn line(looked: &Looked, lang: Lang) -> String {
    let name = match looked.subject {
        Subject::Mapping => lang.of("champs de la grappe", "fields of the cluster"),
        Subject::Lots => lang.of("lots et statistiques", "lots and statistics"),
        Subject::Files => lang.of("fichiers", "files"),
        Subject::Sources => lang.of("sources", "sources"),
        Subject::Ids => lang.of("identifiants", "ids"),
        Subject::Spans => lang.of("places dans les textes", "spans"),
        Subject::References => lang.of("appels de citation", "citation markers"),
        Subject::Words => lang.of("mots", "words"),
        Subject::Statistics => lang.of("fréquences", "frequencies"),
    };
    let found = match looked.damages {
        0 => lang.of("sain", "sound").to_owned(),
        damages => lang.count(damages, "dommage", "damage"),
    };
    format!("{name:<24}{:>14}  {found}", lang.number(looked.count))
}

fn tell(incomplete: &[String], printer: &Printer) {
    let sources = printer.lang.count(incomplete.len() as u64, "source", "source");
    printer.note(&match incomplete {
        [] => say!(printer.lang, "réparé : rien n'a été perdu", "repaired: nothing was lost"),
        _ => say!(
            printer.lang,
            "réparé ; {sources} à relire : la prochaine commande `alinea index` qui les nomme le fait",
            "repaired; {sources} to be read again, which the next `alinea index` that names them does"
        ),
    });
}
