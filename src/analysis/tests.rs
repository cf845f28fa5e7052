//! The whole chain on text.

use super::Analyzer;
use super::battery::{check, forms};

/// Each rule of the chain: text, and the forms that it gives.
const CASES: [(&str, &str, &str); 45] = [
    ("empty", "", ""),
    ("signs only", "« … » – !", ""),
    ("elision", "L'attaque d’Indelimane", "attaque indelimane"),
    ("elision before a consonant", "N'Djamena et M'Bappé", "ndjamena et mbappe"),
    ("no elision", "O'Neill", "oneill"),
    ("kept apostrophe", "aujourd'hui", "aujourdhui"),
    ("kept after elision", "d'aujourd'hui à l'entr'acte", "aujourdhui a entracte"),
    ("apostrophe inside", "rock'n'roll", "rocknroll"),
    ("apostrophe before a digit", "l'1", "l 1"),
    ("apostrophe at the edge", "'mot' l' attaque", "mot l attaque"),
    ("elision before a quote", "l'« Union » d'[Ivoire]", "union ivoire"),
    ("hyphens", "Saint-Étienne, va-t-il", "saint etienne va t il"),
    ("non-breaking hyphen", "arc\u{2011}en\u{2010}ciel", "arc en ciel"),
    ("digit groups", "1 200 et 12\u{a0}345\u{202f}678", "1200 et 12345678"),
    ("group and a digit", "1 2000", "1 2000"),
    ("group and a letter", "1 200m", "1 200m"),
    ("year and number", "en 2018 200 soldats", "en 2018 200 soldats"),
    ("leading zero", "0 123", "0 123"),
    ("two groups and a longer number", "12 345 6789", "12345 6789"),
    ("decimals", "14,2 et 3,5 200", "14 2 et 3 5 200"),
    ("ordinals", "1er 1re 1ère 2e 2ème 2nd", "1e 1e 1e 2e 2e 2e"),
    ("centuries", "XIXe XIXᵉ XIXème xviiiᵉ", "19e 19e 19e 18e"),
    ("ambiguous century", "la vie au XIXe, IVe et VIe siècle", "la vie au 19e 4e et 6e siecle"),
    ("two centuries", "du VIe au VIIe siècle, VIe et VIIe", "du 6e au 7e siecle 6e et 7e"),
    ("republic", "la Ire République et l'ire", "la 1e republique et ire"),
    ("acronym", "l'O.N.U. et l’ONU, o.n.u", "onu et onu onu"),
    ("acronym and a word", "U.S.Army", "us army"),
    ("no acronym", "en 500 av. J.-C. a. M. Dupont", "en 500 av j c a m dupont"),
    ("numero", "n° 5, nº5, № 6, nᵒˢ 7", "numero 5 numero 5 numero 6 numero 7"),
    ("no numero", "5° N", "5 n"),
    ("saints", "St Louis, Ste-Anne", "saint louis sainte anne"),
    ("superscripts", "km² et m²", "km2 et m2"),
    ("ligatures", "ﬁn de l'œuvre", "fin de oeuvre"),
    ("soft hyphen", "po\u{ad}ly\u{200b}gone", "polygone"),
    ("marker", "tué[4]. Le camp[1],[2][note 3]", "tue le camp"),
    ("marker glued to the next word", "tourisme [17]car", "tourisme car"),
    ("range marker", "tué[3–5]", "tue"),
    ("lone letter marker", "La Lituanie[b] (en", "la lituanie en"),
    ("editorial", "tué[réf.\u{a0}nécessaire] […] ici [Quand ?]", "tue ici"),
    ("inserted word", "« [le président] affirme »", "le president affirme"),
    ("end of a word", "assur[er] la", "assurer la"),
    ("beginning of a word", "[L]a [l]'un", "la un"),
    ("year in brackets", "en [1914] et [vers 1850]", "en 1914 et vers 1850"),
    ("underscore", "un_mot", "un mot"),
    ("other scripts", "Пу́тин 東京", "путин 東京"),
];

#[test]
fn forms_of_each_rule() {
    for (rule, text, expected) in CASES {
        assert_eq!(forms(text), expected, "{rule}: {text}");
    }
}

#[test]
fn the_battery_holds_for_each_rule() {
    check(CASES.map(|(_, text, _)| text));
}

#[test]
fn spans_cover_the_word_without_its_article() {
    for (text, covered) in [
        ("L’attaque", vec!["attaque"]),
        ("1 200 h", vec!["1 200", "h"]),
        ("l'O.N.U., né", vec!["O.N.U", "né"]),
        ("n° 5", vec!["n°", "5"]),
        ("assur[er] [L]a", vec!["assur[er]", "[L]a"]),
        ("e\u{301}te\u{301}\u{200b} x", vec!["e\u{301}te\u{301}", "x"]),
    ] {
        let mut analyzer = Analyzer::new();
        let spans: Vec<_> = analyzer.analyze(text).map(|t| &text[t.span]).collect();
        assert_eq!(spans, covered, "{text}");
    }
}

#[test]
fn markers_and_holes_take_no_position() {
    for (whole, holed) in [
        ("a lieu pendant la guerre", "a lieu le pendant la guerre"),
        ("Le camp", "Le , camp"),
        ("corps de", "corps[4] […] de"),
    ] {
        let positions = |text: &str| Analyzer::new().analyze(text).map(|t| t.position).collect::<Vec<_>>();
        let count = positions(whole).len();
        assert!(positions(holed).starts_with(&(0..count as u32).collect::<Vec<_>>()), "{holed}");
    }
}

#[test]
fn equal_spellings_share_a_word_number() {
    let mut analyzer = Analyzer::new();
    let words: Vec<u32> = analyzer.analyze("camp Camp camp").map(|t| t.word).collect();
    assert_eq!(words[0], words[2]);
    assert_ne!(words[0], words[1]);
}
