//! Who may ask.
//!
//! On loopback everybody on the machine may, but no page of another site: a browser would carry such a page's request
//! to us under a name that leads to 127.0.0.1 (DNS rebinding), so only names of this machine are answered. Elsewhere a
//! token is asked for, or it was said that the index is public.

use std::net::IpAddr;

use axum::http::header::{AUTHORIZATION, HOST, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use subtle::ConstantTimeEq as _;

use super::problem::Problem;

/// Who may ask.
#[derive(Debug, Clone)]
pub enum Access {
    /// Programs of this machine.
    Loopback,
    /// Whoever has the token.
    Token(Token),
    /// Everybody.
    Public,
}

/// A secret that clients send along.
#[derive(Clone)]
pub struct Token(String);

impl Token {
    /// The fewest characters of a token: 16 random letters cannot be guessed over a network.
    pub const MIN_CHARS: usize = 16;

    /// The secret without the white space around it; none where it is too short or no visible ASCII.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        let sound = text.len() >= Self::MIN_CHARS && text.bytes().all(|byte| byte.is_ascii_graphic());
        sound.then(|| Self(text.to_owned()))
    }

    fn is(&self, given: &[u8]) -> bool {
        self.0.as_bytes().ct_eq(given).into()
    }
}

impl std::fmt::Debug for Token {
    /// Not what it is.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(…)")
    }
}

impl Access {
    /// Nothing where a request with such headers may be answered, else the refusal.
    pub(super) fn refusal(&self, headers: &HeaderMap) -> Option<Response> {
        match self {
            Self::Public => None,
            Self::Loopback => (!names_this_machine(headers)).then(|| misdirected().into_response()),
            Self::Token(token) => (!carries(headers, token)).then(unauthorized),
        }
    }
}

/// Whether the name that was asked for is one of this machine's own.
fn names_this_machine(headers: &HeaderMap) -> bool {
    let Some(host) = headers.get(HOST).and_then(|host| host.to_str().ok()) else {
        return false;
    };
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    let loopback = name.parse().is_ok_and(|address: IpAddr| address.is_loopback());
    loopback || name.eq_ignore_ascii_case("localhost")
}

/// `Bearer TOKEN`, or HTTP Basic with the token for a password, which every browser asks for by itself.
fn carries(headers: &HeaderMap, token: &Token) -> bool {
    let Some(given) = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()) else {
        return false;
    };
    let Some((scheme, credentials)) = given.split_once(' ') else { return false };
    let credentials = credentials.trim();
    if scheme.eq_ignore_ascii_case("bearer") {
        return token.is(credentials.as_bytes());
    }
    let basic =
        scheme.eq_ignore_ascii_case("basic").then(|| BASE64_STANDARD.decode(credentials).ok()).flatten();
    let password = basic.as_deref().and_then(|pair| pair.splitn(2, |byte| *byte == b':').nth(1));
    password.is_some_and(|password| token.is(password))
}

fn misdirected() -> Problem {
    let detail = "this server answers to the names of its own machine only";
    let problem = Problem::new(StatusCode::MISDIRECTED_REQUEST, "foreign_host", detail);
    let hint = "start it with --public or with a token to answer to other names, as behind a proxy";
    Problem { hint: Some(hint.to_owned()), ..problem }
}

fn unauthorized() -> Response {
    let detail = "a token is needed: Authorization: Bearer TOKEN, or as the password of HTTP Basic";
    let mut response = Problem::new(StatusCode::UNAUTHORIZED, "unauthorized", detail).into_response();
    let scheme = HeaderValue::from_static("Basic realm=\"alinea\", charset=\"UTF-8\", Bearer");
    response.headers_mut().insert(WWW_AUTHENTICATE, scheme);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(access: &Access, name: axum::http::HeaderName, value: &str) -> bool {
        let headers = HeaderMap::from_iter([(name, HeaderValue::from_str(value).unwrap())]);
        access.refusal(&headers).is_none()
    }

    #[test]
    fn on_loopback_only_names_of_this_machine_are_answered() {
        for (host, expected) in [
            ("localhost", true),
            ("LOCALHOST:7878", true),
            ("127.0.0.1:7878", true),
            ("127.8.9.1", true),
            ("[::1]:7878", true),
            ("exemple.org", false),
            ("127.0.0.1.exemple.org", false),
            ("localhost.exemple.org:7878", false),
            ("192.168.1.2", false),
            ("", false),
        ] {
            assert_eq!(answered(&Access::Loopback, HOST, host), expected, "{host}");
            assert!(answered(&Access::Public, HOST, host), "{host}");
        }
        assert!(Access::Loopback.refusal(&HeaderMap::new()).is_some(), "no name at all");
    }

    #[test]
    fn a_token_is_taken_as_bearer_and_as_a_password() {
        let access = Access::Token(Token::new(" 0123456789abcdef\n").unwrap());
        let basic = |pair: &str| format!("Basic {}", BASE64_STANDARD.encode(pair));
        for (value, expected) in [
            ("Bearer 0123456789abcdef".to_owned(), true),
            ("bearer 0123456789abcdef".to_owned(), true),
            (basic("anyone:0123456789abcdef"), true),
            (basic(":0123456789abcdef"), true),
            ("Bearer 0123456789abcdeg".to_owned(), false),
            ("Bearer 0123456789abcde".to_owned(), false),
            ("Bearer ".to_owned(), false),
            ("0123456789abcdef".to_owned(), false),
            (basic("0123456789abcdef"), false),
            ("Basic §".to_owned(), false),
        ] {
            assert_eq!(answered(&access, AUTHORIZATION, &value), expected, "{value}");
        }
        assert!(access.refusal(&HeaderMap::new()).is_some());
        assert!(Token::new("short").is_none() && Token::new("with a space in it").is_none());
        assert_eq!(format!("{access:?}"), "Token(Token(…))");
    }
}
