//! The engine that answers from a cluster: Quickwit, OpenSearch, Elasticsearch.
//!
//! A cluster holds our documents with our ready-made terms ([`mapping`]); what it cannot do is analyse French, score with
//! statistics of the whole collection, and rank a second time. So a question is asked here, on an index of the part of the
//! collection that it needs ([`part`]), with the statistics of the whole ([`state`]). What it looks for and does not find
//! there is fetched, all of it in one call, and the question is asked again: two or three times in all. What an answer is
//! made of is thereby said once, and is the same from a cluster as from a folder.
//!
//! [`http`] calls any of several nodes, [`cluster`] knows what each kind of cluster is called by, [`lower`] says a query in
//! the language that they share, and [`push`] brings documents there; [`mod@check`] holds what is there against what was pushed.

mod address;
mod cache;
mod check;
mod cluster;
mod document;
mod http;
mod language;
mod lower;
mod mapping;
mod part;
mod parts;
mod publish;
mod push;
mod sample;
mod send;
mod state;

pub use address::{Address, Credentials, INDEX_NAME, TIMEOUT};
pub use check::{LOOKED_UP, check};
pub use part::Remote;
pub use push::{Delivery, Load, Offered, Push, Read};

pub(super) use lower::{Asked, citing, everything, holding, operators, plain, quoted, references};
pub(super) use part::Part;

#[cfg(test)]
mod tests;
