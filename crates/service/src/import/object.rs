//! A row that is a JSON object: the same cells, with lists where a CSV file divides by semicolons.

use super::{
    report::Reason,
    table::{Naming, Record},
};
use crate::cells::{Column, join};
use serde_json::Value;

/// The row on this line.
pub(super) fn record(naming: &Naming, line: u64, text: &[u8]) -> Record {
    let mut record = Record {
        line,
        ..Record::default()
    };
    let object = match serde_json::from_slice(text) {
        Ok(Value::Object(object)) => object,
        Ok(_) => {
            let message = "Write an object on each line.";
            record.wrong.push(Reason::new("", "wrong_type", message));
            return record;
        }
        Err(error) => {
            let message = format!("The line is not JSON: {error}.");
            record.wrong.push(Reason::new("", "malformed", message));
            return record;
        }
    };
    for (name, value) in &object {
        match naming.column(name) {
            Ok(Some(column)) => match cell(column, value) {
                Ok(text) => record.put(column, &text),
                Err(message) => {
                    let reason = Reason::of(column, "wrong_type", message);
                    record.wrong.push(reason);
                }
            },
            Ok(None) => {}
            Err(reason) => record.wrong.push(reason),
        }
    }
    record
}

fn cell(column: Column, value: &Value) -> Result<String, &'static str> {
    let several = matches!(
        column,
        Column::Organizations | Column::Facilities | Column::Roles
    );
    match value {
        Value::Null => Ok(String::new()),
        Value::String(text) => Ok(text.clone()),
        Value::Number(number) => Ok(number.to_string()),
        Value::Array(items) if several => {
            let items = items.iter().map(item).collect::<Option<Vec<_>>>();
            items.map(join).ok_or("Write a list of texts.")
        }
        Value::Array(_) | Value::Bool(_) | Value::Object(_) => Err("Write a text."),
    }
}

/// One of several: a text, or a role as the API shows it.
fn item(value: &Value) -> Option<String> {
    if let Value::String(text) = value {
        return Some(text.clone());
    }
    let text = |name: &str| match value.get(name) {
        None | Some(Value::Null) => Some(None),
        Some(Value::String(text)) => Some(Some(text.as_str())),
        Some(_) => None,
    };
    let role = text("role")??;
    let place = text("organization")?.map(|id| format!("@{id}"));
    let time = match (text("from")?, text("until")?) {
        (None, None) => String::new(),
        (from, until) => format!(
            "[{}/{}]",
            from.unwrap_or_default(),
            until.unwrap_or_default()
        ),
    };
    Some(format!("{role}{}{time}", place.unwrap_or_default()))
}
