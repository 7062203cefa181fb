//! Time, shifted from outside the product: `libfaketime` adds an offset to the system's clock.

use crate::process::Wish;
use std::{fs, path::PathBuf};
use tempfile::TempDir;

/// The clock of one server: as far ahead as the tests have moved it.
#[derive(Debug)]
pub(crate) struct Clock {
    dir: TempDir,
    ahead: std::sync::atomic::AtomicU64,
}

impl Clock {
    pub(crate) fn new() -> Self {
        let clock = Self {
            dir: TempDir::new().unwrap(),
            ahead: 0.into(),
        };
        clock.pass_minutes(0);
        clock
    }

    /// So many minutes pass; whoever asks the server from now on asks that much later.
    pub(crate) fn pass_minutes(&self, minutes: u64) {
        let before = self
            .ahead
            .fetch_add(minutes, std::sync::atomic::Ordering::SeqCst);
        let (offset, next) = (self.offset(), self.dir.path().join("next"));
        // Renamed into its place, so that no reader finds half of it.
        fs::write(&next, format!("+{}\n", (before + minutes) * 60)).unwrap();
        fs::rename(next, offset).unwrap();
    }

    /// How a server gets this clock.
    ///
    /// Only what the system calls the time of day is shifted: timers run on, and files keep their times.
    pub(crate) fn wish(&self) -> Wish {
        let settings = [
            ("LD_PRELOAD", library()),
            ("FAKETIME_TIMESTAMP_FILE", self.offset()),
        ];
        let switches = [
            "FAKETIME_NO_CACHE",
            "FAKETIME_DONT_FAKE_MONOTONIC",
            "NO_FAKE_STAT",
        ];
        let settings = settings.map(|(name, path)| (name, path.display().to_string()));
        let switches = switches.map(|name| (name, "1".to_owned()));
        let all = settings.into_iter().chain(switches);
        Wish {
            environment: all.map(|(name, value)| (name.to_owned(), value)).collect(),
            ..Wish::default()
        }
    }

    fn offset(&self) -> PathBuf {
        self.dir.path().join("offset")
    }
}

/// What the library leaves behind in shared memory when its process is killed.
pub(crate) fn clear_after(pid: u32) {
    for name in [
        format!("faketime_shm_{pid}"),
        format!("sem.faketime_sem_{pid}"),
    ] {
        // Gone already where the server ended by itself.
        drop(fs::remove_file(PathBuf::from("/dev/shm").join(name)));
    }
}

/// Fails, rather than skips, without the library: a quiet skip would count as passed.
fn library() -> PathBuf {
    let folders = fs::read_dir("/usr/lib").unwrap();
    let paths = folders.map(|folder| folder.unwrap().path().join("faketime/libfaketimeMT.so.1"));
    let mut found = paths.filter(|path| path.exists());
    found
        .next()
        .expect("Debian's package `libfaketime` is missing; run the tests by `cargo xtask test`")
}
