//! What a page shows, as its address says it: a search, its language, how it is laid out.

use std::borrow::Cow;

use axum::http::Uri;
use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value};

use crate::lang::Lang;
use crate::search::SearchRequest;
use crate::serve::parameters::from_query;
use crate::serve::problem::Problem;

/// What has a meaning of its own in a part of a path (RFC 3986, 3.3), and what no address may hold as it is.
const PART: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'/')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// A search and how it is shown.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct View {
    pub(super) request: SearchRequest,
    pub(super) lang: Lang,
    /// Passages of one article together.
    pub(super) group: bool,
    /// Matches are counted by article, section, source and year, however many they are.
    pub(super) counted: bool,
}

impl View {
    /// What an address asks for. Parameters that are none are passed over: links gather them on their way.
    pub(super) fn of(uri: &Uri) -> Result<Self, Problem> {
        let pairs = pairs_of(uri);
        let value =
            |name: &str| pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
        let known = changes(&SearchRequest::default(), true);
        let search: Vec<_> = pairs.iter().filter(|(name, _)| known.contains_key(name)).collect();
        Ok(Self {
            request: from_query(&serde_html_form::to_string(search).unwrap_or_default())?,
            lang: value("lang").and_then(Lang::named).unwrap_or(Lang::Fr),
            group: value("group").is_some_and(|value| value == "true"),
            counted: value("counted").is_some_and(|value| value == "true"),
        })
    }

    /// The language of an address, also of one that asks for something that there is not.
    pub(super) fn lang_of(uri: &Uri) -> Lang {
        let pairs = pairs_of(uri);
        let named = pairs.iter().find(|(name, _)| name == "lang").and_then(|(_, value)| Lang::named(value));
        named.unwrap_or(Lang::Fr)
    }

    /// A page of nothing but a language.
    pub(super) fn empty(lang: Lang) -> Self {
        Self { request: SearchRequest::default(), lang, group: false, counted: false }
    }

    /// The names and values that this view differs in from the empty one.
    pub(super) fn pairs(&self) -> Vec<(String, String)> {
        let search = changes(&self.request, false).into_iter().map(|(name, value)| (name, plain(&value)));
        let own = [
            ("lang", self.lang == Lang::En, "en"),
            ("group", self.group, "true"),
            ("counted", self.counted, "true"),
        ];
        let own = own.into_iter().filter(|(_, said, _)| *said);
        search.chain(own.map(|(name, _, value)| (name.to_owned(), value.to_owned()))).collect()
    }

    /// The address of the view.
    pub(super) fn href(&self) -> String {
        address("/", &self.pairs())
    }

    /// The same with another search.
    pub(super) fn with(&self, change: impl FnOnce(&mut SearchRequest)) -> Self {
        let mut view = self.clone();
        // Another search begins with its first hit.
        view.request.offset = 0;
        change(&mut view.request);
        view
    }
}

/// The same address in another language.
pub(super) fn in_language(here: &Uri, lang: Lang) -> String {
    let mut pairs = pairs_of(here);
    pairs.retain(|(name, _)| name != "lang");
    pairs.extend(View::empty(lang).pairs());
    // Two slashes would lead to another host.
    let path = if here.path().starts_with("//") { "/" } else { here.path() };
    address(path, &pairs)
}

fn pairs_of(uri: &Uri) -> Vec<(String, String)> {
    serde_html_form::from_str(uri.query().unwrap_or_default()).unwrap_or_default()
}

/// The address of a page of one thing: `/passage/…`.
pub(super) fn link(kind: &str, name: &str, lang: Lang) -> String {
    let path = format!("/{kind}/{}", utf8_percent_encode(name, PART));
    address(&path, &View::empty(lang).pairs())
}

fn address(path: &str, pairs: &[(String, String)]) -> String {
    let value = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string().replace("%20", "+");
    let pairs: Vec<String> = pairs.iter().map(|(name, text)| format!("{name}={}", value(text))).collect();
    if pairs.is_empty() { path.to_owned() } else { format!("{path}?{}", pairs.join("&")) }
}

/// What of a request is not as by default, or all of it, by its names outside.
fn changes(request: &SearchRequest, all: bool) -> Map<String, Value> {
    let value = |request: &SearchRequest| match serde_json::to_value(request) {
        Ok(Value::Object(map)) => map,
        _ => Map::new(),
    };
    let usual = value(&SearchRequest::default());
    let mut changes = value(request);
    changes.retain(|name, value| all || usual.get(name) != Some(value));
    changes
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(","),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// An address that may be linked to: of a web page. Others (`javascript:`) run in ours.
pub(super) fn web(url: &str) -> Option<Cow<'_, str>> {
    crate::document::host(url).map(|_| Cow::Borrowed(url))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::{Facet, Kind};

    fn view(query: &str) -> View {
        View::of(&format!("/?{query}").parse().unwrap()).unwrap()
    }

    #[test]
    fn a_view_is_its_address() {
        let view = View {
            request: SearchRequest {
                query: "l'été & +pluie #1 \"x\"".to_owned(),
                offset: 10,
                kind: Kind::Reference,
                article: Some("a/b?c".to_owned()),
                cited: Some(false),
                since: Some(1999),
                facets: vec![Facet::Article, Facet::Year],
                ..SearchRequest::default()
            },
            lang: Lang::En,
            group: true,
            counted: true,
        };
        let href = view.href();
        assert_eq!(View::of(&href.parse().unwrap()).unwrap(), view, "{href}");
        assert_eq!(View::empty(Lang::Fr).href(), "/");
        assert_eq!(view.with(|request| request.article = None).request.offset, 0);
    }

    #[test]
    fn what_is_none_is_passed_over_and_what_is_wrong_is_not() {
        assert_eq!(view("q=x&utm_source=a&lang=xx&limit=").request.query, "x");
        assert!(View::of(&"/?limit=dix".parse().unwrap()).is_err());
    }

    #[test]
    fn links_hold_any_name() {
        assert_eq!(link("passage", "a/b#é[4]?", Lang::Fr), "/passage/a%2Fb%23%C3%A9%5B4%5D%3F");
        assert_eq!(link("source", "lemonde.fr", Lang::En), "/source/lemonde.fr?lang=en");
        let there = |here: &str, lang| in_language(&here.parse().unwrap(), lang);
        assert_eq!(there("/passage/a%23b?lang=en", Lang::Fr), "/passage/a%23b");
        assert_eq!(there("/?q=%C3%A9t%C3%A9&limit=2", Lang::En), "/?q=%C3%A9t%C3%A9&limit=2&lang=en");
        assert_eq!(there("//exemple.org/", Lang::En), "/?lang=en");
        assert!(web("https://exemple.fr/a").is_some());
        for other in ["javascript:alert(1)", "data:text/html,x", "JavaScript://exemple.fr/%0aalert(1)", "/a"]
        {
            assert!(web(other).is_none(), "{other}");
        }
    }
}
