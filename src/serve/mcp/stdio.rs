//! The protocol on standard input and output, for the client that started the process.

use std::io;
use std::path::Path;
use std::sync::Arc;

use rmcp::service::{ServerInitializeError, ServiceExt as _};
use rmcp::transport::stdio_pipes;
use tokio::runtime::Builder;

use super::{Current, Home, Mcp};
use crate::error::{Error, Result};
use crate::lang::Lang;
use crate::search::Engine;

/// Threads besides those of the questions: looking for a newer commit, standard input, standard output.
const OTHER_THREADS: usize = 3;

/// Answers on standard input and output until the client closes them. Tools are described in `lang`.
///
/// # Errors
/// What `open` fails with; `Io` for what standard input and output fail with, or a client that speaks something else.
pub fn serve_on_stdio(
    lang: Lang,
    open: impl Fn() -> Result<Box<dyn Engine>> + Send + Sync + 'static,
) -> Result<()> {
    let failed = |reason: io::Error| Error::Io { path: Path::new("-").to_owned(), reason };
    let home = Home::Alone(Arc::new(Current::new(Box::new(open))?));
    let threads = Current::threads() + OTHER_THREADS;
    let runtime = Builder::new_multi_thread()
        .worker_threads(1)
        .max_blocking_threads(threads)
        .enable_all()
        .build()
        .map_err(failed)?;
    let served = runtime.block_on(answer(Mcp { home, lang }));
    // A read of standard input that is no pipe cannot be called off.
    runtime.shutdown_background();
    served.map_err(failed)
}

async fn answer(tools: Mcp) -> io::Result<()> {
    let running = match tools.serve(stdio_pipes()).await {
        // A client that leaves before it has said anything.
        Err(ServerInitializeError::ConnectionClosed(_)) => return Ok(()),
        running => running.map_err(io::Error::other)?,
    };
    running.waiting().await.map(drop).map_err(io::Error::other)
}
