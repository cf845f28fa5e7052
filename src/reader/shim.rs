//! Stands in for `analysis` until it is merged; deleted then.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

pub(super) fn normalize(text: &str) -> Cow<'_, str> {
    Cow::Owned(text.nfc().collect())
}

pub(super) mod brackets {
    #[derive(Debug, Clone)]
    pub(crate) struct Bracket {
        pub(crate) span: std::ops::Range<usize>,
        pub(crate) labels: Vec<String>,
    }

    pub(crate) fn brackets(text: &str) -> Vec<Bracket> {
        let mut all = Vec::new();
        for (open, _) in text.match_indices('[') {
            let rest = &text[open + 1..];
            let Some(close) = rest.find(['[', ']']).filter(|at| rest[*at..].starts_with(']') && *at < 40)
            else {
                continue;
            };
            let label = &rest[..close];
            let span = open..open + close + 2;
            if label.ends_with(|c: char| c.is_ascii_digit()) {
                all.push(Bracket { span, labels: vec![label.to_owned()] });
            } else if label.starts_with("réf") || label == "…" {
                all.push(Bracket { span, labels: Vec::new() });
            }
        }
        all
    }
}

pub(super) mod sentence {
    pub(crate) fn sentences(text: &str) -> Vec<std::ops::Range<usize>> {
        let mut all = Vec::new();
        let mut start = 0;
        for (at, _) in text.match_indices(". ") {
            all.push(start..at + 1);
            start = at + 2;
        }
        all.push(start..text.len());
        all
    }
}
