//! A folder and a cluster give the same answers, byte for byte but for times.

use std::path::Path;

use serde_json::Value;

use super::Cluster;
use crate::support::{World, package};

/// What is printed, without the times.
pub(super) fn timeless(out: &str) -> String {
    let line = |line: &str| {
        let mut object: Value = serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"));
        if let Some(object) = object.as_object_mut() {
            object.remove("elapsed_ms");
        }
        format!("{object}\n")
    };
    out.lines().map(line).collect()
}

#[track_caller]
pub(super) fn alike(world: &World, cluster: &Cluster, arguments: &[&str]) {
    let arguments: Vec<&str> = [arguments, &["--json"]].concat();
    let (here, there) = (world.run(&arguments), cluster.run(world, &arguments));
    assert_eq!(here.status, there.status, "{arguments:?}{here}{there}");
    assert_eq!(timeless(&here.out), timeless(&there.out), "{arguments:?}{here}{there}");
    let (said, told) = (timeless(&here.err), timeless(&there.err));
    assert_eq!(said, told, "{arguments:?}{here}{there}");
}

pub(super) fn corpus() -> World {
    let world = World::new();
    for entry in std::fs::read_dir(package().join("corpus")).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            let name = Path::new("corpus").join(path.file_name().unwrap());
            world.write(name.to_str().unwrap(), std::fs::read(&path).unwrap());
        }
    }
    world
}

pub(super) const QUESTIONS: &[&[&str]] = &[
    &["search", "rescapes du camp"],
    &["search", "recherche plein texte", "-n", "30"],
    &["search", "\"dix rescapés\""],
    &["search", "\"rescapés dix\""],
    &["search", "lattaque du camp"],
    &["search", "zzzzz"],
    &["search", "attaque -camp"],
    &["search", "titre:Indelimane attaque"],
    &["search", "resc*"],
    &["search", "=Indelimane"],
    &["search", "rescapez~1"],
    &["search", "attaque ET camp"],
    &["search", "attaque OU texte"],
    &["search", "section:déroulement attaque"],
    &["search", "guillemets:rescapés"],
    &["search", "forme:liste mot"],
    &["search", "source:lemonde.fr"],
    &["search", "date:2019 attaque"],
    &["search", "cite:4"],
    &["search", "article:attaque-d-indelimane camp"],
    &["search", "camp", "--in", "attaque-d-indelimane"],
    &["search", "camp", "--in", "attaque"],
    &["search", "camp", "--in", "nulle-part"],
    &["search", "camp", "--cited"],
    &["search", "camp", "--uncited"],
    &["search", "attaque", "--cites", "lemonde.fr"],
    &["search", "attaque", "--per-article", "1"],
    &["search", "attaque", "--facets", "article,section,source,year"],
    &["search", "attaque", "--sort", "date"],
    &["search", "attaque", "--sort", "document"],
    &["search", "attaque", "--explain", "-n", "2"],
    &["search", "attaque", "--offset", "3", "-n", "2"],
    &["search", "--all-words", "attaque camp"],
    &["search", "*"],
    &["search", "--kind", "reference", "le monde attaque"],
    &["search", "--kind", "reference", "kind:reference *"],
    &["cite", "4", "--in", "attaque-d-indelimane"],
    &["cite", "4"],
    &["cite", "4", "--all"],
    &["cite", "999"],
    &["cite", "--list"],
    &["cite", "--list", "--sort", "uses"],
    &["cite", "--source", "lemonde.fr"],
    &["cite", "--source", "nulle-part.example"],
    &["cite", "--source", "Le Monde"],
    &["cite", "--source", "2019"],
    &["cite", "--claim", "une vingtaine de rescapés"],
    &["cite", "--unsourced", "--min-words", "20"],
    &["cite", "--together", "4", "--in", "attaque-d-indelimane"],
    &["cite", "--check"],
    &["quote", "dix rescapés"],
    &["quote", "--verify", "dix rescapés"],
    &["quote", "--verify", "onze rescapés"],
    &["quote", "--verify", "rien de tel nulle part"],
    &["show", "attaque-d-indelimane"],
    &["show", "attaque-d-indelimane#[1]"],
    &["show", "attaque"],
    &["show", "rien"],
    &["suggest", "resc"],
    &["suggest", "Atta"],
];

#[test]
fn every_question_has_the_same_answer() {
    let world = corpus();
    world.index(&["corpus"]);
    let cluster = Cluster::new(7);
    cluster.push(&world, &["corpus"]);
    for question in QUESTIONS {
        alike(&world, &cluster, question);
    }
}
