//! What an element is for, from its name and its attributes alone.

use std::borrow::Cow;

use html5ever::tokenizer::Tag;
use html5ever::{LocalName, local_name};
use percent_encoding::percent_decode_str;

use super::skin::{HIDDEN, HIDDEN_IDS, WIKI_CONTENT};

/// What an element is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Role {
    /// Words within what it stands in.
    Inline,
    /// A block of its own: a paragraph, a division.
    Block,
    /// Not read.
    Hidden,
    /// Not read, though it is content.
    Lost(&'static str),
    /// The title of the page in its head.
    PageTitle,
    /// The heading that names a page of a wiki.
    FirstHeading,
    /// Of level 1 to 6.
    Heading(u8),
    /// May hold a marker: raised words.
    Raised,
    Link(String),
    /// The title of a work.
    Work,
    /// OpenURL metadata of a work.
    Metadata(String),
    Quote,
    Caption,
    List,
    /// The references of a wiki's page.
    References,
    Item(Option<String>),
    Definitions,
    Term,
    Meaning,
    Infobox,
    Table(Plan),
    Row,
    Cell {
        is_head: bool,
        columns: usize,
        rows: usize,
    },
    /// The head or the foot of a site, or of an article.
    Banner,
    /// May hold all that the page is about.
    Region(Content),
}

/// Whether a table is one of data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Plan {
    /// It says so.
    Data,
    Unknown,
    /// It puts things side by side.
    Layout,
}

/// Whose content it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    /// The text of a page of a wiki: all of it, and nothing else.
    Wiki,
    /// Of any site: perhaps the text.
    Site,
}

/// An element's name, and those of its attributes that say what it is for, looked through once.
#[derive(Clone, Copy)]
pub(super) struct Element<'a> {
    tag: &'a Tag,
    id: Option<&'a str>,
    class: &'a str,
    style: Option<&'a str>,
    role: Option<&'a str>,
    rel: &'a str,
    kind: &'a str,
    is_hidden: bool,
}

impl<'a> From<&'a Tag> for Element<'a> {
    fn from(tag: &'a Tag) -> Self {
        let mut element =
            Self { tag, id: None, class: "", style: None, role: None, rel: "", kind: "", is_hidden: false };
        for attribute in &tag.attrs {
            let value = &*attribute.value;
            match attribute.name.local {
                local_name!("id") => element.id = Some(value),
                local_name!("class") => element.class = value,
                local_name!("style") => element.style = Some(value),
                local_name!("role") => element.role = Some(value),
                local_name!("rel") => element.rel = value,
                local_name!("hidden") => element.is_hidden = true,
                // RDFa's, which html5ever has no constant for.
                ref name if &**name == "typeof" => element.kind = value,
                _ => {}
            }
        }
        element
    }
}

impl<'a> Element<'a> {
    pub(super) fn name(self) -> &'a LocalName {
        &self.tag.name
    }

    /// The value of any attribute.
    pub(super) fn attribute(self, name: &str) -> Option<&'a str> {
        self.tag
            .attrs
            .iter()
            .find(|attribute| &*attribute.name.local == name)
            .map(|attribute| &*attribute.value)
    }

    fn classes(self) -> std::str::SplitAsciiWhitespace<'a> {
        self.class.split_ascii_whitespace()
    }

    fn has_class(self, class: &str) -> bool {
        self.classes().any(|own| own == class)
    }

    /// What the element is for.
    pub(super) fn role(self) -> Role {
        if self.tag.attrs.is_empty() {
            return self.role_by_name();
        }
        let raised = self.is_raised();
        if self.is_hidden() && !raised {
            return if self.has_class("Z3988") { self.metadata() } else { Role::Hidden };
        }
        if raised {
            return Role::Raised;
        }
        self.role_by_class().unwrap_or_else(|| self.role_by_name())
    }

    fn metadata(self) -> Role {
        self.attribute("title").map_or(Role::Hidden, |title| Role::Metadata(title.to_owned()))
    }

    /// Words that are raised are shown in print or not: `[citation needed]` is what a reader sees.
    fn is_raised(self) -> bool {
        self.tag.name == local_name!("sup")
            || words(self.kind).any(|kind| kind == "mw:Extension/ref")
            || self.has_class("mw-ref")
    }

    fn is_hidden(self) -> bool {
        let hidden_style = |style: &str| {
            let value = |name: &str| {
                let (_, after) = style.split_once(name)?;
                Some(after.trim_start().strip_prefix(':')?.trim_start())
            };
            value("display").is_some_and(|value| value.starts_with("none"))
                || value("visibility").is_some_and(|value| value.starts_with("hidden"))
        };
        self.is_hidden
            || self.style.is_some_and(hidden_style)
            || self.id.is_some_and(|id| HIDDEN_IDS.contains(&id))
            || words(self.rel).any(|rel| rel == "mw:referencedBy")
            || matches!(self.role, Some("navigation" | "search" | "menu" | "menubar" | "banner" | "dialog"))
            || self.classes().any(|class| class == "Z3988" || HIDDEN.contains(class))
    }

    fn role_by_class(self) -> Option<Role> {
        let name = &self.tag.name;
        if self.is_wiki_content() {
            return Some(Role::Region(Content::Wiki));
        }
        for class in self.classes() {
            match class {
                "firstHeading" => return Some(Role::FirstHeading),
                "references" | "mw-references" if is_list(name) => return Some(Role::References),
                "thumbcaption" | "gallerytext" | "gallerycaption" => return Some(Role::Caption),
                "gallerybox" => return Some(Role::Block),
                "mwe-math-element" => return Some(Role::Lost("math")),
                _ if is_infobox(class) && is_box(name) => return Some(Role::Infobox),
                "wikitable" if *name == local_name!("table") => return Some(Role::Table(Plan::Data)),
                _ => {}
            }
        }
        self.role_by_other_attributes()
    }

    fn role_by_other_attributes(self) -> Option<Role> {
        let name = &self.tag.name;
        match self.role {
            Some("main") => return Some(Role::Region(Content::Site)),
            Some("presentation" | "none") if *name == local_name!("table") => {
                return Some(Role::Table(Plan::Layout));
            }
            _ => {}
        }
        if self.attribute("itemprop").is_some_and(|names| words(names).any(|name| name == "articleBody")) {
            return Some(Role::Region(Content::Site));
        }
        // A picture without a frame shows no caption, though Parsoid keeps its words.
        let frameless = is_frameless(self.kind);
        (frameless && *name == local_name!("figure")).then_some(Role::Hidden)
    }

    fn is_wiki_content(self) -> bool {
        self.id.into_iter().chain(self.classes()).any(|name| WIKI_CONTENT.contains(&name))
    }

    fn role_by_name(self) -> Role {
        match self.tag.name {
            local_name!("script")
            | local_name!("style")
            | local_name!("template")
            | local_name!("noscript")
            | local_name!("nav")
            | local_name!("aside")
            | local_name!("button")
            | local_name!("select")
            | local_name!("datalist")
            | local_name!("label")
            | local_name!("legend")
            | local_name!("textarea")
            | local_name!("svg")
            | local_name!("iframe")
            | local_name!("noembed")
            | local_name!("noframes")
            | local_name!("object")
            | local_name!("audio")
            | local_name!("video")
            | local_name!("canvas")
            | local_name!("dialog") => Role::Hidden,
            local_name!("math") => Role::Lost("math"),
            local_name!("title") => Role::PageTitle,
            local_name!("header") | local_name!("footer") => Role::Banner,
            local_name!("h1") => Role::Heading(1),
            local_name!("h2") => Role::Heading(2),
            local_name!("h3") => Role::Heading(3),
            local_name!("h4") => Role::Heading(4),
            local_name!("h5") => Role::Heading(5),
            local_name!("h6") => Role::Heading(6),
            local_name!("blockquote") => Role::Quote,
            local_name!("figcaption") | local_name!("caption") => Role::Caption,
            local_name!("main") | local_name!("article") => Role::Region(Content::Site),
            local_name!("a") => self.link(),
            local_name!("sup") => Role::Raised,
            local_name!("cite") => self.work(),
            _ => self.role_of_list_or_table(),
        }
    }

    fn role_of_list_or_table(self) -> Role {
        match self.tag.name {
            local_name!("ul") | local_name!("ol") | local_name!("menu") | local_name!("dir") => Role::List,
            local_name!("li") => Role::Item(self.id.map(fragment)),
            local_name!("dl") => Role::Definitions,
            local_name!("dt") => Role::Term,
            local_name!("dd") => Role::Meaning,
            local_name!("table") => Role::Table(Plan::Unknown),
            local_name!("tr") => Role::Row,
            local_name!("td") => self.cell(false),
            local_name!("th") => self.cell(true),
            _ if is_block(&self.tag.name) => Role::Block,
            _ => Role::Inline,
        }
    }

    fn cell(self, is_head: bool) -> Role {
        let number = |name| self.attribute(name).and_then(|n| n.trim().parse().ok()).unwrap_or(1);
        Role::Cell { is_head, columns: number("colspan"), rows: number("rowspan") }
    }

    fn link(self) -> Role {
        let Some(href) = self.attribute("href") else { return Role::Inline };
        // The way back from a note to the places that it was called from.
        let back =
            href.split_once('#').is_some_and(|(_, id)| id.starts_with("cite_ref") || id.starts_with("fnref"));
        if back { Role::Hidden } else { Role::Link(href.to_owned()) }
    }

    /// The English templates set a whole entry as `cite`, with a class; others the title only.
    fn work(self) -> Role {
        if self.has_class("citation") { Role::Inline } else { Role::Work }
    }
}

fn words(value: &str) -> std::str::SplitAsciiWhitespace<'_> {
    value.split_ascii_whitespace()
}

/// An id as links spell it, percent-decoded, since either side may be encoded.
pub(super) fn fragment(id: &str) -> String {
    let decoded: Cow<str> = percent_decode_str(id).decode_utf8_lossy();
    decoded.into_owned()
}

/// `infobox`, `infobox_v2`, `infobox_v3`, `portable-infobox` …, but not the parts of one.
fn is_infobox(class: &str) -> bool {
    matches!(class, "infobox" | "infobox_v2" | "infobox_v3" | "portable-infobox" | "taxobox" | "taxobox_v3")
}

fn is_box(name: &LocalName) -> bool {
    matches!(*name, local_name!("table") | local_name!("div") | local_name!("aside") | local_name!("section"))
}

fn is_list(name: &LocalName) -> bool {
    matches!(*name, local_name!("ol") | local_name!("ul"))
}

/// Parsoid's names for pictures without frame and caption: `mw:File`, `mw:File/Frameless`, older `mw:Image`.
fn is_frameless(kind: &str) -> bool {
    kind.split_ascii_whitespace().any(|kind| {
        matches!(
            kind,
            "mw:File" | "mw:Image" | "mw:File/Frameless" | "mw:Image/Frameless" | "mw:Error mw:File"
        )
    })
}

/// Elements that begin on a line of their own (the style sheet of the HTML standard, section 15.3).
pub(super) fn is_block(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("address")
            | local_name!("article")
            | local_name!("aside")
            | local_name!("body")
            | local_name!("center")
            | local_name!("details")
            | local_name!("div")
            | local_name!("fieldset")
            | local_name!("figure")
            | local_name!("form")
            | local_name!("hgroup")
            | local_name!("hr")
            | local_name!("main")
            | local_name!("p")
            | local_name!("section")
            | local_name!("search")
            | local_name!("summary")
            | local_name!("blockquote")
            | local_name!("figcaption")
            | local_name!("header")
            | local_name!("footer")
            | local_name!("nav")
            | local_name!("pre")
            | local_name!("ul")
            | local_name!("ol")
            | local_name!("menu")
            | local_name!("dir")
            | local_name!("dl")
            | local_name!("dt")
            | local_name!("dd")
            | local_name!("li")
            | local_name!("h1")
            | local_name!("h2")
            | local_name!("h3")
            | local_name!("h4")
            | local_name!("h5")
            | local_name!("h6")
            | local_name!("table")
            | local_name!("caption")
            | local_name!("tbody")
            | local_name!("thead")
            | local_name!("tfoot")
            | local_name!("tr")
            | local_name!("td")
            | local_name!("th")
    )
}
