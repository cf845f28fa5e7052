//! What a user sees: the built program, run on files of the test's own, on `corpus/` and on real text.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on panics")]
#![allow(clippy::print_stdout, reason = "tests say what they measured, and when they are skipped")]

mod screen;
mod support;
mod terminal;

mod architecture;
mod changes;
mod check;
mod citations;
mod cite;
mod cluster;
mod concurrent;
mod corrupted;
mod damaged;
mod data;
mod docs;
mod dump;
mod eval;
mod french;
mod full_disk;
mod index;
mod input;
mod interrupted;
mod killed;
mod labels;
mod mcp;
mod memory;
mod pages;
mod prompt;
mod query;
mod quote;
mod ranking;
mod references;
mod relevance;
mod results;
mod revisions;
mod search;
mod seen;
mod serve;
mod settings;
mod show;
mod sources;
