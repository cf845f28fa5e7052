//! The Model Context Protocol: an index as tools that a language model calls.
//!
//! A tool is a type of arguments, a type of answer, and a function from one to the other over an [`Engine`](crate::search::Engine); each has a file.
//! The schemas follow from the types, and what is said of a tool stands beside it in French and in English. An answer carries
//! texts as they stand, with the bytes of what is said of them and the sources behind them, so that a model can quote and be
//! checked. What a tool cannot do is told in its result, with the same codes as everywhere else, since that is what a model reads;
//! only what names no tool is an error of the protocol.
//!
//! Nothing is kept between two calls: over HTTP each request stands alone, and there is no session that could pile up.

mod articles;
mod passage;
mod search;
mod sources;
mod stdio;
mod tool;
mod verify;

use std::sync::Arc;

use axum::Router;
use axum::http::request::Parts;
use rmcp::handler::server::ServerHandler;
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, Implementation, ListToolsResult,
    PaginatedRequestParams, ServerCapabilities, ServerConfig,
};
use rmcp::service::{RequestContext, RoleServer};
use rmcp::transport::streamable_http_server::session::never::NeverSessionManager;
use rmcp::transport::streamable_http_server::{StreamableHttpServerConfig, StreamableHttpService};
use rmcp::{ErrorData, model};
use serde_json::Value;

use super::current::Current;
use super::limits::BODY_BYTES;
use super::router::Shared;
use super::server::Event;
use crate::lang::Lang;
pub use stdio::serve_on_stdio;
use tool::{Refusal, Tool};

/// The tools, in the order in which they are listed.
static TOOLS: [Tool; 5] = [search::TOOL, passage::TOOL, sources::TOOL, verify::TOOL, articles::TOOL];

/// What a model is told of all the tools together.
const INSTRUCTIONS: (&str, &str) = (
    "Recherche dans un fonds de textes français. Cherchez d'abord des passages (search_passages), citez-les mot à mot : `text` est le texte \
     tel quel, les positions sont des octets de `text`, et `source` dit de quel fichier et de quels octets il vient. `citations` dit quelle \
     source appuie quels mots (`claim`) ; `reference` vaut null si le document ne la donne pas : n'en inventez pas. Avant de rendre une \
     citation, vérifiez-la par verify_quote. Donnez l'`id` du passage avec ce que vous citez.",
    "Search in a collection of French texts. Look for passages first (search_passages) and quote them verbatim: `text` is the text as it \
     stands, spans are bytes of `text`, and `source` says which file and which bytes it was read from. `citations` says which source \
     vouches for which words (`claim`); `reference` is null where the document does not hold it: invent none. Check a quote with \
     verify_quote before you give it. Name the `id` of the passage with what you quote.",
);

/// Where the engine is asked.
#[derive(Clone)]
enum Home {
    /// In a process of its own, for one client.
    Alone(Arc<Current>),
    /// Among the other questions to a server, whose limits hold.
    Served(Arc<Shared>),
}

/// The tools, described in one language.
#[derive(Clone)]
struct Mcp {
    home: Home,
    /// Over HTTP it is that of the request's address, as for pages.
    lang: Lang,
}

/// `/mcp`. Who may ask, and under which name, the server has seen to before.
pub(super) fn routes(shared: &Arc<Shared>) -> Router<Arc<Shared>> {
    let tools = Mcp { home: Home::Served(Arc::clone(shared)), lang: Lang::Fr };
    let config = StreamableHttpServerConfig::default()
        .with_legacy_session_mode(false)
        .with_json_response(true)
        .disable_allowed_hosts()
        .with_max_request_body_bytes(BODY_BYTES);
    let sessions: Arc<NeverSessionManager> = Arc::default();
    let service = StreamableHttpService::new(move || Ok(tools.clone()), sessions, config);
    Router::new().route_service("/mcp", service)
}

impl ServerHandler for Mcp {
    fn get_info(&self) -> ServerConfig {
        let server = Implementation::new("alinea", env!("CARGO_PKG_VERSION"));
        ServerConfig::new(ServerCapabilities::builder().enable_tools().build())
            .with_server_info(server)
            .with_instructions(self.lang.of(INSTRUCTIONS.0, INSTRUCTIONS.1))
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        context: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        let lang = self.lang_of(&context);
        Ok(ListToolsResult::with_all_items(TOOLS.iter().map(|tool| tool.described(lang)).collect()))
    }

    fn get_tool(&self, name: &str) -> Option<model::Tool> {
        Some(Tool::named(name)?.described(self.lang))
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let tool = Tool::named(&request.name)
            .ok_or_else(|| ErrorData::invalid_params(format!("no tool «{}»", request.name), None))?;
        let answer = self.ask(tool, request.arguments.unwrap_or_default()).await;
        Ok(CallToolResponse::from(match answer? {
            Ok(answer) => CallToolResult::structured(answer),
            Err(refusal) => refused(&refusal, self.lang_of(&context)),
        }))
    }
}

impl Mcp {
    /// What a tool answers, on a thread that may block.
    async fn ask(
        &self,
        tool: &'static Tool,
        arguments: model::JsonObject,
    ) -> Result<Result<Value, Refusal>, ErrorData> {
        if let Home::Alone(current) = &self.home {
            let current = Arc::clone(current);
            // Where a newer commit cannot be opened, the one before goes on answering.
            drop(tokio::task::spawn_blocking(move || current.renew()).await);
        }
        let current = match &self.home {
            Home::Alone(current) => current,
            Home::Served(shared) => &shared.current,
        };
        let answer = current.ask((tool.cost)(&arguments), move |engine| (tool.call)(engine, arguments)).await;
        let answer = answer.map_err(|problem| ErrorData::internal_error(problem.detail, None))?;
        Ok(answer.map_err(|refusal| self.told(refusal)))
    }

    /// What a server's faults are, it says where it runs, and not to its clients.
    fn told(&self, refusal: Refusal) -> Refusal {
        match (&self.home, &refusal) {
            (Home::Served(shared), Refusal::Engine(error)) if refusal.is_our_fault() => {
                (shared.tell)(Event::Failed(error));
                Refusal::Hidden(error.code())
            }
            _ => refusal,
        }
    }

    fn lang_of(&self, context: &RequestContext<RoleServer>) -> Lang {
        let asked = context.extensions.get::<Parts>().and_then(|parts| parts.uri.query());
        let named = |query: &str| query.split('&').find_map(|pair| Lang::named(pair.strip_prefix("lang=")?));
        asked.and_then(named).unwrap_or(self.lang)
    }
}

/// An error as a result that says so. It stands in the text alone: what is structured has the form of an answer.
fn refused(refusal: &Refusal, lang: Lang) -> CallToolResult {
    CallToolResult::error(vec![ContentBlock::text(refusal.as_json(lang).to_string())])
}

impl Tool {
    fn named(name: &str) -> Option<&'static Self> {
        TOOLS.iter().find(|tool| tool.name == name)
    }
}
