//! `serve` and `setup-link`.

use super::{Common, Outcome, ServeArgs, UrlArgs};
use crate::{
    App, output,
    serve::{Signals, ignore_file_size_signal},
};
use anyhow::{Context, anyhow, bail};
use tokio::net::TcpListener;

/// What the shell reports of a process that ended by Ctrl-C.
const INTERRUPTED: i32 = 130;

impl ServeArgs {
    fn flags(&self) -> Vec<(&'static str, String)> {
        let mut flags = self.url.flags();
        if let Some(listen) = self.listen {
            flags.push(("server.listen", listen.to_string()));
        }
        if self.insecure_http {
            flags.push(("server.insecure_http", "true".to_owned()));
        }
        if let Some(migrate) = self.migrate {
            let name = format!("{migrate:?}").to_lowercase();
            flags.push(("database.migrate", name));
        }
        flags
    }
}

pub(super) async fn serve(common: &Common, args: &ServeArgs) -> anyhow::Result<Outcome> {
    let mut signals = Signals::listen()?;
    ignore_file_size_signal();
    let mut config = common.configure(args.flags())?;
    let wanted = config.server.listen;
    config
        .may_listen_on(wanted)
        .map_err(|sentence| anyhow!(sentence))?;
    let listener = TcpListener::bind(wanted)
        .await
        .with_context(|| format!("cannot listen on {wanted}"))?;
    config.server.listen = listener.local_addr()?;

    let (app, hint) = tokio::select! {
        started = Box::pin(async {
            let app = App::build(config).await?;
            let hint = app.first_steps().await?;
            anyhow::Ok((app, hint))
        }) => started?,
        () = signals.next() => bail!("stopped before the start was complete"),
    };
    announce(&format!(
        "Listening on http://{}",
        app.config().server.listen
    ));
    if let Some(hint) = hint {
        announce(&hint);
    }
    Box::pin(app.serve(listener, told_to_stop(signals))).await?;
    Ok(Outcome::Done)
}

/// Waits until somebody stops the server; who does it twice does not want to wait.
pub(super) async fn told_to_stop(mut signals: Signals) {
    signals.next().await;
    tokio::spawn(async move {
        signals.next().await;
        tracing::warn!("told twice; ending at once");
        std::process::exit(INTERRUPTED);
    });
}

/// Nobody may be listening at the other end; the server runs all the same.
pub(super) fn announce(text: &str) {
    if let Err(error) = output::line(text) {
        tracing::debug!(%error, "nobody reads standard output");
    }
}

pub(super) async fn setup_link(common: &Common, args: &UrlArgs) -> anyhow::Result<Outcome> {
    let app = App::build(common.configure_quietly(args.flags())?).await?;
    let link = app.setup_link().await;
    app.store().close().await?;
    let Some(link) = link? else {
        bail!("an administrator exists already. To help one who is locked out: tenure user --help");
    };
    output::line(&link)?;
    Ok(Outcome::Done)
}
