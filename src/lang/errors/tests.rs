//! No error is left in English, whole or in part.

use std::io;
use std::path::PathBuf;

use regex::Regex;

use super::{hint, message};
use crate::error::{ClusterFault, Error, Fault, Flaw, JsonKind};

/// One of each, with values that are no words of either language.
fn samples() -> Vec<Error> {
    let path = || PathBuf::from("x1");
    let name = || "x2".to_owned();
    let several = || vec![name(), name()];
    let io = || io::Error::from_raw_os_error(2);
    let flaw = || Flaw::NoObject;
    let address = "127.0.0.1:1".parse().unwrap();
    vec![
        Error::IndexMissing { path: path() },
        Error::IndexUnfinished { path: path() },
        Error::IndexVersion { path: path(), found: name(), expected: name() },
        Error::IndexDamaged { path: path(), reason: name() },
        Error::IndexLocked { path: path(), holder: None },
        Error::NotAnIndex { path: path(), found: name() },
        Error::Io { path: path(), reason: io() },
        Error::NoArticle { path: path(), skipped: 3 },
        Error::UnknownFormat { path: name() },
        Error::InvalidEncoding { path: name(), encoding: "UTF-8", byte: 1, line: 2 },
        Error::BadRow { path: name(), line: 1, byte: 2, reason: flaw() },
        Error::BadArchive { path: name(), packing: "gzip", byte: 2, reason: Flaw::PackedEndsEarly },
        Error::BadDump { path: name(), byte: 2, reason: Flaw::NoRoot },
        Error::BadPage { path: name(), title: name(), byte: 2, reason: Flaw::PageUntitled },
        Error::BadJudgement { path: name(), line: 1, reason: Flaw::NoTab },
        Error::AmbiguousId { id: name(), candidates: several() },
        Error::AmbiguousLabel { label: name(), articles: several() },
        Error::UnknownArticle { name: name(), near: several() },
        Error::AmbiguousArticle { name: name(), candidates: several() },
        Error::UnknownId { id: name(), near: several() },
        Error::BadSettings { path: name(), line: 1, byte: 2, reason: Flaw::Setting { said: name() } },
        Error::BadSource { value: name(), reason: Fault::IsbnCheck },
        Error::UnknownExport { name: name() },
        Error::NoWords { text: name() },
        Error::NobodyWaits,
        Error::TooLittleMemory { given: 1, least: 96 },
        Error::Engine { path: path(), reason: Box::new(tantivy::TantivyError::InternalError(name())) },
        Error::OpenToOthers { address },
        Error::Listen { address, reason: io() },
        Error::WeakToken { origin: name(), least: 16 },
        Error::Cluster { url: name(), call: name(), reason: ClusterFault::Refused },
    ]
}

/// One of each.
fn flaws() -> Vec<Flaw> {
    let x = || "x2".to_owned();
    let found = JsonKind::Number;
    vec![
        Flaw::RowTooLong { most: 1 },
        Flaw::RowNotUtf8 { byte: 1 },
        Flaw::NoJson { said: x() },
        Flaw::NoObject,
        Flaw::FieldMissing { name: "x3" },
        Flaw::IdEmpty,
        Flaw::IdKind { found },
        Flaw::FieldKind { name: "x3", found },
        Flaw::PageUntitled,
        Flaw::TextNotUtf8 { byte: 1 },
        Flaw::DocType,
        Flaw::TooDeep { most: 1 },
        Flaw::NoRoot,
        Flaw::OtherRoot,
        Flaw::DumpEndsEarly,
        Flaw::Markup { said: x() },
        Flaw::PackedEndsEarly,
        Flaw::Packed { said: x() },
        Flaw::NoTopics,
        Flaw::NoJudgements,
        Flaw::TopicTwice { id: x(), line: 1 },
        Flaw::NoTopicObject { said: x() },
        Flaw::NoTab,
        Flaw::TopicUnnamed,
        Flaw::NoJudgement,
        Flaw::NoGrade { typed: x() },
        Flaw::JudgedTwice { document: x(), topic: x() },
        Flaw::RankedTwice { document: x(), topic: x() },
        Flaw::Columns { found: 1 },
        Flaw::NoScore { typed: x() },
        Flaw::Setting { said: x() },
    ]
}

/// Words that only English has; commands, names of formats and values have none of them.
fn english() -> Regex {
    Regex::new(r"\b(the|is|of|or|and|not|no|with|that|file|it|by|an|its|in|one|build|near)\b").unwrap()
}

#[track_caller]
fn is_french(said: &str) {
    // Commands are the same in both languages, and what stands between backquotes or as an option's name is one.
    let prose =
        Regex::new(r"--[a-z-]+|alinea .*|iconv [^(]*|openssl .*").unwrap().replace_all(said, "").into_owned();
    let left = english().find(&prose).map(|found| found.as_str().to_owned());
    assert_eq!(left, None, "{said}");
}

#[test]
fn every_error_is_french_from_end_to_end() {
    let source = include_str!("../../error/mod.rs");
    let code = Regex::new(r#"Self::(\w+) \{ \.\. \} => "(\w+)","#).unwrap();
    let samples = samples();
    for found in code.captures_iter(source) {
        assert!(samples.iter().any(|error| error.code() == &found[2]), "{} has no sample here", &found[1]);
    }
    for error in &samples {
        let (french, english) = (message(error), error.to_string());
        assert_ne!(french, english);
        is_french(&french);
        assert_eq!(hint(error).is_some(), error.hint().is_some(), "{english}");
        if let (Some(french), Some(english)) = (hint(error), error.hint()) {
            assert_ne!(french, english);
            is_french(&french);
        }
    }
}

#[test]
fn every_flaw_is_french() {
    let source = include_str!("../../error/flaw.rs");
    let (flaws_of_source, _) = source.split_once("/// What a JSON value is.").unwrap();
    let number = flaws_of_source.matches("#[error").count();
    let flaws = flaws();
    assert_eq!(flaws.len(), number, "a sample of each");
    for flaw in flaws {
        let error = Error::BadRow { path: "x1".to_owned(), line: 1, byte: 1, reason: flaw.clone() };
        assert!(!message(&error).contains(&format!(": {flaw}")), "{flaw}");
        is_french(&message(&error));
    }
}
