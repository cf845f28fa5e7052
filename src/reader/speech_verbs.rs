//! Verbs that introduce somebody's words.
//!
//! Own list: the verbs of speech and judgement that French grammars give for direct speech and that news and
//! encyclopedic prose uses, in the third person of present, imperfect, simple past, and as past participles.

/// Verbs in -er, without their endings; those whose stem changes stand twice.
const STEMS: [&str; 67] = [
    "accus", "admir", "affirm", "ajout", "alert", "analys", "annonc", "annonç", "argument", "assur", "avanc",
    "avanç", "avou", "clam", "comment", "concéd", "concèd", "confi", "confirm", "constat", "critiqu",
    "déclar", "dénonc", "dénonç", "déplor", "détaill", "estim", "évoqu", "exclam", "expliqu", "expos",
    "exprim", "gliss", "indiqu", "insist", "interrog", "jug", "justifi", "lanc", "lanç", "martel", "murmur",
    "not", "nuanc", "nuanç", "observ", "pens", "plaid", "plaisant", "précis", "proclam", "protest", "racont",
    "rappel", "rappell", "rapport", "regrett", "relat", "relev", "relèv", "remarqu", "résum", "rétorqu",
    "révél", "révèl", "soulign", "témoign",
];

/// Endings of those verbs.
const ENDINGS: [&str; 8] = ["e", "ent", "é", "a", "ait", "aient", "èrent", "ât"];

/// Verbs of the other groups, form by form.
const FORMS: [&str; 49] = [
    "admet",
    "admettent",
    "admis",
    "admit",
    "conclu",
    "conclut",
    "concluent",
    "décrit",
    "décrivait",
    "décrivent",
    "définit",
    "définissent",
    "dira",
    "disait",
    "disaient",
    "disent",
    "dit",
    "dirent",
    "écrit",
    "écrivait",
    "écrivent",
    "écrivit",
    "maintient",
    "prétend",
    "prétendait",
    "prétendent",
    "prévenu",
    "prévient",
    "promet",
    "promit",
    "reconnaissait",
    "reconnaissent",
    "reconnaît",
    "reconnu",
    "reconnut",
    "répond",
    "répondait",
    "répondent",
    "répondit",
    "répondu",
    "soutenait",
    "soutenu",
    "soutient",
    "soutiennent",
    "soutint",
    "surenchérit",
    "renchérit",
    "titre",
    "titrait",
];

/// Words before a noun or an adjective, after which « note », « juge » or « précise » is one.
const DETERMINERS: [&str; 24] = [
    "le", "la", "les", "un", "une", "des", "du", "ce", "cet", "cette", "ces", "son", "sa", "ses", "leur",
    "leurs", "au", "aux", "de", "chaque", "plus", "moins", "très", "si",
];

/// The verb that `word` is, without the pronoun elided before it: « s'exclame » is « exclame ». `before` is the word
/// before it.
pub(super) fn speech_verb<'w>(word: &'w str, before: Option<&str>) -> Option<&'w str> {
    let (elided, bare) = word.rsplit_once(['\'', '’']).unwrap_or(("", word));
    let noun = before.is_some_and(|before| DETERMINERS.contains(&before.to_lowercase().as_str()));
    let article = matches!(elided, "l" | "L" | "d" | "D");
    let known = FORMS.contains(&bare) || ENDINGS.iter().any(|ending| is_stem(bare.strip_suffix(ending)));
    (known && !noun && !article).then_some(bare)
}

/// Whether the form is a past participle, which says that somebody spoke only after « a » or « s'est »: « jugé » alone
/// may be what others say of the subject.
pub(super) fn is_participle(verb: &str) -> bool {
    const OTHERS: [&str; 7] = ["admis", "conclu", "prévenu", "reconnu", "répondu", "soutenu", "promis"];
    verb.ends_with('é') || OTHERS.contains(&verb)
}

/// Whether the words before a noun say that a subject begins: « affirme le maire ».
pub(super) fn is_determiner(word: &str) -> bool {
    DETERMINERS.contains(&word) || word.starts_with("l'") || word.starts_with("l’")
}

fn is_stem(stem: Option<&str>) -> bool {
    stem.is_some_and(|stem| STEMS.contains(&stem))
}

#[cfg(test)]
mod tests {
    use super::speech_verb;

    #[test]
    fn verbs_and_nouns() {
        for (before, word, verb) in [
            (Some("Dupont"), "déclare", Some("déclare")),
            (Some("a"), "affirmé", Some("affirmé")),
            (None, "s'exclame", Some("exclame")),
            (Some("ils"), "disent", Some("disent")),
            (Some("la"), "note", None),
            (Some("il"), "note", Some("note")),
            (None, "l'annonce", None),
            (Some("il"), "marche", None),
        ] {
            assert_eq!(speech_verb(word, before), verb, "{word}");
        }
    }
}
