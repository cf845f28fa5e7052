//! Help in French. A test holds that nothing is missing here and nothing is left over.

use clap::{Arg, ArgAction, Command};

use super::examples;

/// The heading of a group of options.
const HEADINGS: [(&str, &str); 5] = [
    ("On a cluster", "Sur une grappe"),
    ("Results", "Résultats"),
    ("Narrow the search", "Restreindre la recherche"),
    ("With --corpus", "Avec --corpus"),
    ("Everywhere", EVERYWHERE),
];
const EVERYWHERE: &str = "Partout";

/// A command, one of its arguments (or none: the command itself), and what is said of it.
const HELP: &[(&str, &str, &str)] = &[
    ("", "", "Recherche en texte intégral pour le français : des passages, et les sources qui les appuient"),
    ("", "index", "Dossier de l'index [par défaut : index]"),
    (
        "",
        "config",
        "Lire les réglages dans ce fichier, et non dans alinea.toml, ici ou au-dessus, ni dans le vôtre",
    ),
    ("", "lang", "Langue des messages [par défaut : selon LC_ALL, LC_MESSAGES ou LANG]"),
    (
        "",
        "color",
        "Quand mettre de la couleur ; `auto` respecte aussi NO_COLOR et TERM=dumb [par défaut : auto]",
    ),
    ("", "json", "Écrire un objet JSON par ligne ; les erreurs aussi, sur la sortie d'erreur"),
    ("", "quiet", "Ne montrer ni progression ni bilan sur la sortie d'erreur"),
    (
        "",
        "verbose",
        "Dire aussi, sur la sortie d'erreur, quels réglages valent et comment la requête a été lue",
    ),
    ("", "no_progress", "Ne pas montrer la ligne de progression"),
    ("", "no_pager", "Ne jamais paginer ce qui dépasse le terminal"),
    (
        "",
        "engine",
        "Interroger une grappe, et non un dossier : adresses de ses nœuds (Quickwit, OpenSearch, Elasticsearch), séparées par des virgules",
    ),
    ("", "index_name", "Nom de l'index sur la grappe [par défaut : alinea]"),
    (
        "",
        "engine_timeout",
        "Combien de millisecondes un nœud peut prendre avant qu'un autre soit interrogé [par défaut : 3000]",
    ),
    ("", "allow_partial", "Se contenter d'une réponse où manquent des segments de la grappe"),
    ("push", "", "Mettre une grappe à jour avec des fichiers et des dossiers"),
    ("push", "paths", "Fichiers et dossiers"),
    ("push", "format", "Forme de tous les textes [par défaut : reconnue pour chacun]"),
    (
        "push",
        "swap",
        "Construire de ces seuls chemins un nouvel index, qui prend à la fin la place de l'ancien",
    ),
    ("push", "requests", "Combien de requêtes sont en cours à la fois"),
    ("push", "body_mb", "Taille du corps d'une requête, en Mio ; Quickwit en prend moins de 10"),
    ("index", "", "Mettre l'index à jour avec des fichiers et des dossiers"),
    ("index", "paths", "Fichiers et dossiers ; `-` est l'entrée standard"),
    (
        "index",
        "files_from",
        "Prendre aussi les chemins de ce fichier, un par ligne ; `-` est l'entrée standard",
    ),
    ("index", "format", "Forme de tous les textes [par défaut : reconnue pour chacun]"),
    (
        "index",
        "rebuild",
        "Reconstruire l'index : ce qu'il contenait, de ces chemins ou d'autres, n'y est plus ; l'ancien sert jusqu'à ce que le nouveau soit entier",
    ),
    ("index", "keep_missing", "Garder les articles des fichiers disparus"),
    ("index", "dry_run", "Dire seulement ce qui serait ajouté, modifié, renommé et retiré"),
    (
        "index",
        "watch",
        "Continuer quand tout est lu : remettre l'index à jour chaque fois que quelque chose change sous ces chemins ; Ctrl-C y met fin",
    ),
    (
        "index",
        "report",
        "Énumérer ce qui a été laissé de côté (modèles, balises, pages …), le plus fréquent d'abord",
    ),
    (
        "index",
        "limit",
        "Lire tant d'articles au plus, en comptant ceux de ces chemins que l'index contient déjà",
    ),
    (
        "index",
        "commit_every",
        "Enregistrer ce qui est lu toutes les tant de secondes ; une course interrompue reprend là",
    ),
    ("search", "", "Trouver des passages, les meilleurs d'abord"),
    (
        "search",
        "query",
        "Mots, \"suites de mots\", +exigé, -exclu, ET, OU, SAUF, début*, =forme, titre:… ; `*` pour tous les passages. Voir docs/query.md. Sans rien, sur un terminal : une invite",
    ),
    ("search", "limit", "Combien en montrer [par défaut : 10]"),
    ("search", "offset", "Combien des premiers passer"),
    ("search", "sort", "Dans quel ordre ; date met d'abord ce qui cite les sources les plus récentes"),
    ("search", "group", "Montrer ensemble les passages d'un article, à la place du premier"),
    ("search", "per_article", "Combien de passages d'un même article au plus [par défaut : tous]"),
    ("search", "context", "Montrer aussi N passages avant et après chacun"),
    ("search", "full", "Montrer les passages entiers, et non ce qui répond le mieux"),
    (
        "search",
        "facets",
        "Compter aussi tout ce qui répond, selon la section, l'article, la source citée, son année",
    ),
    ("search", "explain", "Dire de quoi chaque score est fait"),
    ("search", "format", "Sous quelle forme [par défaut : text]"),
    ("search", "count", "N'écrire que le nombre de passages qui répondent"),
    ("search", "ids", "N'écrire que les identifiants, un par ligne"),
    ("search", "null", "Finir chaque identifiant par un octet nul, pour `xargs -0`"),
    (
        "search",
        "article",
        "Seulement dans cet article : son identifiant, son titre, ou le début de son identifiant",
    ),
    ("search", "section", "Seulement sous un intertitre qui a ces mots"),
    ("search", "kind", "Quoi chercher : des passages, ou des références"),
    ("search", "cited", "Seulement les passages qui ont un appel de citation"),
    ("search", "uncited", "Seulement les passages qui n'en ont pas"),
    (
        "search",
        "cites",
        "Seulement les passages qui citent cette source, ou ses références : un domaine, un nom, un ISBN, un DOI, des années",
    ),
    ("search", "since", "Seulement les passages qui citent une source de cette année ou d'après"),
    ("search", "until", "Seulement les passages qui citent une source de cette année ou d'avant"),
    ("search", "all_words", "Seulement les passages qui ont tous les mots, là où plusieurs se suivent"),
    (
        "search",
        "exact_words",
        "Chercher tels quels les mots qu'aucun passage n'a, sans les tenir pour des fautes",
    ),
    ("search", "corpus", "Mettre d'abord l'index à jour avec ce fichier ou ce dossier ; peut être répété"),
    ("search", "read_as", "Forme du corpus [par défaut : reconnue pour chaque fichier]"),
    (
        "*",
        "title",
        "Titre d'un article lu en texte brut [par défaut : sa première ligne, ou le nom du fichier]",
    ),
    ("*", "no_infobox", "Laisser de côté les champs des infobox"),
    ("*", "strict", "S'arrêter à la première chose illisible, et laisser l'index tel qu'il était"),
    (
        "*",
        "memory",
        "Mémoire de tout le processus pendant l'indexation, en Mio ; la décompression vient en plus : 10 par fil pour bzip2, jusqu'à 128 pour zstd",
    ),
    ("*", "threads", "Fils qui analysent et écrivent [par défaut : un par cœur]"),
    (
        "cite",
        "",
        "Trouver les passages qui citent une source, les sources d'un passage, et ce qui n'en a pas",
    ),
    ("cite", "label", "L'étiquette telle qu'elle est entre crochets : 4, \"note 2\""),
    (
        "cite",
        "source",
        "Les passages qui s'appuient sur une source : un domaine, un nom, un ISBN, un DOI, des années (2019-2020)",
    ),
    ("cite", "of", "Les sources d'un passage, par son identifiant"),
    ("cite", "claim", "Les passages qui disent cela, et ce qu'ils citent"),
    ("cite", "list", "Énumérer les étiquettes, avec leurs emplois et leur source"),
    (
        "cite",
        "unsourced",
        "Les passages sans appel, et ceux pour lesquels un lecteur veut une source ; comptes par article",
    ),
    ("cite", "together", "Les sources citées à côté d'une étiquette"),
    (
        "cite",
        "check",
        "Numéros absents, doublons, entrées jamais citées, étiquettes sans entrée, adresses mortes, mal formées ou absentes",
    ),
    ("cite", "article", "Seulement dans cet article"),
    ("cite", "all", "Dans tous les articles qui ont l'étiquette"),
    ("cite", "sort", "Dans quel ordre énumérer, avec --list"),
    ("cite", "min_words", "Seulement les passages de tant de mots, avec --unsourced"),
    ("cite", "since", "Seulement les références de cette année ou d'après, avec --source ou --export"),
    ("cite", "until", "Seulement les références de cette année ou d'avant, avec --source ou --export"),
    ("cite", "limit", "Combien en montrer [par défaut : tous ; 5 avec --claim]"),
    (
        "cite",
        "export",
        "Écrire les sources en bibtex, csl-json ou ris : toutes, ou celles de --source, --for, --together",
    ),
    ("quote", "", "Trouver des citations, ou en vérifier une mot à mot"),
    ("quote", "text", "Ses mots ; `[…]` tient lieu de mots quelconques"),
    (
        "quote",
        "verify",
        "Dire si elle est juste : exacte, à la typographie près, altérée, recomposée ou absente, et ce qui diffère",
    ),
    ("quote", "article", "Seulement dans cet article"),
    ("quote", "limit", "Combien en montrer"),
    ("show", "", "Montrer un passage par son identifiant, ou un article entier par le sien"),
    ("show", "id", "L'identifiant d'un passage ou son début, celui d'une référence, ou celui d'un article"),
    ("show", "context", "Montrer aussi N passages avant et après"),
    ("suggest", "", "Compléter un début de requête : mots, titres, sources"),
    ("suggest", "prefix", "Ce qui est déjà tapé"),
    ("suggest", "limit", "Combien en montrer de chaque sorte"),
    ("stats", "", "Dire ce que l'index contient"),
    ("stats", "sizes", "Dire à quoi servent ses octets, partie par partie et champ par champ"),
    ("serve", "", "Répondre sur le réseau : des pages pour un navigateur, une API HTTP pour les programmes"),
    ("serve", "addr", "Où écouter ; le port 0 en prend un de libre"),
    (
        "serve",
        "public",
        "Répondre à tout le monde, sous tous les noms : à une adresse que d'autres atteignent, ou derrière un mandataire",
    ),
    (
        "serve",
        "token_file",
        "Ne répondre qu'à ceux qui envoient le jeton de ce fichier ; ALINEA_TOKEN peut aussi le contenir",
    ),
    (
        "serve",
        "cors",
        "Laisser les pages de cette origine (https://exemple.org) lire les réponses de l'API ; peut être répété, `*` les vaut toutes",
    ),
    ("mcp", "", "Répondre à un modèle de langue par l'entrée et la sortie standard (Model Context Protocol)"),
    (
        "check",
        "",
        "Vérifier que l'index contient ce qu'il doit ; code de retour 0 s'il est sain, 2 s'il est endommagé",
    ),
    (
        "check",
        "repair",
        "Refaire ce qui est endommagé avec les textes que l'index garde ; les sources dont le texte est perdu sont relues par le prochain `index`",
    ),
    ("check", "memory", "Mémoire pour réécrire des segments, en Mio"),
    ("optimize", "", "Faire de l'index un seul segment, et rendre la place des articles supprimés"),
    ("optimize", "memory", "Mémoire pour réécrire des segments, en Mio"),
    ("eval", "", "Mesurer le classement d'après des jugements humains"),
    (
        "eval",
        "topics",
        "Les questions : queries.jsonl de BEIR, ou des lignes d'un identifiant, une tabulation, une question",
    ),
    ("eval", "qrels", "Les jugements : TSV de BEIR, ou qrels de TREC"),
    ("eval", "measures", "Quoi mesurer"),
    ("eval", "level", "Ce qui compte pour un document : un article, par son meilleur passage, ou un passage"),
    ("eval", "candidates", "Combien de candidats du premier étage sont reclassés ; 0 omet le second étage"),
    ("eval", "run", "Écrire aussi le classement en fichier TREC"),
    ("eval", "against", "Comparer au classement de ce fichier TREC, question par question"),
    ("eval", "plot", "Dessiner les différences de la première mesure, question par question"),
    ("eval", "per_topic", "Écrire aussi les mesures de chaque question"),
    ("analyze", "", "Montrer comment un texte devient des termes, mot à mot"),
    ("analyze", "text", "Le texte ; sans lui, l'entrée standard"),
    ("completions", "", "Écrire un script de complétion pour un shell"),
    ("completions", "shell", "Le shell"),
    ("man", "", "Écrire la page de manuel (roff)"),
];

/// What is said in French of an argument of a command, or of the command.
fn said(command: &str, argument: &str) -> Option<&'static str> {
    let found = |wanted: &str| HELP.iter().find(|(of, name, _)| *of == wanted && *name == argument);
    found(command).or_else(|| found("*").filter(|_| !argument.is_empty())).map(|(_, _, text)| *text)
}

/// The command line with its help in French: names and values stay.
pub(in crate::cli) fn in_french(command: Command) -> Command {
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    let command = names.into_iter().fold(translated(command, ""), |command, name| {
        command.mut_subcommand(&name, |sub| translated(sub, &name))
    });
    let version = Arg::new("version").short('V').long("version").action(ArgAction::Version);
    let mut command = command
        .subcommand_help_heading("Commandes")
        .disable_version_flag(true)
        .arg(version.help("Écrire la version").help_heading(EVERYWHERE));
    // Only then is there a command `help`.
    command.build();
    command.mut_subcommand("help", |help| help.about("Écrire cette aide, ou celle d'une commande"))
}

fn translated(command: Command, name: &str) -> Command {
    let ids: Vec<String> = command.get_arguments().map(|argument| argument.get_id().to_string()).collect();
    let about = said(name, "").unwrap_or_default();
    let command = ids.into_iter().fold(command.about(about), |command, id| {
        command.mut_arg(&id, |argument| argument_in_french(argument, name, &id))
    });
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help);
    let after =
        command.get_after_help().map(|text| examples::in_french(&text.to_string())).unwrap_or_default();
    let command = command.disable_help_flag(true).after_help(after);
    command.arg(help.help("Écrire cette aide").help_heading(EVERYWHERE))
}

fn argument_in_french(argument: Arg, command: &str, id: &str) -> Arg {
    let heading = argument.get_help_heading().unwrap_or_default();
    let heading = HEADINGS.iter().find(|(english, _)| *english == heading).map(|(_, french)| *french);
    // What each value means is said in the line itself, or is what its name says.
    let values: Vec<String> =
        argument.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
    let text = said(command, id).unwrap_or_default();
    let argument = match values.as_slice() {
        [_, _, ..] if argument.get_action().takes_values() => {
            argument.help(format!("{text} [valeurs : {}]", values.join(", "))).hide_possible_values(true)
        }
        _ => argument.help(text),
    };
    match heading {
        Some(heading) => argument.help_heading(heading),
        None => argument,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use clap::CommandFactory as _;

    use super::*;
    use crate::cli::Arguments;

    /// Commands with their arguments, as the table names them.
    fn named() -> BTreeSet<(String, String)> {
        let root = Arguments::command();
        let of = |command: &Command, name: &str| {
            let ids = command.get_arguments().map(|argument| argument.get_id().to_string());
            ids.chain([String::new()]).map(|id| (name.to_owned(), id)).collect::<Vec<_>>()
        };
        let subs = root.get_subcommands().flat_map(|sub| of(sub, sub.get_name()));
        subs.chain(of(&root, "")).collect()
    }

    #[test]
    fn nothing_is_left_in_english_and_nothing_is_left_over() {
        let named = named();
        let missing: Vec<_> = named.iter().filter(|(command, id)| said(command, id).is_none()).collect();
        assert!(missing.is_empty(), "{missing:?}");
        let used = |(command, id, _): &&(&str, &str, &str)| {
            named.iter().any(|(c, i)| (*command == c.as_str() || *command == "*") && i == id)
        };
        let left: Vec<_> = HELP.iter().filter(|line| !used(line)).collect();
        assert!(left.is_empty(), "{left:?}");
        in_french(Arguments::command()).debug_assert();
    }
}
