//! Verbs that introduce somebody's words.
//!
//! Own list: the verbs of speech and judgement that French grammars give for direct speech and that news and
//! encyclopedic prose uses, in the third person of present, imperfect, simple past, and as past participles.

/// Verbs in -er, without their endings; those whose stem changes stand twice.
const STEMS: [&str; 100] = [
    "accus",
    "admir",
    "affirm",
    "ajout",
    "alarm",
    "alert",
    "amus",
    "analys",
    "annonc",
    "annonç",
    "argument",
    "assur",
    "assèn",
    "assén",
    "avanc",
    "avanç",
    "avou",
    "clam",
    "comment",
    "concèd",
    "concéd",
    "confi",
    "confirm",
    "conseill",
    "considèr",
    "considér",
    "constat",
    "critiqu",
    "demand",
    "déclar",
    "dénonc",
    "dénonç",
    "déplor",
    "détaill",
    "espèr",
    "espér",
    "estim",
    "exclam",
    "expliqu",
    "expos",
    "exprim",
    "fustig",
    "félicit",
    "gliss",
    "hurl",
    "indign",
    "indiqu",
    "inquièt",
    "inquiét",
    "insist",
    "interrog",
    "ironis",
    "jug",
    "justifi",
    "lament",
    "lanc",
    "lanç",
    "martel",
    "murmur",
    "not",
    "nuanc",
    "nuanç",
    "observ",
    "ordonn",
    "pens",
    "plaid",
    "plaisant",
    "proclam",
    "protest",
    "précis",
    "qualifi",
    "racont",
    "rappel",
    "rappell",
    "rapport",
    "recommand",
    "regrett",
    "relat",
    "relev",
    "relèv",
    "remarqu",
    "réfut",
    "répliqu",
    "répèt",
    "répét",
    "résum",
    "rétorqu",
    "révèl",
    "révél",
    "salu",
    "souffl",
    "souhait",
    "soulign",
    "soupir",
    "suggèr",
    "suggér",
    "témoign",
    "écri",
    "étonn",
    "évoqu",
];

/// Endings of those verbs.
const ENDINGS: [&str; 8] = ["e", "ent", "é", "a", "ait", "aient", "èrent", "ât"];

/// Verbs of the other groups, form by form.
const FORMS: [&str; 63] = [
    "admet",
    "admettent",
    "admis",
    "admit",
    "conclu",
    "concluent",
    "conclut",
    "craint",
    "croit",
    "croyait",
    "dira",
    "dirent",
    "disaient",
    "disait",
    "disent",
    "dit",
    "décrit",
    "décrivait",
    "décrivent",
    "décrivit",
    "définissent",
    "définit",
    "maintient",
    "poursuit",
    "poursuivait",
    "poursuivit",
    "promet",
    "promit",
    "prétend",
    "prétendait",
    "prétendent",
    "prévenu",
    "prévient",
    "reconnaissait",
    "reconnaissent",
    "reconnaît",
    "reconnu",
    "reconnut",
    "renchérit",
    "reprend",
    "reprit",
    "réjouissait",
    "réjouit",
    "répond",
    "répondait",
    "répondent",
    "répondit",
    "répondu",
    "soutenait",
    "soutenu",
    "soutiennent",
    "soutient",
    "soutint",
    "souvenait",
    "souvient",
    "souvint",
    "surenchérit",
    "titrait",
    "titre",
    "écrit",
    "écrivait",
    "écrivent",
    "écrivit",
];

/// Verbs after which quoted words are what their subject thinks of something: « dénonce une », « juge la loi ».
const JUDGEMENTS: [&str; 10] =
    ["accus", "critiqu", "dénonc", "déplor", "évoqu", "fustig", "jug", "qualifi", "regrett", "salu"];

/// Verbs that say something only with what they give: « donne une définition », « emploie le mot »; with endings as
/// those in -er.
const LIGHT_STEMS: [&str; 12] = [
    "adress", "donn", "emplo", "employ", "formul", "lanc", "livr", "propos", "prononc", "prononç", "publi",
    "utilis",
];

/// The same, of the other groups.
const LIGHT_FORMS: [&str; 10] =
    ["emploie", "eu", "eut", "faisait", "fait", "fit", "font", "tenait", "tient", "tint"];

/// Stems of participles after which « par » names who speaks, besides those of verbs of speech.
const PASSIVES: [&str; 9] =
    ["cit", "donn", "employ", "formul", "nomm", "présent", "prononc", "surnomm", "utilis"];

/// Words before a noun or an adjective, after which « note », « juge » or « précise » is one.
const DETERMINERS: [&str; 24] = [
    "le", "la", "les", "un", "une", "des", "du", "ce", "cet", "cette", "ces", "son", "sa", "ses", "leur",
    "leurs", "au", "aux", "de", "chaque", "plus", "moins", "très", "si",
];

/// The verb that `word` is, without the pronoun elided before it: « s'exclame » is « exclame ». `before` is the word
/// before it.
pub(super) fn speech_verb<'w>(word: &'w str, before: Option<&str>) -> Option<&'w str> {
    let (elided, bare) = word.rsplit_once(['\'', '’']).unwrap_or(("", word));
    // « se releva », but « releva que »
    let moved = matches!(before, Some("se" | "me")) && bare.starts_with("relev");
    let noun = before.is_some_and(|before| DETERMINERS.contains(&before.to_lowercase().as_str()));
    // « l'annonce » is a noun, « l'avoua » is none.
    let pronoun = elided == "l" && ["a", "ait", "èrent", "it"].iter().any(|ending| bare.ends_with(ending));
    let article = matches!(elided, "l" | "L" | "d" | "D") && !pronoun;
    let known = FORMS.contains(&bare) || ENDINGS.iter().any(|ending| is_stem(bare.strip_suffix(ending)));
    (known && !noun && !article && !moved).then_some(bare)
}

/// Whether the form is a past participle, which says that somebody spoke only after « a » or « s'est »: « jugé » alone
/// may be what others say of the subject.
pub(super) fn is_participle(verb: &str) -> bool {
    const OTHERS: [&str; 7] = ["admis", "conclu", "prévenu", "reconnu", "répondu", "soutenu", "promis"];
    verb.ends_with('é') || OTHERS.contains(&verb)
}

/// Whether quoted words next to the verb are a judgement of its subject.
pub(super) fn is_judgement(verb: &str) -> bool {
    ENDINGS.iter().any(|ending| verb.strip_suffix(ending).is_some_and(|stem| JUDGEMENTS.contains(&stem)))
}

/// Whether the verb says what its subject takes something for: « décrit … comme un ».
pub(super) fn compares(verb: &str) -> bool {
    ["décri", "défini", "considèr", "considér", "jug"].iter().any(|stem| verb.starts_with(stem))
}

/// Whether the verb has only what was said for its object, and no title for its subject: « » écrit X ».
pub(super) fn only_says(verb: &str) -> bool {
    const STEMS: [&str; 8] = ["affirm", "ajout", "assur", "confi", "déclar", "écriv", "expliqu", "répond"];
    matches!(verb, "dit" | "disait" | "écrit") || STEMS.iter().any(|stem| verb.starts_with(stem))
}

/// Whether the word gives what is said, rather than says it: « donne » of « donne une définition ».
pub(super) fn light_verb(word: &str) -> bool {
    let stem = |ending: &&str| word.strip_suffix(*ending).is_some_and(|stem| LIGHT_STEMS.contains(&stem));
    LIGHT_FORMS.contains(&word) || ENDINGS.iter().any(stem)
}

/// The participle before « par », whatever its gender and number: « prononcées », « décrit ».
pub(super) fn passive(word: &str) -> Option<&str> {
    let masculine = word.trim_end_matches('s');
    let masculine = masculine.strip_suffix('e').unwrap_or(masculine);
    let stem = masculine.strip_suffix('é');
    let spoken = is_participle(masculine) && speech_verb(masculine, None).is_some();
    let written = matches!(masculine, "dit" | "décrit" | "écrit" | "défini");
    (spoken || written || stem.is_some_and(|stem| PASSIVES.contains(&stem))).then_some(word)
}

/// « déclare-t-il », « dit-elle »
pub(super) fn inverted(word: &str) -> Option<&str> {
    let verb =
        ["-il", "-elle", "-on", "-ils", "-elles"].iter().find_map(|pronoun| word.strip_suffix(pronoun))?;
    speech_verb(verb.strip_suffix("-t").unwrap_or(verb), None)
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
