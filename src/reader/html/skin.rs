//! What MediaWiki's skins and the templates of French Wikipedia call the parts of a page.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

/// Classes of what a page of MediaWiki holds besides its text, by the style sheets of MediaWiki, of the French and
/// of the English Wikipedia; the last ones are those of other sites for what is read out only.
const HIDDEN_CLASSES: &[&str] = &[
    // Of MediaWiki and its extensions.
    "mw-editsection",
    "mw-editsection-like",
    "mw-headline-number",
    "mw-empty-elt",
    "mw-jump-link",
    "mw-cite-backlink",
    "mw-linkback-text",
    "cite-accessibility-label",
    "mw-indicators",
    "mw-hidden-catlinks",
    "mw-authority-control",
    "mw-collapsible-toggle",
    "mw-redirectedfrom",
    "catlinks",
    "printfooter",
    "toc",
    "toctitle",
    "magnify",
    "geo-nondefault",
    "noprint",
    "noexcerpt",
    "nomobile",
    "searchaux",
    "shortdescription",
    "navigation-not-searchable",
    // Banners, hatnotes and boxes of links.
    "metadata",
    "ambox",
    "mbox-small",
    "hatnote",
    "homonymie",
    "dablink",
    "rellink",
    "bandeau-container",
    "bandeau-section",
    "bandeau-article",
    "bandeau-portail",
    "bandeau",
    "navbox",
    "navbox-container",
    "navbox-styles",
    "vertical-navbox",
    "sidebar",
    "navbar",
    "boite-navigation",
    "portal",
    "portalbox",
    "sistersitebox",
    "sister-project",
    "autres-projets",
    "succession-box",
    // Of any site.
    "sr-only",
    "screen-reader-text",
    "visually-hidden",
    "visuallyhidden",
];

/// The same, to look one up.
pub(super) static HIDDEN: LazyLock<FxHashSet<&str>> =
    LazyLock::new(|| HIDDEN_CLASSES.iter().copied().collect());

/// Ids of what a page of MediaWiki holds besides its text.
pub(super) const HIDDEN_IDS: &[&str] = &[
    "toc",
    "siteSub",
    "contentSub",
    "jump-to-nav",
    "siteNotice",
    "catlinks",
    "coordinates",
    "bandeau-portail",
    "mw-navigation",
    "mw-panel",
    "mw-head",
    "footer",
];

/// Classes and ids of the text of a page of a wiki.
pub(super) const WIKI_CONTENT: &[&str] = &["mw-content-text", "mw-parser-output", "parsoid-body"];
