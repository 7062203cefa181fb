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
    for piece in [1, 2, 3, 4, 5, 16] {
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

#[test]
fn a_head_alone_is_a_file_without_rows_with_or_without_a_mark() {
    for text in ["email", "email\r\n", "\u{feff}email\n", "\u{feff}\"email\""] {
        let rows = read(FileFormat::Csv, Naming::default(), text.as_bytes(), 1);
        assert_eq!(rows, Ok(Vec::new()), "{text:?}");
    }
    for text in ["", "\n\r\n", "\u{feff}"] {
        let read = read(FileFormat::Csv, Naming::default(), text.as_bytes(), 2);
        let Err(ImportError::File { line: 1, message }) = read else {
            panic!("{text:?} taken: {read:?}");
        };
        assert!(message.contains("empty"), "{message}");
    }
    assert_eq!(
        read(FileFormat::Ndjson, Naming::default(), b"", 1),
        Ok(Vec::new())
    );
}

#[test]
fn a_cell_of_a_mebibyte_and_ten_thousand_columns_stop_the_file_at_their_line() {
    let cell = format!("email\na@b.c\n{}@b.c\nd@e.f\n", "x".repeat(1 << 20));
    let columns = format!("email{}\n", ",x".repeat(10_000));
    let cells = format!("email\na@b.c{}\n", ",x".repeat(10_000));
    let object = format!("{{}}\n{{\"email\":\"{}\"}}\n", "x".repeat(1 << 20));
    for (format, text, at) in [
        (FileFormat::Csv, cell, 3),
        (FileFormat::Csv, columns, 1),
        (FileFormat::Csv, cells, 2),
        (FileFormat::Ndjson, object, 2),
    ] {
        for piece in [1_000, 1 << 22] {
            let read = read(format, Naming::default(), text.as_bytes(), piece);
            let Err(ImportError::File { line, .. }) = read else {
                panic!("taken: {read:?}");
            };
            assert_eq!(line, at);
        }
    }
}

#[test]
fn no_more_of_a_row_is_held_than_it_may_be_long() {
    let mut table = Table::new(FileFormat::Csv, Naming::default());
    let mut rows = Vec::new();
    table.feed(b"email\n\"", &mut rows).unwrap();
    let piece = [b'x'; 4_096];
    let fed = (0..1_000).take_while(|_| table.feed(&piece, &mut rows).is_ok());
    assert!(fed.count() < 20, "64 KiB are the most");
    let Table::Csv(csv) = table else {
        panic!("a CSV file")
    };
    assert!(csv.text.len() <= 64 * 1024);
}

#[test]
fn a_head_in_another_encoding_is_refused_before_any_row() {
    let utf16 = b"\xff\xfee\0m\0a\0i\0l\0\n\0";
    let latin = b"email,n\xe4me\na@b.c,x\n";
    for text in [&utf16[..], latin] {
        let read = read(FileFormat::Csv, Naming::default(), text, 5);
        assert!(
            matches!(read, Err(ImportError::File { line: 1, .. })),
            "{read:?}"
        );
    }
    let nul = read(FileFormat::Csv, Naming::default(), b"em\0ail\nx\n", 5);
    assert!(matches!(nul, Err(ImportError::Columns(_))), "{nul:?}");
}

#[test]
fn what_is_not_a_flat_object_is_wrong_by_itself_and_the_next_line_goes_on() {
    let deep = format!("{{\"email\":{}{}}}", "[".repeat(5_000), "]".repeat(5_000));
    let file = [
        br#"{"email":{"at":"a@b.c"}}"#.as_slice(),
        br#"{"email":"a@b.c","roles":[{"role":{"x":1}}]}"#,
        br#"["a@b.c"]"#,
        b"{\"email\":\"\xff@b.c\"}",
        deep.as_bytes(),
        br#"{"email":"a@b.c","roles":{"a":1},"hat":null}"#,
        br#"{"email":"a@b.c"} {"email":"d@e.f"}"#,
        br#"{"email":"a@b.c""#,
        br#"{"email":"d@e.f","facilities":["B1","B2"]}"#,
    ];
    let text = file.join(&b'\n');
    let rows = read(FileFormat::Ndjson, Naming::default(), &text, 11).unwrap();
    let codes = rows.iter().map(|row| {
        let codes = row.wrong.iter().map(|reason| reason.code.as_str());
        (row.line, codes.collect::<Vec<_>>().join(" "))
    });
    let expected = [
        (1, "wrong_type"),
        (2, "wrong_type"),
        (3, "wrong_type"),
        (4, "malformed"),
        (5, "malformed"),
        (6, "unknown wrong_type"),
        (7, "malformed"),
        (8, "malformed"),
        (9, ""),
    ];
    let expected = expected.map(|(line, code)| (line, code.to_owned()));
    assert_eq!(codes.collect::<Vec<_>>(), expected);
    assert_eq!(rows[8].cells[&Column::Facilities], "B1;B2");
}
