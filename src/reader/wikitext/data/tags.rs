//! Tags that MediaWiki and its extensions read the content of.

/// Tags whose content is no wikitext: MediaWiki's own and those of the extensions of French Wikipedia
/// (Spécial:Version), and `<includeonly>`, which a page does not show.
pub(in super::super) const RAW: [&str; 25] = [
    "ce",
    "categorytree",
    "charinsert",
    "chem",
    "dynamicpagelist",
    "graph",
    "hiero",
    "imagemap",
    "includeonly",
    "indicator",
    "inputbox",
    "mapframe",
    "maplink",
    "math",
    "nowiki",
    "phonos",
    "pre",
    "score",
    "section",
    "source",
    "syntaxhighlight",
    "templatedata",
    "templatestyles",
    "timeline",
    "languages",
];

/// Tags of extensions whose content is wikitext.
pub(in super::super) const EXTENSIONS: [&str; 4] = ["gallery", "poem", "ref", "references"];
