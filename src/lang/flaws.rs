//! In French what is wrong with what a file holds. What a library said of it stays in its own words, in quotation marks.

use crate::error::{Flaw, JsonKind};

/// Why a row, a page, a line or a packed file is not what it should be.
pub(super) fn flaw(flaw: &Flaw) -> String {
    match flaw {
        Flaw::RowTooLong { most } => format!("la ligne dépasse {most} octets"),
        Flaw::RowNotUtf8 { byte } => format!("UTF-8 invalide à l'octet {byte} de la ligne"),
        Flaw::NoJson { said } => format!("ce n'est pas du JSON (« {said} »)"),
        Flaw::NoObject => "la ligne n'est pas un objet JSON".to_owned(),
        Flaw::FieldMissing { name } => format!("le champ \"{name}\" manque"),
        Flaw::IdEmpty => "le champ \"_id\" est vide".to_owned(),
        Flaw::IdKind { found } => {
            format!("le champ \"_id\" est {}, et non une chaîne ou un entier", kind(*found))
        }
        Flaw::FieldKind { name, found } => {
            format!("le champ \"{name}\" est {}, et non une chaîne", kind(*found))
        }
        Flaw::PageUntitled => "elle n'a pas de titre, ou aucun de moins de 1024 octets".to_owned(),
        Flaw::TextNotUtf8 { byte } => format!("UTF-8 invalide à l'octet {byte} de son texte"),
        Flaw::DocType => {
            "un type de document ; aucun export n'en a, et ses déclarations sont refusées".to_owned()
        }
        Flaw::TooDeep { most } => format!("des éléments sont imbriqués à plus de {most} niveaux"),
        Flaw::NoRoot => "il n'y a pas de <mediawiki>".to_owned(),
        Flaw::OtherRoot => "sa racine n'est pas <mediawiki>".to_owned(),
        Flaw::DumpEndsEarly => "le fichier finit avant </mediawiki>".to_owned(),
        Flaw::Markup { said } => format!("le balisage est faux (« {said} »)"),
        Flaw::PackedEndsEarly => "le fichier finit trop tôt".to_owned(),
        Flaw::Packed { said } => format!("les données sont abîmées (« {said} »)"),
        Flaw::Setting { said } => format!("ce n'est pas un réglage (« {said} »)"),
        flaw => of_evaluation(flaw),
    }
}

/// Of topics, judgements and runs.
fn of_evaluation(flaw: &Flaw) -> String {
    match flaw {
        Flaw::NoTopics => "le fichier ne contient aucune question".to_owned(),
        Flaw::NoJudgements => "le fichier ne contient aucun jugement".to_owned(),
        Flaw::TopicTwice { id, line } => format!("la question « {id} » est déjà à la ligne {line}"),
        Flaw::NoTopicObject { said } => {
            format!("pas d'objet avec les chaînes \"_id\" et \"text\" (« {said} »)")
        }
        Flaw::NoTab => "pas de tabulation entre l'identifiant et le texte".to_owned(),
        Flaw::TopicUnnamed => "une question sans identifiant".to_owned(),
        Flaw::NoJudgement => {
            "ce n'est pas un jugement : query-id, corpus-id, score séparés par des tabulations, ou question, \
             itération, document, note"
                .to_owned()
        }
        Flaw::NoGrade { typed } => format!("« {typed} » n'est pas un nombre entier"),
        Flaw::JudgedTwice { document, topic } => {
            format!("le document « {document} » est jugé deux fois pour la question « {topic} »")
        }
        Flaw::RankedTwice { document, topic } => {
            format!("le document « {document} » vient deux fois pour la question « {topic} »")
        }
        Flaw::Columns { found } => format!("{found} colonnes, et non les six d'un fichier TREC"),
        Flaw::NoScore { typed } => format!("le score « {typed} » n'est pas un nombre fini"),
        flaw => flaw.to_string(),
    }
}

fn kind(kind: JsonKind) -> &'static str {
    match kind {
        JsonKind::Null => "null",
        JsonKind::Boolean => "un booléen",
        JsonKind::Number => "un nombre",
        JsonKind::String => "une chaîne",
        JsonKind::Array => "une liste",
        JsonKind::Object => "un objet",
    }
}
