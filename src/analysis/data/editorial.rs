//! What editors put between square brackets: the brackets of French Wikipedia texts that are no citation (82 whole
//! articles, and the passages of PIAF and AfriQA), and other inline maintenance templates of the same site. Folded,
//! signs dropped, one space between words, sorted.

/// Whole remarks.
pub(in crate::analysis) const REMARKS: [&str; 27] = [
    "a actualiser",
    "a confirmer",
    "a preciser",
    "a verifier",
    "avis personnel",
    "c est a dire",
    "citation necessaire",
    "detournement de source",
    "exemple necessaire",
    "explication necessaire",
    "importance contestee",
    "information douteuse",
    "interpretation personnelle",
    "lien brise",
    "lien mort",
    "neutralite contestee",
    "non neutre",
    "non pertinent",
    "pas clair",
    "passage a actualiser",
    "pertinence contestee",
    "peu clair",
    "precision necessaire",
    "sic",
    "style a revoir",
    "trop vague",
    "verification souhaitee",
];

/// How a remark begins whose end varies: nécessaire, souhaitée, non conforme, incomplète, à confirmer …
pub(in crate::analysis) const REMARK_BEGINNINGS: [&str; 22] = [
    "ref a ",
    "ref incomplete",
    "ref insuffisante",
    "ref necessaire",
    "ref non ",
    "ref obsolete",
    "ref souhaitee",
    "reference a ",
    "reference necessaire",
    "reference souhaitee",
    "source a ",
    "source detournee",
    "source insuffisante",
    "source necessaire",
    "source non ",
    "source obsolete",
    "source primaire",
    "source secondaire",
    "source souhaitee",
    "sources a ",
    "sources contradictoires",
    "sources insuffisantes",
];

/// Remarks that ask for a source: those of the templates Référence nécessaire, Référence souhaitée, Refsou, Citation
/// nécessaire, Source insuffisante and their kin, and the questions whose answer is a source.
pub(in crate::analysis) const WANTED: [&str; 7] = [
    "citation necessaire",
    "quelle source",
    "selon qui",
    "source",
    "sources",
    "sources insuffisantes",
    "verification souhaitee",
];

/// How a remark begins that asks for a source.
pub(in crate::analysis) const WANTED_BEGINNINGS: [&str; 10] = [
    "ref incomplete",
    "ref insuffisante",
    "ref necessaire",
    "ref non ",
    "ref souhaitee",
    "reference necessaire",
    "reference souhaitee",
    "source insuffisante",
    "source necessaire",
    "source souhaitee",
];

/// Questions to the author, and remarks of one word: with a question mark or hanging on a word. Elsewhere they
/// are words put into a quote, « un \[vague\] souvenir ».
pub(in crate::analysis) const TERSE: [&str; 42] = [
    "a quel endroit",
    "a quelle date",
    "a qui",
    "ambigu",
    "avec qui",
    "combien",
    "comment",
    "confus",
    "contradictoire",
    "dans quel cas",
    "dans quelle mesure",
    "de qui",
    "depuis quand",
    "douteux",
    "evasif",
    "inexact",
    "laquelle",
    "lequel",
    "lesquelles",
    "lesquels",
    "obsolete",
    "ou",
    "par qui",
    "pour qui",
    "pourquoi",
    "precision",
    "promotionnel",
    "quand",
    "quel",
    "quelle",
    "quelle date",
    "quelle source",
    "quelles",
    "quels",
    "qui",
    "quoi",
    "selon quels criteres",
    "selon qui",
    "source",
    "sources",
    "vague",
    "vraiment",
];

#[cfg(test)]
mod tests {
    use super::{REMARKS, TERSE, WANTED};

    #[test]
    fn lists_are_sorted() {
        assert!(REMARKS.is_sorted_by(|a, b| a < b) && TERSE.is_sorted_by(|a, b| a < b));
        assert!(WANTED.is_sorted_by(|a, b| a < b));
    }
}
