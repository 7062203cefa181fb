//! `demo`: sample tenants to look around in, for whoever sits at this machine.

use super::{
    Common, Outcome, Usage,
    serve::{announce, told_to_stop},
};
use crate::{
    Config,
    demo::{Demo, Place},
    output,
    seed::Scale,
    serve::{Signals, ignore_file_size_signal},
};
use anyhow::{Context, bail};
use clap::Args;
use std::net::SocketAddr;
use tokio::net::TcpListener;

#[derive(Args, Debug)]
#[command(after_help = "Examples:
  tenure demo                            in a directory that is gone afterwards
  tenure demo --listen 127.0.0.1:9000
  tenure demo --data ./demo-data         kept: the next start finds it as it was left

One tenant for each preset, with users in every state. For each administrator a link is printed that logs in once,
without a password; once it was used, the next one is printed. Nothing is mailed to anybody: messages are files in the data directory. Other computers cannot
reach the demonstration.")]
pub(super) struct DemoArgs {
    /// Address to listen on, of this machine alone; port 0 picks a free one
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// A few dozen users in each tenant instead of hundreds
    #[arg(long)]
    small: bool,
}

pub(super) async fn run(common: &Common, args: &DemoArgs) -> anyhow::Result<Outcome> {
    if !args.listen.ip().is_loopback() {
        let hint = format!(
            "the demonstration logs people in without a password, so it listens on this machine alone, such as \
             127.0.0.1:8080, and not on {}",
            args.listen
        );
        return Err(Usage(hint).into());
    }
    if common.database_url.is_some() {
        let hint = "the demonstration has a database of its own; leave --database-url out";
        return Err(Usage(hint.to_owned()).into());
    }
    let mut signals = Signals::listen()?;
    ignore_file_size_signal();
    let settings = common.configure_quietly(Vec::new())?;
    let place = Place::find(common.data.as_deref())?;
    let listener = TcpListener::bind(args.listen).await;
    let listener = listener.with_context(|| format!("cannot listen on {}", args.listen))?;
    // Nothing else of the settings: they may be those of an installation that is in use.
    let mut config = Config {
        hashing: settings.hashing,
        log: settings.log,
        rate_limits: settings.rate_limits,
        ..Config::new(place.dir())
    };
    config.server.listen = listener.local_addr()?;
    let scale = if args.small {
        Scale::Small
    } else {
        Scale::Full
    };
    output::note("Making the sample tenants …");
    let demo = tokio::select! {
        made = Box::pin(Demo::prepare(config, &place, scale)) => made?,
        () = signals.next() => bail!("stopped before the start was complete"),
    };
    tell(&demo);
    Box::pin(demo.app.serve(listener, told_to_stop(signals))).await?;
    Ok(Outcome::Done)
}

/// A table of the links, then the address, as `serve` prints it.
fn tell(demo: &Demo) {
    let url = demo.app.config().public_url();
    let rows = demo.links.iter().map(|link| {
        let sample = &link.sample;
        let who = format!("{}, {}", sample.administrator, sample.name);
        [sample.slug.clone(), who, format!("{url}{}", link.path)]
    });
    let rows = rows.collect::<Vec<_>>();
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells
            .map(|cell| cell.chars().count())
            .max()
            .unwrap_or_default()
    };
    let (first, second) = (width(0).max(6), width(1).max(13));
    let line = |[tenant, who, link]: &[String; 3]| {
        announce(&format!("{tenant:first$}  {who:second$}  {link}"));
    };
    let head = ["preset", "administrator", "logs in once by"];
    line(&head.map(ToOwned::to_owned));
    rows.iter().for_each(line);
    announce(&format!("Listening on {url}"));
}
