//! What holds for every filter: the same battery for each of them.

use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::{Analyzer, Fate, Step, Words, steps};

/// Words that each filter has something to say about, and text around them.
const PIECES: [&str; 48] = [
    "l'attaque",
    "d’Étienne",
    "jusqu'à",
    "aujourd'hui",
    "d'aujourd'hui",
    "N'Djamena",
    "l'",
    "'",
    "rock'n'roll",
    "1 200",
    "12 345",
    "14,2",
    "1 2000",
    "007 100",
    "XIXe",
    "vie",
    "siècle",
    "Ire",
    "1er",
    "2ème",
    "O.N.U.",
    "l'O.N.U",
    "J.-C.",
    "n°",
    "n° 5",
    "№ 3",
    "St-Étienne",
    "Ste",
    "km²",
    "œuvre",
    "chevaux",
    "élues",
    "[4]",
    "[note 2]",
    "[3-5]",
    "[…]",
    "[réf. nécessaire]",
    "assur[er]",
    "[L]a",
    "[l]'un",
    "Lituanie[b]",
    "c'est-à-dire",
    ".",
    ",",
    "«",
    "»",
    "\n",
    "?",
];

/// Any string, and strings of the characters that the chain treats in special ways.
pub(crate) fn any_text() -> impl Strategy<Value = String> {
    let special =
        "[a-zA-Zéœ0-9 '’`´.°ºᵒ№ⁿ½\u{a0}\u{ad}\u{200b}\u{301}\u{323}\u{345}\\[\\],;\n?…»ŉİßﬁ-]{0,40}";
    prop_oneof![any::<String>(), special, french_text()]
}

/// French-like text.
pub(crate) fn french_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![3 => prop::sample::select(&PIECES[..]).prop_map(str::to_owned), 1 => "[a-zéèùœçÉA-Z]{1,9}"];
    let gap = prop::sample::select(&[" ", " ", " ", "", "-", "\u{a0}"][..]);
    prop::collection::vec((piece, gap), 0..12)
        .prop_map(|pieces| pieces.into_iter().flat_map(|(piece, gap)| [piece, gap.to_owned()]).collect())
}

/// Runs everything that must hold for `texts`, which are French.
pub(super) fn check<'t>(texts: impl IntoIterator<Item = &'t str>) {
    for text in texts {
        check_spans(text);
        check_variants(text);
    }
    check_spans("");
}

/// Spans are valid, ascending and on character boundaries; terms keep their bounds; `steps` agrees.
pub(super) fn check_spans(text: &str) {
    let mut analyzer = Analyzer::new();
    let tokens = analyzer.analyze(text);
    let mut end = 0;
    assert_eq!(tokens.len(), tokens.clone().count());
    for (token, position) in tokens.clone().zip(0..) {
        assert!(end <= token.span.start && token.span.start < token.span.end, "{text:?} {token:?}");
        assert!(text.get(token.span.clone()).is_some(), "{text:?} {token:?}");
        assert_eq!(token.position, position);
        for term in [token.form, token.stem] {
            assert!(!term.is_empty() && term.len() <= 254, "{text:?} {token:?}");
            assert!(!term.contains(char::is_whitespace), "{text:?} {token:?}");
        }
        end = token.span.end;
    }
    let shown = steps(text);
    let shown: Vec<_> = shown.iter().filter_map(term).collect();
    let made: Vec<_> = tokens.map(|t| (t.span, t.position, t.form.to_owned(), t.stem.to_owned())).collect();
    assert_eq!(shown, made, "{text:?}");
    assert!(Words::new(text).all(|word| !word.is_empty()));
}

fn term(step: &Step) -> Option<(super::Span, u32, String, String)> {
    match &step.fate {
        Fate::Term { form, stem, position, .. } => {
            Some((step.span.clone(), *position, form.clone(), stem.clone()))
        }
        Fate::Dropped(_) => None,
    }
}

/// However the text is typed, its terms are the same.
pub(super) fn check_variants(text: &str) {
    let terms = terms(text);
    let variants = [
        ("decomposed", text.nfd().collect()),
        ("composed", text.nfc().collect()),
        ("straight apostrophe", text.replace('’', "'")),
        ("curly apostrophe", text.replace('\'', "’")),
        ("no-break space", text.replace(' ', "\u{a0}")),
        ("narrow no-break space", text.replace(' ', "\u{202f}")),
        ("space", text.replace(['\u{a0}', '\u{202f}'], " ")),
        ("upper case", text.to_uppercase()),
        ("lower case", text.to_lowercase()),
        ("no accents", text.nfd().filter(|c| !is_combining_mark(*c)).collect::<String>()),
    ];
    for (name, variant) in variants {
        assert_eq!(self::terms(&variant), terms, "{name}: {text:?} {variant:?}");
    }
}

/// Forms and stems of `text`.
pub(super) fn terms(text: &str) -> Vec<(String, String)> {
    Analyzer::new().analyze(text).map(|t| (t.form.to_owned(), t.stem.to_owned())).collect()
}

/// Forms of `text`, a space between them.
pub(super) fn forms(text: &str) -> String {
    terms(text).into_iter().map(|(form, _)| form).collect::<Vec<_>>().join(" ")
}

proptest! {
    #[test]
    fn any_text_has_valid_spans(text in any_text()) {
        check_spans(&text);
    }

    #[test]
    fn any_text_composed_or_not_has_the_same_terms(text in any_text()) {
        let decomposed: String = text.nfd().collect();
        prop_assert_eq!(terms(&decomposed), terms(&super::normalize(&text)));
    }

    #[test]
    fn french_text_has_the_same_terms_however_typed(text in french_text()) {
        check_variants(&text);
    }
}
