//! Connections: so many, none for ever, and a new one in the place of the one that has been idle longest.
//!
//! Whoever opens thousands of connections and says nothing takes the places of such connections only: one that a
//! request is being answered on is never cut.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio_io_timeout::TimeoutStream;
use tower::ServiceExt as _;

use super::limits::{CONNECTIONS, HEAD_BYTES, HEAD_TIME, HEADERS, SHUTDOWN_TIME, WRITE_TIME};
use super::metrics::Metrics;

/// How long nothing is accepted after the system had no descriptor for a new connection.
const RELIEF: Duration = Duration::from_millis(20);

/// One connection.
struct Connection {
    /// Requests that are being answered on it.
    in_work: AtomicUsize,
    /// When it was opened, or gave its last answer.
    idle_since: Mutex<Instant>,
    cut: Notify,
}

/// The open connections, by number.
struct Connections {
    open: Mutex<(u64, BTreeMap<u64, Arc<Connection>>)>,
    metrics: Arc<Metrics>,
}

/// Accepts connections and answers what comes on them with `router`, until `stop` ends; then waits for the answers in work.
pub(super) async fn serve(
    listener: TcpListener,
    router: Router,
    metrics: Arc<Metrics>,
    stop: impl Future<Output = ()>,
) {
    let connections = Arc::new(Connections { open: Mutex::default(), metrics });
    let graceful = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        let accepted = tokio::select! {
            () = &mut stop => break,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, _)) => connections.answer(stream, router.clone(), &graceful),
            // The peer has gone again, or there are no descriptors left: those of idle connections are.
            Err(_) => {
                connections.cut_one();
                tokio::time::sleep(RELIEF).await;
            }
        }
    }
    drop(listener);
    drop(tokio::time::timeout(SHUTDOWN_TIME, graceful.shutdown()).await);
}

impl Connections {
    fn answer(self: &Arc<Self>, stream: TcpStream, router: Router, graceful: &GracefulShutdown) {
        if self.lock().1.len() >= CONNECTIONS {
            self.cut_one();
        }
        let (number, connection) = self.open();
        let service = service_fn({
            let connection = Arc::clone(&connection);
            move |request| answer(Arc::clone(&connection), router.clone(), request)
        });
        // Answers are written whole: waiting for more of them would only delay.
        drop(stream.set_nodelay(true));
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(WRITE_TIME));
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new())
            .header_read_timeout(HEAD_TIME)
            .max_headers(HEADERS)
            .max_buf_size(HEAD_BYTES);
        let served = http.serve_connection(TokioIo::new(Box::pin(stream)), service);
        let served = graceful.watch(served);
        let connections = Arc::clone(self);
        tokio::spawn(async move {
            // What breaks a connection is its client's affair, and ends it.
            tokio::select! {
                ended = served => drop(ended),
                () = connection.cut.notified() => {}
            }
            connections.close(number);
        });
    }

    fn lock(&self) -> MutexGuard<'_, (u64, BTreeMap<u64, Arc<Connection>>)> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn open(&self) -> (u64, Arc<Connection>) {
        let connection = Arc::new(Connection {
            in_work: AtomicUsize::new(0),
            idle_since: Mutex::new(Instant::now()),
            cut: Notify::new(),
        });
        let mut open = self.lock();
        open.0 += 1;
        let number = open.0;
        open.1.insert(number, Arc::clone(&connection));
        self.metrics.connections.set(i64::try_from(open.1.len()).unwrap_or(i64::MAX));
        (number, connection)
    }

    fn close(&self, number: u64) {
        let mut open = self.lock();
        open.1.remove(&number);
        self.metrics.connections.set(i64::try_from(open.1.len()).unwrap_or(i64::MAX));
    }

    /// Cuts the connection that has been idle longest. Cost: a look at each.
    fn cut_one(&self) {
        let mut open = self.lock();
        let idle = open.1.iter().filter(|(_, connection)| connection.in_work.load(Ordering::Relaxed) == 0);
        let Some(number) =
            idle.min_by_key(|(_, connection)| *connection.idle_since()).map(|(number, _)| *number)
        else {
            return;
        };
        if let Some(connection) = open.1.remove(&number) {
            connection.cut.notify_one();
            self.metrics.cut.inc();
        }
    }
}

impl Connection {
    fn idle_since(&self) -> MutexGuard<'_, Instant> {
        self.idle_since.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Answers one request; its connection is in work meanwhile.
async fn answer(
    connection: Arc<Connection>,
    router: Router,
    request: hyper::Request<Incoming>,
) -> Result<Response, Infallible> {
    connection.in_work.fetch_add(1, Ordering::Relaxed);
    let answer = router.oneshot(request.map(Body::new)).await;
    *connection.idle_since() = Instant::now();
    connection.in_work.fetch_sub(1, Ordering::Relaxed);
    answer
}
