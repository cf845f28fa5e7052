//! References of real wikitext, held against a parser of the tests' own: regular expressions over tags and templates,
//! which know nothing of how the reader finds them.

use std::collections::BTreeMap;
use std::fs;

use regex::Regex;

use crate::support::{LabelUses, World, data};

/// A reference as the expressions find it.
#[derive(Debug, Default, Clone)]
struct Found {
    uses: usize,
    /// The host of its address, if it has one.
    domain: Option<String>,
}

/// The references of a page: each `<ref` with its name, each `{{note|`, comments left out.
fn found(text: &str) -> Vec<Found> {
    let text = Regex::new(r"(?s)<!--.*?-->").unwrap().replace_all(text, "").into_owned();
    let tag = Regex::new(r#"(?is)<ref\b((?:[^>"]|"[^"]*")*?)(?:/>|>(.*?)</ref>)"#).unwrap();
    let name = Regex::new(r#"name\s*=\s*(?:"([^"]*)"|([^\s/>]+))"#).unwrap();
    let notes = Regex::new(r"(?i)\{\{note\|").unwrap().find_iter(&text).count();
    let mut named: BTreeMap<String, Found> = BTreeMap::new();
    let mut all = vec![Found { uses: 1, domain: None }; notes];
    for tag in tag.captures_iter(&text) {
        let domain = tag.get(2).and_then(|content| domain(content.as_str()));
        match name.captures(&tag[1]) {
            Some(name) => {
                let name = name.get(1).or(name.get(2)).unwrap().as_str().trim().to_owned();
                let found = named.entry(name).or_default();
                found.uses += 1;
                found.domain = found.domain.take().or(domain);
            }
            None => all.push(Found { uses: 1, domain }),
        }
    }
    all.extend(named.into_values());
    all
}

/// The host of the address that a reference gives: that of its argument for addresses, else the first.
fn domain(content: &str) -> Option<String> {
    let given =
        Regex::new(r"\|\s*(?:url|lire en ligne|url texte)\s*=\s*https?://(?:www\.)?([^/\s|}]+)").unwrap();
    let any = Regex::new(r"https?://(?:www\.)?([^/\s|}\]]+)").unwrap();
    let found = given.captures(content).or_else(|| any.captures(content))?;
    Some(found[1].to_lowercase())
}

fn host(label: &LabelUses) -> Option<String> {
    let url = label.reference.as_ref()?["url"].as_str()?.to_owned();
    let rest = url.split_once("://")?.1;
    let host = rest.split('/').next()?.to_lowercase();
    Some(host.strip_prefix("www.").unwrap_or(&host).to_owned())
}

fn sorted<T: Ord>(items: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut items: Vec<T> = items.into_iter().collect();
    items.sort();
    items
}

#[test]
fn references_uses_and_domains_are_those_that_expressions_find() {
    let Some(folder) = data("wikitext") else { return };
    let mut checked = Vec::new();
    for file in sorted(fs::read_dir(folder).unwrap().map(|file| file.unwrap().path())) {
        if file.extension().is_none_or(|ending| ending != "wikitext") {
            continue;
        }
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let expected = found(&fs::read_to_string(&file).unwrap());
        let world = World::new();
        world.call(["index"]).arg(&file).run().exits(0);
        let labels = world.run(["cite", "--list", "--json"]).exits(0).labels();
        assert_eq!(labels.len(), expected.len(), "{name}: distinct references");
        assert!(labels.iter().all(|label| label.reference.is_some()), "{name}: each marker resolves");
        assert_eq!(
            sorted(labels.iter().map(|label| label.uses)),
            sorted(expected.iter().map(|found| found.uses)),
            "{name}: uses"
        );
        let domains = sorted(expected.iter().filter_map(|found| found.domain.clone()));
        assert_eq!(sorted(labels.iter().filter_map(host)), domains, "{name}: domains");
        let total: usize = expected.iter().map(|found| found.uses).sum();
        checked.push((name, expected.len(), total, domains.len()));
    }
    assert!(checked.len() >= 7 && checked.iter().any(|(.., domains)| *domains >= 20), "{checked:?}");
    // As counted by hand.
    for (name, distinct, used) in [
        ("Antoine_Meillet.2022", 13, 13),
        ("Autriche.2022", 44, 48),
        ("Liste_des_noms_de_famille_basques", 7, 10),
    ] {
        let found = checked.iter().find(|(file, ..)| file.starts_with(name)).unwrap();
        assert_eq!((found.1, found.2), (distinct, used), "{name}");
    }
}
