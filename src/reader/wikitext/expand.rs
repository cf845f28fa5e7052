//! Templates in running text: what each shows.

use super::Reader;
use super::call::{Call, canonical};
use super::data::languages;
use super::data::templates::{Template, template};
use super::numbers;
use super::ordinals;
use super::tree::Region;
use crate::reader::prose::Prose;

impl Reader<'_> {
    /// Adds what the template of a node shows; what is not known is counted.
    pub(super) fn template(&mut self, node: usize, out: &mut Prose) {
        let call = Call::of(self.tree, node);
        match template(&canonical(call.name)) {
            Some(template) => self.show(template, &call, out),
            None => self.function(&call, out),
        }
    }

    /// Adds what a known template shows in running text. References in arguments that it makes something else of keep
    /// their markers, behind it.
    pub(super) fn show(&mut self, template: Template, call: &Call<'_>, out: &mut Prose) {
        let before = out.markers().len();
        self.words_of(template, call, out);
        let is_shown = !matches!(template, Template::Nothing | Template::References | Template::Captions(_));
        if is_shown && out.markers().len() == before {
            self.markers(self.tree.inner(call.node), out);
        }
    }

    fn words_of(&mut self, template: Template, call: &Call<'_>, out: &mut Prose) {
        match template {
            Template::Shows(names) => self.argument(call, names, out),
            Template::Says(words) => out.push(words),
            Template::Title(title) => {
                out.push(title);
                self.between(call, "\u{a0}", &["1"], "", out);
            }
            Template::Sign(sign) => {
                out.push(sign);
                self.argument(call, &["1"], out);
            }
            Template::PageName => out.push(without_brackets(&self.value(call, "1"))),
            Template::Between(before, names, after) => self.between(call, before, names, after, out),
            Template::Name => out.push(&ordinals::shown(&canonical(call.name))),
            Template::LanguageCode => out.push(&format!("({})", canonical(call.name))),
            Template::Nothing | Template::References => {}
            Template::Remark(remark) => self.remark(call, remark, out),
            Template::Date => out.push(&numbers::date(&self.values(call))),
            Template::Death => self.death(call, out),
            Template::Ordinals(counted) => out.push(&ordinals::ordinals(&self.values(call), counted)),
            Template::Unit(unit) => out.push(&numbers::quantity(&self.values(call), unit)),
            Template::Number => out.push(&numbers::formatted(&self.value(call, "1"))),
            Template::Hour => out.push(&numbers::hour(&self.values(call))),
            Template::InLanguage => self.in_language(call, out),
            Template::ForeignLink => self.foreign_link(call, out),
            Template::Gloss => self.gloss(call, out),
            Template::Joined(between) => out.push(&self.given(call).join(between)),
            Template::Source(source) => self.entry(source, call).append_to(out),
            Template::Note(_) | Template::ShortNote => self.marker(call.node, out),
            Template::Harvard(in_brackets) => out.push(&self.harvard(call, in_brackets)),
            Template::Holds(names) | Template::Quotation(names, _) => self.each(call, names, out),
            Template::Captions(names) => self.captions(call, names),
            Template::QuotationBegins | Template::QuotationEnds => {
                self.each(call, &["1", "2", "auteur"], out);
            }
            Template::Infobox => self.page.dropped("template", call.name),
        }
    }

    /// The first of the named arguments.
    fn argument(&mut self, call: &Call<'_>, names: &[&str], out: &mut Prose) {
        if let Some(value) = call.first(self.tree, names) {
            self.inline(value, out);
        }
    }

    fn between(&mut self, call: &Call<'_>, before: &str, names: &[&str], after: &str, out: &mut Prose) {
        if let Some(value) = call.first(self.tree, names) {
            out.push(before);
            self.inline(value, out);
            out.push(after);
        }
    }

    /// All of the named arguments, one after the other.
    fn each(&mut self, call: &Call<'_>, names: &[&str], out: &mut Prose) {
        for value in names.iter().filter_map(|name| call.get(self.tree, name)).collect::<Vec<_>>() {
            self.inline(value, out);
            out.push(" ");
        }
    }

    fn remark(&mut self, call: &Call<'_>, remark: &str, out: &mut Prose) {
        self.argument(call, &["1", "texte"], out);
        out.push(&format!("[{}]", remark.replace(' ', "\u{a0}")));
    }

    fn death(&mut self, call: &Call<'_>, out: &mut Prose) {
        let values = self.values(call);
        out.push(&numbers::date(&values));
        let age = values.get(..3).zip(values.get(3..6)).and_then(|(death, birth)| numbers::age(death, birth));
        if let Some(age) = age {
            out.push(&format!(" (à {age}\u{a0}ans)"));
        }
    }

    fn in_language(&mut self, call: &Call<'_>, out: &mut Prose) {
        let code = self.value(call, "1");
        out.push("en ");
        out.push(languages::name(&code).unwrap_or(&code));
        out.push("\u{a0}: ");
        self.argument(call, &["2", "texte"], out);
    }

    fn foreign_link(&mut self, call: &Call<'_>, out: &mut Prose) {
        self.argument(call, &["texte", "text", "fr", "1", "trad"], out);
        let language = call.first(self.tree, &["langue", "lang", "2"]).map(|language| self.plain(language));
        if let Some(language) = language.filter(|language| languages::is_code(language)) {
            out.push(&format!("\u{a0}({language})"));
        }
    }

    fn gloss(&mut self, call: &Call<'_>, out: &mut Prose) {
        let values = self.given(call);
        let Some((first, rest)) = values.split_first() else { return };
        out.push(first);
        if !rest.is_empty() {
            out.push(&format!(" ({})", rest.join(", ")));
        }
    }

    /// `{{harvsp|Dupont|2010|p=12}}`: « Dupont 2010, p. 12 ».
    pub(super) fn harvard(&mut self, call: &Call<'_>, in_brackets: bool) -> String {
        let mut names = self.given(call);
        let year = names.pop_if(|last| last.chars().any(|c| c.is_ascii_digit()));
        let mut words = match names.as_slice() {
            [] => String::new(),
            [one] => one.clone(),
            [others @ .., last] if others.len() < 3 => format!("{} et {last}", others.join(", ")),
            [first, ..] => format!("{first} et al."),
        };
        if let Some(year) = year {
            let space = if words.is_empty() { "" } else { " " };
            words = if in_brackets { format!("({words}{space}{year}") } else { words + space + &year };
        }
        for (names, sign) in
            [(["p", "pages"], "p.\u{a0}"), (["pp", "page"], "p.\u{a0}"), (["loc", "texte"], "")]
        {
            if let Some(place) = call.first(self.tree, &names).map(|place| self.plain(place)) {
                words = words + ", " + sign + &place;
            }
        }
        if in_brackets { words + ")" } else { words }
    }

    /// The arguments without a name as plain text, blank ones included.
    fn values(&mut self, call: &Call<'_>) -> Vec<String> {
        call.places().map(|value| self.plain(value)).collect()
    }

    /// The arguments without a name that are not blank.
    fn given(&mut self, call: &Call<'_>) -> Vec<String> {
        self.values(call).into_iter().filter(|value| !value.is_empty()).collect()
    }

    /// One argument as plain text.
    pub(super) fn value(&mut self, call: &Call<'_>, name: &str) -> String {
        call.get(self.tree, name).map_or_else(String::new, |value| self.plain(value))
    }

    /// `{{#if:…}}`, `{{formatnum:…}}` and their like; a template that is not known shows nothing.
    pub(super) fn function(&mut self, call: &Call<'_>, out: &mut Prose) {
        let tree = self.tree;
        let Some(colon) = call.name.find(':') else { return self.unknown(call, out) };
        let name = call.name[..colon].trim().to_lowercase();
        let mut parts = tree.split(tree.inner(call.node), b'|').into_iter();
        let Some(first) = parts.next() else { return };
        let start = tree.written(first).find(':').map_or(first.end, |at| first.start + at + 1);
        let value = tree.trimmed(tree.part(first, start..first.end));
        let rest: Vec<Region> = parts.map(|part| tree.trimmed(part)).collect();
        match name.as_str() {
            "formatnum" => out.push(&numbers::formatted(&self.plain(value))),
            "lc" => out.push(&self.plain(value).to_lowercase()),
            "uc" => out.push(&self.plain(value).to_uppercase()),
            "ucfirst" | "lcfirst" | "nobr" => self.inline(value, out),
            "#tag" if tree.written(value).eq_ignore_ascii_case("ref") => self.marker(call.node, out),
            "#if" => self.choose(!self.tree.written(value).is_empty(), &rest, out),
            "#ifeq" => self.if_equal(value, &rest, out),
            "#switch" => self.switch(value, &rest, out),
            "#iferror" => self.inline(value, out),
            _ => self.page.dropped("parser function", call.name[..colon].trim()),
        }
    }

    fn choose(&mut self, is_first: bool, branches: &[Region], out: &mut Prose) {
        if let Some(branch) = branches.get(usize::from(!is_first)) {
            self.inline(*branch, out);
        }
    }

    fn if_equal(&mut self, value: Region, rest: &[Region], out: &mut Prose) {
        let Some((other, branches)) = rest.split_first() else { return };
        let is_equal = self.plain(value) == self.plain(*other);
        self.choose(is_equal, branches, out);
    }

    /// `{{#switch:value|a|b=…|#default=…}}`
    fn switch(&mut self, value: Region, cases: &[Region], out: &mut Prose) {
        let tree = self.tree;
        let value = self.plain(value);
        let mut is_met = false;
        let mut default = None;
        for case in cases {
            let equals = tree.find(*case, b'=');
            let name = tree.written(tree.part(*case, case.start..equals.unwrap_or(case.end))).trim();
            is_met |= name == value;
            let branch = equals.map(|equals| tree.trimmed(tree.part(*case, equals + 1..case.end)));
            match branch {
                Some(branch) if is_met => return self.inline(branch, out),
                Some(branch) if name == "#default" => default = Some(branch),
                None if case.end == cases.last().map_or(0, |last| last.end) => default = Some(*case),
                _ => {}
            }
        }
        if let Some(branch) = default {
            self.inline(branch, out);
        }
    }

    /// A template whose text is not known, or a word of MediaWiki for something of the page.
    fn unknown(&mut self, call: &Call<'_>, out: &mut Prose) {
        match call.name {
            "PAGENAME" | "FULLPAGENAME" | "BASEPAGENAME" | "SUBPAGENAME" | "NOMPAGE" => {
                let title = self.page.head().title.clone();
                out.push(&title);
            }
            "" => {}
            name => {
                self.page.dropped("template", &first_upper(&canonical(name)));
                self.markers(self.tree.inner(call.node), out);
            }
        }
    }

    /// Adds the markers that references in a region set, without its words: the page shows them and numbers them,
    /// whatever else its template makes of its arguments.
    fn markers(&self, region: Region, out: &mut Prose) {
        for label in self.tree.found(region, |node| self.notes.label(node)) {
            out.push_marker(label);
        }
    }
}

/// « Joseph II (empereur du Saint-Empire) » is shown as « Joseph II ».
fn without_brackets(page: &str) -> &str {
    page.split_once(" (").map_or(page, |(name, _)| name)
}

/// Names are counted alike however their first letter is written.
fn first_upper(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
