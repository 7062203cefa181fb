//! Moments in forms: as the clock on the visitor's wall shows them.

use crate::{
    console::{Visit, moment},
    pages::{Field, Form, Kind},
};
use chrono::{DateTime, NaiveDateTime, SecondsFormat, Utc};
use chrono_tz::Tz;

/// How browsers write such a moment.
const LOCAL: &str = "%Y-%m-%dT%H:%M";

/// A moment as the field has it.
pub(super) fn local(at: DateTime<Utc>, zone: Tz) -> String {
    at.with_timezone(&zone).format(LOCAL).to_string()
}

/// A field for a moment.
pub(super) fn field(visit: &Visit, name: &'static str, label: String) -> Field {
    let zone = visit
        .words
        .say1("user-in-zone", "zone", visit.reading.zone.name());
    Field::of_kind(Kind::Line("datetime-local"), name, label)
        .verbatim()
        .optional()
        .hint(zone)
}

/// The form with these moments as the API writes them; what is no moment stays, and is refused there.
pub(super) fn with_moments(mut typed: Form, names: &[&str], zone: Tz) -> Form {
    for name in names {
        let read = typed.text(name).and_then(|text| read(text, zone));
        if let Some(at) = read {
            typed = typed.put(name, at.to_rfc3339_opts(SecondsFormat::Secs, true));
        }
    }
    typed
}

fn read(text: &str, zone: Tz) -> Option<DateTime<Utc>> {
    let forms = [LOCAL, "%Y-%m-%dT%H:%M:%S"];
    let local = forms
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())?;
    Some(moment::at(local, zone))
}
