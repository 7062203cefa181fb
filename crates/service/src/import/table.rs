//! A file as rows, read piece by piece: no more of it is in memory than a row and what was fed last.

use super::report::{ImportError, Reason};
use crate::cells::{Column, without_guard};
use csv_core::{ReadRecordResult, Reader};
use std::collections::{BTreeMap, BTreeSet};

/// The most bytes of a row.
const MOST_BYTES: usize = 64 * 1024;
/// The most columns.
const MOST_COLUMNS: usize = 200;

/// What some programs begin a file of UTF-8 with.
const MARK: &[u8] = b"\xEF\xBB\xBF";

/// What a file is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileFormat {
    /// Comma-separated values with a head (RFC 4180).
    Csv,
    /// A JSON object on each line.
    Ndjson,
}

/// Which of a file's columns is which of ours.
#[derive(Clone, Debug, Default)]
pub struct Naming {
    /// The file's name to ours.
    pub map: BTreeMap<String, Column>,
    /// The file's columns that are not read.
    pub ignore: BTreeSet<String>,
}

impl Naming {
    /// Reads `Mail:email`.
    #[must_use]
    pub fn pair(text: &str, divider: char) -> Option<(String, Column)> {
        let (theirs, ours) = text.rsplit_once(divider)?;
        let column = Column::of(ours.trim())?;
        Some((theirs.trim().to_owned(), column)).filter(|(theirs, _)| !theirs.is_empty())
    }

    /// Our column for the file's, none for one that is not read.
    pub(super) fn column(&self, theirs: &str) -> Result<Option<Column>, Reason> {
        if self.ignore.contains(theirs) {
            return Ok(None);
        }
        let lower = theirs.to_ascii_lowercase();
        let known = self.map.get(theirs).copied().or_else(|| Column::of(&lower));
        if known.is_some() || Column::SHOWN.contains(&lower.as_str()) {
            return Ok(known);
        }
        let message = "There is no such column. Map it to one, or ignore it.";
        Err(Reason::new(theirs, "unknown", message))
    }
}

/// A row as it stands in the file: the cells that are not empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Record {
    pub(super) line: u64,
    pub(super) cells: BTreeMap<Column, String>,
    /// What is wrong with it before anything is read.
    pub(super) wrong: Vec<Reason>,
}

impl Record {
    pub(super) fn put(&mut self, column: Column, text: &str) {
        let text = text.trim();
        if !text.is_empty() {
            self.cells.insert(column, text.to_owned());
        }
    }
}

/// A file that is being read.
pub(super) enum Table {
    Csv(Box<Csv>),
    Ndjson(Lines),
}

impl Table {
    pub(super) fn new(format: FileFormat, naming: Naming) -> Self {
        match format {
            FileFormat::Csv => Self::Csv(Box::new(Csv::new(naming))),
            FileFormat::Ndjson => Self::Ndjson(Lines {
                naming,
                line: 0,
                rest: Vec::new(),
            }),
        }
    }

    /// The rows that end in this piece.
    pub(super) fn feed(&mut self, bytes: &[u8], rows: &mut Vec<Record>) -> Result<(), ImportError> {
        match self {
            Self::Csv(csv) => csv.feed(bytes, rows),
            Self::Ndjson(lines) => lines.feed(bytes, rows),
        }
    }

    /// The row that ends with the file.
    pub(super) fn end(&mut self, rows: &mut Vec<Record>) -> Result<(), ImportError> {
        match self {
            Self::Csv(csv) => csv.end(rows),
            Self::Ndjson(lines) => {
                let rest = std::mem::take(&mut lines.rest);
                lines.take(&rest, rows);
                Ok(())
            }
        }
    }
}

fn too_long(line: u64) -> ImportError {
    let message = format!(
        "The row is longer than {} KiB. Does a quotation mark open and never close?",
        MOST_BYTES / 1024
    );
    ImportError::File { line, message }
}

/// A CSV file that is being read.
pub(super) struct Csv {
    naming: Naming,
    head: Option<Vec<Option<Column>>>,
    /// The first bytes, until it is clear whether they are a mark of UTF-8; none from then on.
    start: Option<Vec<u8>>,
    reader: Reader,
    text: Vec<u8>,
    ends: Vec<usize>,
    filled: usize,
    ended: usize,
    /// Line ends so far.
    lines: u64,
    /// Where the row began that is being read.
    began: Option<u64>,
}

impl Csv {
    fn new(naming: Naming) -> Self {
        Self {
            naming,
            head: None,
            start: Some(Vec::new()),
            reader: Reader::new(),
            text: vec![0; 4 * 1024],
            ends: vec![0; MOST_COLUMNS],
            filled: 0,
            ended: 0,
            lines: 0,
            began: None,
        }
    }

    fn feed(&mut self, bytes: &[u8], rows: &mut Vec<Record>) -> Result<(), ImportError> {
        let Some(mut start) = self.start.take() else {
            return self.read(bytes, rows);
        };
        start.extend_from_slice(bytes);
        if start.len() < MARK.len() && MARK.starts_with(&start) {
            self.start = Some(start);
            return Ok(());
        }
        self.read(start.strip_prefix(MARK).unwrap_or(&start), rows)
    }

    fn read(&mut self, mut bytes: &[u8], rows: &mut Vec<Record>) -> Result<(), ImportError> {
        while let Some(first) = bytes.first() {
            // Between rows: ends of lines, empty lines.
            if self.began.is_none() && matches!(first, b'\n' | b'\r') {
                self.lines += u64::from(*first == b'\n');
                bytes = bytes.get(1..).unwrap_or_default();
                continue;
            }
            let line = *self.began.get_or_insert(self.lines + 1);
            let text = self.text.get_mut(self.filled..).unwrap_or_default();
            let ends = self.ends.get_mut(self.ended..).unwrap_or_default();
            let (result, read, filled, ended) = self.reader.read_record(bytes, text, ends);
            let (taken, rest) = bytes.split_at(read.min(bytes.len()));
            self.lines += taken
                .iter()
                .map(|byte| u64::from(*byte == b'\n'))
                .sum::<u64>();
            bytes = rest;
            self.filled += filled;
            self.ended += ended;
            match result {
                ReadRecordResult::InputEmpty | ReadRecordResult::End => {}
                ReadRecordResult::OutputFull if self.text.len() < MOST_BYTES => {
                    self.text.resize(self.text.len() * 2, 0);
                }
                ReadRecordResult::OutputFull => return Err(too_long(line)),
                ReadRecordResult::OutputEndsFull => {
                    let message = format!("The row has more than {MOST_COLUMNS} cells.");
                    return Err(ImportError::File { line, message });
                }
                ReadRecordResult::Record => self.row(line, rows)?,
            }
        }
        Ok(())
    }

    /// A line end more ends the last row, unless it stands within quotation marks.
    fn end(&mut self, rows: &mut Vec<Record>) -> Result<(), ImportError> {
        if let Some(start) = self.start.take() {
            self.read(&start, rows)?;
        }
        if let Some(line) = self.began {
            self.read(b"\n", rows)?;
            if self.began.is_some() {
                let message = "A quotation mark opens and never closes.".to_owned();
                return Err(ImportError::File { line, message });
            }
        }
        if self.head.is_none() {
            let message = "The file is empty. Write a head with the columns' names.".to_owned();
            return Err(ImportError::File { line: 1, message });
        }
        Ok(())
    }

    fn row(&mut self, line: u64, rows: &mut Vec<Record>) -> Result<(), ImportError> {
        let mut start = 0;
        let ends = self.ends.get(..self.ended).unwrap_or_default();
        let cells = ends.iter().map(|end| {
            let cell = self.text.get(start..*end).unwrap_or_default();
            start = *end;
            std::str::from_utf8(cell)
        });
        let cells = cells.collect::<Vec<_>>();
        match &self.head {
            None => self.head = Some(head(&self.naming, line, &cells)?),
            Some(head) => rows.push(record(head, line, &cells)),
        }
        self.began = None;
        self.filled = 0;
        self.ended = 0;
        Ok(())
    }
}

type Cell<'a> = Result<&'a str, std::str::Utf8Error>;

/// The columns that the head names.
fn head(
    naming: &Naming,
    line: u64,
    cells: &[Cell<'_>],
) -> Result<Vec<Option<Column>>, ImportError> {
    let mut wrong = Vec::new();
    let (mut head, mut theirs) = (Vec::new(), BTreeSet::new());
    for cell in cells {
        let Ok(name) = cell else {
            let message = "The head is not UTF-8.".to_owned();
            return Err(ImportError::File { line, message });
        };
        let name = without_guard(name.trim());
        theirs.insert(name.to_owned());
        match naming.column(name) {
            Ok(Some(column)) if head.contains(&Some(column)) => {
                let message = "This column stands in the file twice.";
                wrong.push(Reason::new(name, "repeated", message));
            }
            Ok(column) => head.push(column),
            Err(reason) => wrong.push(reason),
        }
    }
    let missing = naming.map.keys().filter(|name| !theirs.contains(*name));
    wrong.extend(missing.map(|name| {
        let message = "This column is mapped, but not in the file.";
        Reason::new(name, "unknown", message)
    }));
    let keys = [
        Column::Id,
        Column::ExternalId,
        Column::Email,
        Column::Username,
    ];
    if wrong.is_empty() && !keys.iter().any(|key| head.contains(&Some(*key))) {
        let message = "The file needs a column external_id, email or username.";
        wrong.push(Reason::new("", "required", message));
    }
    if wrong.is_empty() {
        Ok(head)
    } else {
        Err(ImportError::Columns(wrong))
    }
}

fn record(head: &[Option<Column>], line: u64, cells: &[Cell<'_>]) -> Record {
    let mut record = Record {
        line,
        ..Record::default()
    };
    if cells.len() != head.len() {
        let (has, wants) = (cells.len(), head.len());
        let message = format!("This row has {has} cells, the head has {wants}.");
        record.wrong.push(Reason::new("", "cells", message));
        return record;
    }
    for (column, cell) in head.iter().zip(cells) {
        let Some(column) = *column else { continue };
        match cell {
            Ok(text) => record.put(column, without_guard(text)),
            Err(_) => {
                let message = "This is not UTF-8.";
                record.wrong.push(Reason::of(column, "invalid", message));
            }
        }
    }
    record
}

/// A file of JSON objects that is being read.
pub(super) struct Lines {
    naming: Naming,
    line: u64,
    rest: Vec<u8>,
}

impl Lines {
    fn feed(&mut self, bytes: &[u8], rows: &mut Vec<Record>) -> Result<(), ImportError> {
        let mut pieces = bytes.split(|byte| *byte == b'\n').peekable();
        while let Some(piece) = pieces.next() {
            self.rest.extend_from_slice(piece);
            if self.rest.len() > MOST_BYTES {
                return Err(too_long(self.line + 1));
            }
            if pieces.peek().is_some() {
                let line = std::mem::take(&mut self.rest);
                self.take(&line, rows);
            }
        }
        Ok(())
    }

    fn take(&mut self, line: &[u8], rows: &mut Vec<Record>) {
        self.line += 1;
        let line = line.strip_prefix(MARK).unwrap_or(line);
        if !line.trim_ascii().is_empty() {
            rows.push(super::object::record(&self.naming, self.line, line));
        }
    }
}

#[cfg(test)]
mod tests;
