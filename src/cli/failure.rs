//! What is said of an error, and the exit status that it maps to.

use std::io::{self, Write as _};
use std::process::ExitCode;

use serde_json::json;

use super::print::Output;
use crate::Error;
use crate::lang::{Lang, errors, say};

/// Says what went wrong on standard error and answers with the exit status: 2, or 1 where an error means that
/// nothing has that name, or 0 where the reader of our output has gone.
///
/// `output` is closed first, so that a pager has ended and what was printed stands before the error.
pub(super) fn report(error: &anyhow::Error, json: bool, lang: Lang, output: Option<Output>) -> ExitCode {
    if is_broken_pipe(error) {
        return ExitCode::SUCCESS;
    }
    drop(output);
    let mut stderr = anstream::stderr();
    let text = match error.downcast_ref() {
        _ if json => as_json(error),
        Some(known) => as_text(known, &context(error), lang),
        None => format!("alinea: {error:#}"),
    };
    drop(writeln!(stderr, "{text}"));
    match error.downcast_ref() {
        Some(Error::UnknownArticle { .. } | Error::UnknownId { .. }) => ExitCode::from(1),
        _ => ExitCode::from(2),
    }
}

/// What the program was about when a known error came, before it: `--files-from: `.
fn context(error: &anyhow::Error) -> String {
    let about = error.chain().take_while(|cause| !cause.is::<Error>());
    about.map(|context| format!("{context}: ")).collect()
}

/// `alinea: what` and, on a line of its own, what mends it; `about` stands before what went wrong.
pub(super) fn as_text(error: &Error, about: &str, lang: Lang) -> String {
    let (said, hint) = match lang {
        Lang::Fr => (format!("alinea : {about}{}", errors::message(error)), errors::hint(error)),
        Lang::En => (format!("alinea: {about}{error}"), error.hint()),
    };
    let hint = hint.map(|hint| say!(lang, "\n  remède : {hint}", "\n  hint: {hint}"));
    said + &hint.unwrap_or_default()
}

/// One object with a stable `code`.
pub(super) fn as_json(error: &anyhow::Error) -> String {
    let known: Option<&Error> = error.downcast_ref();
    json!({
        "type": "error",
        "code": known.map_or("io", Error::code),
        "message": format!("{error:#}"),
        "hint": known.and_then(Error::hint),
        "location": known.and_then(Error::location),
    })
    .to_string()
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}
