//! The pages as they are sent: whole without a script, in two languages, and nothing of a text is taken for markup.

use super::{Site, corpus};
use crate::support::World;

#[test]
fn a_page_of_results_has_passages_sources_and_ways_on() {
    let world = corpus();
    let site = Site::new(&world, &[]);
    let page = site.get("/?q=rescapes+du+camp");
    page.is(200)
        .has("<html lang=\"fr\">")
        .has("<mark>rescapés</mark>")
        .has("références absentes du document")
        .has("value=\"rescapes du camp\"")
        .has("Bilan");
    let index = site.get("/?q=index&counted=true");
    index
        .has("<details class=\"source\">")
        .has("/source/")
        .has("Années des sources")
        .has("in=les%2Dindex%2Dinverses");
    site.get("/?q=index&limit=2").has("rel=\"next\"").has("offset=2");
    site.get("/?q=index&limit=2&offset=2").has("rel=\"prev\"").has("start=\"3\"");
    site.get("/?q=lattaque").has("Aucun passage n'a « lattaque »").has("exact_words=true");
    site.get("/?q=titre:orthografe").has("Vouliez-vous dire").has("orthographe");
    site.get("/?q=index&group=true&per_article=2").has("<section class=\"group\">");
    let nothing = site.get("/?q=zzzzqqqq&cited=true");
    nothing.is(200).has("Rien trouvé").has("href=\"/?q=zzzzqqqq\"").has("Chercher dans les références");
    site.get("/?q=zzzzqqqq").has_not("sans restriction");
    site.get("/?q=camp+ET").has("ET n'a rien à joindre");
    site.get("/")
        .is(200)
        .has("Des passages, et leurs sources.")
        .has("12 articles")
        .has("autofocus")
        .has("q=rescapes");
    site.get("/?q=camp").has_not("autofocus");
    site.get("/?q=camp&in=attaque-d-indelimane&since=2019")
        .has("article : attaque-d-indelimane")
        .has("depuis 2019");
}

#[test]
fn pages_are_in_english_where_that_is_asked_and_links_keep_it() {
    let world = corpus();
    let site = Site::new(&world, &[]);
    let page = site.get("/?q=rescapes+du+camp&lang=en");
    page.has("<html lang=\"en\">").has("references not in the document").has("lang=en").has("Français");
    page.has_not("Chercher");
    site.get("/passage/zzzz?lang=en").is(404).has("Not found");
}

#[test]
fn a_passage_an_article_and_a_source_have_pages() {
    let world = corpus();
    let site = Site::new(&world, &[]);
    let hit = world.search(&["-n", "1", "rescapes du camp"]).swap_remove(0);
    let id = hit.id.replace('#', "%23");
    site.get(&format!("/passage/{id}"))
        .is(200)
        .has("class=\"target\"")
        .has("class=\"neighbour\"")
        .has("Citer ce passage")
        .has(&format!("({})", hit.id))
        .has("référence absente du document");
    let cited = world.search(&["-n", "1", "--cites", "Manning", "index"]).swap_remove(0);
    site.get(&format!("/passage/{}", cited.id.replace('#', "%23")))
        .has("BibTeX")
        .has("@")
        .has("Manning")
        .has("/source/");
    site.get("/passage/les-index-inverses%23%5B1%5D").is(200).has("Passages qui la citent");
    let article = site.get("/article/les-index-inverses");
    article
        .is(200)
        .has("Plan")
        .has("<svg")
        .has("Sources par année")
        .has("Sources par site ou titre")
        .has("emploi");
    article.has_not("autofocus").has("12 sources").has_not("absente");
    site.get("/article/attaque-d-indelimane").has("références absentes du document").has_not("0 source");
    let redirect = site.get("/passage/les-index-inverses");
    assert_eq!(redirect.is(303).header("location"), Some("/article/les-index-inverses"));
    site.get("/source/Manning").is(200).has("Ce qui").has("<mark>");
    site.get("/source/nulle-part.example").is(200).has("0 référence");
    site.get("/article/nulle-part").is(404).has("Introuvable");
    site.get("/nulle-part").is(404).has("Introuvable").has("id=\"q\"");
    site.get("/?limit=1000").is(400).has("1000");
}

/// The page, its style, its script and its picture.
#[test]
fn all_that_a_page_loads_is_small_and_comes_from_here() {
    let world = corpus();
    let site = Site::new(&world, &[]);
    let page = site.get("/?q=index&counted=true");
    let mut bytes = page.body.len();
    for name in ["style.css", "script.js", "icon.svg"] {
        let at = page.body.find(name).unwrap_or_else(|| panic!("{name} in {}", page.body));
        let start = page.body[..at].rfind('"').unwrap() + 1;
        let asset = site.get(&page.body[start..at + name.len()]);
        assert!(asset.is(200).header("cache-control").unwrap().contains("immutable"), "{name}");
        bytes += asset.body.len();
    }
    assert!(bytes < 60_000, "{bytes} bytes");
    for outside in ["src=\"http", "url(http", "@import", "style=\"", " onclick", "<script>"] {
        page.has_not(outside);
    }
}

/// What an article of such a text shows of itself, in every page; the browser tests say that nothing of it runs.
pub(super) const HOSTILE: &str = r#"<script>alert(1)</script> & "titre" <b>gras</b>

Un paragraphe <img src=x onerror=alert(2)> &lt;entité&gt; « <script>alert(3)</script> », déclare <i>quelqu'un</i>[1].

Second paragraphe "><svg onload=alert(4)> 'guillemets' ${7*7} {{7*7}} <!-- --> ]]>[2].

Notes et références

[1] <a href="javascript:alert(5)">piège</a>, javascript:alert(6), 2019.
[2] Auteur, <script>alert(7)</script>, https://exemple.org/"onmouseover="alert(8), 2020.
"#;

#[test]
fn markup_in_a_text_is_text() {
    let world = World::with_text(HOSTILE);
    let site = Site::new(&world, &[]);
    let hits = world.search(&["paragraphe"]);
    let mut pages = vec![
        "/?q=paragraphe&counted=true".to_owned(),
        "/?q=%3Cscript%3Ealert(9)%3C%2Fscript%3E%22%3E".to_owned(),
        "/results?q=%22%3E%3Cscript%3Ealert(9)%3C%2Fscript%3E".to_owned(),
        "/source/%3Cscript%3Ealert(9)%3C%2Fscript%3E".to_owned(),
        "/passage/%3Cscript%3Ealert(9)%3C%2Fscript%3E".to_owned(),
        "/%3Cscript%3Ealert(9)%3C%2Fscript%3E".to_owned(),
        format!("/article/{}", hits[0].article.id),
    ];
    pages.extend(hits.iter().map(|hit| format!("/passage/{}", hit.id.replace('#', "%23"))));
    for path in &pages {
        let page = site.get(path);
        for markup in
            ["<script>alert", "<img src=x", "<svg onload", "<b>gras", "href=\"javascript:", "\"onmouseover"]
        {
            page.has_not(markup);
        }
    }
    site.get(&pages[0]).has("&lt;img src=x onerror=alert(2)&gt;").has("&amp;lt;entité&amp;gt;");
}
