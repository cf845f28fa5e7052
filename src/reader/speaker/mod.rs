//! Who speaks, where the sentence around a quote says it plainly.
//!
//! A speaker is a name that stands where French puts the one who speaks: the subject of a verb of speech before the
//! quote (`before`) or after it (`after`), the name after « selon », after « par » and a participle, or after a noun
//! like « formule de ». Who is meant by « il » or « le maire » is not guessed, so there may be a verb and no speaker.

mod after;
mod before;
mod name;
mod verbs;
mod words;

use words::{Clause, end_of, start_of, without_asides};

/// Words that a quote has at least for a name that does not stand next to it to be whose words they are: a shorter one
/// may be somebody else's term, or a title.
const OWN_WORDS: usize = 4;

/// The longest signature of a quotation block, in characters.
const MAX_SIGNATURE_CHARS: usize = 80;

/// Who speaks, as far as a sentence tells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Attribution {
    /// A name as the sentence has it.
    pub(super) speaker: Option<String>,
    /// A verb of speech, or what stands for one: `selon`, `formule`.
    pub(super) verb: Option<String>,
}

impl Attribution {
    fn new(speaker: Option<String>, verb: &str) -> Self {
        Self { speaker, verb: Some(verb.to_owned()) }
    }
}

/// Who speaks in a quote, from its sentence before its words, they themselves, and the sentence after them:
/// « X déclare : « », « selon X, « », « », affirme X ».
pub(super) fn attribution(before: &str, quote: &str, after: &str) -> Attribution {
    let (before, begins) = end_of(before.trim_end().trim_end_matches(['«', '“', '‹']));
    let (before, after) = (without_asides(before), without_asides(start_of(after)));
    let clause = Clause::new(&before, begins);
    let introduced = before::introduced(&clause, quote);
    let known = |found: &Attribution| found.speaker.is_some();
    introduced
        .clone()
        .filter(known)
        .or_else(|| before::named(&clause, quote))
        .or_else(|| after::followed(&after, quote).filter(|found| known(found) || introduced.is_none()))
        .or(introduced)
        .unwrap_or_default()
}

/// Whether a quote goes on with what the one before it says, `between` being all that parts them: « » et « », « »,
/// dit X, « ».
pub(super) fn goes_on(between: &str) -> bool {
    let inside = between.trim_matches(|c: char| c.is_whitespace() || "«»“”‹›".contains(c));
    let inside = without_asides(start_of(inside));
    after::is_joint(&inside) || after::is_incise(&inside)
}

/// Where the signature of a quotation block begins, « — Jean Dupont », with its dash, and the name in it.
pub(super) fn signature(text: &str) -> Option<(usize, String)> {
    let dash = text.rfind(['—', '–', '―'])?;
    let signed = text[dash..].trim_start_matches(['—', '–', '―', ' ', '\u{a0}']);
    let name = signed.split([',', '(', '[', '«', '.']).next()?.trim();
    let begins = text[..dash].ends_with(char::is_whitespace);
    let short = signed.chars().nth(MAX_SIGNATURE_CHARS).is_none();
    (begins && short && name.starts_with(char::is_uppercase)).then(|| (dash, name.to_owned()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{attribution, goes_on, signature};

    #[test]
    fn only_what_the_sentence_says() {
        for (before, after, expected) in [
            ("Le président malien Ibrahim Keïta déclare : « ", " ».", Some("Ibrahim Keïta")),
            ("Charles de Gaulle a déclaré\u{a0}: « ", " ».", Some("Charles de Gaulle")),
            ("Le ministre du Tourisme Jean Dupont déclare : « ", " ».", None),
            ("Le ministre de l'Intérieur Jean Dupont déclare : « ", " ».", Some("Jean Dupont")),
            ("Il déclare : « ", " ».", None),
            ("Le Monde écrit : « ", " ».", None),
            ("Le président déclare : « ", " ».", None),
            ("Selon Jean Dupont, « ", " ».", Some("Jean Dupont")),
            ("Selon le journal Le Monde, « ", " ».", Some("Le Monde")),
            ("« ", " », affirme Jean Dupont[4].", Some("Jean Dupont")),
            ("« ", " », a dit Jean Dupont, maire de Paris.", Some("Jean Dupont")),
            ("« ", " », affirme le maire.", None),
            ("Jean Dupont parle de « ", " ».", None),
            ("Gigurtu déclare à la radio : « ", " ».", Some("Gigurtu")),
            ("Jean Dupont, maire de Paris, affirme que « ", " ».", Some("Jean Dupont")),
            ("Selon Jean Dupont, de l'université d'Amiens, « ", " ».", Some("Jean Dupont")),
            ("selon le président Traian Băsescu, « ", " ».", Some("Traian Băsescu")),
            ("Selon le ministre du Tourisme Jean Dupont, « ", " ».", None),
            ("L'activité est selon l'OMT « ", " ».", Some("OMT")),
            ("Pour Hilda Molina :« ", " ».", Some("Hilda Molina")),
            ("Pour gagner Paris : « ", " ».", None),
            ("« ", "[17] », affirme Taglioni.", Some("Taglioni")),
            ("« ", " »[4], affirme Taglioni.", Some("Taglioni")),
            ("« ", " », selon Jean Dupont.", Some("Jean Dupont")),
            ("« ", " », selon lui.", None),
            ("Jean Dupont dit « ", " » est né à Paris.", None),
            (
                "Selon les députés Jean in't Veld et Marie Martin, « ",
                " ».",
                Some("Jean in't Veld et Marie Martin"),
            ),
            ("« ", " », affirme le président Traian Băsescu.", Some("Traian Băsescu")),
            ("La Société des Amis donne cette définition : « ", " ».", Some("Société des Amis")),
            ("L'OMT a donné une définition du mot en 1991 : « ", " ».", Some("OMT")),
            ("La Poste donne cette définition : « ", " ».", None),
            ("Jean Dupont donne un concert : « ", " ».", None),
            ("C'est une formule employée par Jean Dupont en 1980 : « ", " ».", Some("Jean Dupont")),
            ("Le parc est décrit par Jean Dupont comme un « ", " ».", Some("Jean Dupont")),
            ("Le parc est dessiné par Jean Dupont : « ", " ».", None),
            ("Selon la formule célèbre de Jean Dupont, « ", " ».", Some("Jean Dupont")),
            ("Comme l'écrit la romancière Marie Martin, « ", " ».", Some("Marie Martin")),
            ("Le journal Le Monde écrit en mai : « ", " ».", Some("Le Monde")),
            ("La femme de Jean Dupont déclare : « ", " ».", None),
            ("Le directeur de l'Opéra Garnier déclare : « ", " ».", None),
            ("Il rencontre Jean Dupont et déclare : « ", " ».", None),
            ("Jean Dupont et Marie Martin déclarent : « ", " ».", Some("Jean Dupont et Marie Martin")),
            ("Il suit Jean Dupont, qui déclare : « ", " ».", Some("Jean Dupont")),
            ("Jean Dupont, maire, né à Paris, de droite, déclare : « ", " ».", Some("Jean Dupont")),
            ("Jean Dupont (né en 1950) dénonce une « ", " ».", Some("Jean Dupont")),
            ("Jean Dupont décrit ce parc comme un « ", " ».", Some("Jean Dupont")),
            ("Jean Dupont lance l'édition 1980 d'un concours très couru : « ", " ».", None),
            ("Selon Jean Dupont, le parc est sûr, mais Paul y voit « ", " ».", None),
            ("Les Britanniques déclarent : « ", " ».", None),
            ("L'enfant déclare : « ", " ».", None),
            ("Jean Dupont l'avoua à Rome : « ", " ».", Some("Jean Dupont")),
            ("Jean Dupont l'avait ainsi noté : « ", " ».", Some("Jean Dupont")),
            ("« ", " » écrivit le docteur Dupont dans ce livre.", Some("Dupont")),
            ("« ", " » raconte Jean Dupont.", None),
            ("« ", " », dit à Jean Dupont le maire.", None),
            ("Il assure qu'Henri Dupont affirme : « ", " ».", Some("Henri Dupont")),
            ("Le maire, Jean Dupont, déclare : « ", " ».", Some("Jean Dupont")),
            ("Jean Dupont, maire depuis 1980, déclare : « ", " ».", Some("Jean Dupont")),
            ("Selon Marie Le Goff, « ", " ».", Some("Marie Le Goff")),
            ("Certains affirment : « ", " ».", None),
            ("La note de Jean Dupont : « ", " ».", None),
        ] {
            let found = attribution(before, "nous ne partirons pas", after);
            assert_eq!(found.speaker.as_deref(), expected, "{before:?} {after:?}");
        }
    }

    #[test]
    fn a_verb_may_stand_without_a_name() {
        for (before, after, verb) in [
            ("Il déclare : « ", " ».", Some("déclare")),
            ("Le maire s'est exclamé : « ", " ».", Some("exclamé")),
            ("Il s'exclame : « ", " ».", Some("exclame")),
            ("« ", " », note son étude.", Some("note")),
            ("« ", " », déclare-t-il.", Some("déclare")),
            ("« ", " », décrit en 1936 ce pays.", None),
            ("Les hôtels sont jugés « ", " ».", None),
            ("Un hôtel jugé « ", " ».", None),
            ("Selon Jean Dupont, « ", " ».", Some("selon")),
            ("Il parle de « ", " ».", None),
        ] {
            assert_eq!(attribution(before, "x", after).verb.as_deref(), verb, "{before:?} {after:?}");
        }
    }

    #[test]
    fn a_name_and_a_sentence_are_enough() {
        assert_eq!(attribution("Jean Dupont : « ", "Je pars.", " »").speaker.as_deref(), Some("Jean Dupont"));
        assert_eq!(attribution("Prix Nobel : « ", "la paix", " »").speaker, None);
        assert_eq!(attribution("« ", "Je pars !", " » s'écrie Jean.").speaker.as_deref(), Some("Jean"));
    }

    #[test]
    fn a_quote_may_go_on() {
        for (between, goes_on_there) in [
            (" » et « ", true),
            (" », puis « ", true),
            (" », dit le président Jean Dupont, « ", true),
            (" », dit-il, « ", false),
            (" » à la différence de « ", false),
            (" ». Il part. « ", false),
        ] {
            assert_eq!(goes_on(between), goes_on_there, "{between}");
        }
    }

    #[test]
    fn signatures() {
        for (text, name) in [
            ("Je pars. — Jean Dupont, 1980", Some("Jean Dupont")),
            ("Je pars — demain", None),
            ("— Jean Dupont", None),
            ("Je pars.", None),
        ] {
            assert_eq!(signature(text).map(|(_, name)| name).as_deref(), name, "{text}");
        }
    }

    proptest! {
        /// Whatever stands around a quote, a speaker's words are words of it.
        #[test]
        fn a_speaker_is_what_the_text_says(
            before in "(Jean|Le|L'Unesco|d'|Dupont|,| |et|a|dit|selon|par|mots|de|qu'Henri|comme|:|\\(|\\]|1980|en|qui){0,12}",
            after in "( »|,|!|dit| |Jean|et|de|l'|Dupont|[4]|\\(){0,8}",
        ) {
            let Some(speaker) = attribution(&before, "nous partons", &after).speaker else { return Ok(()) };
            for word in speaker.split(' ') {
                prop_assert!(before.contains(word) || after.contains(word), "{speaker:?}: {before:?} {after:?}");
            }
        }
    }
}
