//! What a real Quickwit answered, held against what is made of it here. The recorded exchanges lie beside the project; where
//! they are absent, the tests say so.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::cluster::rejected;
use super::http::refusal;
use super::mapping::quickwit;
use crate::error::ClusterFault;

/// The exchanges, by their numbers and names.
fn exchanges() -> Vec<(String, Value)> {
    let folder: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/quickwit");
    let Ok(entries) = fs::read_dir(&folder) else {
        eprintln!("skipped: this test needs {}, which is absent", folder.display());
        return Vec::new();
    };
    let paths = entries.map(|entry| entry.expect("a folder").path());
    let recorded = paths.filter(|path| path.extension().is_some_and(|ending| ending == "json"));
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).expect("a file");
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        (name, serde_json::from_str(&text).expect("JSON"))
    };
    recorded.map(read).collect()
}

fn status(exchange: &Value) -> u16 {
    exchange["response"]["status"].as_u64().expect("a status") as u16
}

#[test]
fn each_recorded_error_is_understood() {
    let no_index = |name: &str| ClusterFault::NoIndex(name.to_owned());
    let exchanges = exchanges();
    let mut known = 0;
    for (name, exchange) in &exchanges {
        let (status, body) = (status(exchange), &exchange["response"]["body"]);
        if status < 300 {
            continue;
        }
        let fault = refusal(status, body);
        known += 1;
        let said = |part: &str| match &fault {
            ClusterFault::Status(found, reason) => *found == status && reason.contains(part),
            _ => false,
        };
        let right = match name.as_str().split('-').next().expect("a number") {
            "010" | "011" | "012" | "013" | "303" | "407" | "412" => fault == no_index("nope"),
            "014" => said("unknown tokenizer"),
            "015" => said("unknown variant") || said("filter") || said("invalid config"),
            "016" => matches!(&fault, ClusterFault::BadName(reason) if reason.contains("1x")),
            "021" => fault == ClusterFault::IndexExists("piaf".to_owned()),
            "036" => fault == ClusterFault::TooLarge,
            "129" | "245" => said("Route not found"),
            "240" | "121" => said("field does not exist"),
            "241" | "123" => said("10_000"),
            "310" | "311" => matches!(fault, ClusterFault::Unavailable(_)) && fault.passes(),
            // What else is refused is refused for good, and says why.
            _ => said("") && !fault.passes() && !fault.to_string().is_empty(),
        };
        assert!(right, "{name}: {fault:?}");
    }
    assert!(exchanges.is_empty() || known >= 35, "{known} refusals are recorded");
}

#[test]
fn what_was_not_taken_is_counted() {
    for (name, exchange) in exchanges() {
        let body = &exchange["response"]["body"];
        let path = exchange["request"]["path"].as_str().expect("a path");
        if !(path.contains("/ingest") || path.contains("/_bulk")) || status(&exchange) >= 300 {
            continue;
        }
        let expected = match name.split('-').next().expect("a number") {
            "033" => Some("not declared in the schema"),
            "034" => Some("failed to parse JSON document"),
            "035" => Some("could not be parsed"),
            _ => None,
        };
        match (rejected(body), expected) {
            (None, None) => {}
            (Some(ClusterFault::Rejected { documents: 1, reason }), Some(part)) => {
                assert!(reason.contains(part), "{name}: {reason}");
            }
            (found, _) => panic!("{name}: {found:?}"),
        }
    }
}

#[test]
fn an_index_is_made_of_what_the_cluster_took() {
    let Some((_, taken)) = exchanges().into_iter().find(|(name, _)| name.starts_with("020-")) else { return };
    let ours = quickwit("piaf");
    let keys = |value: &Value| value.as_object().expect("an object").keys().cloned().collect::<BTreeSet<_>>();
    let body = &taken["request"]["body"];
    assert!(keys(&ours).is_subset(&keys(body)), "{ours}");
    assert_eq!(keys(&ours["doc_mapping"]), keys(&body["doc_mapping"]));
    assert!(keys(&ours["indexing_settings"]).is_subset(&keys(&body["indexing_settings"])));
    let fields = |body: &Value| body["doc_mapping"]["field_mappings"].as_array().expect("mappings").clone();
    for key in ["tokenizer", "record", "type"] {
        let values = |body: &Value| {
            fields(body)
                .iter()
                .filter_map(|f| f.get(key).cloned())
                .map(|v| v.to_string())
                .collect::<BTreeSet<_>>()
        };
        assert!(values(&ours).is_subset(&values(body)), "{key}: {:?}", values(&ours));
    }
    let known: BTreeSet<String> = fields(body).iter().flat_map(&keys).collect();
    fields(&ours).iter().for_each(|field| assert!(keys(field).is_subset(&known), "{field}"));
}
