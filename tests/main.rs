//! What a user sees: the built program, run on files of the test's own, on `corpus/` and on real text.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on panics")]
#![allow(clippy::print_stdout, reason = "tests say what they measured, and when they are skipped")]

mod support;

mod architecture;
mod citations;
mod cite;
mod data;
mod docs;
mod dump;
mod eval;
mod french;
mod index;
mod input;
mod interrupted;
mod labels;
mod memory;
mod pages;
mod query;
mod quote;
mod ranking;
mod relevance;
mod search;
mod show;
mod sources;
