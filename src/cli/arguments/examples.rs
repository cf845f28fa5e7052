//! What stands below the options in each command's help, in French: commands stay, what they do is said.

/// What is said of examples and below them.
const SAID: &[(&str, &str)] = &[
    ("Examples:", "Exemples :"),
    ("index a folder, or bring its index up to date", "indexer un dossier, ou mettre son index à jour"),
    ("passages with any of the words, accents or not", "les passages avec l'un des mots, accents ou non"),
    ("passages with the phrase", "les passages qui ont cette suite de mots"),
    ("type, and see passages as you type", "taper, et voir les passages à mesure"),
    ("bring the index up to date first, then search", "mettre d'abord l'index à jour, puis chercher"),
    ("who cites [4], for which claim, from which source", "qui cite [4], pour quoi, d'après quelle source"),
    ("passages that rest on a source, in any article", "les passages qui s'appuient sur une source"),
    ("whether a text stands there as it is quoted", "si un texte s'y trouve tel qu'il est cité"),
    ("an article with its sources", "un article avec ses sources"),
    ("one JSON object a line", "un objet JSON par ligne"),
    (
        "Settings: flags, else ALINEA_INDEX, ALINEA_LANG …, else alinea.toml here or above, else the",
        "Réglages : options, sinon ALINEA_INDEX, ALINEA_LANG …, sinon alinea.toml ici ou au-dessus,",
    ),
    (
        "user's alinea/config.toml. docs/settings.md lists them.",
        "sinon alinea/config.toml de l'utilisateur. docs/settings.md les énumère.",
    ),
    (
        "Exit status: 0 found, 1 nothing found, 2 error, 130 interrupted.",
        "État de sortie : 0 trouvé, 1 rien trouvé, 2 erreur, 130 interrompu.",
    ),
    ("a folder, as far as it has changed", "un dossier, pour ce qui a changé"),
    ("that folder and nothing else", "ce dossier et rien d'autre"),
    ("a file under a title of your own", "un fichier sous un titre à vous"),
    ("and what was left out, by kind", "et ce qui a été laissé de côté, par sorte"),
    ("any of the words, accents or not", "l'un des mots, avec ou sans accents"),
    ("all of them", "tous les mots"),
    ("signs and fields: docs/query.md", "signes et champs : docs/query.md"),
    ("three, each with its neighbours", "trois, chacun avec ses voisins"),
    ("article by article, two passages of each", "article par article, deux passages de chacun"),
    ("and how all that matches divides", "et comment se répartit tout ce qui répond"),
    ("the newest sources first", "les sources les plus récentes d'abord"),
    ("how many passages match", "combien de passages répondent"),
    ("also json, trec and markdown", "aussi json, trec et markdown"),
    ("passages that rest on a source", "les passages qui s'appuient sur une source"),
    ("all sources, the most used first", "toutes les sources, les plus employées d'abord"),
    ("long passages without a source", "les longs passages sans source"),
    ("a bibliography", "une bibliographie"),
    ("where it stands, and who says it", "où elle se trouve, et qui le dit"),
    ("whether it is quoted right", "si elle est citée fidèlement"),
    ("an article", "un article"),
    ("one of its references", "une de ses références"),
    ("words, titles and sources that begin so", "mots, titres et sources qui commencent ainsi"),
    ("what the index holds", "ce que l'index contient"),
    ("http://127.0.0.1:7878/, for this machine", "http://127.0.0.1:7878/, pour cette machine"),
    ("at a free port, which is printed", "à un port libre, qui est écrit"),
    ("for everybody; docs/serve.md says how to deploy it", "pour tous ; docs/serve.md dit comment déployer"),
    ("for those who have the token", "pour ceux qui ont le jeton"),
    (
        "what a client is told to start; docs/mcp.md says how",
        "ce qu'un client lance ; docs/mcp.md dit comment",
    ),
    ("tools over this index, described in English", "outils sur cet index, décrits en anglais"),
    ("what would change, and nothing more", "ce qui changerait, et rien d'autre"),
    ("a new index in the place of the old one", "un nouvel index à la place de l'ancien"),
    (
        "The cluster's address may stand in ALINEA_ENGINE or alinea.toml. Who asks: ALINEA_ENGINE_TOKEN, or",
        "L'adresse de la grappe peut être dans ALINEA_ENGINE ou alinea.toml. Droits : ALINEA_ENGINE_TOKEN, ou",
    ),
    (
        "ALINEA_ENGINE_USER and ALINEA_ENGINE_PASSWORD, or a file of them named by ALINEA_ENGINE_CREDENTIALS;",
        "ALINEA_ENGINE_USER et ALINEA_ENGINE_PASSWORD, ou leur fichier, dans ALINEA_ENGINE_CREDENTIALS ;",
    ),
    ("see docs/cluster.md.", "voir docs/cluster.md."),
    ("every file, every figure; 0 sound, 2 damaged", "chaque fichier, chaque chiffre ; 0 sain, 2 endommagé"),
    ("and mend what can be mended", "et réparer ce qui peut l'être"),
    ("a cluster, against what was pushed", "la grappe, comparée à ce qui a été envoyé"),
    ("one segment, and what it takes before and after", "un seul segment, et la place avant et après"),
    ("each word's way to its term", "le chemin de chaque mot vers son terme"),
    ("also zsh, fish, elvish, powershell", "aussi zsh, fish, elvish, powershell"),
    ("the manual of all commands", "le manuel de toutes les commandes"),
];

/// The text with what is said of commands in French.
pub(super) fn in_french(text: &str) -> String {
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

fn line(line: &str) -> String {
    let (command, about) = parts(line);
    let french = SAID.iter().find(|(english, _)| *english == about).map_or(about, |(_, french)| french);
    format!("{command}{french}")
}

/// The command of an example with the space behind it, and what is said of it.
fn parts(line: &str) -> (&str, &str) {
    let words = line.trim_start();
    let about = match words.strip_prefix("alinea ") {
        None => words,
        Some(_) => words.split_once("  ").map_or("", |(_, about)| about.trim_start()),
    };
    line.split_at(line.len() - about.len())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::{SAID, in_french, parts};
    use crate::cli::Arguments;

    #[test]
    fn every_line_is_said_in_french_and_none_is_left_over() {
        let root = Arguments::command();
        let commands = root.get_subcommands().chain([&root]);
        let texts: Vec<String> =
            commands.filter_map(|command| command.get_after_help()).map(ToString::to_string).collect();
        let said: Vec<&str> = texts
            .iter()
            .flat_map(|text| text.lines())
            .map(|line| parts(line).1)
            .filter(|s| !s.is_empty())
            .collect();
        let missing: Vec<&&str> =
            said.iter().filter(|said| !SAID.iter().any(|(english, _)| english == *said)).collect();
        assert!(missing.is_empty(), "{missing:?}");
        let left: Vec<_> = SAID.iter().filter(|(english, _)| !said.contains(english)).collect();
        assert!(left.is_empty(), "{left:?}");
        let long =
            texts.iter().flat_map(|text| in_french(text).lines().map(str::to_owned).collect::<Vec<_>>());
        let long: Vec<_> = long.filter(|line| line.chars().count() > 100).collect();
        assert!(long.is_empty(), "a terminal breaks them: {long:?}");
    }

    #[test]
    fn commands_stay_as_they_are() {
        let text = "Examples:\n  alinea stats      what the index holds\n  alinea cite 'a  b'";
        let french = "Exemples :\n  alinea stats      ce que l'index contient\n  alinea cite 'a  b'";
        assert_eq!(in_french(text), french);
    }
}
