//! `cargo xtask tidy`: the rules on source text that neither compiler nor clippy can hold.
//!
//! `tidy/files.rs` finds the files and has the rules on their names, `tidy/source.rs` tells code
//! from comments, literals and tests, `tidy/rules.rs` has the rules on what they contain.

mod files;
mod rules;
mod source;

use anyhow::{Context as _, bail};

use crate::process;

/// Past this many lines a file is a question to answer, not a fault.
const LONG: usize = 400;

/// Something that a rule does not allow.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Finding {
    path: String,
    /// Counted from 1; 0 stands for the whole file.
    line: usize,
    message: String,
}

impl Finding {
    fn new(path: &str, line: usize, message: impl Into<String>) -> Self {
        Self {
            path: path.to_owned(),
            line,
            message: message.into(),
        }
    }
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.path, self.message),
            line => write!(f, "{}:{line}: {}", self.path, self.message),
        }
    }
}

/// Checks every file of the workspace, prints what it finds, and fails if that is anything.
pub(crate) fn run() -> anyhow::Result<()> {
    let root = process::workspace_root();
    let paths = files::list(&root)?;
    let mut findings = files::check_names(&paths);
    let mut long = Vec::new();
    for path in &paths {
        if files::is_rust(path) {
            let text = read(&root, path)?;
            findings.extend(rules::check_rust(path, &text));
            let lines = text.lines().count();
            if lines > LONG {
                long.push(format!("{path}: {lines} lines"));
            }
        } else if files::is_template(path) {
            findings.extend(rules::check_template(path, &read(&root, path)?));
        }
    }
    for note in &long {
        println!("long  {note}");
    }
    for finding in &findings {
        println!("tidy  {finding}");
    }
    match findings.len() {
        0 => Ok(()),
        number => bail!("{number} findings"),
    }
}

fn read(root: &std::path::Path, path: &str) -> anyhow::Result<String> {
    std::fs::read_to_string(root.join(path)).with_context(|| path.to_owned())
}
