//! `cargo xtask test`: every test of the workspace, with a PostgreSQL of its own.
//!
//! If `TEST_POSTGRES_URL` is set, the tests use that server and none is started.

use std::process::{Child, Command, ExitCode, Stdio};

use anyhow::Context as _;

use crate::postgres::Cluster;
use crate::{packages, process};

const URL_VARIABLE: &str = "TEST_POSTGRES_URL";

/// Runs `cargo test --workspace` with these further arguments; the exit code is that of the tests.
pub(crate) fn run(extra: &[&str]) -> anyhow::Result<ExitCode> {
    packages::need_c_compiler()?;
    packages::need_programs()?;
    let mut command = process::cargo();
    command.args(arguments(extra));
    if std::env::var_os(URL_VARIABLE).is_some_and(|url| !url.is_empty()) {
        return Ok(process::exit_code(process::status(&mut command)?));
    }
    packages::need_postgresql()?;
    let server = Server::start()?;
    eprintln!("xtask: PostgreSQL at {}", server.url);
    let status = process::status(command.env(URL_VARIABLE, &server.url))?;
    drop(server);
    Ok(process::exit_code(status))
}

/// Whoever names packages does not want the whole workspace.
fn arguments<'a>(extra: &[&'a str]) -> Vec<&'a str> {
    let own = extra.split(|word| *word == "--").next().unwrap_or_default();
    let names_packages = own
        .iter()
        .any(|word| word.starts_with("-p") || word.starts_with("--package"));
    let mut words = vec!["test"];
    if !names_packages {
        words.push("--workspace");
    }
    words.extend(extra);
    words
}

/// A server that ends with this value, and with this process however it ends.
struct Server {
    url: String,
    _guard: Guard,
}

impl Server {
    fn start() -> anyhow::Result<Self> {
        let cluster = Cluster::in_new_folder()?;
        let guard = Guard::over(&cluster)?;
        let url = cluster.create()?;
        Ok(Self { url, _guard: guard })
    }
}

/// A shell that waits until its input ends, then stops the server and removes its folder.
///
/// We hold the other end of that input. It ends when we let go of it, and also when Ctrl-C or
/// a signal ends us before we can: the kernel closes it, and the shell ignores the signal.
struct Guard(Child);

impl Guard {
    const SCRIPT: &str = r#"
        trap '' INT TERM HUP
        cat
        folder=$1
        shift
        "$@"
        rm -rf -- "$folder"
    "#;

    fn over(cluster: &Cluster) -> anyhow::Result<Self> {
        let stop = cluster.stop_command();
        let mut shell = Command::new("sh");
        shell
            .args(["-c", Self::SCRIPT, "guard"])
            .arg(cluster.folder());
        shell.arg(stop.get_program()).args(stop.get_args());
        shell
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        Ok(Self(shell.spawn().context("cannot start sh")?))
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        // `wait` closes the shell's input first.
        if let Err(error) = self.0.wait() {
            eprintln!("xtask: PostgreSQL may still run: {error}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::arguments;

    #[test]
    fn every_package_is_tested_unless_some_are_named() {
        assert_eq!(arguments(&[]), ["test", "--workspace"]);
        assert_eq!(
            arguments(&["--", "a_block"]),
            ["test", "--workspace", "--", "a_block"]
        );
        assert_eq!(
            arguments(&["-p", "tenure-http"]),
            ["test", "-p", "tenure-http"]
        );
    }

    #[test]
    fn what_is_meant_for_the_test_binary_names_no_package() {
        assert_eq!(
            arguments(&["--", "-p"]),
            ["test", "--workspace", "--", "-p"]
        );
    }
}
