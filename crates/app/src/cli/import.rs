//! `import`: the same use case as the API's, with a file from the disk or from standard input.

use super::{Common, Outcome, Usage, progress::Progress};
use crate::{App, cli::explain, operator, output};
use anyhow::Context;
use clap::{Args, ValueEnum};
use std::{
    fs::File,
    io::{BufWriter, Read, Write, stdin},
    path::{Path, PathBuf},
};
use tenure_domain::ImportCounts;
use tenure_service::{
    cells::csv_cell,
    import::{FileFormat, Import, ImportError, ImportOptions, Naming, RowResult},
    sessions::Presence,
};

/// So many bytes are read at a time.
const PIECE: usize = 64 * 1024;
/// So many refused rows are printed; a report holds them all.
const PRINTED: usize = 50;

#[derive(Args, Debug)]
#[command(after_help = "Examples:
  tenure import users.csv --dry-run
  tenure import people.csv --map Mail=email --map Surname=last_name --ignore Shoe --report refused.csv
  tenure import - --format ndjson --invite < users.ndjson

Columns have the names of the API's fields: external_id, email, username, first_name, last_name, display_name, phone,
kind, organizations, facilities, roles, language, time_zone, default_shipping_system, valid_from, valid_until,
credential, password_hash. A row names its user by external_id, else by email, else by username. Who is there gets what differs;
who is not there is added. An empty cell leaves things as they are. Sent again, a file changes nothing: an import that
was broken off is simply started again.

Exit codes: 0 all rows done, 1 failed, 2 some rows refused, 64 wrong usage.")]
pub(super) struct ImportArgs {
    /// The file; - for standard input
    file: PathBuf,
    /// What it is written in [default: by the file's name, else csv]
    #[arg(long, value_enum)]
    format: Option<FormatArg>,
    /// The tenant
    #[arg(long, value_name = "SLUG", default_value = crate::wiring::DEFAULT_TENANT)]
    tenant: String,
    /// Say what would become of each row, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// The file's column A is our column B; may be repeated
    #[arg(long, value_name = "A=B")]
    map: Vec<String>,
    /// A column of the file that is not read; may be repeated
    #[arg(long, value_name = "COLUMN")]
    ignore: Vec<String>,
    /// Mail an invitation to new people whose row names no credential
    #[arg(long)]
    invite: bool,
    /// Write every refused row with its reasons into this file, as CSV
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
}

/// What a file is written in.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum FormatArg {
    /// Comma-separated values
    Csv,
    /// A JSON object on each line
    Ndjson,
}

impl From<FormatArg> for FileFormat {
    fn from(format: FormatArg) -> Self {
        match format {
            FormatArg::Csv => Self::Csv,
            FormatArg::Ndjson => Self::Ndjson,
        }
    }
}

impl ImportArgs {
    fn options(&self) -> Result<ImportOptions, Usage> {
        let mut naming = Naming {
            ignore: self.ignore.iter().cloned().collect(),
            ..Naming::default()
        };
        for text in &self.map {
            let wrong = || {
                Usage(format!(
                    "--map {text}: write A=B, with one of our columns as B"
                ))
            };
            let (theirs, ours) = Naming::pair(text, '=').ok_or_else(wrong)?;
            naming.map.insert(theirs, ours);
        }
        let ending = self.file.extension().and_then(|ending| ending.to_str());
        let by_name = match ending {
            Some("ndjson" | "jsonl") => FileFormat::Ndjson,
            _ => FileFormat::Csv,
        };
        Ok(ImportOptions {
            format: self.format.map_or(by_name, FileFormat::from),
            naming,
            dry_run: self.dry_run,
            invite: self.invite,
        })
    }

    /// The file, and how long it is where that is known.
    fn open(&self) -> anyhow::Result<(Box<dyn Read + Send>, Option<u64>)> {
        if self.file == Path::new("-") {
            return Ok((Box::new(stdin()), None));
        }
        let cannot = || format!("cannot read {}", self.file.display());
        let file = File::open(&self.file).with_context(cannot)?;
        let length = file.metadata().with_context(cannot)?.len();
        Ok((Box::new(file), Some(length)))
    }
}

pub(super) async fn run(common: &Common, args: &ImportArgs) -> anyhow::Result<Outcome> {
    let options = args.options()?;
    let (file, length) = args.open()?;
    let mut told = Told::new(args.report.as_deref(), length)?;
    let app = App::on_what_is_there(common.configure_quietly(Vec::new())?).await?;
    let Ok(tenant) = app.users().tenant_by_slug(&args.tenant).await else {
        anyhow::bail!("there is no tenant {:?}", args.tenant);
    };
    let begun =
        app.transfers()
            .imports
            .begin(&tenant, Presence::lasting(operator::actor()), options);
    let mut import = begun.map_err(|error| explain(&error))?;
    let carried = carry(&mut import, file, &mut told).await;
    app.store().close().await?;
    told.progress.end();
    let counts = import.counts();
    output::line(&in_words(counts, args.dry_run))?;
    carried?;
    told.finish()?;
    match import.fault() {
        Some(ImportError::Columns(wrong)) => {
            let lines = wrong
                .iter()
                .map(|it| format!("\n  {}: {}", it.column, it.message));
            Err(anyhow::anyhow!(
                "the file's columns need attention{}",
                lines.collect::<String>()
            ))
        }
        Some(fault @ ImportError::File { .. }) => Err(fault.into()),
        None if counts.failed > 0 => Ok(Outcome::Part),
        None => Ok(Outcome::Done),
    }
}

async fn carry(
    import: &mut Import,
    mut file: Box<dyn Read + Send>,
    told: &mut Told,
) -> anyhow::Result<()> {
    let mut piece = vec![0; PIECE];
    let mut read = 0_u64;
    while !import.is_broken() {
        let length = file.read(&mut piece).context("cannot read the file")?;
        if length == 0 {
            break;
        }
        let bytes = piece.get(..length).unwrap_or_default();
        let rows = import.feed(bytes).await.map_err(|error| explain(&error))?;
        read = read.saturating_add(length.try_into().unwrap_or(0));
        told.rows(&rows)?;
        let counts = import.counts();
        told.progress
            .at(read, total(counts), || in_words(counts, false));
    }
    let rows = import.finish().await.map_err(|error| explain(&error))?;
    told.rows(&rows)
}

fn total(counts: ImportCounts) -> u64 {
    counts.created + counts.updated + counts.unchanged + counts.failed
}

fn in_words(counts: ImportCounts, dry_run: bool) -> String {
    let ImportCounts {
        created,
        updated,
        unchanged,
        failed,
    } = counts;
    let would = if dry_run { "would be " } else { "" };
    format!("{would}created {created}, updated {updated}, unchanged {unchanged}, failed {failed}")
}

/// Who is told of refused rows: whoever sits there, of the first ones, and the report, of all.
struct Told {
    progress: Progress,
    report: Option<BufWriter<File>>,
    printed: usize,
    left_out: u64,
}

impl Told {
    fn new(report: Option<&Path>, length: Option<u64>) -> anyhow::Result<Self> {
        let open = |path: &Path| {
            let file =
                File::create(path).with_context(|| format!("cannot write {}", path.display()));
            let mut report = BufWriter::new(file?);
            report.write_all(b"line,column,code,message\r\n")?;
            anyhow::Ok(report)
        };
        Ok(Self {
            progress: Progress::of_bytes(length),
            report: report.map(open).transpose()?,
            printed: 0,
            left_out: 0,
        })
    }

    fn rows(&mut self, rows: &[RowResult]) -> anyhow::Result<()> {
        for row in rows {
            for reason in row.outcome.reasons() {
                if let Some(report) = &mut self.report {
                    let cells = [&reason.column, &reason.code, &reason.message];
                    let cells = cells.map(|cell| csv_cell(cell)).join(",");
                    write!(report, "{},{cells}\r\n", row.line)?;
                }
                if self.printed == PRINTED {
                    self.left_out += 1;
                    continue;
                }
                self.printed += 1;
                let column = Some(&reason.column).filter(|column| !column.is_empty());
                let column = column
                    .map(|column| format!("{column}: "))
                    .unwrap_or_default();
                let (line, message, code) = (row.line, &reason.message, &reason.code);
                self.progress
                    .note(&format!("line {line}: {column}{message} ({code})"));
            }
        }
        Ok(())
    }

    fn finish(self) -> anyhow::Result<()> {
        if self.left_out > 0 {
            let more = self.left_out;
            output::note(&format!(
                "and {more} more; --report FILE writes all of them"
            ));
        }
        match self.report {
            Some(mut report) => report.flush().context("cannot write the report"),
            None => Ok(()),
        }
    }
}
