//! `cargo xtask db up|down|url`: a cluster that stays up between test runs.
//!
//! `target/xtask-db/cluster.json` remembers where it is. Its data lie in the temporary folder:
//! the server's user may be unable to enter the workspace (a checkout under `/root`, say).

use std::path::PathBuf;

use anyhow::{Context as _, anyhow, bail};
use serde_json::{Value, json};

use crate::postgres::Cluster;
use crate::{packages, process};

/// Starts the cluster unless it runs, and prints its URL.
pub(crate) fn up() -> anyhow::Result<()> {
    if let Some(kept) = Kept::read()?
        && kept.cluster.running_pid().is_some()
    {
        println!("{}", kept.url);
        return Ok(());
    }
    down()?;
    packages::need_postgresql()?;
    let cluster = Cluster::in_new_folder()?;
    match cluster.create().and_then(|url| {
        Kept {
            cluster: cluster.clone(),
            url,
        }
        .write()
    }) {
        Ok(url) => {
            println!("{url}");
            Ok(())
        }
        Err(error) => {
            remove(&cluster)?;
            Err(error)
        }
    }
}

/// Stops the cluster and removes it; content if there is none.
pub(crate) fn down() -> anyhow::Result<()> {
    if let Some(kept) = Kept::read()? {
        remove(&kept.cluster)?;
        let file = Kept::file();
        std::fs::remove_file(&file).with_context(|| file.display().to_string())?;
    }
    Ok(())
}

/// Prints the URL of the running cluster.
pub(crate) fn url() -> anyhow::Result<()> {
    match Kept::read()? {
        Some(kept) if kept.cluster.running_pid().is_some() => {
            println!("{}", kept.url);
            Ok(())
        }
        Some(_) | None => bail!("no database runs; start it with `cargo xtask db up`"),
    }
}

fn remove(cluster: &Cluster) -> anyhow::Result<()> {
    if cluster.running_pid().is_some() {
        process::output(&mut cluster.stop_command())?;
    }
    if cluster.folder().exists() {
        std::fs::remove_dir_all(cluster.folder())
            .with_context(|| cluster.folder().display().to_string())?;
    }
    Ok(())
}

/// What is remembered of the cluster between two commands.
struct Kept {
    cluster: Cluster,
    url: String,
}

impl Kept {
    fn file() -> PathBuf {
        process::target_folder()
            .join("xtask-db")
            .join("cluster.json")
    }

    fn read() -> anyhow::Result<Option<Self>> {
        let file = Self::file();
        if !file.exists() {
            return Ok(None);
        }
        let name = file.display().to_string();
        let value: Value = serde_json::from_slice(&std::fs::read(&file)?).context(name.clone())?;
        let text = |key: &str| {
            let found = value.get(key).and_then(Value::as_str).map(str::to_owned);
            found.ok_or_else(|| anyhow!("{name} has no `{key}`; remove the file"))
        };
        let cluster = Cluster::in_folder(PathBuf::from(text("folder")?))?;
        Ok(Some(Self {
            cluster,
            url: text("url")?,
        }))
    }

    /// Writes the file and gives the URL back.
    fn write(self) -> anyhow::Result<String> {
        let file = Self::file();
        let value = json!({
            "folder": self.cluster.folder(),
            "pid": self.cluster.running_pid(),
            "url": self.url,
        });
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
        }
        std::fs::write(&file, format!("{value:#}\n"))
            .with_context(|| file.display().to_string())?;
        Ok(self.url)
    }
}
