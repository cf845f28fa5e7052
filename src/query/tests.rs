use std::path::Path;

use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization as _;

use super::{Node, NodeKind, Warning, parse};

/// The pairs of `tests/specs/query.txt`: a query, a line `=> tree`, and a line `! warning` for each warning.
fn specification() -> Vec<(usize, String, String)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/specs/query.txt");
    let text = std::fs::read_to_string(path).unwrap();
    let mut pairs: Vec<(usize, String, String)> = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        if let Some(query) = line.strip_prefix("    ? ") {
            pairs.push((number, query.replace('⍽', "\u{a0}").replace('⎵', "\u{202f}"), String::new()));
        } else if let (Some(said), Some(last)) = (line.strip_prefix("    "), pairs.last_mut()) {
            last.2 += &format!("{said}\n");
        }
    }
    pairs
}

#[test]
fn the_specification_holds() {
    let pairs = specification();
    assert!(pairs.len() > 60, "{}", pairs.len());
    let mut wrong = String::new();
    for (line, text, expected) in pairs {
        let query = parse(&text);
        let shown = query.spelled_out().replace('\u{a0}', "⍽").replace('\u{202f}', "⎵");
        let mut found = format!("= {shown}\n");
        query.warnings.iter().for_each(|warning| found += &format!("! {warning}\n"));
        if found != expected {
            wrong += &format!("line {line}: {text}\n  expected {expected}  found    {found}");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// Whether all spans of a tree address the text, each inside what holds it.
fn in_bounds(node: &Node, text: &str, depth: usize) -> bool {
    let own = text.get(node.span.clone()).is_some() && depth < 200;
    own && match &node.kind {
        NodeKind::Beside(nodes) | NodeKind::And(nodes) | NodeKind::Or(nodes) => {
            nodes.len() > 1 && nodes.iter().all(|node| in_bounds(node, text, depth + 1))
        }
        NodeKind::Must(node) | NodeKind::Not(node) | NodeKind::Field { value: node, .. } => {
            in_bounds(node, text, depth + 1)
        }
        _ => true,
    }
}

#[test]
fn deep_groups_end_in_punctuation() {
    let text = format!("{}camp{} ET mali", "(".repeat(100_000), ")".repeat(100_000));
    let query = parse(&text);
    assert!(query.spelled_out().starts_with("and("), "{}", &query.spelled_out()[..40]);
    for text in ["-(".repeat(10_000), "titre:(".repeat(10_000), "« ".repeat(10_000)] {
        assert!(in_bounds(&parse(&text).root, &text, 0));
    }
}

fn typed() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-zé]{1,5}",
        "\\PC{0,3}",
        prop::sample::select(vec![
            " ", " ", "\u{a0}", "ET", "OU", "SAUF", "(", ")", "\"", "« ", " »", "+", "-", "=", "~1", "~3",
            "*", "titre:", "titre : ", "date:", "cite:", "l'", "1 200", "C++", "?", "[4]", ":",
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

/// The kinds of nodes without their words.
fn shape(text: &str) -> String {
    let spelled = parse(text).spelled_out();
    let mut depth = 0;
    spelled
        .chars()
        .filter(|c| {
            depth += i32::from(*c == '[') - i32::from(*c == ']');
            depth == 0
        })
        .collect()
}

proptest! {
    #[test]
    fn any_text_is_a_query(text in typed()) {
        let query = parse(&text);
        prop_assert!(in_bounds(&query.root, &text, 0));
        prop_assert_eq!(query.root.kind == NodeKind::Nothing, query.warnings.contains(&Warning::NoWords));
        for warning in &query.warnings {
            prop_assert!(warning.span().is_none_or(|span| text.get(span).is_some()));
        }
    }

    #[test]
    fn spaces_apostrophes_and_normal_forms_change_no_tree(text in "[a-zé'()«»\"+* :=~1-]{0,12}( (ET|OU|SAUF) [a-zé]{1,4}){0,2}") {
        let expected = shape(&text);
        for other in [text.nfd().collect(), text.replace(' ', "\u{a0}"), text.replace('\'', "’")] {
            prop_assert_eq!(&shape(&other), &expected, "{:?}", other);
        }
    }
}
