//! A throw-away PostgreSQL cluster: made, started, stopped, removed.
//!
//! It listens on a free port of the loopback address, trusts everybody there, and writes
//! nothing to disk in earnest (`fsync = off`): made for tests, useless for data. PostgreSQL
//! refuses to run as root, so root lets the user `postgres` run it in a folder that user owns.

use std::ffi::OsStr;
use std::fs::OpenOptions;
use std::io::Write as _;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, anyhow, bail};

use crate::process;

/// The database that tests find in a fresh cluster.
const DATABASE: &str = "tenure_test";

/// Added to the configuration that `initdb` writes.
const SETTINGS: &str = "
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 300
fsync = off
synchronous_commit = off
full_page_writes = off
";

/// The folder of `initdb`, `pg_ctl` and `createdb`: from `PATH`, or the newest that Debian has.
pub(crate) fn find_binaries() -> Option<PathBuf> {
    if let Some(folder) = process::find_program("initdb").and_then(|file| folder_of(&file)) {
        return Some(folder);
    }
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    versions
        .flatten()
        .filter_map(|entry| {
            Some((
                entry.file_name().to_str()?.parse::<u32>().ok()?,
                entry.path(),
            ))
        })
        .filter(|(_, folder)| folder.join("bin/initdb").is_file())
        .max()
        .map(|(_, folder)| folder.join("bin"))
}

/// The folder of a program behind its links: the other programs are there, not beside a link.
fn folder_of(program: &Path) -> Option<PathBuf> {
    let real = program.canonicalize().ok()?;
    real.parent()
        .filter(|folder| folder.join("pg_ctl").is_file())
        .map(Path::to_path_buf)
}

/// A cluster's place on disk. It may be running or not.
#[derive(Debug, Clone)]
pub(crate) struct Cluster {
    binaries: PathBuf,
    folder: PathBuf,
}

impl Cluster {
    /// An empty folder that the server's user owns; `initialise` fills it.
    pub(crate) fn in_new_folder() -> anyhow::Result<Self> {
        let binaries = find_binaries().ok_or_else(|| anyhow!("no `initdb` on this machine"))?;
        let mut refusal = None;
        // The user `postgres` may be unable to enter the temporary folder of root.
        for parent in [
            std::env::temp_dir(),
            PathBuf::from("/tmp"),
            PathBuf::from("/var/tmp"),
        ] {
            let mut mktemp = as_server_user("mktemp");
            mktemp.arg("-d").arg(parent.join("tenure-postgres-XXXXXX"));
            match process::output(&mut mktemp) {
                Ok(folder) => {
                    return Ok(Self {
                        binaries,
                        folder: PathBuf::from(folder.trim_end()),
                    });
                }
                Err(error) => refusal = Some(error),
            }
        }
        Err(refusal.unwrap_or_else(|| anyhow!("no temporary folder")))
    }

    /// The cluster that an earlier run left in this folder.
    pub(crate) fn in_folder(folder: PathBuf) -> anyhow::Result<Self> {
        let binaries = find_binaries().ok_or_else(|| anyhow!("no `initdb` on this machine"))?;
        Ok(Self { binaries, folder })
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Makes the cluster, starts it and creates the database; gives its URL.
    pub(crate) fn create(&self) -> anyhow::Result<String> {
        self.initialise()?;
        let port = self.start_on_a_free_port()?;
        let mut createdb = self.program("createdb");
        createdb
            .args(["-h", "127.0.0.1", "-U", "postgres", "-p"])
            .arg(port.to_string());
        process::output(createdb.arg(DATABASE))?;
        Ok(format!("postgres://postgres@127.0.0.1:{port}/{DATABASE}"))
    }

    /// Byte order and UTF-8, whatever the machine's locale is, so that sorting is the same everywhere.
    fn initialise(&self) -> anyhow::Result<()> {
        let mut initdb = self.program("initdb");
        initdb.args([
            "--auth=trust",
            "--username=postgres",
            "--encoding=UTF8",
            "--locale=C",
        ]);
        process::output(initdb.args(["--no-sync", "-D"]).arg(self.data()))?;
        let file = self.data().join("postgresql.conf");
        OpenOptions::new()
            .append(true)
            .open(&file)
            .and_then(|mut file| file.write_all(SETTINGS.as_bytes()))
            .with_context(|| file.display().to_string())
    }

    /// Somebody may take the port between our look and the server's start, so there are some tries.
    fn start_on_a_free_port(&self) -> anyhow::Result<u16> {
        let log = self.folder.join("server.log");
        let mut refusal = None;
        for _ in 0..5 {
            let port = free_port()?;
            let mut start = self.program("pg_ctl");
            start
                .args(["start", "-w", "-t", "60", "-D"])
                .arg(self.data())
                .arg("-l")
                .arg(&log);
            match process::output(start.arg("-o").arg(format!("-p {port}"))) {
                Ok(_) => return Ok(port),
                Err(error) => refusal = Some(error),
            }
        }
        let written = std::fs::read_to_string(&log).unwrap_or_default();
        match refusal {
            Some(error) => Err(error.context(format!("PostgreSQL does not start:\n{written}"))),
            None => bail!("PostgreSQL was not started"),
        }
    }

    /// The process that serves this cluster, if one does.
    pub(crate) fn running_pid(&self) -> Option<u32> {
        let mut status = self.program("pg_ctl");
        process::output(status.arg("status").arg("-D").arg(self.data())).ok()?;
        let file = std::fs::read_to_string(self.data().join("postmaster.pid")).ok()?;
        file.lines().next()?.trim().parse().ok()
    }

    /// The command that stops the server at once; nobody will miss what was not written.
    pub(crate) fn stop_command(&self) -> Command {
        let mut stop = self.program("pg_ctl");
        stop.args(["stop", "-w", "-m", "immediate", "-D"])
            .arg(self.data());
        stop
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn program(&self, name: &str) -> Command {
        as_server_user(self.binaries.join(name))
    }
}

/// A command as the user that runs the server: ourselves, or `postgres` if we are root.
///
/// It runs in `/`, since that user may be unable to enter the folder we are in.
fn as_server_user(program: impl AsRef<OsStr>) -> Command {
    let mut command = if process::is_root() {
        let mut runuser = Command::new("runuser");
        runuser.args(["-u", "postgres", "--"]).arg(program);
        runuser
    } else {
        Command::new(program)
    };
    command.current_dir("/").env("LC_ALL", "C");
    command
}

fn free_port() -> anyhow::Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("no free port")?;
    Ok(listener.local_addr()?.port())
}
