//! A form whose record has changed in the meantime: nothing typed is lost, and what stands now is told beside it.

use crate::{
    console::Words,
    pages::{Field, Form, FormPage, Kind},
};

/// Tells beside each field what stands there now, where that is not what was typed.
pub(super) fn tell(page: &mut FormPage, words: &Words, now: &Form) {
    page.compares = true;
    for field in &mut page.fields {
        let current = now.text(field.name()).unwrap_or_default();
        if current != field.value {
            let shown = shown(field, current).unwrap_or_else(|| words.say("organization-nothing"));
            field
                .hints
                .push(words.say1("organization-now", "value", shown));
        }
    }
}

/// A value as the field's own choices call it.
fn shown(field: &Field, value: &str) -> Option<String> {
    let chosen = if let Kind::Choice(choices) = &field.kind {
        choices.iter().find(|choice| choice.value == value)
    } else {
        None
    };
    let shown = chosen.map_or(value, |choice| choice.label.as_str());
    (!shown.is_empty()).then(|| shown.to_owned())
}
