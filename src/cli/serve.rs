//! `serve`: the index on the network.

use std::env;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use serde_json::json;

use super::Status;
use super::arguments::ServeCommand;
use super::failure::as_text;
use super::print::Printer;
use super::settings::Settings;
use crate::error::{Error, Result};
use crate::lang::{Lang, say};
use crate::serve::{Access, Event, Options, Server, Token};

/// The variable that may hold the token, so that it stands in no list of processes.
const TOKEN: &str = "ALINEA_TOKEN";

pub(super) fn run(
    command: &ServeCommand,
    settings: &Settings,
    printer: &mut Printer,
) -> anyhow::Result<Status> {
    let options = Options { address: command.addr, access: access(command)?, cors: command.cors.clone() };
    let opened = settings.clone();
    let server = Server::bind(options, move || opened.engine())?;
    say_where(&server, printer)?;
    let (lang, quiet) = (settings.lang, settings.quiet);
    server.run(move |event| tell(&event, lang, quiet))?;
    Ok(Status::Found)
}

/// Who may ask, as it was said.
fn access(command: &ServeCommand) -> Result<Access> {
    if let Some(path) = &command.token_file {
        return token(&path.display().to_string(), &read(path)?);
    }
    match env::var(TOKEN) {
        Ok(text) if !text.is_empty() => token(TOKEN, &text),
        _ if command.public => Ok(Access::Public),
        _ => Ok(Access::Loopback),
    }
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).map_err(|reason| Error::Io { path: path.to_owned(), reason })
}

fn token(origin: &str, text: &str) -> Result<Access> {
    let weak = || Error::WeakToken { origin: origin.to_owned(), least: Token::MIN_CHARS };
    Token::new(text).map(Access::Token).ok_or_else(weak)
}

/// The address is what the command answers with: it may have been given a free port.
fn say_where(server: &Server, printer: &mut Printer) -> anyhow::Result<()> {
    let url = format!("http://{}/", server.address());
    if printer.json {
        printer.object(&json!({"type": "listening", "url": url}))?;
    } else {
        printer.line(&url)?;
    }
    printer.finish()
}

/// What happens meanwhile goes to standard error.
fn tell(event: &Event<'_>, lang: Lang, quiet: bool) {
    let said = |error: &Error| as_text(error, "", lang);
    let text = match event {
        Event::Renewed if quiet => return,
        Event::Stopping if quiet => return,
        Event::Renewed => format!(
            "alinea: {}",
            lang.of("nouvel état de l'index ouvert", "newer commit of the index opened")
        ),
        Event::Stopping => format!(
            "alinea: {}",
            lang.of(
                "fin demandée ; les réponses en cours s'achèvent",
                "asked to end; finishing what is in work"
            )
        ),
        Event::NotRenewed(error) => say!(
            lang,
            "{}\n  l'état précédent de l'index continue de répondre",
            "{}\n  the commit before goes on answering",
            said(error)
        ),
        Event::Failed(error) => said(error),
    };
    drop(writeln!(anstream::stderr(), "{text}"));
}
