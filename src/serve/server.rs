//! The server: its address, its threads, its end.

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use tokio::runtime::{Builder, Runtime};

use super::access::Access;
use super::connections;
use super::current::{Current, Open};
use super::limits::RENEWAL;
use super::metrics::Metrics;
use super::router::{Shared, router};
use crate::error::{Error, Result};
use crate::search::Engine;

/// How to serve.
#[derive(Debug, Clone)]
pub struct Options {
    /// The address and the port; port 0 takes a free one.
    pub address: SocketAddr,
    /// Who may ask.
    pub access: Access,
    /// Origins whose pages may read answers (`https://exemple.org`); `*` is all of them.
    pub cors: Vec<String>,
}

/// What happens while a server runs.
#[derive(Debug)]
pub enum Event<'a> {
    /// A newer commit of the index answers from now on.
    Renewed,
    /// There is a newer commit that cannot be opened; the one before goes on answering.
    NotRenewed(&'a Error),
    /// A request could not be answered, for no fault of its own.
    Failed(&'a Error),
    /// No request is accepted any more; those in work are answered.
    Stopping,
}

/// A server with its address and its index open.
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    current: Current,
    options: Options,
}

impl Server {
    /// Opens the index and takes the address; nothing is answered yet.
    ///
    /// # Errors
    /// `OpenToOthers` for an address that others reach, with no word on who may ask; `Listen` for one that cannot be
    /// had; what `open` fails with.
    pub fn bind(
        options: Options,
        open: impl Fn() -> Result<Box<dyn Engine>> + Send + Sync + 'static,
    ) -> Result<Self> {
        let address = options.address;
        if !address.ip().is_loopback() && matches!(options.access, Access::Loopback) {
            return Err(Error::OpenToOthers { address });
        }
        let open: Open = Box::new(open);
        let current = Current::new(open)?;
        let failed = |reason| Error::Listen { address, reason };
        let listener = TcpListener::bind(address).map_err(failed)?;
        listener.set_nonblocking(true).map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        Ok(Self { listener, address, current, options })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers until the process is asked to end (Ctrl-C, SIGTERM), then finishes what is in work. `tell` hears what
    /// happens, from any thread.
    ///
    /// # Errors
    /// `Listen` where the system gives no threads.
    pub fn run(self, tell: impl Fn(Event<'_>) + Send + Sync + 'static) -> Result<()> {
        let failed = |reason| Error::Listen { address: self.address, reason };
        let runtime = runtime().map_err(failed)?;
        let Self { listener, current, options, .. } = self;
        let shared = Arc::new(Shared::new(current, Metrics::new(), options.access, Box::new(tell)));
        let served = runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener)?;
            tokio::spawn(renew(Arc::clone(&shared)));
            let stop = stop(Arc::clone(&shared))?;
            let router = router(Arc::clone(&shared), &options.cors);
            connections::serve(listener, router, Arc::clone(&shared.metrics), stop).await;
            Ok(())
        });
        // Questions that nobody waits for any more are not waited for.
        runtime.shutdown_background();
        served.map_err(failed)
    }
}

fn runtime() -> std::io::Result<Runtime> {
    let threads = Current::threads();
    // Beside the questions: looking for a newer commit.
    Builder::new_multi_thread().worker_threads(threads).max_blocking_threads(threads + 1).enable_all().build()
}

/// Looks for newer commits for ever.
async fn renew(shared: Arc<Shared>) {
    let mut ticks = tokio::time::interval(RENEWAL);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut failing = false;
    shared.metrics.opened.set(now());
    loop {
        ticks.tick().await;
        let asked = Arc::clone(&shared);
        let Ok(renewed) = tokio::task::spawn_blocking(move || asked.current.renew()).await else { return };
        match renewed {
            Ok(false) => {}
            Ok(true) => {
                shared.metrics.renewals.inc();
                shared.metrics.opened.set(now());
                (shared.tell)(Event::Renewed);
            }
            // Said once: a rebuild takes a while.
            Err(error) if !failing => (shared.tell)(Event::NotRenewed(&error)),
            Err(_) => {
                failing = true;
                continue;
            }
        }
        failing = false;
    }
}

fn now() -> f64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0.0, |since| since.as_secs_f64())
}

/// Ends when the process is asked to.
fn stop(shared: Arc<Shared>) -> std::io::Result<impl Future<Output = ()>> {
    let asked = asked_to_end()?;
    Ok(async move {
        asked.await;
        shared.stop();
        (shared.tell)(Event::Stopping);
    })
}

/// From the call on, also before the future is first looked at.
#[cfg(unix)]
fn asked_to_end() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// From the first look at the future on.
#[cfg(not(unix))]
fn asked_to_end() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async { drop(tokio::signal::ctrl_c().await) })
}
