//! Names and a first password in forms: which fields there are, and everything wrong with them at once.

use super::{form::Form, view::Field};
use crate::{console::Words, extract::Input, problem::Problem};
use tenure_domain::{
    Rejection, Violation,
    policy::{IdentityPolicy, NameShape, Required},
    value::{PasswordContext, PlainPassword},
};
use tenure_service::{Error, ports::Tenant};

/// The fields for the names that users of this system have.
pub(super) fn name_fields(identity: &IdentityPolicy, typed: &Form, words: &Words) -> Vec<Field> {
    let names: &[_] = match identity.name_shape {
        NameShape::FirstLast => &[
            ("first_name", "field-first-name", "given-name"),
            ("last_name", "field-last-name", "family-name"),
        ],
        NameShape::Single => &[("display_name", "field-display-name", "name")],
        NameShape::None => &[],
    };
    let fields = names.iter().map(|(name, label, known_as)| {
        let field = Field::text(*name, words.say(label)).known_as(known_as);
        let field = field.holding(typed.text(name));
        match identity.name_at_creation {
            Required::Required => field,
            Required::Optional => field.optional(),
        }
    });
    fields.collect()
}

/// What the form says. Where anything is wrong, names and passwords that the use case would refuse next are named as
/// well: nobody shall learn of them only after everything else is mended.
pub(super) fn read<T: Input>(typed: &Form, own: &[&str], tenant: &Tenant) -> Result<T, Problem> {
    let wrong = missing_names(&tenant.policy.identity, typed);
    let mut problem = match typed.input(own) {
        Ok(input) if wrong.is_empty() => return Ok(input),
        Ok(_) => Problem::validation(Vec::new()),
        Err(problem) => problem,
    };
    problem.errors.extend(wrong.into_iter().map(Into::into));
    let rules = tenant.policy.credential.password;
    if let Some(password) = typed.text("password").and_then(PlainPassword::parse)
        && let Err(weak) = rules.accept(password, &PasswordContext::default())
    {
        let mut weak = Problem::from(Error::from(Rejection::from(weak)));
        problem.errors.append(&mut weak.errors);
    }
    Err(problem)
}

fn missing_names(identity: &IdentityPolicy, typed: &Form) -> Vec<Violation> {
    let fields = name_fields(identity, typed, &Words::default());
    let missing = fields.iter().filter(|field| field.is_missing());
    let wrong = missing.map(|field| {
        let pointer = format!("/{}", field.name());
        Violation::new(&pointer, "required", "Fill in this field.")
    });
    wrong.collect()
}
