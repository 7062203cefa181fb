//! What a fresh Debian lacks: found, and installed by `apt-get` when we are root.
//!
//! Anybody else is told the packages to install; nothing is skipped in silence.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, bail};

use crate::{postgres, process};

/// One thing the tests need from the system.
struct Need {
    what: &'static str,
    packages: &'static [&'static str],
    is_there: fn() -> bool,
}

const C_COMPILER: Need = Need {
    what: "a C compiler (the bundled SQLite is built from C)",
    packages: &["gcc", "libc6-dev"],
    is_there: || process::find_program("cc").is_some(),
};

/// What the tests run beside the server: the README's walk, the outages, a clock that they move, a browser.
const PROGRAMS: [Need; 8] = [
    Need {
        what: "curl",
        packages: &["curl"],
        is_there: || process::find_program("curl").is_some(),
    },
    Need {
        what: "psql",
        packages: &["postgresql-client"],
        is_there: || process::find_program("psql").is_some(),
    },
    Need {
        what: "pg_dump",
        packages: &["postgresql-client"],
        is_there: || process::find_program("pg_dump").is_some(),
    },
    Need {
        what: "prlimit",
        packages: &["util-linux"],
        is_there: || process::find_program("prlimit").is_some(),
    },
    Need {
        what: "bash",
        packages: &["bash"],
        is_there: || process::find_program("bash").is_some(),
    },
    Need {
        what: "libfaketime",
        packages: &["libfaketime"],
        is_there: has_faketime,
    },
    Need {
        what: "chromium",
        packages: &["chromium"],
        is_there: || process::find_program("chromium").is_some(),
    },
    Need {
        what: "chromedriver",
        packages: &["chromium-driver"],
        is_there: || process::find_program("chromedriver").is_some(),
    },
];

/// Is the library there that shifts the clock of the server under test?
fn has_faketime() -> bool {
    let mut folders = std::fs::read_dir("/usr/lib")
        .into_iter()
        .flatten()
        .flatten();
    folders.any(|folder| folder.path().join("faketime/libfaketimeMT.so.1").exists())
}

const POSTGRESQL: Need = Need {
    what: "the PostgreSQL server",
    packages: &["postgresql"],
    is_there: || postgres::find_binaries().is_some(),
};

/// A running database: `PostgreSQL`'s own server programs.
pub(crate) fn need_postgresql() -> anyhow::Result<()> {
    ensure(&[POSTGRESQL])
}

/// What the tests run: programs that a small Debian may lack.
pub(crate) fn need_programs() -> anyhow::Result<()> {
    ensure(&PROGRAMS)
}

/// What compiling the workspace takes.
pub(crate) fn need_c_compiler() -> anyhow::Result<()> {
    ensure(&[C_COMPILER])
}

fn ensure(needs: &[Need]) -> anyhow::Result<()> {
    let missing: Vec<&Need> = needs.iter().filter(|need| !(need.is_there)()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let packages: Vec<&str> = missing
        .iter()
        .flat_map(|need| need.packages)
        .copied()
        .collect();
    let what = missing
        .iter()
        .map(|need| need.what)
        .collect::<Vec<_>>()
        .join(" and ");
    if process::find_program("apt-get").is_none() {
        bail!(
            "{what} is missing; Debian's name for it is `{}`",
            packages.join(" ")
        );
    }
    if !process::is_root() {
        bail!(
            "{what} is missing; install it: sudo apt-get install {}",
            packages.join(" ")
        );
    }
    eprintln!(
        "xtask: {what} is missing; installing {}",
        packages.join(" ")
    );
    install(&packages)?;
    match needs.iter().find(|need| !(need.is_there)()) {
        Some(need) => bail!("{} is still missing after its installation", need.what),
        None => Ok(()),
    }
}

fn install(packages: &[&str]) -> anyhow::Result<()> {
    let _no_cluster = NoMainCluster::set()?;
    apt_get(&["update"])?;
    let mut words = vec!["install", "--yes", "--no-install-recommends"];
    words.extend(packages);
    apt_get(&words)
}

fn apt_get(words: &[&str]) -> anyhow::Result<()> {
    let mut command = Command::new("apt-get");
    command.args(words).env("DEBIAN_FRONTEND", "noninteractive");
    let status = process::status(&mut command)?;
    if !status.success() {
        bail!("{} failed ({status})", process::line(&command));
    }
    Ok(())
}

/// While this stands, Debian's `postgresql` package makes and starts no cluster of its own.
///
/// Tests bring their own cluster; a server that appears on port 5432 because somebody ran
/// tests would be a surprise. The setting goes into the folder that the package's own
/// `createcluster.conf` includes, so that file stays as the package ships it.
struct NoMainCluster;

impl NoMainCluster {
    const FOLDER: &str = "/etc/postgresql-common/createcluster.d";
    const FILE: &str = "/etc/postgresql-common/createcluster.d/no-main-cluster.conf";

    fn set() -> anyhow::Result<Self> {
        std::fs::create_dir_all(Self::FOLDER).context(Self::FOLDER)?;
        std::fs::write(Self::FILE, "create_main_cluster = false\n").context(Self::FILE)?;
        Ok(Self)
    }
}

impl Drop for NoMainCluster {
    fn drop(&mut self) {
        if Path::new(Self::FILE).exists()
            && let Err(error) = std::fs::remove_file(Self::FILE)
        {
            eprintln!("xtask: {} stays behind: {error}", Self::FILE);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::PROGRAMS;

    /// What every Debian has: without these `apt-get` itself would not run.
    const ESSENTIAL: [&str; 2] = ["sh", "kill"];

    fn programs_in(folder: &str) -> Vec<String> {
        let folder = crate::process::workspace_root().join(folder);
        let files = std::fs::read_dir(folder).unwrap();
        let paths = files.map(|file| file.unwrap().path());
        let sources = paths.filter(|path| path.extension().is_some_and(|end| end == "rs"));
        let texts = sources.map(|path| std::fs::read_to_string(path).unwrap());
        let named = |text: String| {
            let mut parts = text.split("Command::new(\"").skip(1);
            let names = parts.by_ref().filter_map(|part| part.split('"').next());
            names.map(str::to_owned).collect::<Vec<_>>()
        };
        texts.flat_map(named).collect()
    }

    #[test]
    fn every_program_that_the_tests_run_is_looked_for_first() {
        let folders = [
            "tests/browser",
            "tests/conformance",
            "tests/conformance/order_broker",
            "tests/e2e",
            "tests/harness",
        ];
        let mut programs = folders.map(programs_in).concat();
        assert!(!programs.is_empty());
        // The README's walk runs in bash; the driver of the browser in a shell that ends it, and it runs the browser.
        programs.extend(["curl", "chromedriver", "chromium"].map(str::to_owned));
        for program in programs {
            let known = PROGRAMS.iter().any(|need| need.what == program);
            assert!(
                known || ESSENTIAL.contains(&program.as_str()),
                "{program} is run by a test, but `cargo xtask test` does not look for it"
            );
        }
    }
}
