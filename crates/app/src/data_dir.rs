//! The data directory: for its owner alone, with the key that links are made of.

use anyhow::{Context, bail};
use rand::{TryRng, rngs::SysRng};
use std::{
    fs,
    io::{self, ErrorKind, Write},
    path::{Path, PathBuf},
};
use tenure_service::ticket::TicketKey;
use zeroize::Zeroizing;

/// The name of the key's file.
pub const KEY_FILE: &str = "ticket.key";
/// The name of the built-in database's file.
pub const DATABASE_FILE: &str = "tenure.db";
/// The name of the folder of mails that are written as files.
pub const MAIL_DIR: &str = "mail";

/// A data directory that exists.
#[derive(Clone, Debug)]
pub struct DataDir(PathBuf);

impl DataDir {
    /// Makes the directory if it is not there, for its owner alone.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn prepare(path: &Path) -> anyhow::Result<Self> {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder
            .create(path)
            .with_context(|| format!("cannot make the data directory {}", path.display()))?;
        Ok(Self(path.to_owned()))
    }

    /// The directory as it is, whether it is there or not.
    #[must_use]
    pub fn as_it_is(path: &Path) -> Self {
        Self(path.to_owned())
    }

    /// Makes the file of the built-in database if it is not there, for its owner alone. The database gives
    /// its companions the same rights.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn private_database(&self) -> anyhow::Result<()> {
        let path = self.0.join(DATABASE_FILE);
        match private_file(&path) {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => {
                Err(error).with_context(|| format!("cannot make the database {}", path.display()))
            }
            Ok(_) | Err(_) => Ok(()),
        }
    }

    /// Where mails are written as files.
    #[must_use]
    pub fn mail(&self) -> PathBuf {
        self.0.join(MAIL_DIR)
    }

    /// The key of links, made at the first start.
    ///
    /// # Errors
    /// When others can read it, when it is not a key, or when it cannot be read or made.
    pub fn ticket_key(&self) -> anyhow::Result<TicketKey> {
        let path = self.0.join(KEY_FILE);
        if !path.exists() {
            make_key(&self.0, &path)
                .with_context(|| format!("cannot make the key {}", path.display()))?;
        }
        read_key(&path)
    }

    /// The key of links for whoever only looks and makes none: where there is no key, one that is kept nowhere.
    ///
    /// # Errors
    /// When others can read it, when it is not a key, or when it cannot be read.
    pub fn key_to_look(&self) -> anyhow::Result<TicketKey> {
        let path = self.0.join(KEY_FILE);
        if path.exists() {
            return read_key(&path);
        }
        Ok(TicketKey::new(*fresh_key()?))
    }
}

/// Reads a key after looking at who else can.
///
/// # Errors
/// When others can read it, when it is not a key, or when it cannot be read.
pub fn read_key(path: &Path) -> anyhow::Result<TicketKey> {
    let shown = path.display();
    let about = fs::metadata(path).with_context(|| format!("cannot read the key {shown}"))?;
    if let Some(mode) = mode(&about).filter(|mode| mode & 0o077 != 0) {
        bail!(
            "{shown} can be read by others (mode {mode:04o}), and whoever reads it can make links that open \
             accounts. Run: chmod 600 {shown}. If somebody may have read it, delete it: a new one is made at the \
             next start, and links that are out stop working."
        );
    }
    let bytes = fs::read(path).with_context(|| format!("cannot read the key {shown}"))?;
    let bytes = Zeroizing::new(bytes);
    let Ok(key) = <[u8; 32]>::try_from(bytes.as_slice()) else {
        bail!(
            "{shown} is not a key: it has {} bytes instead of 32. Bring it back from a backup, or delete it: a new \
             one is made at the next start, and links that are out stop working.",
            bytes.len()
        );
    };
    Ok(TicketKey::new(key))
}

/// The permission bits, where files have them.
pub(crate) fn mode(about: &fs::Metadata) -> Option<u32> {
    #[cfg(unix)]
    return Some(std::os::unix::fs::PermissionsExt::mode(&about.permissions()) & 0o7777);
    #[cfg(not(unix))]
    return None;
}

fn private_file(path: &Path) -> io::Result<fs::File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn fresh_key() -> anyhow::Result<Zeroizing<[u8; 32]>> {
    let mut bytes = Zeroizing::new([0_u8; 32]);
    SysRng.try_fill_bytes(bytes.as_mut_slice())?;
    Ok(bytes)
}

/// The key appears whole or not at all, and two processes that start together end up with one.
fn make_key(dir: &Path, path: &Path) -> anyhow::Result<()> {
    let bytes = fresh_key()?;
    let draft = dir.join(format!(".{KEY_FILE}.{}", std::process::id()));
    let mut file = private_file(&draft)?;
    file.write_all(bytes.as_slice())?;
    file.sync_all()?;
    let linked = fs::hard_link(&draft, path);
    let kept = match linked {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        // A file system without hard links.
        Err(_) => fs::rename(&draft, path),
        Ok(()) => Ok(()),
    };
    match fs::remove_file(&draft) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error.into()),
        Ok(()) | Err(_) => {}
    }
    kept?;
    #[cfg(unix)]
    fs::File::open(dir)?.sync_all()?;
    Ok(())
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::{DataDir, KEY_FILE};
    use std::{fs, os::unix::fs::PermissionsExt, path::Path};

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn the_directory_and_the_key_are_their_owners_alone() {
        let parent = tempfile::tempdir().unwrap();
        let path = parent.path().join("a/data");
        let dir = DataDir::prepare(&path).unwrap();
        dir.ticket_key().unwrap();
        assert_eq!(mode(&path), 0o700);
        assert_eq!(mode(&path.join(KEY_FILE)), 0o600);
        let first = fs::read(path.join(KEY_FILE)).unwrap();
        DataDir::prepare(&path).unwrap().ticket_key().unwrap();
        assert_eq!(fs::read(path.join(KEY_FILE)).unwrap(), first);
        assert_eq!(fs::read_dir(&path).unwrap().count(), 1, "no draft is left");
    }

    #[test]
    fn a_key_that_others_can_read_is_refused_with_what_to_do() {
        let path = tempfile::tempdir().unwrap();
        let dir = DataDir::prepare(path.path()).unwrap();
        dir.ticket_key().unwrap();
        let key = path.path().join(KEY_FILE);
        fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).unwrap();
        let error = dir.ticket_key().unwrap_err().to_string();
        assert!(error.contains("mode 0644"), "{error}");
        assert!(error.contains("chmod 600"), "{error}");
    }

    #[test]
    fn a_key_of_the_wrong_length_is_refused() {
        let path = tempfile::tempdir().unwrap();
        let dir = DataDir::prepare(path.path()).unwrap();
        dir.ticket_key().unwrap();
        fs::write(path.path().join(KEY_FILE), "short").unwrap();
        let error = dir.ticket_key().unwrap_err().to_string();
        assert!(error.contains("5 bytes instead of 32"), "{error}");
    }
}
