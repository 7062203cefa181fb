//! The demonstration: sample tenants on a database of their own, and links that log their administrators in once.

use crate::{
    App, Config, output,
    seed::{Sample, Scale, again, seed},
};
use anyhow::{Context, bail};
use std::{
    fs, io,
    path::{Path, PathBuf},
};
use tempfile::TempDir;
use tenure_http::{Entrance, Entrances};
use tenure_service::{
    ports::Clock,
    system::{SystemClock, random_token},
};

/// What says that a directory is a demonstration's, and that its seeding was complete.
const MARK: &str = "demonstration";

/// Where a demonstration keeps its data.
#[derive(Debug)]
pub enum Place {
    /// In a directory that is gone with it.
    ThrowAway(TempDir),
    /// In a directory of somebody's choice.
    Kept(PathBuf),
}

/// One line of what a demonstration prints.
#[derive(Clone, Debug)]
pub struct Link {
    /// Whose.
    pub sample: Sample,
    /// The path of the link, with its token.
    pub path: String,
}

/// A demonstration that can be served.
#[derive(Debug)]
pub struct Demo {
    /// The installation.
    pub app: App,
    /// How its administrators log in.
    pub links: Vec<Link>,
}

impl Place {
    /// The directory of this name, or one that is gone with the demonstration.
    ///
    /// # Errors
    /// When it holds something else, or cannot be made.
    pub fn find(kept: Option<&Path>) -> anyhow::Result<Self> {
        let Some(dir) = kept else {
            let dir = tempfile::Builder::new().prefix("tenure-demo-").tempdir();
            return Ok(Self::ThrowAway(dir.context("no temporary directory")?));
        };
        let is_empty = match fs::read_dir(dir) {
            Ok(mut entries) => entries.next().is_none(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => true,
            Err(error) => return Err(error).with_context(|| dir.display().to_string()),
        };
        if !is_empty && !dir.join(MARK).exists() {
            bail!(
                "{} holds other data, or a demonstration that was broken off while it was made. \
                 Name an empty directory, or none at all",
                dir.display()
            );
        }
        Ok(Self::Kept(dir.to_owned()))
    }

    /// The directory.
    #[must_use]
    pub fn dir(&self) -> &Path {
        match self {
            Self::ThrowAway(dir) => dir.path(),
            Self::Kept(dir) => dir,
        }
    }

    fn is_seeded(&self) -> bool {
        self.dir().join(MARK).exists()
    }
}

impl Demo {
    /// Seeds the place, unless it is seeded, and makes a fresh link for each administrator.
    ///
    /// # Errors
    /// When the database refuses something, or a kept demonstration has lost an administrator.
    pub async fn prepare(config: Config, place: &Place, scale: Scale) -> anyhow::Result<Self> {
        let samples = if place.is_seeded() {
            None
        } else {
            let samples = seed(config.clone(), scale, SystemClock.now()).await?;
            fs::write(place.dir().join(MARK), "tenure demo\n")?;
            Some(samples)
        };
        let app = App::build(config).await?;
        let samples = match samples {
            Some(samples) => samples,
            None => again(&app).await?,
        };
        let url = app.config().public_url();
        let entrances = Entrances::followed(move |entrance| next(&url, entrance));
        let mut links = Vec::new();
        for sample in samples {
            let token = random_token()?;
            let entrance = Entrance {
                tenant: sample.slug.clone(),
                person: sample.administrator.clone(),
                login: sample.login.clone(),
                password: sample.password.clone(),
            };
            entrances.open(&token, entrance);
            links.push(Link {
                sample,
                path: format!("/demo/{token}"),
            });
        }
        Ok(Self {
            app: app.with_entrances(entrances),
            links,
        })
    }
}

/// Prints the link that follows one that was used: whoever has to log in again knows no password.
fn next(url: &str, entrance: &Entrance) -> Option<String> {
    let token = random_token().ok()?;
    let Entrance { person, tenant, .. } = entrance;
    let line = format!("{person} of {tenant} is in; the next link: {url}/demo/{token}");
    output::line(&line).ok()?;
    Some(token)
}
