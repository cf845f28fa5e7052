//! What flags, the environment and files say together: the nearest that says something decides.
//!
//! A flag goes before a variable, a variable before the project's `alinea.toml` (here or in the nearest folder above),
//! and that before the user's `alinea/config.toml`. Flags and variables are clap's work.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::ValueEnum;
use clap::builder::PossibleValue;
use serde::Deserialize;

use super::arguments::Arguments;
use crate::error::{Error, Flaw, Result};
use crate::lang::Lang;
use crate::search::{Address, Credentials, Engine, Local, Remote};

/// What `--lang` takes.
impl ValueEnum for Lang {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let help = match self {
            Self::Fr => "French",
            Self::En => "English, also where the system's language is neither",
        };
        Some(PossibleValue::new(self.code()).help(help))
    }
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Colour {
    /// On a terminal, unless NO_COLOR or TERM=dumb say otherwise.
    #[default]
    Auto,
    /// Also in a pipe.
    Always,
    /// Nowhere.
    Never,
}

/// What holds.
#[derive(Debug, Clone)]
pub(super) struct Settings {
    pub(super) index: PathBuf,
    /// The nodes of a cluster, which answers in the place of the folder.
    engine: Option<String>,
    index_name: Option<String>,
    engine_timeout: Option<u64>,
    allow_partial: bool,
    /// The file that says who asks.
    credentials: Option<PathBuf>,
    pub(super) lang: Lang,
    pub(super) colour: Colour,
    /// What shows long answers, a command with its arguments; none where none may.
    pub(super) pager: Option<String>,
    /// How many hits to show where the command does not say.
    pub(super) limit: usize,
    pub(super) json: bool,
    /// Whether a program reads what is printed: no colour, no pager, and every byte as it is.
    pub(super) for_programs: bool,
    pub(super) quiet: bool,
    pub(super) verbose: bool,
    pub(super) progress: bool,
    /// The files that were read, the nearest first.
    pub(super) files: Vec<PathBuf>,
}

/// What a file may say.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    index: Option<PathBuf>,
    engine: Option<String>,
    index_name: Option<String>,
    engine_timeout: Option<u64>,
    allow_partial: Option<bool>,
    engine_credentials: Option<PathBuf>,
    lang: Option<Lang>,
    color: Option<Colour>,
    pager: Option<String>,
    limit: Option<usize>,
    quiet: Option<bool>,
    verbose: Option<bool>,
    progress: Option<bool>,
}

/// The project's file.
const PROJECT: &str = "alinea.toml";
/// The user's, below the folder for settings.
const USER: &str = "alinea/config.toml";
/// What shows long answers where nothing is said, as for git and man.
const PAGER: &str = "less";
/// How many hits fit a terminal or two.
const LIMIT: usize = 10;

impl Settings {
    /// Cost: a look into each folder above this one, two small files at most.
    ///
    /// # Errors
    /// `BadSettings` for a file that says something else than settings, `Io` for a named one that cannot be read.
    pub(super) fn new(arguments: &Arguments) -> Result<Self> {
        let flags = &arguments.global;
        let files = match &flags.config {
            Some(path) => vec![File::read(path)?],
            None => [project(), user()]
                .into_iter()
                .flatten()
                .map(|path| File::read(&path))
                .collect::<Result<_>>()?,
        };
        let (files, read): (Vec<PathBuf>, Vec<File>) = files.into_iter().unzip();
        let said = read.into_iter().fold(File::default(), File::or);
        let variable = |name| env::var(name).ok();
        let pager = variable("ALINEA_PAGER").or(said.pager).or_else(|| variable("PAGER"));
        let pager = pager.unwrap_or_else(|| PAGER.to_owned());
        let pages = !flags.no_pager && !matches!(pager.trim(), "" | "cat");
        Ok(Self {
            index: flags.index.clone().or(said.index).unwrap_or_else(|| PathBuf::from("index")),
            engine: flags.engine.clone().or(said.engine).filter(|urls| !urls.trim().is_empty()),
            index_name: flags.index_name.clone().or(said.index_name),
            engine_timeout: flags.engine_timeout.or(said.engine_timeout),
            allow_partial: flags.allow_partial || said.allow_partial.unwrap_or_default(),
            credentials: env::var_os("ALINEA_ENGINE_CREDENTIALS")
                .map(PathBuf::from)
                .or(said.engine_credentials),
            lang: flags.lang.or(said.lang).unwrap_or_else(Lang::of_environment),
            colour: flags.color.or(said.color).unwrap_or_default(),
            pager: pages.then_some(pager),
            limit: said.limit.unwrap_or(LIMIT),
            json: arguments.is_json(),
            for_programs: arguments.is_for_programs(),
            quiet: flags.quiet || (said.quiet.unwrap_or_default() && !flags.verbose),
            verbose: flags.verbose || (said.verbose.unwrap_or_default() && !flags.quiet),
            progress: !flags.no_progress && said.progress.unwrap_or(true),
            files,
        })
    }

    /// What answers questions: a cluster where one is named, else the index in the folder.
    ///
    /// # Errors
    /// As [`Local::open`] and [`Remote::open`].
    pub(super) fn engine(&self) -> Result<Box<dyn Engine>> {
        Ok(match self.address()? {
            Some(address) => Box::new(Remote::open(&address)?),
            None => Box::new(Local::open(&self.index)?),
        })
    }

    /// Where the cluster is, if one is named, and who asks.
    ///
    /// # Errors
    /// `Cluster` where it is no address; `Io` and `BadSettings` of the file of credentials.
    pub(super) fn address(&self) -> Result<Option<Address>> {
        let Some(urls) = &self.engine else { return Ok(None) };
        let address = Address::parse(urls)?;
        Ok(Some(Address {
            index: self.index_name.clone().unwrap_or(address.index),
            timeout: self.engine_timeout.map_or(address.timeout, Duration::from_millis),
            allow_partial: self.allow_partial,
            credentials: self.credentials()?,
            ..address
        }))
    }

    /// Who asks, as the environment or a file says it; never a flag, which every process of the machine can read.
    fn credentials(&self) -> Result<Option<Credentials>> {
        let variable = |name| env::var(name).ok().filter(|value| !value.is_empty());
        let said = Secret {
            token: variable("ALINEA_ENGINE_TOKEN"),
            user: variable("ALINEA_ENGINE_USER"),
            password: variable("ALINEA_ENGINE_PASSWORD"),
        };
        if let Some(said) = said.credentials() {
            return Ok(Some(said));
        }
        let Some(path) = &self.credentials else { return Ok(None) };
        let text = fs::read_to_string(path).map_err(|reason| Error::Io { path: path.clone(), reason })?;
        let said: Secret = toml::from_str(&text).map_err(|error| bad(path, &text, &error))?;
        Ok(said.credentials())
    }
}

/// Who asks, as a file may say it.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Secret {
    token: Option<String>,
    user: Option<String>,
    password: Option<String>,
}

impl Secret {
    fn credentials(self) -> Option<Credentials> {
        match self {
            Self { token: Some(token), .. } => Some(Credentials::Token(token)),
            Self { user: Some(user), password, .. } => {
                Some(Credentials::Basic { user, password: password.unwrap_or_default() })
            }
            Self { .. } => None,
        }
    }
}

impl File {
    fn read(path: &Path) -> Result<(PathBuf, Self)> {
        let text = fs::read_to_string(path).map_err(|reason| Error::Io { path: path.to_owned(), reason })?;
        let file: Self = toml::from_str(&text).map_err(|error| bad(path, &text, &error))?;
        // A folder is meant as seen from the file that names it.
        let here = |named: PathBuf| path.parent().unwrap_or(Path::new("")).join(named);
        let (index, engine_credentials) = (file.index.map(here), file.engine_credentials.map(here));
        Ok((path.to_owned(), Self { index, engine_credentials, ..file }))
    }

    /// What this file says, and `other` where it says nothing.
    fn or(self, other: Self) -> Self {
        Self {
            index: self.index.or(other.index),
            engine: self.engine.or(other.engine),
            index_name: self.index_name.or(other.index_name),
            engine_timeout: self.engine_timeout.or(other.engine_timeout),
            allow_partial: self.allow_partial.or(other.allow_partial),
            engine_credentials: self.engine_credentials.or(other.engine_credentials),
            lang: self.lang.or(other.lang),
            color: self.color.or(other.color),
            pager: self.pager.or(other.pager),
            limit: self.limit.or(other.limit),
            quiet: self.quiet.or(other.quiet),
            verbose: self.verbose.or(other.verbose),
            progress: self.progress.or(other.progress),
        }
    }
}

fn bad(path: &Path, text: &str, error: &toml::de::Error) -> Error {
    let byte = error.span().map_or(0, |span| span.start.min(text.len()));
    let line = text.as_bytes().iter().take(byte).filter(|b| **b == b'\n').count() + 1;
    Error::BadSettings {
        path: path.display().to_string(),
        line: line as u64,
        byte: byte as u64,
        reason: Flaw::Setting { said: error.message().to_owned() },
    }
}

/// The nearest [`PROJECT`] file, here or above.
fn project() -> Option<PathBuf> {
    let here = env::current_dir().ok()?;
    here.ancestors().map(|folder| folder.join(PROJECT)).find(|path| path.is_file())
}

/// The user's file, where the XDG Base Directory Specification (0.8) has it.
fn user() -> Option<PathBuf> {
    let set = |name| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let folder = set("XDG_CONFIG_HOME").or_else(|| Some(set("HOME")?.join(".config")))?;
    Some(folder.join(USER)).filter(|path| path.is_file())
}
