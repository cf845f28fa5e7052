//! An index on the network: an HTTP API for programs, pages for people, tools for language models.
//!
//! [`Server::bind`] opens the index and takes the address, [`Server::run`] answers until the process is asked to end.
//! One request goes through `router` (who may ask, how much at once), `parameters` (what is asked), `current` (the
//! engine, on a thread that may block) and comes back as JSON, as a page, or as a `problem`.

mod access;
mod api;
mod asset;
mod connections;
mod current;
mod limits;
mod mcp;
mod metrics;
mod page;
mod parameters;
mod problem;
mod router;
mod server;

pub use access::{Access, Token};
pub use mcp::serve_on_stdio;
pub use server::{Event, Options, Server};
