//! Files come in pieces of any size, and what is wrong with them is said with the line.

use super::{FileFormat, ImportError, Naming, Record, Table};
use crate::cells::Column;

fn read(
    format: FileFormat,
    naming: Naming,
    text: &[u8],
    piece: usize,
) -> Result<Vec<Record>, ImportError> {
    let mut table = Table::new(format, naming);
    let mut rows = Vec::new();
    for piece in text.chunks(piece) {
        table.feed(piece, &mut rows)?;
    }
    table.end(&mut rows)?;
    Ok(rows)
}

fn csv(text: &str) -> Result<Vec<Record>, ImportError> {
    read(FileFormat::Csv, Naming::default(), text.as_bytes(), 7)
}

const FILE: &str = "\u{feff}email,first_name,phone\r\n\
    ana@example.com,\"Ana \"\"A.\"\"\",'+49 30 1\r\n\r\n\
    ben@example.com,\"Ben\nthe second\",\r\n\
    cem@example.com,Cem,1";

#[test]
fn rows_and_their_lines_are_the_same_whatever_the_pieces() {
    let whole = read(FileFormat::Csv, Naming::default(), FILE.as_bytes(), 10_000).unwrap();
    let lines = whole.iter().map(|row| row.line).collect::<Vec<_>>();
    assert_eq!(lines, [2, 4, 6]);
    assert_eq!(whole[0].cells[&Column::FirstName], "Ana \"A.\"");
    assert_eq!(whole[0].cells[&Column::Phone], "+49 30 1");
    assert!(
        !whole[1].cells.contains_key(&Column::Phone),
        "an empty cell is none"
    );
    for piece in [3, 4, 5, 16] {
        let rows = read(FileFormat::Csv, Naming::default(), FILE.as_bytes(), piece).unwrap();
        assert_eq!(rows, whole, "{piece}");
    }
}

#[test]
fn a_quotation_mark_that_never_closes_is_told_with_its_line() {
    for text in ["email\na@b.c\n\"d@e.f\ng@h.i\n", "email\na@b.c\n\""] {
        let Err(ImportError::File { line, message }) = csv(text) else {
            panic!("taken");
        };
        assert_eq!(line, 3, "{message}");
        assert!(message.contains("never closes"), "{message}");
    }
    let endless = format!("email\n\"{}", "x".repeat(70_000));
    assert!(matches!(
        csv(&endless),
        Err(ImportError::File { line: 2, .. })
    ));
}

#[test]
fn unknown_missing_and_repeated_columns_are_all_named_before_any_row() {
    let naming = Naming {
        map: [
            ("Mail".to_owned(), Column::Email),
            ("Tel".to_owned(), Column::Phone),
        ]
        .into(),
        ignore: ["Shoe".to_owned()].into(),
    };
    let head = b"Mail,Shoe,Hat,email,number\nx,x,x,x,x\n";
    let Err(ImportError::Columns(wrong)) = read(FileFormat::Csv, naming, head, 5) else {
        panic!("taken");
    };
    let wrong = wrong
        .iter()
        .map(|reason| (reason.column.as_str(), reason.code.as_str()));
    let expected = [
        ("Hat", "unknown"),
        ("email", "repeated"),
        ("Tel", "unknown"),
    ];
    assert_eq!(wrong.collect::<Vec<_>>(), expected);
    assert!(
        matches!(csv("first_name\nAna\n"), Err(ImportError::Columns(_))),
        "no key"
    );
    assert!(matches!(csv(""), Err(ImportError::File { line: 1, .. })));
}

#[test]
fn a_row_with_too_few_cells_or_other_letters_is_wrong_by_itself() {
    let file = b"email,phone\na@b.c\n\xff@b.c,1\nd@e.f,1\n";
    let rows = read(FileFormat::Csv, Naming::default(), file, 64).unwrap();
    let codes = |row: &Record| {
        row.wrong
            .iter()
            .map(|reason| reason.code.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        rows.iter().map(codes).collect::<Vec<_>>(),
        [vec!["cells"], vec!["invalid"], vec![]]
    );
}

#[test]
fn objects_are_read_line_by_line_with_lists_and_roles_as_the_api_shows_them() {
    let file = br#"{"email":"a@b.c","roles":["clerk",{"role":"x","organization":"0190","from":null,"until":"2027-01-01T00:00:00Z"}],"phone":null}

not json
{"hat":1,"email":["a"]}
{"email":"d@e.f"}"#;
    let rows = read(FileFormat::Ndjson, Naming::default(), file, 10).unwrap();
    assert_eq!(
        rows.iter().map(|row| row.line).collect::<Vec<_>>(),
        [1, 3, 4, 5]
    );
    assert_eq!(
        rows[0].cells[&Column::Roles],
        "clerk;x@0190[/2027-01-01T00:00:00Z]"
    );
    assert!(!rows[0].cells.contains_key(&Column::Phone));
    assert_eq!(rows[1].wrong[0].code, "malformed");
    let codes = rows[2].wrong.iter().map(|reason| reason.code.as_str());
    assert_eq!(codes.collect::<Vec<_>>(), ["wrong_type", "unknown"]);
    assert!(rows[3].wrong.is_empty());
}
