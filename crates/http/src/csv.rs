//! Tables as files.

use tenure_service::cells::csv_cell;

/// One row, with its line end.
pub(crate) fn row<'a>(cells: impl IntoIterator<Item = &'a str>) -> String {
    let cells = cells.into_iter().map(csv_cell).collect::<Vec<_>>();
    format!("{}\r\n", cells.join(","))
}
