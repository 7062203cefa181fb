//! How a file of users is to be read, or written.

use super::list::{Wanted, yes_or_no};
use crate::{extract::Params, problem::Problem};
use tenure_domain::value::Timestamp;
use tenure_service::{
    export::ExportWish,
    import::{FileFormat, ImportOptions, Naming},
    ports::Tenant,
};
use utoipa::IntoParams;

/// The query of `POST /users/import`.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "the document's shape of what ImportQuery reads")]
pub(crate) struct ImportParams {
    /// `true`: say what would become of each row, and change nothing.
    dry_run: Option<bool>,
    /// Another name of a column, such as `Mail:email`. May be repeated.
    #[param(example = "Mail:email", max_length = 500)]
    map: Option<String>,
    /// A column of the file that is not read. May be repeated.
    #[param(max_length = 500)]
    ignore: Option<String>,
    /// `true`: invite new people whose row names no credential. Without, nobody is mailed to.
    invite: Option<bool>,
    /// `failed` tells of the rows that were refused, `all` of every row. `failed` unless the answer is streamed.
    #[param(pattern = "^(failed|all)$")]
    rows: Option<String>,
}

/// What of an import its sender wishes.
#[derive(Debug)]
pub(crate) struct ImportQuery {
    pub(crate) options: ImportOptions,
    /// Is every row told of?
    pub(crate) all_rows: Option<bool>,
}

impl ImportQuery {
    /// Reads a query.
    ///
    /// # Errors
    /// `validation`.
    pub(crate) fn read(params: &mut Params, format: FileFormat) -> Result<Self, Problem> {
        let message = "Write true or false.";
        let mut flag = |name| params.read(name, message, yes_or_no).unwrap_or(false);
        let (dry_run, invite) = (flag("dry_run"), flag("invite"));
        let mut naming = Naming {
            ignore: params.texts("ignore").into_iter().collect(),
            ..Naming::default()
        };
        for text in params.texts("map") {
            match Naming::pair(&text, ':') {
                Some((theirs, ours)) => drop(naming.map.insert(theirs, ours)),
                None => params.refuse("map", "invalid", "Write a pair such as Mail:email."),
            }
        }
        let all_rows = params.read("rows", "Write failed or all.", |text| match text {
            "all" => Some(true),
            "failed" => Some(false),
            _ => None,
        });
        params.finish()?;
        let options = ImportOptions {
            format,
            naming,
            dry_run,
            invite,
        };
        Ok(Self { options, all_rows })
    }
}

/// What `GET /users/export` has beside the filters of the list.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "the document's shape of what ExportQuery reads")]
pub(crate) struct ExportParams {
    /// What the file is written in.
    #[param(pattern = "^(csv|ndjson)$")]
    format: Option<String>,
}

/// Which users are carried out, and how.
#[derive(Debug)]
pub(crate) struct ExportQuery(pub(crate) ExportWish);

impl ExportQuery {
    /// Reads a query: the filters of the list, without its pages.
    ///
    /// # Errors
    /// `validation`.
    pub(crate) fn read(
        params: &mut Params,
        tenant: &Tenant,
        now: Timestamp,
    ) -> Result<Self, Problem> {
        let policy = &tenant.policy;
        let told = params.told(&["q", "name", "email", "username"]);
        let format = params.read("format", "Write csv or ndjson.", |text| match text {
            "csv" => Some(FileFormat::Csv),
            "ndjson" => Some(FileFormat::Ndjson),
            _ => None,
        });
        let wanted = Wanted::read(params, policy);
        params.finish()?;
        let filter = wanted.at(policy, now);
        Ok(Self(ExportWish {
            format: format.unwrap_or(FileFormat::Csv),
            filter,
            told,
        }))
    }
}
