//! What is wrong with a command line, in the language of the command line, or as JSON.

use std::error::Error as _;
use std::num::{IntErrorKind, ParseIntError};
use std::process;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory as _, Error};
use serde_json::json;

use super::Arguments;
use crate::lang::{Lang, errors};

/// The exit status of an error.
const FAILED: i32 = 2;

/// Says what is wrong and ends the process; help and version, which clap takes for errors too, are printed.
pub(in crate::cli) fn exit(error: &Error, lang: Lang, json: bool) -> ! {
    if !error.use_stderr() || error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        error.exit();
    }
    let french = || in_french(error);
    let text = match (json, lang) {
        (true, _) => as_json(error),
        (false, Lang::Fr) => french(),
        (false, Lang::En) => error.exit(),
    };
    drop(std::io::Write::write_all(&mut anstream::stderr(), text.as_bytes()));
    process::exit(FAILED)
}

/// Ends with what is wrong with the arguments of a command, said as clap says it.
pub(in crate::cli) fn misused<const N: usize>(
    name: &str,
    kind: ErrorKind,
    what: [(ContextKind, ContextValue); N],
    (lang, json): (Lang, bool),
) -> ! {
    let mut command = Arguments::command();
    command.build();
    let command = command.find_subcommand(name).unwrap_or(&command);
    let mut error = Error::new(kind).with_cmd(command);
    what.into_iter().for_each(|(about, value)| drop(error.insert(about, value)));
    exit(&error, lang, json)
}

/// Ends with what goes another way on a cluster, and `tip`, that way.
pub(in crate::cli) fn not_on_a_cluster(name: &str, option: &str, tip: String, told: (Lang, bool)) -> ! {
    let [option, engine] = [option, "--engine"].map(|name| ContextValue::String(name.to_owned()));
    let tip = ContextValue::StyledStrs(vec![tip.into()]);
    let all =
        [(ContextKind::InvalidArg, option), (ContextKind::PriorArg, engine), (ContextKind::Suggested, tip)];
    misused(name, ErrorKind::ArgumentConflict, all, told)
}

/// The first paragraph of what clap says, without its `error:`.
fn as_json(error: &Error) -> String {
    let said = error.to_string();
    let first = said.split("\n\n").next().unwrap_or_default().trim_start_matches("error: ");
    let message = first.split_whitespace().collect::<Vec<_>>().join(" ");
    let object = json!({
        "type": "error", "code": "usage", "message": message, "hint": "alinea --help", "location": null,
    });
    format!("{object}\n")
}

fn in_french(error: &Error) -> String {
    let mut said = format!("alinea : {}\n", what(error));
    let nearest = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue];
    if let Some(near) = nearest.into_iter().find_map(|kind| value(error, kind)) {
        said += &format!("  proche : {near}\n");
    }
    // clap's own tips, which are English, are for unknown arguments and values only.
    if let (ErrorKind::ArgumentConflict, Some(ContextValue::StyledStrs(tips))) =
        (error.kind(), error.get(ContextKind::Suggested))
    {
        tips.iter().for_each(|tip| said += &format!("  {tip}\n"));
    }
    if let Some(ContextValue::StyledStr(usage)) = error.get(ContextKind::Usage) {
        said += &format!("\nUsage : {}\n", usage.to_string().trim_start_matches("Usage:").trim());
    }
    said + "\nPour en savoir plus : --help\n"
}

fn what(error: &Error) -> String {
    let of = |kind| value(error, kind).unwrap_or_default();
    let (argument, typed) = (of(ContextKind::InvalidArg), of(ContextKind::InvalidValue));
    match error.kind() {
        ErrorKind::InvalidSubcommand => {
            format!("« {} » n'est pas une commande", of(ContextKind::InvalidSubcommand))
        }
        ErrorKind::UnknownArgument => {
            format!("« {argument} » n'est attendu ici ni comme option ni comme valeur")
        }
        ErrorKind::InvalidValue if typed.is_empty() => format!("{argument} veut une valeur"),
        ErrorKind::InvalidValue => {
            let values = of(ContextKind::ValidValue);
            format!("« {typed} » ne convient pas à {argument} : {values}")
        }
        ErrorKind::ValueValidation => {
            format!("« {typed} » ne convient pas à {argument}{}", why(error))
        }
        ErrorKind::MissingRequiredArgument => format!("il manque {argument}"),
        ErrorKind::MissingSubcommand => {
            format!("il manque une commande : {}", of(ContextKind::ValidSubcommand))
        }
        ErrorKind::ArgumentConflict => {
            let other = of(ContextKind::PriorArg);
            let other = if other.is_empty() { "ce qui est dit avant".to_owned() } else { other };
            format!("{argument} ne va pas avec {other}")
        }
        ErrorKind::TooManyValues => format!("{argument} a une valeur de trop, « {typed} »"),
        ErrorKind::InvalidUtf8 => "un argument n'est pas en UTF-8".to_owned(),
        _ => format!("{argument} n'a pas le bon nombre de valeurs"),
    }
}

/// Why a value is none of its kind, as far as that is told.
fn why(error: &Error) -> String {
    let Some(source) = error.source() else { return String::new() };
    if let Some(own) = source.downcast_ref::<crate::Error>() {
        return format!(" : {}", errors::message(own));
    }
    if let Some(number) = source.downcast_ref::<ParseIntError>() {
        let said = match number.kind() {
            IntErrorKind::Empty => "il faut un nombre",
            IntErrorKind::PosOverflow | IntErrorKind::NegOverflow => "ce nombre est hors de toute mesure",
            _ => "ce n'est pas un nombre entier positif",
        };
        return format!(" : {said}");
    }
    let said = source.to_string();
    match said.split_once(" is not in ") {
        Some((_, range)) => format!(" : il faut un nombre de {}", range.replace("..=", " à ")),
        None => String::new(),
    }
}

/// What clap has under this name, several with a comma between.
fn value(error: &Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(one) => Some(one.clone()),
        ContextValue::Strings(several) => Some(several.join(", ")).filter(|text| !text.is_empty()),
        ContextValue::StyledStr(text) => Some(text.to_string()),
        _ => None,
    }
}
