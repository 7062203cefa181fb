//! `cargo xtask codegen [--check]`: the documents that are made from the code.
//!
//! Each is an expect-test in the crate that knows the facts, and its test name contains
//! `generated_document`. Run with `UPDATE_EXPECT=1` such a test writes its document, without it
//! compares; so every ordinary test run finds a document that was left behind.

use std::process::ExitCode;

use crate::process;

const NAME_PART: &str = "generated_document";

/// Whether documents are written or compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    Write,
    Check,
}

/// Runs the tests that generate documents; the exit code is theirs.
pub(crate) fn run(mode: Mode) -> anyhow::Result<ExitCode> {
    let mut command = process::cargo();
    command.args([
        "test",
        "--workspace",
        "--lib",
        "--bins",
        "--tests",
        "--",
        NAME_PART,
    ]);
    match mode {
        Mode::Write => command.env("UPDATE_EXPECT", "1"),
        Mode::Check => command.env_remove("UPDATE_EXPECT"),
    };
    Ok(process::exit_code(process::status(&mut command)?))
}
