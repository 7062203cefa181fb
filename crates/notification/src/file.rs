//! Mails as files: nothing to set up, and anybody can open them.

use crate::{MailFrom, message::Draft, render};
use async_trait::async_trait;
use lettre::Address;
use std::{
    fmt, fs, io,
    io::Write,
    path::{Path, PathBuf},
    sync::Arc,
};
use tenure_domain::value::{MessageId, Timestamp};
use tenure_service::ports::{Clock, DeliveryError, Mail, MailText, Mailer};

/// Writes each mail as `<YYYYMMDDTHHMMSS>-<id>.eml` into a folder.
///
/// The file is a whole mail that mail programs open. Its text part is written as it is (`7bit` or `8bit`), so
/// `grep http *.eml` finds the link in one piece. Several recipients stand in its `Bcc`. The file appears
/// whole or not at all, only its owner may read it, and a repetition of the same mail replaces it.
pub struct FileMailer {
    dir: PathBuf,
    from: MailFrom,
    clock: Arc<dyn Clock>,
}

impl FileMailer {
    /// Mails into this folder. It is made with the first mail, for its owner alone.
    #[must_use]
    pub fn new(dir: impl Into<PathBuf>, from: MailFrom, clock: Arc<dyn Clock>) -> Self {
        let dir = dir.into();
        Self { dir, from, clock }
    }

    fn compose(&self, mail: &Mail, now: Timestamp) -> Result<Vec<u8>, DeliveryError> {
        let permanent = |error| DeliveryError::Permanent(error);
        let rendered = render(&mail.content, mail.language.as_deref(), now)
            .map_err(|error| permanent(error.into()))?;
        let to: Vec<Address> = mail
            .to
            .iter()
            .map(|address| address.as_str().parse())
            .collect::<Result<_, _>>()
            .map_err(|error: lettre::address::AddressError| permanent(error.into()))?;
        let draft = Draft {
            id: mail.id,
            from: &self.from,
            to: &to,
            rendered: &rendered,
            date: now,
            eight_bit: true,
            keep_bcc: true,
        };
        Ok(draft.compose().map_err(permanent)?.formatted())
    }
}

impl fmt::Debug for FileMailer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FileMailer")
            .field("dir", &self.dir)
            .field("from", &self.from)
            .finish_non_exhaustive()
    }
}

#[async_trait]
impl Mailer for FileMailer {
    async fn send(&self, mail: &Mail) -> Result<(), DeliveryError> {
        let now = self.clock.now();
        let bytes = self.compose(mail, now)?;
        let (dir, id) = (self.dir.clone(), mail.id);
        let written = tokio::task::spawn_blocking(move || {
            write(&dir, id, now, &bytes)
                .map_err(|error| format!("cannot write a mail into {}: {error}", dir.display()))
        });
        match written.await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(DeliveryError::Transient(error.into())),
            Err(error) => Err(DeliveryError::Transient(error.into())),
        }
    }

    fn words(&self, mail: &Mail) -> Result<MailText, DeliveryError> {
        render::words(mail, self.clock.now())
    }
}

fn write(dir: &Path, id: MessageId, now: Timestamp, bytes: &[u8]) -> io::Result<()> {
    private_dir(dir)?;
    let ending = format!("-{id}.eml");
    let name = match earlier(dir, &ending)? {
        Some(path) => path,
        None => dir.join(format!("{}{ending}", now.format("%Y%m%dT%H%M%S"))),
    };
    let draft = dir.join(format!(".{id}.tmp"));
    // One that a crash left behind may have other rights.
    match fs::remove_file(&draft) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        Ok(()) | Err(_) => {}
    }
    let mut file = private_file(&draft)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&draft, &name)
}

/// The file of the same mail, when it was written before.
fn earlier(dir: &Path, ending: &str) -> io::Result<Option<PathBuf>> {
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().ends_with(ending) {
            return Ok(Some(entry.path()));
        }
    }
    Ok(None)
}

fn private_dir(dir: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir)
}

fn private_file(path: &Path) -> io::Result<fs::File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
