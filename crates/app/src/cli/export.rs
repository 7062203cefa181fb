//! `export`: users as a file on standard output.

use super::{Common, Outcome, Usage, import::FormatArg, progress::Progress};
use crate::{App, cli::explain, operator, output};
use clap::Args;
use std::collections::BTreeSet;
use tenure_domain::lifecycle::Status;
use tenure_service::{
    export::ExportWish, import::FileFormat, ports::ListFilter, sessions::Presence,
};

#[derive(Args, Debug)]
#[command(after_help = "Examples:
  tenure export > users.csv
  tenure export --status active,blocked --format ndjson > users.ndjson

What is written can be read by tenure import, which then changes nothing. Deleted users are written only where
--status names them.")]
pub(super) struct ExportArgs {
    /// What the file is written in
    #[arg(long, value_enum, default_value = "csv")]
    format: FormatArg,
    /// The tenant
    #[arg(long, value_name = "SLUG", default_value = crate::wiring::DEFAULT_TENANT)]
    tenant: String,
    /// pending, active, inactive, blocked, deleted; several divided by commas [default: all but deleted]
    #[arg(long, value_delimiter = ',', value_name = "STATUS")]
    status: Vec<String>,
    /// Words in the fields that the policy names
    #[arg(long, value_name = "TEXT")]
    q: Option<String>,
}

pub(super) async fn run(common: &Common, args: &ExportArgs) -> anyhow::Result<Outcome> {
    let statuses = args.status.iter().map(|code| {
        Status::from_code(code).ok_or_else(|| Usage(format!("there is no status {code:?}")))
    });
    let statuses = statuses.collect::<Result<BTreeSet<_>, _>>()?;
    let app = App::on_what_is_there(common.configure_quietly(Vec::new())?).await?;
    let Ok(tenant) = app.users().tenant_by_slug(&args.tenant).await else {
        anyhow::bail!("there is no tenant {:?}", args.tenant);
    };
    let mut told = Vec::new();
    if !statuses.is_empty() {
        told.push(format!("status={}", args.status.join(",")));
    }
    if args.q.is_some() {
        told.push("q".to_owned());
    }
    let searches = args.q.as_deref().map(|q| tenant.policy.search_keyword(q));
    let wish = ExportWish {
        format: FileFormat::from(args.format),
        filter: ListFilter {
            searches: searches.unwrap_or_default(),
            status: Some(statuses).filter(|statuses| !statuses.is_empty()),
            ..ListFilter::default()
        },
        told,
    };
    let begun = app
        .transfers()
        .exports
        .begin(&tenant, Presence::lasting(operator::actor()), wish);
    let mut export = begun.map_err(|error| explain(&error))?;
    let mut progress = Progress::of_bytes(None);
    let mut written = Ok(());
    loop {
        match export.piece().await.map_err(|error| explain(&error)) {
            Ok(Some(text)) if output::piece(&text)? => {}
            Ok(_) => break,
            Err(error) => {
                written = Err(error);
                break;
            }
        }
        let sent = export.sent();
        progress.at(0, sent, || format!("{sent} user(s)"));
    }
    // The trail tells of what left, even where the rest did not.
    export.tell().await.map_err(|error| explain(&error))?;
    app.store().close().await?;
    progress.end();
    written?;
    output::note(&format!("{} user(s)", export.sent()));
    Ok(Outcome::Done)
}
