//! Standard output: data and nothing else. Everything written there passes through here.

use anyhow::Context;
use clap::ValueEnum;
use serde::Serialize;
use std::io::{ErrorKind, Write, stderr, stdout};
use tenure_service::cells::csv_cell;

/// The form in which data is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    Table,
    /// For programs.
    Json,
    /// For spreadsheets.
    Csv,
}

/// Prints a line at once, so that a reader at the other end of a pipe has it. One who has read enough and is
/// gone (`| head`) is no error.
pub(crate) fn line(text: &str) -> anyhow::Result<()> {
    let mut out = stdout().lock();
    match writeln!(out, "{text}").and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => written.context("cannot write to standard output"),
    }
}

/// Prints a piece of a file as it is. `false`: whoever read it has read enough and is gone.
pub(crate) fn piece(text: &str) -> anyhow::Result<bool> {
    let mut out = stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(false),
        written => written
            .map(|()| true)
            .context("cannot write to standard output"),
    }
}

/// Says something to whoever sits at the terminal.
pub(crate) fn note(text: &str) {
    // Nobody is left to tell when this fails.
    drop(writeln!(stderr(), "{text}"));
}

/// Prints a value as JSON for people and programs.
pub(crate) fn json(value: &impl Serialize) -> anyhow::Result<()> {
    line(&serde_json::to_string_pretty(value)?)
}

/// Prints rows under a head.
pub(crate) fn rows<const N: usize>(
    format: Format,
    head: [&str; N],
    rows: &[[String; N]],
) -> anyhow::Result<()> {
    match format {
        Format::Json => {
            let objects = rows.iter().map(|row| {
                let pairs = head.iter().zip(row);
                let pairs = pairs.map(|(name, value)| ((*name).to_owned(), value.clone().into()));
                pairs.collect::<serde_json::Map<_, _>>()
            });
            json(&objects.collect::<Vec<_>>())
        }
        Format::Csv => line(&csv(head, rows)),
        Format::Table => line(&table(head, rows)),
    }
}

fn csv<const N: usize>(head: [&str; N], rows: &[[String; N]]) -> String {
    let mut lines = vec![head.join(",")];
    let cells = |row: &[String; N]| row.each_ref().map(|cell| csv_cell(cell)).join(",");
    lines.extend(rows.iter().map(cells));
    lines.join("\r\n")
}

fn table<const N: usize>(head: [&str; N], rows: &[[String; N]]) -> String {
    let mut all = vec![head.map(|name| name.replace('_', " ").to_uppercase())];
    let visible = |cell: &String| cell.replace(char::is_control, " ");
    all.extend(rows.iter().map(|row| row.each_ref().map(visible)));
    let mut widths = [0; N];
    for row in &all {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let lines = all.iter().map(|row| {
        let cells = row.iter().zip(widths);
        let cells = cells.map(|(cell, width)| format!("{cell:width$}"));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::{csv, table};

    fn rows() -> [[String; 2]; 2] {
        [["1", "Ana, \"the\" boss"], ["22", "=1+1"]].map(|row| row.map(str::to_owned))
    }

    #[test]
    fn columns_stand_below_each_other() {
        let text = table(["id", "first_name"], &rows());
        assert_eq!(text, "ID  FIRST NAME\n1   Ana, \"the\" boss\n22  =1+1");
    }

    #[test]
    fn a_spreadsheet_gets_text_and_no_formulas() {
        let text = csv(["id", "name"], &rows());
        assert_eq!(text, "id,name\r\n1,\"Ana, \"\"the\"\" boss\"\r\n22,'=1+1");
    }
}
