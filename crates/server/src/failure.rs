//! Why a command failed, for the person at the terminal.

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// A setting cannot be used.
    #[error("{0}")]
    Setting(String),
    /// The database.
    #[error("the database: {}", chain(.0))]
    Store(#[from] store::Error),
    /// A use case.
    #[error("{}", explain(.0))]
    App(#[from] app::Error),
    /// A file or the network.
    #[error("{what}: {source}")]
    Io {
        /// What was being done.
        what: String,
        /// What went wrong.
        source: std::io::Error,
    },
    /// Anything else, in words.
    #[error("{0}")]
    Other(String),
}

fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}

fn explain(error: &app::Error) -> String {
    match error {
        app::Error::Invalid(violations) => {
            violations.iter().map(|each| format!("{} {}", each.pointer, each.detail)).collect::<Vec<_>>().join("; ")
        }
        app::Error::Store(error) => chain(error),
        other => other.to_string(),
    }
}

impl Failure {
    /// An input or output error while doing something.
    pub fn io(what: impl Into<String>) -> impl FnOnce(std::io::Error) -> Self {
        let what = what.into();
        move |source| Self::Io { what, source }
    }
}
