//! What can go wrong between this program and a cluster, in French.

use crate::ClusterFault;

/// Why a call did not give what it was made for.
pub(super) fn fault(fault: &ClusterFault) -> String {
    match fault {
        ClusterFault::Unreachable(reason) => format!("personne ne répond (« {reason} »)"),
        ClusterFault::TimedOut(ms) => format!("pas de réponse en {ms} ms"),
        ClusterFault::Broken(reason) => {
            format!("la connexion s'est rompue, et l'appel a pu aboutir (« {reason} »)")
        }
        ClusterFault::NoIndex(name) => format!("la grappe n'a pas d'index « {name} »"),
        ClusterFault::IndexExists(name) => format!("la grappe a déjà un index « {name} »"),
        ClusterFault::BadName(reason) => format!("ce n'est pas un nom d'index (« {reason} »)"),
        ClusterFault::Refused => "l'identité manque, ou n'est pas la bonne".to_owned(),
        ClusterFault::TooLarge => "le corps dépasse ce que la grappe prend".to_owned(),
        ClusterFault::Unavailable(reason) => format!("indisponible pour le moment (« {reason} »)"),
        ClusterFault::Partial { failed, total } => {
            format!("{failed} segments sur {total} n'ont pas répondu")
        }
        ClusterFault::Rejected { documents, reason } => {
            format!("{documents} documents refusés, le premier parce que : « {reason} »")
        }
        ClusterFault::Status(status, reason) => format!("statut {status} : « {reason} »"),
        ClusterFault::NotUnderstood(reason) => format!("réponse incomprise : « {reason} »"),
        ClusterFault::NotPublished(name) => {
            format!("l'index « {name} » ne contient rien qu'un envoi ait achevé")
        }
        ClusterFault::Version(found, expected) => {
            format!("l'index a été envoyé avec {found} ; ce programme lit {expected}")
        }
        ClusterFault::TooMany(documents) => {
            format!("la question demande {documents} documents à la fois à la grappe")
        }
        ClusterFault::Counts { sent, there } => format!("{sent} documents envoyés, {there} y sont"),
        ClusterFault::Overtaken => "un autre envoi s'est achevé entre-temps".to_owned(),
        ClusterFault::SecretInAddress => {
            "une adresse sur une ligne de commande ne doit pas contenir de mot de passe".to_owned()
        }
        ClusterFault::NoAddress => "ce n'est pas l'adresse d'une grappe".to_owned(),
    }
}

/// What to do about it.
pub(super) fn hint(fault: &ClusterFault) -> &'static str {
    match fault {
        ClusterFault::Unreachable(_) => {
            "voyez si un nœud y tourne, ou nommez-en d'autres : --engine URL,URL (GET /health/readyz le dit)"
        }
        ClusterFault::TimedOut(_) | ClusterFault::Unavailable(_) => {
            "nommez plusieurs nœuds par --engine URL,URL, ou laissez plus de temps par --engine-timeout"
        }
        ClusterFault::Broken(_) => {
            "redemandez, ou nommez plusieurs nœuds par --engine URL,URL ; un envoi relancé envoie ce qui manque"
        }
        ClusterFault::Counts { .. } => "relancez le même envoi : il envoie ce qui manque",
        ClusterFault::NoIndex(_) | ClusterFault::NotPublished(_) => {
            "construisez-le : alinea push PATH… --engine URL, ou nommez un autre --index-name"
        }
        ClusterFault::IndexExists(_) | ClusterFault::BadName(_) => "nommez un autre index par --index-name",
        ClusterFault::Refused => {
            "donnez ALINEA_ENGINE_TOKEN, ou ALINEA_ENGINE_USER et ALINEA_ENGINE_PASSWORD, ou nommez par \
             ALINEA_ENGINE_CREDENTIALS un fichier qui les contient"
        }
        ClusterFault::TooLarge => "envoyez des corps plus petits : --body-mb 2",
        ClusterFault::Partial { .. } => {
            "redemandez quand tous les nœuds seront là, ou contentez-vous du reste : --allow-partial"
        }
        ClusterFault::Version(..) => "envoyez tout de nouveau : alinea push PATH… --swap --engine URL",
        ClusterFault::TooMany(_) => "restreignez la question : --in ARTICLE",
        ClusterFault::Overtaken => "attendez la fin de l'autre envoi, puis relancez celui-ci",
        ClusterFault::SecretInAddress => {
            "ôtez-le de l'adresse, et donnez ALINEA_ENGINE_USER et ALINEA_ENGINE_PASSWORD"
        }
        ClusterFault::NoAddress => "écrivez-la ainsi : http://host:7280",
        // Of these the English has no hint either.
        ClusterFault::Rejected { .. } | ClusterFault::Status(..) | ClusterFault::NotUnderstood(_) => "",
    }
}
