//! HTTP for tests: a listener that hands each request to a function. It reads what a client of ours sends and no more.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

/// A request as it came.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) method: String,
    /// With what follows a question mark.
    pub(crate) path: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Request {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The path without what follows a question mark.
    pub(crate) fn route(&self) -> &str {
        self.path.split('?').next().unwrap()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or(Value::Null)
    }

    /// The JSON values of its lines.
    pub(crate) fn lines(&self) -> Vec<Value> {
        self.body.lines().map(|line| serde_json::from_str(line).unwrap_or(Value::Null)).collect()
    }
}

/// What a request is answered with.
pub(crate) type Answer = dyn Fn(&Request) -> (u16, Value) + Send + Sync;

/// How a node behaves.
const UP: u8 = 0;
const DOWN: u8 = 1;
const FROZEN: u8 = 2;

/// A node that answers; it ends with its value.
pub(crate) struct Node {
    address: SocketAddr,
    state: Arc<AtomicU8>,
    ended: Arc<AtomicBool>,
    seen: Arc<Mutex<Vec<Request>>>,
    spent: Arc<Mutex<Spent>>,
}

/// What answering took so far.
#[derive(Clone, Copy, Default)]
pub(crate) struct Spent {
    pub(crate) calls: usize,
    pub(crate) bytes_in: usize,
    pub(crate) bytes_out: usize,
    pub(crate) time: Duration,
}

impl Node {
    pub(crate) fn start(answer: Arc<Answer>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let state = Arc::new(AtomicU8::new(UP));
        let ended = Arc::new(AtomicBool::new(false));
        let (seen, spent) = (Arc::new(Mutex::new(Vec::new())), Arc::new(Mutex::new(Spent::default())));
        let shared = (Arc::clone(&state), Arc::clone(&ended), Arc::clone(&seen), Arc::clone(&spent));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (state, ended, seen, spent) = shared.clone();
                if ended.load(Ordering::Relaxed) {
                    break;
                }
                let answer = Arc::clone(&answer);
                thread::spawn(move || serve(stream, &*answer, &state, (&seen, &spent)));
            }
        });
        Self { address, state, ended, seen, spent }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// From now on connections are cut as soon as they are made, as of a process that was killed.
    pub(crate) fn kill(&self) {
        self.state.store(DOWN, Ordering::Relaxed);
    }

    /// From now on nothing is answered, as of a process that was stopped.
    pub(crate) fn freeze(&self) {
        self.state.store(FROZEN, Ordering::Relaxed);
    }

    /// What was asked so far.
    pub(crate) fn seen(&self) -> Vec<Request> {
        self.seen.lock().unwrap().clone()
    }

    /// What answering took so far.
    pub(crate) fn spent(&self) -> Spent {
        *self.spent.lock().unwrap()
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::Relaxed);
        drop(TcpStream::connect(self.address));
    }
}

fn serve(
    stream: TcpStream,
    answer: &Answer,
    state: &AtomicU8,
    (seen, spent): (&Mutex<Vec<Request>>, &Mutex<Spent>),
) {
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    // As servers do: the end of an answer would wait until its beginning is acknowledged.
    stream.set_nodelay(true).unwrap();
    let mut writer = stream.try_clone().unwrap();
    let mut reader = BufReader::new(stream);
    while let Some(request) = read(&mut reader) {
        match state.load(Ordering::Relaxed) {
            DOWN => return,
            FROZEN => {
                thread::sleep(Duration::from_secs(10));
                return;
            }
            _ => {}
        }
        seen.lock().unwrap().push(request.clone());
        let start = Instant::now();
        let (status, body) = answer(&request);
        if status == 0 {
            return;
        }
        let body = body.to_string();
        let mut sum = spent.lock().unwrap();
        *sum = Spent {
            calls: sum.calls + 1,
            bytes_in: sum.bytes_in + request.body.len(),
            bytes_out: sum.bytes_out + body.len(),
            time: sum.time + start.elapsed(),
        };
        drop(sum);
        let head = format!(
            "HTTP/1.1 {status} Said\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        if writer.write_all(head.as_bytes()).and_then(|()| writer.write_all(body.as_bytes())).is_err() {
            return;
        }
    }
}

fn read(reader: &mut BufReader<TcpStream>) -> Option<Request> {
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let mut words = line.split_whitespace();
    let (method, path) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.push((name.to_lowercase(), value.trim().to_owned()));
    }
    let mut request = Request { method, path, headers, body: String::new() };
    let length = request.header("content-length").map_or(0, |length| length.parse().unwrap());
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    request.body = String::from_utf8(body).unwrap();
    Some(request)
}
