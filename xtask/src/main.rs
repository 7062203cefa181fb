//! The project's own commands: `cargo xtask <command>`.
//!
//! | command | does |
//! |---|---|
//! | `test [-- args]` | installs what is missing, starts a throw-away PostgreSQL, runs every test |
//! | `ci [--skip-test]` | every check, in the order in which they fail fastest |
//! | `tidy` | the rules on source text that no compiler holds |
//! | `deps` | which crate may name which; licences; one TLS provider; one SQLite |
//! | `codegen [--check]` | writes, or compares, the generated documents |
//! | `db up\|down\|url` | a PostgreSQL that stays up between test runs |
//!
//! Nothing here depends on another crate of the workspace, so it builds in seconds and still
//! builds when the rest does not.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line tool talks on stdout and stderr"
)]

mod ci;
mod codegen;
mod db;
mod deps;
mod packages;
mod postgres;
mod process;
mod test;
mod tidy;

use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask <command>

  test [-- <cargo test arguments>]   run every test, with a throw-away PostgreSQL
  ci [--skip-test]                   run every check
  tidy                               check the source text
  deps                               check the dependency graph
  codegen [--check]                  write (or compare) the generated documents
  db up|down|url                     keep a PostgreSQL between test runs";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match run(&words) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Runs the command named by the words after `cargo xtask`.
fn run(words: &[&str]) -> anyhow::Result<ExitCode> {
    match words {
        ["test"] => test::run(&[]),
        ["test", "--", extra @ ..] => test::run(extra),
        ["ci"] => done(ci::run(ci::Tests::Run)),
        ["ci", "--skip-test"] => done(ci::run(ci::Tests::Skip)),
        ["tidy"] => done(tidy::run()),
        ["deps"] => done(deps::run()),
        ["codegen"] => codegen::run(codegen::Mode::Write),
        ["codegen", "--check"] => codegen::run(codegen::Mode::Check),
        ["db", "up"] => done(db::up()),
        ["db", "down"] => done(db::down()),
        ["db", "url"] => done(db::url()),
        ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            Ok(ExitCode::SUCCESS)
        }
        [] => anyhow::bail!("no command given\n\n{USAGE}"),
        unknown => anyhow::bail!("`{}` is not a command\n\n{USAGE}", unknown.join(" ")),
    }
}

/// A command that failed only by its error succeeded when there is none.
fn done(result: anyhow::Result<()>) -> anyhow::Result<ExitCode> {
    result.map(|()| ExitCode::SUCCESS)
}
