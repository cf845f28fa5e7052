//! Where a cluster is, and what it is told about who asks.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::error::{ClusterFault, Error, Result};

/// The index's name in a cluster unless another is given.
pub const INDEX_NAME: &str = "alinea";
/// How long one node may take to answer a question. A frozen node holds questions for half a minute; another answers in
/// milliseconds.
pub const TIMEOUT: Duration = Duration::from_secs(3);

/// Where a cluster is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// Nodes, `http://host:port`, any of which may be asked.
    pub urls: Vec<String>,
    /// The index's name there.
    pub index: String,
    /// How long one node may take to answer a question.
    pub timeout: Duration,
    /// Whether an answer of some of the splits is an answer.
    pub allow_partial: bool,
    /// Who asks.
    pub credentials: Option<Credentials>,
}

impl Address {
    /// The nodes of `urls`, which are separated by commas, with what else is usual.
    ///
    /// # Errors
    /// `Cluster` where one of them is no address, or holds a password.
    pub fn parse(urls: &str) -> Result<Self> {
        let urls = urls.split(',').map(|url| url.trim().trim_end_matches('/')).filter(|url| !url.is_empty());
        let urls: Vec<String> = urls.map(base).collect::<Result<_>>()?;
        if urls.is_empty() {
            return Err(no_address("", ClusterFault::NoAddress));
        }
        Ok(Self {
            urls,
            index: INDEX_NAME.to_owned(),
            timeout: TIMEOUT,
            allow_partial: false,
            credentials: None,
        })
    }
}

fn base(url: &str) -> Result<String> {
    let rest = url.strip_prefix("http://").or_else(|| url.strip_prefix("https://"));
    match rest {
        Some(rest) if rest.split('/').next().is_some_and(|host| host.contains('@')) => {
            let host = rest.rsplit('@').next().unwrap_or_default();
            Err(no_address(host, ClusterFault::SecretInAddress))
        }
        Some(rest) if !rest.is_empty() => Ok(url.to_owned()),
        _ => Err(no_address(url, ClusterFault::NoAddress)),
    }
}

fn no_address(url: &str, reason: ClusterFault) -> Error {
    Error::Cluster { url: url.to_owned(), call: "--engine".to_owned(), reason }
}

/// Who asks. Its debug form does not show the secret.
#[derive(Clone, PartialEq, Eq)]
pub enum Credentials {
    /// `Authorization: Bearer …`
    Token(String),
    /// `Authorization: Basic …`
    Basic {
        /// The user's name.
        user: String,
        /// The user's password.
        password: String,
    },
}

impl Credentials {
    /// The value of the header.
    pub(super) fn header(&self) -> String {
        match self {
            Self::Token(token) => format!("Bearer {token}"),
            Self::Basic { user, password } => {
                format!("Basic {}", STANDARD.encode(format!("{user}:{password}")))
            }
        }
    }
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Token(_) => "Token(…)",
            Self::Basic { .. } => "Basic(…)",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Address, Credentials};
    use crate::error::{ClusterFault, Error};

    #[test]
    fn several_nodes_and_no_secrets() {
        let address = Address::parse("http://a:7280/, https://b").expect("two nodes");
        assert_eq!(address.urls, ["http://a:7280", "https://b"]);
        for (typed, expected) in [
            ("", ClusterFault::NoAddress),
            ("a:7280", ClusterFault::NoAddress),
            ("http://", ClusterFault::NoAddress),
            ("http://user:secret@a", ClusterFault::SecretInAddress),
        ] {
            let Err(Error::Cluster { url, reason, .. }) = Address::parse(typed) else { panic!("{typed}") };
            assert_eq!(reason, expected, "{typed}");
            assert!(!url.contains("secret"), "{url}");
        }
    }

    #[test]
    fn a_secret_is_not_shown() {
        let basic = Credentials::Basic { user: "u".into(), password: "secret".into() };
        assert_eq!(basic.header(), "Basic dTpzZWNyZXQ=");
        assert!(!format!("{basic:?}").contains("secret"));
    }
}
