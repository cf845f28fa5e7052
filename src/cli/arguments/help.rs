//! What stands below the options in each command's help: examples, all of which a test runs.

pub(super) const EXAMPLES: &str = "\
Examples:
  alinea index corpus/                         index a folder, or bring its index up to date
  alinea search rescapes du camp               passages with any of the words, accents or not
  alinea search '« union nationale »'          passages with the phrase
  alinea search                                type, and see passages as you type
  alinea search --corpus corpus/ rescapes      bring the index up to date first, then search
  alinea cite 4 --in attaque-d-indelimane      who cites [4], for which claim, from which source
  alinea cite --source lemonde.fr              passages that rest on a source, in any article
  alinea quote --verify 'dix rescapés'         whether a text stands there as it is quoted
  alinea show attaque-d-indelimane             an article with its sources
  alinea search --json rescapes | jq .text     one JSON object a line

Settings: flags, else ALINEA_INDEX, ALINEA_LANG …, else alinea.toml here or above, else the
user's alinea/config.toml. docs/settings.md lists them.

Exit status: 0 found, 1 nothing found, 2 error, 130 interrupted.";

pub(super) const INDEX: &str = "\
Examples:
  alinea index corpus/                         a folder, as far as it has changed
  alinea index --dry-run corpus/               what would change, and nothing more
  alinea index --rebuild corpus/               that folder and nothing else
  alinea index --title Notes corpus/bm25.txt   a file under a title of your own
  alinea index --report corpus/                and what was left out, by kind";

pub(super) const PUSH: &str = "\
Examples:
  alinea push corpus/ --engine http://localhost:7280
  alinea push --swap corpus/                   a new index in the place of the old one

The cluster's address may stand in ALINEA_ENGINE or alinea.toml. Who asks: ALINEA_ENGINE_TOKEN, or
ALINEA_ENGINE_USER and ALINEA_ENGINE_PASSWORD, or a file of them named by ALINEA_ENGINE_CREDENTIALS;
see docs/cluster.md.";

pub(super) const SEARCH: &str = "\
Examples:
  alinea search rescapes du camp               any of the words, accents or not
  alinea search --all-words rescapes du camp   all of them
  alinea search 'titre:Indelimane +rescapés'   signs and fields: docs/query.md
  alinea search -n 3 -C 1 rescapes             three, each with its neighbours
  alinea search --group --per-article 2 mot    article by article, two passages of each
  alinea search --facets article,year mot      and how all that matches divides
  alinea search --sort date attaque            the newest sources first
  alinea search --count mot                    how many passages match
  alinea search --ids -0 mot | xargs -0 -n1 alinea show
  alinea search --format csv mot               also json, trec and markdown";

pub(super) const CITE: &str = "\
Examples:
  alinea cite 4 --in attaque-d-indelimane      who cites [4], for which claim, from which source
  alinea cite --source lemonde.fr              passages that rest on a source
  alinea cite --list --sort uses               all sources, the most used first
  alinea cite --claim 'une vingtaine de rescapés'
  alinea cite --unsourced --min-words 20       long passages without a source
  alinea cite --export bibtex                  a bibliography";

pub(super) const QUOTE: &str = "\
Examples:
  alinea quote 'union sacrée'                  where it stands, and who says it
  alinea quote --verify 'dix […] rescapés'     whether it is quoted right";

pub(super) const SHOW: &str = "\
Examples:
  alinea show attaque-d-indelimane             an article
  alinea show 'attaque-d-indelimane#[1]'       one of its references";

pub(super) const SUGGEST: &str = "\
Examples:
  alinea suggest resc                          words, titles and sources that begin so";

pub(super) const STATS: &str = "\
Examples:
  alinea stats                                 what the index holds";

pub(super) const SERVE: &str = "\
Examples:
  alinea serve                                 http://127.0.0.1:7878/, for this machine
  alinea serve --addr 127.0.0.1:0              at a free port, which is printed
  alinea serve --public --addr 0.0.0.0:7878    for everybody; docs/serve.md says how to deploy it
  alinea serve --token-file secret             for those who have the token";

pub(super) const MCP: &str = "\
Examples:
  alinea mcp                                   what a client is told to start; docs/mcp.md says how
  alinea mcp --index index --lang en           tools over this index, described in English";

pub(super) const CHECK: &str = "\
Examples:
  alinea check                                 every file, every figure; 0 sound, 2 damaged
  alinea check --repair                        and mend what can be mended
  alinea check --engine http://localhost:7280  a cluster, against what was pushed";

pub(super) const OPTIMIZE: &str = "\
Examples:
  alinea optimize                              one segment, and what it takes before and after";

pub(super) const EVAL: &str = "\
Examples:
  alinea eval corpus/topics.tsv corpus/qrels.tsv
  alinea eval --measures ndcg@10 --per-topic corpus/topics.tsv corpus/qrels.tsv";

pub(super) const ANALYZE: &str = "\
Examples:
  alinea analyze 'L’attaque du XIXe siècle'    each word's way to its term";

pub(super) const COMPLETIONS: &str = "\
Examples:
  alinea completions bash > alinea.bash        also zsh, fish, elvish, powershell";

pub(super) const MAN: &str = "\
Examples:
  alinea man > alinea.1                        the manual of all commands";
