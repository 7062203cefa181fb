//! Signals: the first asks to stop, the second insists.

use anyhow::Context;

/// Listens to the operating system from the moment it is made.
#[derive(Debug)]
pub(crate) struct Signals {
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
}

impl Signals {
    #[cfg(unix)]
    pub(crate) fn listen() -> anyhow::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        let about = "cannot listen to signals";
        Ok(Self {
            terminate: signal(SignalKind::terminate()).context(about)?,
            interrupt: signal(SignalKind::interrupt()).context(about)?,
        })
    }

    #[cfg(not(unix))]
    pub(crate) fn listen() -> anyhow::Result<Self> {
        Ok(Self {})
    }

    /// Waits for the next one.
    #[cfg(unix)]
    pub(crate) async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }

    /// Waits for the next one.
    #[cfg(not(unix))]
    pub(crate) async fn next(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

/// A limit to the size of files makes a write fail; it must not end the process.
pub(crate) fn ignore_file_size_signal() {
    #[cfg(any(target_os = "linux", target_os = "macos"))]
    {
        /// `SIGXFSZ`, for which tokio has no name.
        const FILE_SIZE: i32 = 25;
        let kind = tokio::signal::unix::SignalKind::from_raw(FILE_SIZE);
        // The handler stays for the life of the process, whether or not anybody listens.
        if let Err(error) = tokio::signal::unix::signal(kind) {
            tracing::debug!(%error, "SIGXFSZ keeps its usual effect");
        }
    }
}
