//! Passwords: asked for, piped in or read from a file; never an argument, which other users could see.

use super::Usage;
use anyhow::{Context, anyhow, bail};
use clap::Args;
use std::{
    fs,
    io::{IsTerminal, Read, stdin},
    path::PathBuf,
};
use tenure_domain::value::PlainPassword;
use zeroize::Zeroizing;

/// More than any password has.
const LONGEST: u64 = 4_096;

/// Where a password comes from.
#[derive(Args, Clone, Debug, Default)]
#[group(multiple = false)]
pub(super) struct PasswordSource {
    /// Read the password from standard input
    #[arg(long)]
    password_stdin: bool,
    /// Read the password from a file
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
}

impl PasswordSource {
    /// The password; without a source it is asked for.
    pub(super) fn read(&self) -> anyhow::Result<PlainPassword> {
        if self.password_stdin {
            return from_stdin();
        }
        let text = match &self.password_file {
            Some(path) => fs::read_to_string(path)
                .with_context(|| format!("cannot read {}", path.display()))?,
            None => ask()?,
        };
        accept(&Zeroizing::new(text))
    }
}

/// The password on standard input.
pub(super) fn from_stdin() -> anyhow::Result<PlainPassword> {
    let mut text = Zeroizing::new(String::new());
    let read = stdin().take(LONGEST).read_to_string(&mut text);
    read.context("cannot read the password from standard input")?;
    accept(&text)
}

fn accept(text: &str) -> anyhow::Result<PlainPassword> {
    let text = text.strip_suffix('\n').unwrap_or(text);
    let text = text.strip_suffix('\r').unwrap_or(text);
    PlainPassword::parse(text).ok_or_else(|| anyhow!("the password is empty or too long"))
}

fn ask() -> anyhow::Result<String> {
    if !stdin().is_terminal() {
        let hint = "there is no terminal to ask for the password; pass --password-stdin or --password-file FILE";
        return Err(Usage(hint.to_owned()).into());
    }
    let first = rpassword::prompt_password("Password: ")?;
    let second = Zeroizing::new(rpassword::prompt_password("Again: ")?);
    if first != *second {
        bail!("the two passwords differ; nothing was changed");
    }
    Ok(first)
}
