//! `eval`: the ranking measured against human judgements.

use std::fs;
use std::io::BufWriter;
use std::path::Path;
use std::time::{Duration, Instant};

use super::Status;
use super::arguments::EvalCommand;
use super::print::Printer;
use super::settings::Settings;
use crate::Error;
use crate::eval::plot::{Words, differences};
use crate::eval::{Latency, Measure, Qrels, Report, Run, Topic, read_topics};
use crate::lang::{Lang, say};
use crate::search::{Engine, Level};

/// How often each query is timed, after once untimed.
const TIMED_PASSES: usize = 2;

pub(super) fn run(
    command: &EvalCommand,
    settings: &Settings,
    printer: &mut Printer,
) -> anyhow::Result<Status> {
    let topics = read_topics(&command.topics)?;
    let qrels = Qrels::read(&command.qrels)?;
    let other =
        command.against.as_deref().map(|path| Ok::<_, Error>((path, Run::read(path)?))).transpose()?;
    let engine = settings.engine()?;
    let level = command.level.into();
    let depth = Measure::depth(&command.measures);

    let ranked = |question: &str| engine.ranking(question, level, depth, command.candidates);
    let run = rank(&topics, ranked)?;
    let mut report = Report::new(&topics, &qrels, &run, &command.measures);
    report.unknown_documents = unknown(&*engine, &qrels, level)?;
    report.latency = Latency::of(time(&topics, ranked)?);
    if let Some((path, other)) = &other {
        let theirs = Report::new(&topics, &qrels, other, &command.measures);
        report.compare(&theirs, &path.display().to_string());
        if let Some(plot) = &command.plot {
            draw(plot, path, (&report, &theirs), printer.lang)?;
        }
    }
    if let Some(path) = &command.run {
        write_run(path, &run)?;
    }
    print(&report, command.per_topic, printer)?;
    Ok(if report.topics == 0 { Status::Nothing } else { Status::Found })
}

fn rank(topics: &[Topic], ranked: impl Fn(&str) -> Result<Vec<(String, f32)>, Error>) -> anyhow::Result<Run> {
    let mut run = Run::default();
    for topic in topics {
        run.insert(&topic.id, ranked(&topic.text)?);
    }
    Ok(run)
}

/// From query text to ranked ids, on this thread; [`rank`] was the untimed pass.
fn time<T>(topics: &[Topic], ranked: impl Fn(&str) -> Result<T, Error>) -> anyhow::Result<Vec<Duration>> {
    let mut samples = Vec::with_capacity(TIMED_PASSES * topics.len());
    for topic in std::iter::repeat_n(topics, TIMED_PASSES).flatten() {
        let start = Instant::now();
        ranked(&topic.text)?;
        samples.push(start.elapsed());
    }
    Ok(samples)
}

/// Judged documents that the index lacks.
fn unknown(engine: &dyn Engine, qrels: &Qrels, level: Level) -> anyhow::Result<usize> {
    let judged: Vec<&str> = qrels.documents().into_iter().collect();
    let mut unknown = 0;
    for documents in judged.chunks(TOGETHER) {
        unknown += engine.holds(documents, level)?.into_iter().filter(|holds| !holds).count();
    }
    Ok(unknown)
}

/// Documents that an engine is asked for at once: of a cluster, what they hold is fetched.
const TOGETHER: usize = 100;

fn write_run(path: &Path, run: &Run) -> anyhow::Result<()> {
    let failed = |reason| Error::Io { path: path.to_owned(), reason };
    let file = fs::File::create(path).map_err(failed)?;
    Ok(run.write_to(&mut BufWriter::new(file), "alinea").map_err(failed)?)
}

fn draw(path: &Path, other: &Path, (report, theirs): (&Report, &Report), lang: Lang) -> anyhow::Result<()> {
    let Some((measure, _)) = report.measures.iter().next() else { return Ok(()) };
    let values: Vec<f64> =
        report.differences(theirs, measure).into_iter().map(|(_, difference)| difference).collect();
    let title = format!("alinea − {}", other.display());
    let (unit, number) = (lang.of("questions", "topics"), values.len());
    let topics = format!("{number} {unit}");
    let words = Words { title: &title, subtitle: &topics, topics: unit, differences: &measure.to_string() };
    let failed = |reason| Error::Io { path: path.to_owned(), reason };
    Ok(differences(&values, &words).and_then(|svg| fs::write(path, svg)).map_err(failed)?)
}

fn print(report: &Report, per_topic: bool, printer: &mut Printer) -> anyhow::Result<()> {
    if printer.json {
        if per_topic {
            report.per_topic.iter().try_for_each(|topic| printer.object(topic))?;
        }
        return printer.object(report);
    }
    if per_topic {
        for topic in &report.per_topic {
            let values: Vec<String> =
                topic.measures.iter().map(|(m, value)| format!("{m} {value:.4}")).collect();
            printer.line(&format!("{:<16}  {}", topic.topic, values.join("  ")))?;
        }
    }
    for (measure, value) in report.measures.iter() {
        printer.line(&format!("{:<16}{value:>10.4}", measure.to_string()))?;
    }
    print_counts(report, printer)?;
    print_against(report, printer)
}

fn print_counts(report: &Report, printer: &mut Printer) -> anyhow::Result<()> {
    for ((french, english), value) in [
        (("questions jugées", "judged topics"), report.topics),
        (("sans jugement", "unjudged"), report.unjudged_topics),
        (("sans réponse", "unanswered"), report.unanswered_topics),
        (("jugés absents", "judged, absent"), report.unknown_documents),
    ] {
        let name = printer.lang.of(french, english);
        printer.line(&format!("{name:<16}{value:>10}"))?;
    }
    if let Some(latency) = &report.latency {
        for (name, value) in [("p50", latency.p50_ms), ("p95", latency.p95_ms), ("p99", latency.p99_ms)] {
            printer.line(&format!("{name:<16}{value:>7.2} ms"))?;
        }
    }
    Ok(())
}

fn print_against(report: &Report, printer: &mut Printer) -> anyhow::Result<()> {
    let Some(against) = &report.against else { return Ok(()) };
    let (lang, run, topics) = (printer.lang, &against.run, against.topics);
    printer.line(&say!(lang, "\ncontre {run} ({topics} questions)", "\nagainst {run} ({topics} topics)"))?;
    for (measure, paired) in &against.measures {
        let (wins, ties, losses) = (paired.wins, paired.ties, paired.losses);
        let counts = say!(
            lang,
            "{wins} gagnées, {ties} égales, {losses} perdues",
            "{wins} won, {ties} tied, {losses} lost"
        );
        printer.line(&format!(
            "{:<16}{:>+10.4}  [{:+.4}, {:+.4}]  p = {:.4}  {counts}",
            measure.to_string(),
            paired.difference,
            paired.interval[0],
            paired.interval[1],
            paired.p_value,
        ))?;
    }
    Ok(())
}
