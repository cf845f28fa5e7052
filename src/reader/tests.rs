//! What the readers make of whole sources, rule by rule.

use std::io::Cursor;
use std::path::{Path, PathBuf};

use super::{Articles, Options, detect, open};
use crate::document::{Article, Form, Format, Passage, Reference};
use crate::{Error, Result};

/// What was read, parts put together.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Reading {
    pub(super) titles: Vec<String>,
    pub(super) passages: Vec<(Vec<String>, Passage)>,
    pub(super) references: Vec<Reference>,
    errors: Vec<String>,
}

impl Reading {
    pub(super) fn texts(&self) -> Vec<&str> {
        self.passages.iter().map(|(_, passage)| passage.text.as_str()).collect()
    }

    /// Section paths joined, with the text of each passage.
    fn outline(&self) -> Vec<(String, &str)> {
        self.passages.iter().map(|(path, passage)| (path.join(" › "), passage.text.as_str())).collect()
    }
}

pub(super) fn articles(path: &str, bytes: &[u8], options: &Options) -> Result<Articles> {
    open(path, Box::new(Cursor::new(bytes.to_vec())), options)
}

pub(super) fn collect(articles: impl Iterator<Item = Result<Article>>) -> Reading {
    let mut reading = Reading::default();
    for article in articles {
        match article {
            Ok(article) => {
                if article.part == 0 {
                    reading.titles.push(article.head.title.clone());
                }
                reading.passages.extend(article.passages().map(|(path, p)| (path.to_vec(), p.clone())));
                reading.references.extend(article.references);
            }
            Err(error) => reading.errors.push(error.to_string()),
        }
    }
    reading
}

fn text(bytes: impl AsRef<[u8]>) -> Reading {
    collect(articles("dossier/nom.txt", bytes.as_ref(), &Options::default()).unwrap())
}

fn rows(bytes: impl AsRef<[u8]>) -> Reading {
    let options = Options { format: Some(Format::Jsonl), ..Options::default() };
    collect(articles("a.jsonl", bytes.as_ref(), &options).unwrap())
}

fn one(bytes: &str) -> Passage {
    text(bytes).passages.remove(0).1
}

/// The labels and the claim of each marker.
fn claims(passage: &Passage) -> Vec<(String, &str)> {
    let claim = |m: &crate::document::CitationMarker| (m.labels.join("+"), &passage.text[m.claim.clone()]);
    passage.markers.iter().map(claim).collect()
}

/// The words, speaker and labels of each quote.
fn quotes(passage: &Passage) -> Vec<(&str, Option<&str>, String)> {
    let quote = |q: &crate::document::Quote| q.labels.join("+");
    passage.quotes.iter().map(|q| (&passage.text[q.span.clone()], q.speaker.as_deref(), quote(q))).collect()
}

/// A file of the shared test data; tests of it are skipped where it is absent.
pub(super) fn shared(path: &str) -> Option<PathBuf> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(path);
    if !file.exists() {
        println!("skipped: {} is absent", file.display());
        return None;
    }
    Some(file)
}

#[test]
fn formats_are_told_by_content_then_by_name() {
    for (path, start, format) in [
        ("a.txt", "Le camp", Some(Format::Text)),
        ("a.TXT", "", Some(Format::Text)),
        ("a.txt", "{\"_id\": 1}\n", Some(Format::Jsonl)),
        ("-", "\n {\"_id\": 1}", Some(Format::Jsonl)),
        ("a.jsonl", "{ broken", Some(Format::Jsonl)),
        ("-", "Le camp", Some(Format::Text)),
        ("-", "{ ouvre une accolade", Some(Format::Text)),
        ("a.txt", "\0\0", None),
        ("a.md", "Le camp", Some(Format::Markdown)),
        ("LISEZMOI", "Le camp", None),
    ] {
        assert_eq!(detect(path, start.as_bytes()), format, "{path} {start:?}");
    }
    assert!(matches!(articles("a.odt", b"x", &Options::default()), Err(Error::UnknownFormat { .. })));
}

#[test]
fn titles() {
    let body = "\nDéroulement\nLe camp est pris.\n";
    for (source, title) in [
        (format!("Attaque d'Indelimane{body}"), "Attaque d'Indelimane"),
        (format!("\n\n  Attaque{body}"), "Attaque"),
        (format!("L'attaque a lieu.{body}"), "nom"),
        ("Un\nDeux\nTrois\nQuatre\nEt le camp est pris.".to_owned(), "nom"),
        ("Un\n\nDeux\nTrois\nQuatre\nEt le camp est pris.".to_owned(), "Un"),
        ("Seul".to_owned(), "nom"),
    ] {
        assert_eq!(text(&source).titles, [title], "{source:?}");
    }
    assert!(text("").titles.is_empty());
}

#[test]
fn a_title_from_outside_wins_and_the_line_is_not_lost() {
    let titled = |title: &str, source: &str| {
        let options = Options { title: Some(title.to_owned()), ..Options::default() };
        collect(articles("-", source.as_bytes(), &options).unwrap())
    };
    let reading = titled("Bataille", "Attaque\nLe camp est pris.");
    assert_eq!((reading.titles[0].as_str(), reading.outline()[0].0.as_str()), ("Bataille", "Attaque"));
    let repeated = titled("Attaque", "ATTAQUE\nLe camp est pris.");
    assert_eq!(repeated.outline(), [(String::new(), "Le camp est pris.")]);
}

#[test]
fn headings_and_what_is_none() {
    let source = "Titre\nEn tête.\nA\nB\nSous A et B.\nC\nSous C.\nO temps\nÔ vol\nÔ heures\nSuspendez.\nFin";
    let expected = [
        ("", "En tête."),
        ("A › B", "Sous A et B."),
        ("C", "Sous C."),
        ("C", "O temps"),
        ("C", "Ô vol"),
        ("C", "Ô heures"),
        ("C", "Suspendez."),
        ("C", "Fin"),
    ];
    assert_eq!(text(source).outline(), expected.map(|(path, text)| (path.to_owned(), text)));
}

#[test]
fn lists() {
    let source =
        "Titre\nOn compte :\n- un camp ;\n• un poste.\n1. Un\n2) Deux\n1914. Le camp.\n7. Seul, il suit.";
    let reading = text(source);
    let forms: Vec<_> = reading.passages.iter().map(|(_, p)| (p.form, p.text.as_str())).collect();
    let (item, paragraph) = (Form::ListItem, Form::Paragraph);
    assert_eq!(
        forms,
        [
            (paragraph, "On compte :"),
            (item, "un camp ;"),
            (item, "un poste."),
            (item, "Un"),
            (item, "Deux"),
            (paragraph, "1914. Le camp."),
            (paragraph, "7. Seul, il suit."),
        ]
    );
}

#[test]
fn wrapped_lines_are_joined() {
    let source =
        "Titre\n\nLe camp est attaqué  par\nune centaine\u{a0}d'hommes et\nrepris.\n\nFin du\ncombat.";
    let reading = text(source);
    assert_eq!(
        reading.texts(),
        ["Le camp est attaqué par une centaine\u{a0}d'hommes et repris.", "Fin du combat."]
    );
    assert_eq!(&source[reading.passages[1].1.source_span.clone()], "Fin du\ncombat.");
}

#[test]
fn a_hole_is_not_filled_and_text_is_composed() {
    let passage = one("Le , le camp e\u{301}tait pris.");
    assert_eq!((passage.text.as_str(), passage.source_span), ("Le , le camp était pris.", 0..26));
}

#[test]
fn references_stand_beside_the_passages() {
    let source = "Titre\nLe camp est pris[1].\nNotes et références\n[1] Jean Dupont, « Le camp », Le Monde, \
                  2 novembre 2019.\n[note 2] RFI, en ligne,\nhttps://exemple.org\nVoir aussi\nLe Mali en guerre.";
    let reading = text(source);
    assert_eq!(
        reading.outline(),
        [(String::new(), "Le camp est pris[1]."), ("Voir aussi".to_owned(), "Le Mali en guerre.")]
    );
    let labels: Vec<_> = reading.references.iter().map(|r| (r.label.as_str(), r.date.as_deref())).collect();
    assert_eq!(labels, [("1", Some("2019-11-02")), ("note 2", None)]);
    assert_eq!(reading.references[1].raw, "RFI, en ligne, https://exemple.org");
}

#[test]
fn sources_of_a_river_are_text() {
    let reading = text("Nil\nLe Nil est long.\nSources\nLe Nil naît au Rwanda.\nCours\nIl coule.");
    assert_eq!((reading.passages.len(), reading.references.len()), (3, 0));
}

#[test]
fn a_claim_reaches_back_to_the_group_before_or_the_sentence() {
    for (source, expected) in [
        ("Le camp est pris[4].", vec![("4", "Le camp est pris")]),
        ("Il tombe[1], puis revit[2].", vec![("1", "Il tombe"), ("2", ", puis revit")]),
        (
            "Il tombe[4],[1]. Il revit[2][3].",
            vec![("4", "Il tombe"), ("1", "Il tombe"), ("2", "Il revit"), ("3", "Il revit")],
        ),
        ("Il tombe[4], [1]. Fin.", vec![("4", "Il tombe"), ("1", "Il tombe")]),
        ("Il vit. Le camp est pris.[4] Il tombe.[5]", vec![("4", "Le camp est pris."), ("5", "Il tombe.")]),
        ("Il tombe[réf. nécessaire][4].", vec![("4", "Il tombe")]),
        ("Il tombe[3-5].", vec![("3+4+5", "Il tombe")]),
        ("[4] Le camp.", vec![("4", "")]),
    ] {
        let passage = one(source);
        let expected: Vec<_> = expected.into_iter().map(|(label, claim)| (label.to_owned(), claim)).collect();
        assert_eq!(claims(&passage), expected, "{source:?}");
    }
}

#[test]
fn quotes_with_their_labels_and_speakers() {
    for (source, expected) in [
        ("Il parle de « dix rescapés », puis part[4],[1].", vec![("dix rescapés", None, "4+1")]),
        (
            "Les « touristes »[1] et les «\u{a0}autres\u{a0}»[2].",
            vec![("touristes", None, "1"), ("autres", None, "2")],
        ),
        (
            "Ibrahim Boubacar Keïta déclare : « Union. Sacrée. »[10] Il part[11].",
            vec![("Union. Sacrée.", Some("Ibrahim Boubacar Keïta"), "10")],
        ),
        (
            "« Un « mot » et “ deux ” »[3]",
            vec![("Un « mot » et “ deux ”", None, "3"), ("mot", None, "3"), ("deux", None, "3")],
        ),
        ("« Union[10] ». Il part[11].", vec![("Union[10]", None, "10")]),
        ("« Ouvert. Un “mot” seul » et » « ».", vec![("Ouvert. Un “mot” seul", None, ""), ("mot", None, "")]),
        ("« Jamais fermé et « fermé »", vec![("fermé", None, "")]),
    ] {
        let passage = one(source);
        let expected: Vec<_> = expected.into_iter().map(|(q, s, l)| (q, s, l.to_owned())).collect();
        assert_eq!(quotes(&passage), expected, "{source:?}");
    }
}

#[test]
fn a_key_survives_other_references() {
    let key = |source: &str| one(source).key;
    let plain = key("Le camp est pris. Il tombe.");
    for source in ["Le camp est pris[1]. Il tombe.", "Le camp est pris[12],[13]. Il tombe.[note 1] [2]"] {
        assert_eq!(key(source), plain, "{source:?}");
    }
    assert_ne!(key("Le camp est repris[1]. Il tombe."), plain);
}

#[test]
fn a_long_passage_is_cut_and_nothing_is_lost() {
    let sentence = "Le camp est pris par eux. ";
    let options = Options { max_passage_bytes: 100, max_part_bytes: 300, ..Options::default() };
    let bytes = sentence.repeat(40);
    let read: Vec<Article> =
        articles("a.txt", bytes.as_bytes(), &options).unwrap().map(Result::unwrap).collect();
    assert!(read.len() > 2 && read.iter().enumerate().all(|(n, a)| a.part as usize == n && a.head.id == "a"));
    let reading = collect(read.into_iter().map(Ok));
    assert!(reading.texts().iter().all(|text| text.len() <= 100 && text.ends_with('.')));
    assert_eq!(reading.texts().concat().matches("camp").count(), 40);
}

#[test]
fn rows_of_jsonl() {
    let reading = rows(
        "{\"_id\": \"B\", \"title\": \"T\", \"text\": \"Un[1]\\nmot.\\n \\nDéroulement\\n\\nDeux.\", \"x\": 1}\n\n\
         {\"_id\": 7, \"text\": \"Trois.\\n\\nNotes et références\\n[1] RFI\\n[2] AFP\"}\n",
    );
    assert_eq!(reading.titles, ["T", "7"]);
    let expected = [("", "Un[1] mot."), ("Déroulement", "Deux."), ("", "Trois.")];
    assert_eq!(reading.outline(), expected.map(|(path, text)| (path.to_owned(), text)));
    assert_eq!(reading.references.len(), 2);
    assert!(reading.errors.is_empty());
}

#[test]
fn a_bad_row_is_told_and_the_next_is_read() {
    let good = "{\"_id\": \"z\", \"text\": \"Été.\"}";
    for (row, reason) in [
        (&b"{\"text\": \"a\"}"[..], "the field \"_id\" is missing"),
        (b"{\"_id\": 1.5, \"text\": \"a\"}", "the field \"_id\" is a number, not a string or an integer"),
        (b"{\"_id\": 1}", "the field \"text\" is missing"),
        (b"{\"_id\": 1, \"text\": [1]}", "the field \"text\" is an array, not a string"),
        (b"{\"_id\": 1, \"text\": \"a\", \"title\": 2}", "the field \"title\" is a number, not a string"),
        (b"[1]", "the row is no JSON object"),
        (b"{\"_id\": \"\xff\"}", "invalid UTF-8 at byte 9 of the row"),
    ] {
        let reading = rows([row, b"\n", good.as_bytes()].concat());
        assert_eq!(reading.errors, [format!("a.jsonl:1: {reason}")]);
        assert_eq!(reading.texts(), ["Été."]);
    }
    assert!(rows("{").errors[0].starts_with("a.jsonl:1: no JSON: "));
}

#[test]
fn a_row_that_is_too_long_is_told_with_its_place() {
    let options = Options { max_row_bytes: 60, ..Options::default() };
    let source =
        format!("\n{{\"_id\": 1, \"text\": \"{}\"}}\n{{\"_id\": 2, \"text\": \"b\"}}", "a".repeat(99_999));
    let mut read = articles("a.jsonl", source.as_bytes(), &options).unwrap();
    assert!(matches!(read.next(), Some(Err(Error::BadRow { line: 2, byte: 1, .. }))));
    assert_eq!(read.next().unwrap().unwrap().head.id, "2");
    assert!(read.next().is_none());
    assert_eq!(read.bytes_read(), source.len() as u64);
}

#[test]
fn empty_rows_are_articles_with_a_warning() {
    let mut read =
        articles("a.jsonl", b"{\"_id\": \"1\", \"title\": \"T\", \"text\": \" \"}", &Options::default())
            .unwrap();
    assert_eq!(read.next().unwrap().unwrap().passages().count(), 0);
    assert!(read.next().is_none());
    assert_eq!((read.warnings().len(), read.warnings().len()), (1, 0));
}

#[test]
fn invalid_bytes_are_told_with_their_place_after_what_stands_before_them() {
    let source = b"Titre\nLe camp est d\xc3\xa9j\xc3\xa0 pris.\nEt l\xe0.\n";
    let mut read = articles("a.txt", source, &Options::default()).unwrap();
    assert_eq!(read.next().unwrap().unwrap().passages().count(), 1);
    let error = read.next().unwrap().unwrap_err();
    assert!(matches!(error, Error::InvalidEncoding { byte: 35, line: 3, encoding: "UTF-8", .. }), "{error}");
    assert!(read.next().is_none());
}

#[test]
fn encodings_give_the_same_passages_with_spans_of_their_own_bytes() {
    let source = "Été\r\nLe camp 😀 est pris[1].\r\n  « Élan »\r\n";
    let utf16: Vec<u8> = "\u{feff}"
        .chars()
        .chain(source.chars())
        .collect::<String>()
        .encode_utf16()
        .flat_map(u16::to_be_bytes)
        .collect();
    let reading = text(&utf16);
    assert_eq!((reading.titles[0].as_str(), reading.texts()), ("Été", text(source).texts()));
    let span = reading.passages[1].1.source_span.clone();
    let units: Vec<u16> = utf16[span].chunks(2).map(|b| u16::from_be_bytes([b[0], b[1]])).collect();
    assert_eq!(String::from_utf16(&units).unwrap(), "« Élan »");
    let mut latin =
        articles("a.txt", b"Un camp d\xe9j\xe0 pris.\n\xab \xe9lan \xbb", &Options::default()).unwrap();
    let passages: Vec<Passage> = latin.next().unwrap().unwrap().passages().map(|(_, p)| p.clone()).collect();
    assert_eq!((passages[1].text.as_str(), passages[1].source_span.clone()), ("« élan »", 19..27));
    let warnings: Vec<String> = latin.warnings().iter().map(ToString::to_string).collect();
    assert_eq!(warnings, ["a.txt: read as windows-1252"]);
}

#[test]
fn the_seed() {
    let Some(folder) = shared("seed") else { return };
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let source = std::fs::read_to_string(&path).unwrap();
        let reading =
            collect(articles(path.to_str().unwrap(), source.as_bytes(), &Options::default()).unwrap());
        assert_eq!(reading.titles, [path.file_stem().unwrap().to_str().unwrap()]);
        let mut sections: Vec<_> = reading.passages.iter().map(|(path, _)| path.join("/")).collect();
        sections.dedup();
        assert_eq!(sections, ["", "Déroulement", "Réactions", "Conséquences"]);
        assert_eq!(reading.passages.len(), 9);
        let markers: usize = reading.passages.iter().map(|(_, p)| p.markers.len()).sum();
        assert_eq!(markers, plain_markers(&source));
        assert!(reading.passages.iter().all(|(_, p)| source[p.source_span.clone()] == p.text));
        let quotes: Vec<_> = reading.passages.iter().flat_map(|(_, p)| &p.quotes).collect();
        let found: Vec<_> =
            quotes.iter().map(|q| (q.span.len(), q.labels.join("+"), q.speaker.is_some())).collect();
        assert_eq!(found, [(13, "4+1".into(), false), (213, "10".into(), false)]);
    }
}

/// `[4]` and its like, counted without our own rules.
fn plain_markers(text: &str) -> usize {
    regex::Regex::new(r"\[\d{1,3}\]").unwrap().find_iter(text).count()
}

#[test]
fn every_plain_marker_of_wikipedia_is_found() {
    let Some(file) = shared("wiki-bracket/articles.jsonl") else { return };
    let source = std::fs::read(file).unwrap();
    let reading = rows(&source);
    assert_eq!((reading.titles.len(), reading.errors.len()), (82, 0));
    for (_, passage) in &reading.passages {
        let numbers = passage.markers.iter().filter(|m| m.labels[0].bytes().all(|b| b.is_ascii_digit()));
        assert_eq!(numbers.count(), plain_markers(&passage.text), "{}", passage.text);
    }
    let found: usize = reading.passages.iter().map(|(_, p)| plain_markers(&p.text)).sum();
    assert_eq!(found, plain_markers(&String::from_utf8(source).unwrap()));
}
