//! The templates whose text a reader of the page sees, after their documentation pages on French Wikipedia
//! (`fr.wikipedia.org/wiki/Modèle:…`), redirections included. Names as `call::canonical` writes them.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::super::ordinals::is_ordinal;
use super::languages::is_code;

/// What a template shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Template {
    /// The first of these arguments that is given.
    Shows(&'static [&'static str]),
    /// A sign before its argument, which may also stand behind the template.
    Sign(&'static str),
    /// The name of a page, without what tells it from others in brackets.
    PageName,
    /// Always the same.
    Says(&'static str),
    /// How a person is addressed, and the name where it is given: `{{Mme|Roy}}`.
    Title(&'static str),
    /// The first of these arguments that is given, between two texts.
    Between(&'static str, &'static [&'static str], &'static str),
    /// Its own name: `{{XXe siècle}}`.
    Name,
    /// Its own name in brackets, a language: `{{en}}`.
    LanguageCode,
    /// Room or order on the page, and no words.
    Nothing,
    /// The passage that a remark of the editors is about, and the remark in brackets, in which no space breaks.
    Remark(&'static str),
    /// A date, from day, month and year or from one text.
    Date,
    /// The date of a death, with the age where the birth is given as well.
    Death,
    /// Ordinals with what they count behind them.
    Ordinals(&'static str),
    /// A number with its unit.
    Unit(&'static str),
    /// A number alone, as `{{formatnum:}}` writes it.
    Number,
    /// Hours and minutes.
    Hour,
    /// Words of a language, its name before them.
    InLanguage,
    /// A link to a page that another wiki has: the language behind it.
    ForeignLink,
    /// Words, and what they are in the original: the arguments after the first in brackets.
    Gloss,
    /// All its arguments without a name, with this between them.
    Joined(&'static str),
    /// A bibliographic entry.
    Source(Source),
    /// A reference; its group, where it names none.
    Note(&'static str),
    /// A reference by author and year: `{{sfn}}`.
    ShortNote,
    /// Author and year in the text: `{{harvsp}}`, and `{{harv}}` in brackets.
    Harvard(bool),
    /// The list of references.
    References,
    /// These arguments hold paragraphs and lists.
    Holds(&'static [&'static str]),
    /// A quotation set off as a block: its words and who said them.
    Quotation(&'static [&'static str], &'static [&'static str]),
    /// Begins or ends a quotation set off as a block.
    QuotationBegins,
    /// See [`QuotationBegins`](Self::QuotationBegins).
    QuotationEnds,
    /// Images: these arguments, numbered or not, are the words under them.
    Captions(&'static [&'static str]),
    /// The fields of an infobox.
    Infobox,
}

/// The order in which a bibliographic entry shows what it gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Source {
    /// `{{Lien web}}`
    Web,
    /// `{{Article}}`
    Article,
    /// `{{Ouvrage}}`
    Book,
    /// `{{Chapitre}}`
    Chapter,
}

/// The template of that canonical name, none if it is not known.
pub(in super::super) fn template(name: &str) -> Option<Template> {
    static TABLE: LazyLock<FxHashMap<&str, Template>> = LazyLock::new(|| {
        TEMPLATES.iter().flat_map(|(template, names)| names.iter().map(|name| (*name, *template))).collect()
    });
    let known = TABLE.get(name).copied().or_else(|| by_form(name));
    // Redirections spell names in every way, « Lien Web », « ISBN ».
    known.or_else(|| TABLE.get(name.to_lowercase().as_str()).copied())
}

/// Families of templates that are told by the form of their name.
fn by_form(name: &str) -> Option<Template> {
    if name.starts_with("infobox") || name.starts_with("taxobox") {
        return Some(Template::Infobox);
    }
    if is_code(name) {
        return Some(Template::LanguageCode);
    }
    if is_ordinal(name) {
        return Some(Template::Name);
    }
    name.strip_prefix("lang-").filter(|code| is_code(code)).map(|_| Template::Shows(&["1", "texte"]))
}

const FIRST: &[&str] = &["1", "texte", "contenu"];

/// Each template with the names that it has.
const TEMPLATES: &[(Template, &[&str])] = &[
    (
        Template::Shows(FIRST),
        &[
            "nobr",
            "nobr romain",
            "nowrap",
            "insécable",
            "page h'",
            "page h",
            "small",
            "petit",
            "grand",
            "big",
            "gras",
            "italique",
            "surligner",
            "souligner",
            "texte",
            "term",
            "terme défini",
            "commentaire biblio",
            "tt",
            "code",
            "exp",
            "exposant",
            "ind",
            "indice",
            "sup",
            "sub",
            "petites capitales",
            "pc",
            "smcap",
            "sc",
            "petitescapitales",
            "abréviation",
            "abbr",
            "abréviation discrète",
            "abrd",
            "infobulle",
            "unicode",
            "polytonique",
            "grec ancien",
            "grec",
            "latin",
            "cyrillique",
            "hébreu",
            "arabe",
            "russe",
            "navire",
            "bateau",
            "nom biologique",
            "corr",
            "centrer",
            "centré",
            "center",
            "droite",
            "gauche",
            "allemand",
            "anglais",
            "italien",
            "espagnol",
            "math",
            "var",
            "non italique",
            "pas d'italique",
            "souligné",
            "barré",
            "alinéa",
            "retrait",
            "indent",
            "trad",
            "nom scientifique",
            "nom vernaculaire",
            "taxon",
            "sigle",
            "sigle2",
            "acronyme",
            "initiales",
            "surlignage",
            "nombre romain",
            "romain",
            "rom",
            "rom-maj",
            "rom-min",
            "chiffre romain",
            "rmn",
            "roman",
        ],
    ),
    (Template::PageName, &["souverain", "souverain-", "souverain2", "souverain3"]),
    (Template::Shows(&["2", "texte", "1"]), &["couleur", "color", "fgcolor", "couleur texte"]),
    (
        Template::Shows(&["texte", "2", "contenu"]),
        &["lang", "langue", "lang2", "langue avec nom", "langage", "translittération", "transl"],
    ),
    (Template::Shows(&["3", "2", "1"]), &["lien interlangue"]),
    (Template::Shows(&["texte", "3", "2"]), &["couleur fond", "fond couleur", "background color"]),
    (
        Template::Shows(&["nom", "2", "1"]),
        &["lien discret", "drapeau2", "pays", "drapeau+", "drapeau2+", "nation", "pays avec drapeau"],
    ),
    (
        Template::Between("«\u{a0}", FIRST, "\u{a0}»"),
        &[
            "citation",
            "\"",
            "guillemets",
            "cita",
            "quote",
            "citation courte",
            "citer",
            "guil",
            "guill",
            "« »",
            "guillemets français",
        ],
    ),
    (
        Template::Between("«\u{a0}", &["texte", "2", "citation", "1"], "\u{a0}»"),
        &["citation étrangère", "citation langue", "citation en langue", "citation traduite"],
    ),
    (Template::Between("“", FIRST, "”"), &["\"\"", "guillemets anglais", "\" \"", "guillemets2"]),
    (Template::Between("–\u{a0}", FIRST, "\u{a0}–"), &["incise"]),
    (Template::Between("[", &["1", "2"], "]"), &["api", "phon", "phonétique", "api-fr"]),
    (Template::Between("/", FIRST, "/"), &["phono", "phonème"]),
    (Template::Sign("p.\u{a0}"), &["p.", "p", "pp.", "pp", "page", "pages"]),
    (Template::Sign("f.\u{a0}"), &["f.", "ff."]),
    (Template::Sign("vol.\u{a0}"), &["vol.", "vol", "volume"]),
    (Template::Sign("t.\u{a0}"), &["t.", "tome"]),
    (Template::Sign("chap.\u{a0}"), &["chap.", "chap"]),
    (Template::Between("coll.\u{a0}«\u{a0}", FIRST, "\u{a0}»"), &["coll.", "coll"]),
    (Template::Sign("fasc.\u{a0}"), &["fasc."]),
    (Template::Between("vers ", FIRST, ""), &["circa"]),
    (Template::Sign("no\u{a0}"), &["n°", "no", "numéro", "n", "num"]),
    (Template::Sign("nos\u{a0}"), &["nos", "numéros", "n°s"]),
    (Template::Sign("v.\u{a0}"), &["v."]),
    (Template::Sign("l.\u{a0}"), &["lig."]),
    (Template::Sign("fig.\u{a0}"), &["fig.", "fig"]),
    (Template::Sign("ISBN\u{a0}"), &["isbn"]),
    (Template::Sign("ISSN\u{a0}"), &["issn"]),
    (Template::Sign("DOI\u{a0}"), &["doi"]),
    (Template::Sign("OCLC\u{a0}"), &["oclc"]),
    (Template::Sign("PMID\u{a0}"), &["pmid"]),
    (Template::Sign("arXiv\u{a0}"), &["arxiv"]),
    (Template::Sign("notice BnF no\u{a0}FRBNF"), &["bnf", "notice BnF"]),
    (Template::Sign("√"), &["racine", "sqrt"]),
    (Template::Says("'"), &["'", "’", "apostrophe"]),
    (Template::Says("''"), &["''"]),
    (Template::Says(","), &[",", "virgule"]),
    (Template::Says("="), &["=", "égal", "égale"]),
    (Template::Says("|"), &["!", "pipe"]),
    (Template::Says("||"), &["!!"]),
    (Template::Says("{{"), &["(("]),
    (Template::Says("}}"), &["))"]),
    (Template::Says("["), &["crochet"]),
    (Template::Says("…"), &["points de suspension"]),
    (Template::Says("[…]"), &["[...]", "(...)", "coupure", "coupe", "ellipse", "coupé", "[…]", "(…)", "…"]),
    (
        Template::Says(" "),
        &["-", "clr", "clear", "retour ligne", "br", "brclear", "saut", "ht", "nbsp", "espace fine"],
    ),
    (Template::Says("\u{a0}"), &["espace", "espaces", "espace insécable", "esp"]),
    (Template::Says("\u{a0}·\u{a0}"), &["·", "•", "point médian", "puce", "bullet", "dot"]),
    (Template::Says("–"), &["tiret", "demi-cadratin", "ndash", "–"]),
    (Template::Says("—"), &["cadratin", "mdash", "—"]),
    (Template::Says("e"), &["e", "ème", "ième"]),
    (Template::Says("er"), &["er"]),
    (Template::Says("re"), &["re", "ère"]),
    (Template::Says("es"), &["es"]),
    (Template::Says("nd"), &["nd"]),
    (Template::Says("nde"), &["nde"]),
    (Template::Says("o"), &["o"]),
    (Template::Title("M."), &["m.", "m", "monsieur"]),
    (Template::Title("MM."), &["mM."]),
    (Template::Title("Mme"), &["mme"]),
    (Template::Title("Mmes"), &["mmes"]),
    (Template::Title("Mlle"), &["mlle"]),
    (Template::Title("Mgr"), &["mgr"]),
    (Template::Title("Dr"), &["dr"]),
    (Template::Title("Pr"), &["pr"]),
    (Template::Title("Me"), &["me"]),
    (Template::Title("St"), &["st"]),
    (Template::Title("Ste"), &["ste"]),
    (Template::Says("et al."), &["et al.", "et al"]),
    (Template::Says("ibid."), &["ibid.", "ibid"]),
    (Template::Says("op. cit."), &["op. cit.", "op. cit", "op cit", "opcit"]),
    (Template::Says("dir."), &["dir."]),
    (Template::Says("éd."), &["éd."]),
    (Template::Says("°C"), &["°C"]),
    (Template::Says("CO2"), &["cO2"]),
    (Template::Says("Cie"), &["cie"]),
    (Template::Says("Vve"), &["vve"]),
    (
        Template::Says("av. J.-C."),
        &["av JC", "av. J.-C.", "avJC", "av J-C", "avant JC", "av jc", "av. JC", "-JC"],
    ),
    (Template::Says("apr. J.-C."), &["ap JC", "apr. J.-C.", "apJC", "apr JC", "après JC", "ap. J.-C."]),
    (Template::Says("1er"), &["premier"]),
    (Template::Says("✓"), &["oui", "✓", "fait", "ok"]),
    (Template::Says("non"), &["non"]),
    (Template::Says("♂"), &["mâle"]),
    (Template::Says("♀"), &["femelle"]),
    (Template::Says("♯"), &["dièse", "♯"]),
    (Template::Says("♭"), &["bémol", "♭"]),
    (Template::Says("†"), &["†", "décès"]),
    (
        Template::Nothing,
        &[
            "sommaireCompact",
            "sommaire compact",
            "sommaire",
            "sommaire à droite",
            "sommaire à gauche",
            "sommaire flottant",
            "fin de colonnes",
            "début de colonnes",
            "colonnes début",
            "fin de colonne",
            "début colonnes",
            "fin colonnes",
            "boîte déroulante/début",
            "boîte déroulante/fin",
            "boîte déroulante début",
            "boîte déroulante fin",
            "message galerie",
            "début de carte",
            "augmentation",
            "diminution",
            "augmentation négative",
            "diminution positive",
            "stagnation",
            "hausse",
            "baisse",
            "drapeau",
            "drapeaux",
            "drapeau-",
            "image drapeau",
            "saut de colonne",
            "colonnes/saut",
            "colonne/saut",
            "ancre",
            "ancres",
            "anchor",
            "fin",
            "fin citation étrangère",
            "sautcolonne",
            "début tableau",
            "fin tableau",
            "!-",
            "titre en italique",
            "titre mis en forme",
            "titre incorrect",
            "fin de liste",
            "début de liste",
            "nobots",
            "bots",
            "noindex",
            "saut de ligne",
            "clear left",
            "clear right",
            "entête défiler",
            "fin défiler",
            "0",
            "00",
            "000",
            "invisible",
            "début encadré",
            "fin encadré",
            "étoile",
        ],
    ),
    (
        Template::Remark("réf. nécessaire"),
        &[
            "refnec",
            "référence nécessaire",
            "ref nec",
            "réf nec",
            "réfnec",
            "référence manquante",
            "source nécessaire",
            "citation needed",
            "cn",
            "fact",
            "reference necessaire",
            "référence necessaire",
            "ref nécessaire",
            "réf nécessaire",
        ],
    ),
    (Template::Remark("réf. souhaitée"), &["référence souhaitée", "refsou", "réfsou", "source souhaitée"]),
    (
        Template::Remark("réf. insuffisante"),
        &["référence insuffisante", "refins", "source insuffisante", "réf insuffisante"],
    ),
    (Template::Remark("réf. incomplète"), &["référence incomplète", "source incomplète", "réf incomplète"]),
    (Template::Remark("réf. non conforme"), &["référence non conforme", "réf non conforme"]),
    (
        Template::Remark("réf. à confirmer"),
        &["référence à confirmer", "source à confirmer", "réf à confirmer"],
    ),
    (Template::Remark("réf. obsolète"), &["référence obsolète", "source obsolète", "réf obsolète"]),
    (Template::Remark("réf. à préciser"), &["référence à préciser", "réf à préciser"]),
    (
        Template::Remark("source secondaire souhaitée"),
        &[
            "référence secondaire",
            "source secondaire",
            "source secondaire souhaitée",
            "source secondaire nécessaire",
        ],
    ),
    (Template::Remark("source primaire"), &["source primaire"]),
    (Template::Remark("source détournée"), &["source détournée", "détournement de source"]),
    (Template::Remark("source non fiable"), &["source non fiable", "source douteuse", "référence douteuse"]),
    (Template::Remark("citation nécessaire"), &["citation nécessaire", "citnec"]),
    (Template::Remark("Quand ?"), &["quand", "date ?", "quand ?", "date?"]),
    (Template::Remark("Qui ?"), &["qui", "qui ?"]),
    (Template::Remark("Par qui ?"), &["par qui", "par qui ?"]),
    (Template::Remark("Selon qui ?"), &["selon qui", "selon qui ?", "d'après qui"]),
    (Template::Remark("Où ?"), &["où", "où ?"]),
    (Template::Remark("Quoi ?"), &["quoi", "quoi ?"]),
    (Template::Remark("Lequel ?"), &["lequel", "lequel ?"]),
    (Template::Remark("Laquelle ?"), &["laquelle"]),
    (Template::Remark("Lesquels ?"), &["lesquels", "lesquels ?"]),
    (Template::Remark("Lesquelles ?"), &["lesquelles"]),
    (Template::Remark("Combien ?"), &["combien", "combien ?"]),
    (Template::Remark("Comment ?"), &["comment", "comment ?"]),
    (Template::Remark("Pourquoi ?"), &["pourquoi", "pourquoi ?"]),
    (Template::Remark("C'est-à-dire ?"), &["c'est-à-dire", "càd", "c'est-à-dire ?"]),
    (Template::Remark("pas clair"), &["pas clair", "incompréhensible", "clarifier", "flou"]),
    (
        Template::Remark("précision nécessaire"),
        &["précision nécessaire", "préciser", "à préciser", "précision"],
    ),
    (Template::Remark("évasif"), &["passage évasif", "évasif"]),
    (
        Template::Remark("non neutre"),
        &["passage non neutre", "non neutre passage", "passage npov", "nonneutre"],
    ),
    (
        Template::Remark("interprétation personnelle"),
        &["interprétation personnelle", "passage ti", "ti passage", "ti"],
    ),
    (Template::Remark("passage promotionnel"), &["passage promotionnel"]),
    (
        Template::Remark("pertinence contestée"),
        &["pertinence contestée", "passage non pertinent", "passage pertinence", "pertinence passage"],
    ),
    (Template::Remark("à actualiser"), &["passage à actualiser"]),
    (Template::Remark("à vérifier"), &["à vérifier", "passage à vérifier"]),
    (Template::Remark("information douteuse"), &["information douteuse", "douteux", "dubious"]),
    (Template::Remark("exemple nécessaire"), &["exemple nécessaire"]),
    (Template::Remark("style à revoir"), &["passage mal écrit"]),
    (Template::Remark("sic"), &["sic", "sic!"]),
    (Template::Remark("lien mort"), &["lien mort", "dead link", "lien mort inline"]),
    (Template::Remark("trop vague"), &["trop vague"]),
    (Template::Remark("contradictoire"), &["contradictoire"]),
    (
        Template::Date,
        &[
            "date",
            "date-",
            "date républicaine",
            "date de naissance",
            "date de naissance-",
            "date de sortie",
            "date de publication",
            "date de création",
            "date de fondation",
            "début date",
            "date de début",
            "date de fin",
            "start date",
            "date triable",
            "datetri",
            "date ISO",
        ],
    ),
    (Template::Death, &["date de décès", "date de décès-", "date décès", "décès-", "date de mort"]),
    (Template::Ordinals("siècle"), &["s", "siècle", "s-", "sp", "sp-", "s1", "siècle-"]),
    (Template::Ordinals("siècles"), &["s2", "s2-", "s3", "s3-", "s4", "s4-", "siècles"]),
    (
        Template::Ordinals("siècle av. J.-C."),
        &["-s", "-s-", "-sp", "-sp-", "sav", "-siècle", "siècle av. J.-C.", "-s mini"],
    ),
    (Template::Ordinals("siècles av. J.-C."), &["-s2", "-s2-", "-s3", "s2av", "-s3-"]),
    (Template::Ordinals("millénaire"), &["millénaire", "mill", "mill-", "millp", "m-"]),
    (Template::Ordinals("millénaires"), &["mill2"]),
    (Template::Ordinals("millénaire av. J.-C."), &["-mill", "-mill-", "-millénaire", "-m", "-m-", "-millp"]),
    (Template::Ordinals("millénaires av. J.-C."), &["-mill2"]),
    (Template::Ordinals(""), &["s mini", "sm", "sm-", "ordinal", "ord", "ordinal romain", "arrt", "arr"]),
    (
        Template::Unit(""),
        &[
            "unité",
            "unite",
            "unité2",
            "unités",
            "u",
            "nombre",
            "nb",
            "nbre",
            "tmp",
            "température",
            "temp",
            "val",
            "unité SI",
        ],
    ),
    (Template::Unit("€"), &["euro", "euros", "€", "eur"]),
    (Template::Unit("$"), &["dollar", "dollars", "usd"]),
    (Template::Unit("£"), &["livre sterling"]),
    (Template::Unit("%"), &["pourcent", "pourcentage", "%"]),
    (Template::Unit("h"), &["heures"]),
    (Template::Unit("ha"), &["hectare"]),
    (
        Template::Number,
        &[
            "smn",
            "sm0",
            "fmtn",
            "formatnombre",
            "nombre triable",
            "nts",
            "numtri",
            "format nombre",
            "décimales",
        ],
    ),
    (Template::Hour, &["heure", "time", "durée", "duration", "h", "hm"]),
    (Template::InLanguage, &["en langue", "langue avec nom de langue", "texte en"]),
    (Template::ForeignLink, &["lien", "ill", "lien rouge interlangue"]),
    (
        Template::Gloss,
        &["japonais", "nihongo", "chinois", "zh-trad", "coréen", "japonais-", "tibétain", "chinois2"],
    ),
    (Template::Joined("\u{a0}× "), &["dunité", "dimensions"]),
    (Template::Joined("/"), &["fraction", "frac", "sfrac", "tfrac", "fracs"]),
    (
        Template::Joined(", "),
        &[
            "liste horizontale",
            "flatlist",
            "hlist",
            "liste simple",
            "ubl",
            "plainlist",
            "unbulleted list",
            "liste sans puce",
        ],
    ),
    (Template::Joined(""), &["fchim", "formule chimique"]),
    (
        Template::Source(Source::Web),
        &[
            "lien web",
            "site web",
            "lien brisé",
            "lien archive",
            "lien vidéo",
            "vidéo",
            "cite web",
            "citation web",
            "cite news",
            "lienweb",
            "communiqué de presse",
            "cite video",
            "cite press release",
            "cite AV media",
            "cite tweet",
            "lien twitter",
            "tweet",
            "message sur Twitter",
            "cite episode",
            "citeweb",
            "lien archivé",
            "cite podcast",
            "podcast",
            "émission",
            "audio",
            "lien audio",
            "article web",
        ],
    ),
    (
        Template::Source(Source::Article),
        &[
            "article",
            "article encyclopédique",
            "article de presse",
            "article de périodique",
            "journal",
            "périodique",
            "cite journal",
            "cite magazine",
            "cite newspaper",
            "article scientifique",
            "cite arxiv",
            "dépêche",
            "cite encyclopedia",
            "cite conference",
            "article de journal",
            "revue",
            "cite paper",
            "citation journal",
        ],
    ),
    (
        Template::Source(Source::Book),
        &[
            "ouvrage",
            "cite book",
            "citation ouvrage",
            "bande dessinée",
            "thèse",
            "rapport",
            "cite thesis",
            "cite report",
            "ouvrage collectif",
            "bD",
            "brochure",
            "cite manual",
            "citation livre",
        ],
    ),
    (
        Template::Source(Source::Chapter),
        &["chapitre", "chapitre d'ouvrage", "citation chapitre", "dans", "contribution", "cite chapter"],
    ),
    (Template::Note("note"), &["note", "note de bas de page", "note en bas de page", "note de contenu"]),
    (Template::Note(""), &["refn", "ref", "réf", "référence", "footnote"]),
    (Template::Note("lower-alpha"), &["efn", "note alpha", "efn-la"]),
    (Template::Note("upper-alpha"), &["efn-ua"]),
    (Template::Note("lower-roman"), &["efn-lr"]),
    (
        Template::ShortNote,
        &["sfn", "snf", "sfnp", "note Harvard", "référence Harvard note", "sfnm", "harvnote", "sfn2"],
    ),
    (
        Template::Harvard(false),
        &[
            "harvsp",
            "référence Harvard sans parenthèses",
            "harvnb",
            "harvard sans parenthèses",
            "harvtxt",
            "référence harvard sans parenthèses",
            "réf Harvard sans parenthèses",
            "harvcol",
        ],
    ),
    (Template::Harvard(true), &["harv", "référence Harvard", "harvard", "référence harvard", "harvp"]),
    (
        Template::References,
        &[
            "références",
            "références nombreuses",
            "reflist",
            "notes et références",
            "reference",
            "references",
            "notelist",
            "références discussion",
            "liste des références",
            "références2",
            "refs",
            "liste de références",
        ],
    ),
    (
        Template::Holds(&["titre", "1", "2", "3", "4", "5", "contenu", "texte"]),
        &[
            "colonnes",
            "colonne liste",
            "multicolonne",
            "colonnes liste",
            "liste déroulante",
            "boîte déroulante",
            "boite déroulante",
            "boîte à liste déroulante",
            "encadré",
            "encadré texte",
            "encadre",
            "défiler",
            "bloc emphase",
            "cadre",
            "en exergue",
            "bloc à gauche",
            "bloc à droite",
            "tableau défilant",
            "liste à puces",
            "encart",
        ],
    ),
    (
        Template::Quotation(&["1", "texte", "citation"], &["2", "auteur", "source"]),
        &[
            "citation bloc",
            "bloc citation",
            "blockquote",
            "citation longue",
            "cquote",
            "bq",
            "quotation",
            "citation encadrée",
            "citation centrée",
            "exergue",
            "quote box",
            "citation en exergue",
            "grande citation",
            "epigraphe",
            "épigraphe",
        ],
    ),
    (
        Template::Quotation(&["texte", "2", "citation", "1"], &["auteur", "source", "3"]),
        &[
            "citation bloc étrangère",
            "citation étrangère bloc",
            "citation bilingue bloc",
            "citation bilingue",
        ],
    ),
    (Template::Quotation(&["1", "texte"], &["auteur", "titre"]), &["poème", "poem", "vers", "verset"]),
    (
        Template::QuotationBegins,
        &[
            "début citation",
            "début citation bloc",
            "début de citation",
            "début bloc citation",
            "début de citation bloc",
        ],
    ),
    (
        Template::QuotationEnds,
        &[
            "fin citation",
            "fin citation bloc",
            "fin de citation",
            "fin bloc citation",
            "fin de citation bloc",
        ],
    ),
    (
        Template::Captions(&["légende", "texte", "caption", "commentaire", "titre", "pied"]),
        &[
            "images",
            "image multiple",
            "multiple image",
            "photomontage",
            "galerie",
            "double image",
            "image double",
            "image panoramique",
            "panorama",
            "image large",
            "images multiples",
            "géolocalisation",
            "carte",
            "image cliquable",
            "tall image",
            "wide image",
            "triple image",
        ],
    ),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Source, TEMPLATES, Template, template};

    #[test]
    fn no_name_is_two_templates() {
        let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
        for name in TEMPLATES.iter().flat_map(|(_, names)| names.iter()) {
            *uses.entry(name).or_default() += 1;
        }
        let twice: Vec<_> = uses.into_iter().filter(|(_, uses)| *uses > 1).collect();
        assert!(twice.is_empty(), "{twice:?}");
    }

    #[test]
    fn names_are_as_they_are_compared() {
        for name in TEMPLATES.iter().flat_map(|(_, names)| names.iter()) {
            assert_eq!(*name, super::super::super::call::canonical(name), "{name}");
        }
    }

    #[test]
    fn families_are_told_by_their_names() {
        for (name, expected) in [
            ("infobox Pont", Some(Template::Infobox)),
            ("xXe siècle", Some(Template::Name)),
            ("de", Some(Template::LanguageCode)),
            ("lang-de", Some(Template::Shows(&["1", "texte"]))),
            ("lien Web", Some(Template::Source(Source::Web))),
            ("portail", None),
        ] {
            assert_eq!(template(name), expected, "{name}");
        }
    }
}
