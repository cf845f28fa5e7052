//! `mcp`: the index as tools of a language model.

use super::Status;
use super::settings::Settings;
use crate::serve::serve_on_stdio;

pub(super) fn run(settings: &Settings) -> anyhow::Result<Status> {
    let opened = settings.clone();
    serve_on_stdio(settings.lang, move || opened.engine())?;
    Ok(Status::Found)
}
