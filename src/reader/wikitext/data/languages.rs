//! Languages of entries and of words: ISO 639 codes with the French names that French Wikipedia gives them
//! (`Module:Langue/Data`), as far as its articles cite them.

/// Whether there is a language of that code.
pub(in super::super) fn is_code(code: &str) -> bool {
    name(code).is_some()
}

/// The French name of a language.
pub(in super::super) fn name(code: &str) -> Option<&'static str> {
    let code = code.split_once('-').map_or(code, |(code, _)| code);
    LANGUAGES.binary_search_by(|(known, _)| (*known).cmp(code)).ok().map(|at| LANGUAGES[at].1)
}

/// The code of a language that an entry gives by code or name.
pub(in super::super) fn code(given: &str) -> Option<&'static str> {
    let given = given.trim().to_lowercase();
    let code = given.split_once('-').map_or(given.as_str(), |(code, _)| code);
    let known = |(known, name): &&(&str, &str)| *known == code || *name == given;
    LANGUAGES.iter().find(known).map(|(code, _)| *code)
}

const LANGUAGES: [(&str, &str); 93] = [
    ("af", "afrikaans"),
    ("als", "alsacien"),
    ("am", "amharique"),
    ("ang", "vieil anglais"),
    ("ar", "arabe"),
    ("az", "azéri"),
    ("be", "biélorusse"),
    ("bg", "bulgare"),
    ("bm", "bambara"),
    ("bn", "bengali"),
    ("bo", "tibétain"),
    ("br", "breton"),
    ("bs", "bosnien"),
    ("ca", "catalan"),
    ("co", "corse"),
    ("cs", "tchèque"),
    ("cy", "gallois"),
    ("da", "danois"),
    ("de", "allemand"),
    ("el", "grec"),
    ("en", "anglais"),
    ("eo", "espéranto"),
    ("es", "espagnol"),
    ("et", "estonien"),
    ("eu", "basque"),
    ("fa", "persan"),
    ("fi", "finnois"),
    ("fo", "féroïen"),
    ("fr", "français"),
    ("frm", "moyen français"),
    ("fro", "ancien français"),
    ("frp", "francoprovençal"),
    ("fur", "frioulan"),
    ("fy", "frison"),
    ("ga", "irlandais"),
    ("gd", "gaélique écossais"),
    ("gl", "galicien"),
    ("gmh", "moyen haut-allemand"),
    ("goh", "vieux haut-allemand"),
    ("grc", "grec ancien"),
    ("gsw", "suisse allemand"),
    ("ha", "haoussa"),
    ("he", "hébreu"),
    ("hi", "hindi"),
    ("hr", "croate"),
    ("hu", "hongrois"),
    ("hy", "arménien"),
    ("id", "indonésien"),
    ("is", "islandais"),
    ("it", "italien"),
    ("ja", "japonais"),
    ("ka", "géorgien"),
    ("kab", "kabyle"),
    ("kk", "kazakh"),
    ("km", "khmer"),
    ("ko", "coréen"),
    ("ku", "kurde"),
    ("la", "latin"),
    ("lb", "luxembourgeois"),
    ("lo", "laotien"),
    ("lt", "lituanien"),
    ("lv", "letton"),
    ("mg", "malgache"),
    ("mk", "macédonien"),
    ("mn", "mongol"),
    ("ms", "malais"),
    ("mt", "maltais"),
    ("nl", "néerlandais"),
    ("no", "norvégien"),
    ("oc", "occitan"),
    ("pl", "polonais"),
    ("pt", "portugais"),
    ("ro", "roumain"),
    ("ru", "russe"),
    ("sa", "sanskrit"),
    ("sh", "serbo-croate"),
    ("sk", "slovaque"),
    ("sl", "slovène"),
    ("sq", "albanais"),
    ("sr", "serbe"),
    ("sv", "suédois"),
    ("sw", "swahili"),
    ("ta", "tamoul"),
    ("th", "thaï"),
    ("tr", "turc"),
    ("uk", "ukrainien"),
    ("ur", "ourdou"),
    ("uz", "ouzbek"),
    ("vi", "vietnamien"),
    ("wa", "wallon"),
    ("wo", "wolof"),
    ("yi", "yiddish"),
    ("zh", "chinois"),
];

#[cfg(test)]
mod tests {
    use super::{LANGUAGES, code, name};

    #[test]
    fn codes_are_sorted_and_found() {
        assert!(LANGUAGES.is_sorted_by(|a, b| a.0 < b.0));
        assert_eq!((name("de"), name("de-AT"), name("xx")), (Some("allemand"), Some("allemand"), None));
        assert_eq!((code("Anglais"), code("en-GB"), code("?")), (Some("en"), Some("en"), None));
    }
}
