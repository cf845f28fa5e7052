//! The stemmer: what the forms of a word have in common. Made for folded text, and for inflection only: plural,
//! feminine, infinitive, participle. Nouns stay apart from the words derived from them (communiste, commune).
//!
//! In the manner of the light stemmers of Savoy (*A stemming procedure and stopword list for general French
//! corpora*, JASIS 50, 1999): a few rules in a few steps, of which each applies at most one. Every group of
//! rules here was kept because leaving it out costs on questions about French Wikipedia; endings of finite verbs
//! (-ait, -erent, -era), adverbs in -ment and nouns in -tion and -ite were tried, and cost or gained nothing.

use super::data::irregular::IRREGULAR;

/// The shortest form, in bytes, that rules are applied to.
const MIN_BYTES: usize = 4;

/// An ending, what replaces it, and the least number of bytes that must stand before it.
type Rule = (&'static str, &'static str, usize);

/// Plural to singular. A rule that changes nothing keeps the ones after it off.
const NUMBER: &[Rule] = &[
    ("eaux", "eau", 0), // châteaux
    ("yaux", "yau", 0), // noyaux
    ("aux", "al", 3),   // chevaux, nationaux; not taux, faux
    ("eux", "eu", 1),   // jeux, heureux
    ("oux", "ou", 1),   // bijoux
    ("ss", "ss", 0),    // express
    ("s", "", 3),
];

/// Feminine to masculine, and the é of participles.
const GENDER: &[Rule] = &[
    ("ee", "", 3),  // élevée
    ("ie", "i", 5), // établie; not marie (mari), partie (parti)
    ("ie", "ie", 0),
    ("e", "", 3),
];

/// Who does a thing, and what he believes in; after the final e has gone.
const AGENT: &[Rule] = &[
    ("tric", "teu", 2), // actrice
    ("eus", "eu", 3),   // chanteuse, heureuse
    ("eur", "eu", 3),   // chanteur
    ("ism", "ist", 4),  // communisme
];

/// Infinitives and participles.
const VERB: &[Rule] = &[
    ("ant", "", 4),  // passionnant
    ("ier", "i", 3), // publier; premier, première
    ("er", "", 4),   // gagner
    ("ir", "i", 4),  // établir
    ("it", "i", 4),  // établit, écrit
];

/// Consonants that an e has softened, or that the feminine shows.
const CONSONANT: &[Rule] = &[
    ("ais", "ai", 3), // française
    ("ois", "oi", 3), // chinoise
    ("qu", "c", 3),   // publique
    ("gu", "g", 3),   // longue
    ("iv", "if", 2),  // active
];

/// The stem of `form`, which is folded. Words with digits and short words are left alone; so are words of other
/// alphabets, which have none of these endings. A stem is empty only for an empty form, and never longer than it.
pub(super) fn stem(form: &str) -> String {
    if let Ok(at) = IRREGULAR.binary_search_by_key(&form, |(form, _)| form) {
        return IRREGULAR[at].1.to_owned();
    }
    let mut stem = form.to_owned();
    if form.len() >= MIN_BYTES && !form.bytes().any(|b| b.is_ascii_digit()) {
        [NUMBER, GENDER, AGENT, VERB, CONSONANT].iter().for_each(|step| apply(step, &mut stem));
        single_final_letter(&mut stem);
    }
    stem
}

/// Applies the first of `rules` that fits.
fn apply(rules: &[Rule], stem: &mut String) {
    let fitting = rules
        .iter()
        .find(|(ending, _, least)| stem.strip_suffix(ending).is_some_and(|head| head.len() >= *least));
    if let Some((ending, replacement, _)) = fitting {
        stem.truncate(stem.len() - ending.len());
        stem.push_str(replacement);
    }
}

/// The last letter once where it stands twice: nationnal-, cruell-, bonn-.
fn single_final_letter(stem: &mut String) {
    if let [.., _, a, b] = stem.as_bytes()
        && stem.len() >= MIN_BYTES
        && a == b
        && a.is_ascii_alphabetic()
    {
        stem.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::super::battery;
    use super::{IRREGULAR, stem};

    /// Forms of one word.
    const TOGETHER: [(&str, &[&str]); 27] = [
        ("plural in s", &["camp", "camps"]),
        ("plural in x", &["jeu", "jeux"]),
        ("plural in eaux", &["chateau", "chateaux"]),
        ("plural in eaux, short", &["eau", "eaux"]),
        ("plural in yaux", &["noyau", "noyaux"]),
        ("plural in aux", &["national", "nationale", "nationaux", "nationales"]),
        ("plural in aux", &["cheval", "chevaux"]),
        ("plural in oux", &["bijou", "bijoux"]),
        ("plural of short words", &["an", "ans"]),
        ("no plural", &["express"]),
        ("feminine", &["elu", "elus", "elue", "elues"]),
        ("feminine of é", &["eleve", "elevee", "elevees", "elever"]),
        ("feminine of i", &["etabli", "etablie", "etablies", "etablir", "etablit"]),
        ("feminine of er", &["premier", "premiere", "premiers", "premieres"]),
        ("feminine of eux", &["heureux", "heureuse", "heureuses"]),
        ("feminine of eur", &["chanteur", "chanteuse", "chanteurs"]),
        ("feminine of teur", &["acteur", "actrice", "actrices"]),
        ("feminine of ais", &["francais", "francaise", "francaises"]),
        ("feminine of ois", &["chinois", "chinoise"]),
        ("feminine of if", &["actif", "active", "actives"]),
        ("feminine of c", &["public", "publique", "publics"]),
        ("feminine of g", &["long", "longue", "longues"]),
        ("doubled consonant", &["cruel", "cruelle", "cruelles"]),
        ("isme and iste", &["communisme", "communiste", "communistes"]),
        ("infinitive", &["gagner", "gagne", "gagnes", "gagnee"]),
        ("infinitive in ier", &["apprecier", "apprecie", "apprecies", "appreciee"]),
        ("irregular", &["oeil", "yeux"]),
    ];

    #[test]
    fn forms_of_a_word_have_one_stem() {
        for (rule, forms) in TOGETHER {
            let stems: Vec<_> = forms.iter().map(|form| stem(form)).collect();
            assert!(stems.iter().all(|stem| *stem == stems[0]), "{rule}: {forms:?} {stems:?}");
        }
    }

    #[test]
    fn words_that_must_stay_apart() {
        for (one, other) in [
            ("marie", "mari"),
            ("communiste", "commune"),
            ("partie", "parti"),
            ("poste", "postal"),
            ("porte", "port1"),
            ("paris", "pari"),
            ("mars", "mare"),
            ("fils", "fil"),
            ("science", "scientifique"),
            ("genre", "general"),
        ] {
            assert_ne!(stem(one), stem(other), "{one} {other}");
        }
    }

    /// Known errors: what a change of rules should mend without breaking the rest.
    #[test]
    fn known_errors() {
        for (rule, one, other) in [
            ("fin and fine", "fin", "fine"),
            ("cours and cour", "cours", "cour"),
            ("mariée and mari", "mariee", "mari"),
            ("port and porte", "port", "porte"),
            ("habitant and habit", "habitant", "habit"),
            ("commun and commune", "commun", "commune"),
        ] {
            assert_eq!(stem(one), stem(other), "{rule}");
        }
        for (rule, one, other) in [
            ("imperfect", "gagnait", "gagner"),
            ("third person plural", "gagnent", "gagne"),
            ("short participle in i", "fini", "finie"),
            ("permise and permis", "permise", "permis"),
        ] {
            assert_ne!(stem(one), stem(other), "{rule}");
        }
    }

    #[test]
    fn numbers_and_short_words_stay() {
        for form in ["", "a", "mer", "1200", "19e", "3ds", "b12s", "年々", "москвас1"] {
            assert_eq!(stem(form), form);
        }
    }

    #[test]
    fn irregular_forms_are_sorted_and_their_stems_are_stems() {
        assert!(IRREGULAR.is_sorted_by(|a, b| a.0 < b.0));
        assert!(IRREGULAR.iter().all(|(form, stem)| stem.len() <= form.len()));
        for (form, its_stem) in IRREGULAR {
            assert_eq!(stem(its_stem), *its_stem, "{form}");
        }
    }

    #[test]
    fn battery_holds() {
        battery::check(TOGETHER.iter().flat_map(|(_, forms)| forms.iter().copied()));
    }
}
