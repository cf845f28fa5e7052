//! The MCP server, asked by the protocol's official TypeScript client (`tests/mcp/client.mjs`). It is installed by
//! `npm ci --prefix tests/mcp`; where it or Node.js is not there, these tests say that they were skipped.

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use crate::serve::Site;
use crate::support::{World, package};

const PAIN: &str = "Le pain\n\
    Le pain lève[1] puis cuit[note 1]. Anne Ker déclare : « Le pain est à tous, dit-on au moulin »[2].\n\
    Il refroidit sur la pierre.\n\
    Notes et références\n\
    [1] Steven Kaplan, « Le Retour du bon pain », Perrin, 2002\n\
    [2] Anne Ker, « Moudre », Le Monde, 2 novembre 2019, https://www.lemonde.fr/moudre.html\n\
    [note 1] Au four à bois[3].\n\
    [3] Jean Martin, « Le four », 1999\n";

fn bakery() -> World {
    let world = World::new();
    world.write("pain.txt", PAIN);
    world.write("vin.txt", "Le vin\nLe vin vieillit en barrique[1].\n");
    world.index(&["pain.txt", "vin.txt"]);
    world
}

/// Whether the client is there; says so where it is not.
fn client_is_there() -> bool {
    let installed = package().join("tests/mcp/node_modules/@modelcontextprotocol/client").is_dir();
    let node = Command::new("node").arg("--version").stdout(Stdio::null()).status().is_ok();
    if !(installed && node) {
        println!("skipped: no MCP client; install it with: npm ci --prefix tests/mcp");
    }
    installed && node
}

/// What the client printed: the server, its tools, then one answer a call.
struct Talk(Vec<Value>);

impl Talk {
    #[allow(clippy::needless_pass_by_value, reason = "both are made for the call")]
    fn new(server: Value, mode: Value, calls: &[(&str, Value)]) -> Self {
        let mut client = Command::new("node")
            .arg(package().join("tests/mcp/client.mjs"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let asked = json!({"server": server, "mode": mode, "calls": calls});
        client.stdin.take().unwrap().write_all(asked.to_string().as_bytes()).unwrap();
        let output = client.wait_with_output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "{text}");
        let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(lines.len(), calls.len() + 2, "{text}");
        Self(lines)
    }

    fn on_stdio(world: &World, lang: &str, calls: &[(&str, Value)]) -> Self {
        Self::new(stdio(world, lang), Value::Null, calls)
    }

    fn tools(&self) -> &Vec<Value> {
        self.0[1]["tools"].as_array().unwrap()
    }

    /// The structured answer to the call numbered `call`, which its text repeats.
    #[track_caller]
    fn answer(&self, call: usize) -> &Value {
        let result = &self.0[call + 2];
        assert_eq!(result["isError"].as_bool(), Some(false), "{result}");
        let text: Value = serde_json::from_str(result["content"][0]["text"].as_str().unwrap()).unwrap();
        assert!(alike(&text, &result["structuredContent"]), "{result}");
        &result["structuredContent"]
    }

    /// The error that the call numbered `call` was refused with.
    #[track_caller]
    fn refusal(&self, call: usize) -> Value {
        let result = &self.0[call + 2];
        assert_eq!(result["isError"].as_bool(), Some(true), "{result}");
        serde_json::from_str(result["content"][0]["text"].as_str().unwrap()).unwrap()
    }
}

/// The same but for how a number is written: JavaScript has no 0.0.
fn alike(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one.as_f64() == other.as_f64(),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| alike(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one.iter().all(|(key, one)| other.get(key).is_some_and(|other| alike(one, other)))
        }
        _ => one == other,
    }
}

fn stdio(world: &World, lang: &str) -> Value {
    let index = world.path("index");
    json!({
        "command": env!("CARGO_BIN_EXE_alinea"),
        "args": ["mcp", "--index", index.to_str().unwrap(), "--lang", lang],
    })
}

/// The bytes `span` of `text`.
#[track_caller]
fn bytes<'t>(text: &'t Value, span: &Value) -> &'t str {
    let at = |name: &str| usize::try_from(span[name].as_u64().unwrap()).unwrap();
    text.as_str().unwrap().get(at("start")..at("end")).unwrap()
}

#[test]
fn tools_are_described_in_both_languages() {
    if !client_is_there() {
        return;
    }
    let world = bakery();
    let (french, english) = (Talk::on_stdio(&world, "fr", &[]), Talk::on_stdio(&world, "en", &[]));
    let names: Vec<&str> = french.tools().iter().map(|tool| tool["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["search_passages", "get_passage", "find_sources", "verify_quote", "list_articles"]);
    for (french, english) in french.tools().iter().zip(english.tools()) {
        for part in ["/title", "/description"] {
            assert_ne!(french.pointer(part), english.pointer(part), "{french}");
        }
        for (name, property) in french["inputSchema"]["properties"].as_object().unwrap() {
            let other = &english["inputSchema"]["properties"][name];
            assert!(property["description"].is_string() && other["description"].is_string(), "{name}");
            assert_ne!(property["description"], other["description"], "{name}");
        }
        assert_eq!(french["outputSchema"], english["outputSchema"]);
        assert_eq!(french["outputSchema"]["type"], "object", "{french}");
        assert_eq!(french["annotations"]["readOnlyHint"], true, "{french}");
    }
    assert_eq!(french.0[0]["server"]["name"], "alinea");
    assert!(french.0[0]["instructions"].as_str().unwrap().contains("mot à mot"));
    assert!(english.0[0]["instructions"].as_str().unwrap().contains("verbatim"));
}

/// Every answer has passed the client's own check against the tool's output schema.
#[test]
fn a_model_can_quote_and_be_checked() {
    if !client_is_there() {
        return;
    }
    let world = bakery();
    let passages = world.passages();
    let bread = &passages.iter().find(|hit| hit.text.starts_with("Le pain")).unwrap().id;
    let talk = Talk::on_stdio(
        &world,
        "fr",
        &[
            ("search_passages", json!({"query": "le pain leve", "limit": 1})),
            ("search_passages", json!({"query": "le pain", "limit": 1, "offset": 1, "article": "le-pain"})),
            ("search_passages", json!({"query": "kaplan", "kind": "reference"})),
            ("get_passage", json!({"id": bread, "around": 1})),
            ("get_passage", json!({"id": "le-pain"})),
            ("find_sources", json!({"passage": bread})),
            ("find_sources", json!({"claim": "le pain lève"})),
            ("find_sources", json!({"source": "lemonde.fr"})),
            ("find_sources", json!({"label": "[1]", "article": "le-vin"})),
            ("find_sources", json!({"source": "lemonde.com"})),
            ("verify_quote", json!({"text": "Le pain est à tous, dit-on au moulin"})),
            ("verify_quote", json!({"text": "Le pain est à personne, dit-on au moulin"})),
            ("verify_quote", json!({"text": "zèbre"})),
            ("list_articles", json!({})),
            ("list_articles", json!({"title": "VIN", "limit": 1})),
        ],
    );
    let hit = &talk.answer(0)["passages"][0];
    assert_eq!(hit["id"], bread.as_str());
    assert_eq!(bytes(&hit["text"], &hit["highlights"][0]), "pain");
    assert_eq!(bytes(&hit["text"], &hit["citations"][0]["claim"]), "Le pain lève");
    assert_eq!(hit["citations"][0]["reference"]["authors"], json!(["Steven Kaplan"]));
    let file = std::fs::read_to_string(world.path("pain.txt")).unwrap();
    assert_eq!(bytes(&file.into(), &hit["source"]["span"]), hit["text"], "its bytes in the file");
    assert_eq!(talk.answer(1)["passages"].as_array().unwrap().len(), 1);
    assert_eq!(talk.answer(2)["passages"][0]["reference"]["label"], "1");

    assert_eq!(
        (&talk.answer(3)["target"], talk.answer(3)["passages"].as_array().unwrap().len()),
        (&json!(0), 2)
    );
    assert_eq!(talk.answer(4)["target"], Value::Null);
    let sources = talk.answer(5)["sources"].as_array().unwrap();
    let labels: Vec<&str> = sources.iter().map(|source| source["label"].as_str().unwrap()).collect();
    assert_eq!(labels, ["1", "note 1", "2", "3"], "the note's own source comes last");
    assert_eq!(sources[3]["notes"], json!(["le-pain#[note 1]"]), "and says which note leads to it");
    let claim = &talk.answer(6)["passages"][0];
    assert_eq!(bytes(&claim["text"], &claim["highlights"][0]), "Le pain lève");
    assert_eq!((&talk.answer(7)["total"], &talk.answer(7)["references"]), (&json!(1), &json!(1)));
    let unresolved = &talk.answer(8)["passages"][0]["citations"][0];
    assert_eq!(unresolved["reference"], Value::Null, "nothing is invented");
    assert_eq!(talk.answer(9)["near"], json!(["lemonde.fr"]));

    let exact = talk.answer(10);
    assert_eq!(
        (&exact["verdict"]["verdict"], &exact["verdict"]["quote"]["speaker"]),
        (&json!("exact"), &json!("Anne Ker"))
    );
    assert_eq!(exact["passages"][0]["id"], bread.as_str());
    assert_eq!(talk.answer(11)["verdict"]["verdict"], "altered");
    assert_eq!(talk.answer(11)["verdict"]["diff"][0]["found"]["text"], "tous");
    assert_eq!(
        (&talk.answer(12)["verdict"]["verdict"], &talk.answer(12)["passages"]),
        (&json!("absent"), &json!([]))
    );

    let articles = talk.answer(13);
    let listed: Vec<_> = articles["articles"]
        .as_array()
        .unwrap()
        .iter()
        .map(|a| (&a["id"], &a["passages"], &a["references"]))
        .collect();
    assert_eq!(listed, [(&json!("le-pain"), &json!(2), &json!(4)), (&json!("le-vin"), &json!(1), &json!(0))]);
    assert_eq!((&articles["total"], &articles["next_offset"]), (&json!(2), &Value::Null));
    assert_eq!(talk.answer(14)["articles"][0]["id"], "le-vin");
}

/// What cannot be done is said in the result, with the code that the command line has for it.
#[test]
fn refusals_have_stable_codes() {
    if !client_is_there() {
        return;
    }
    let world = bakery();
    let cases = [
        ("search_passages", json!({"query": "pain", "article": "le-lait"}), "unknown_article", "le-pain"),
        ("search_passages", json!({"query": "pain", "limit": 500}), "bad_parameter", "limit"),
        ("list_articles", json!({"offset": 1_000_001}), "bad_parameter", "offset"),
        ("list_articles", json!({"limit": 0}), "bad_parameter", "limit"),
        ("search_passages", json!({"query": "pain", "page": 2}), "bad_parameter", "page"),
        ("search_passages", json!({"query": 3}), "bad_parameter", "query"),
        ("search_passages", json!({}), "bad_parameter", "query"),
        ("search_passages", json!({"query": "pain", "source": "2020-2019"}), "bad_source", "2019"),
        ("get_passage", json!({"id": "le-pain#zzz"}), "unknown_id", "le-pain#"),
        ("get_passage", json!({"id": "le-pain", "around": 99}), "bad_parameter", "around"),
        ("find_sources", json!({}), "bad_parameter", "claim"),
        ("find_sources", json!({"claim": "a", "label": "1"}), "bad_parameter", "claim"),
        ("find_sources", json!({"label": "1"}), "ambiguous_label", "le-vin"),
        ("verify_quote", json!({"text": "« »"}), "no_words", "«"),
    ];
    let calls: Vec<(&str, Value)> = cases
        .iter()
        .map(|(tool, arguments, ..)| (*tool, arguments.clone()))
        .chain([("fly", json!({}))])
        .collect();
    let (english, french) = (Talk::on_stdio(&world, "en", &calls), Talk::on_stdio(&world, "fr", &calls));
    for (number, (tool, arguments, code, named)) in cases.iter().enumerate() {
        let refusal = english.refusal(number);
        assert_eq!(refusal["code"], *code, "{tool} {arguments}: {refusal}");
        assert!(refusal.to_string().contains(named), "{tool} {arguments}: {named}: {refusal}");
        assert_eq!(french.refusal(number)["code"], *code, "the same in French");
    }
    assert_ne!(english.refusal(0)["message"], french.refusal(0)["message"]);
    let unknown = &english.0[cases.len() + 2];
    assert!(unknown["thrown"].as_str().unwrap().contains("fly"), "{unknown}");
}

/// The protocol's revision of 2026-07-28 knows no handshake; the client says so, and older ones still begin with one.
#[test]
fn both_eras_of_the_protocol_are_spoken() {
    if !client_is_there() {
        return;
    }
    let world = bakery();
    for mode in [json!("legacy"), json!("auto"), json!({"pin": "2026-07-28"})] {
        let talk = Talk::new(stdio(&world, "fr"), mode, &[("search_passages", json!({"query": "vin"}))]);
        assert_eq!(talk.answer(0)["total"], 1);
    }
}

/// The same tools at `/mcp`, in the language of the address, without sessions, behind the server's own doors.
#[test]
fn the_server_speaks_it_too() {
    if !client_is_there() {
        return;
    }
    let world = bakery();
    let site = Site::new(&world, &[]);
    let ask = |lang: &str, mode: Value| {
        let url = format!("http://{}/mcp?lang={lang}", site.host);
        let calls =
            [("search_passages", json!({"query": "vin"})), ("get_passage", json!({"id": "nulle-part"}))];
        Talk::new(json!({"url": url}), mode, &calls)
    };
    for (lang, title) in [("fr", "Chercher des passages"), ("en", "Search passages")] {
        for mode in [json!("legacy"), json!({"pin": "2026-07-28"})] {
            let talk = ask(lang, mode);
            assert_eq!(talk.tools()[0]["title"], title);
            assert_eq!(talk.answer(0)["total"], 1);
            assert_eq!(talk.refusal(1)["code"], "unknown_id");
        }
    }
    world.write("cave.txt", "La cave\nLe vin y dort.\n");
    world.index(&["cave.txt"]);
    let newer = (0..60).any(|_| {
        std::thread::sleep(Duration::from_millis(500));
        ask("fr", json!("legacy")).answer(0)["total"] == 2
    });
    assert!(newer, "a newer commit of the index is opened");
    let other_name = site.ask("POST", "/mcp", &[("Host", "exemple.org")], "{}");
    assert!((400..500).contains(&other_name.status), "{other_name:?}");
    let secret = world.path("secret");
    std::fs::write(&secret, "un-jeton-assez-long").unwrap();
    let closed = Site::new(&world, &["--token-file", secret.to_str().unwrap()]);
    closed.ask("POST", "/mcp", &[], "{}").is(401);
    let url = format!("http://{}/mcp", closed.host);
    let headers = json!({"Authorization": "Bearer un-jeton-assez-long"});
    let server = json!({"url": url, "headers": headers});
    let talk = Talk::new(server, Value::Null, &[("list_articles", json!({}))]);
    assert_eq!(talk.answer(0)["total"], 3);
}

/// A client that leaves ends the server; nothing but the protocol is on standard output.
#[test]
fn the_server_ends_with_its_client() {
    let world = bakery();
    let run = world.call(["mcp"]).input("").run();
    assert_eq!(run.out, "", "{run}");
    let hello = json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {
        "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}});
    let done = json!({"jsonrpc": "2.0", "method": "notifications/initialized"});
    let run = world.call(["mcp"]).input(format!("{hello}\n{done}\n")).run();
    run.exits(0).is_quiet();
    assert_eq!(run.objects()[0]["result"]["serverInfo"]["name"], "alinea", "{run}");
    world.call(["mcp", "--index", "nowhere"]).run().exits(2).complains("no index");
}
