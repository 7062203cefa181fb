//! Serving: connections in, the background work beside them, and an orderly end.

mod connections;
mod signals;

pub(crate) use signals::{Signals, ignore_file_size_signal};

use crate::App;
use anyhow::{Context, anyhow};
use std::{future::Future, time::Duration};
use tokio::{net::TcpListener, sync::watch, task::JoinHandle, time::timeout};

/// For so long requests that have begun may take to end.
const DRAIN: Duration = Duration::from_secs(10);
/// For so long the relay and the sweep may take to end.
const WORKERS: Duration = Duration::from_secs(3);

impl App {
    /// Serves until `shutdown` is ready, then ends in order: not ready any more, no new connections, requests
    /// that have begun are answered within ten seconds, the background work stops, the database is closed.
    ///
    /// # Errors
    /// When passwords would cross the network unencrypted, or the database cannot be closed.
    pub async fn serve(
        self,
        listener: TcpListener,
        shutdown: impl Future<Output = ()> + Send,
    ) -> anyhow::Result<()> {
        let address = listener.local_addr().context("the listener is closed")?;
        self.config()
            .may_listen_on(address)
            .map_err(|sentence| anyhow!(sentence))?;
        let (stop, stopped) = watch::channel(false);
        let relay = tokio::spawn(self.relay().clone().run(stopped.clone()));
        let sweep = tokio::spawn(self.sweep().clone().run(stopped));

        let most = self.config().server.max_connections;
        let begin_to_stop = async {
            shutdown.await;
            tracing::info!("stopping");
            self.begin_to_stop();
        };
        let open = connections::accept_until(listener, self.router(), most, begin_to_stop).await;
        let ended = async {
            open.shutdown().await;
            self.settled().await;
        };
        if timeout(DRAIN, ended).await.is_err() {
            tracing::warn!("some requests did not end in time and are broken off");
        }
        stop.send_replace(true);
        finish("relay", relay).await;
        finish("sweep", sweep).await;
        self.store()
            .close()
            .await
            .context("cannot close the database")?;
        tracing::info!("stopped");
        Ok(())
    }
}

/// Waits for a worker; what it leaves undone, it or another one takes up after the lease.
async fn finish(name: &str, mut worker: JoinHandle<()>) {
    match timeout(WORKERS, &mut worker).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::error!(name, %error, "a worker had broken off"),
        Err(_) => {
            worker.abort();
            tracing::warn!(name, "a worker did not end in time");
        }
    }
}
