//! What is wrong with those who were to be added.

use super::stage::WHO;
use crate::problem::{FieldError, Problem};

/// Is something wrong with who it is?
pub(super) fn is_about_who(problem: &Problem) -> bool {
    let mut at = problem.errors.iter();
    at.any(|error| WHO.contains(&error.pointer.trim_start_matches('/')))
}

/// What is wrong, with the address that it is about.
pub(super) fn about(mut problem: Problem, email: &str) -> Problem {
    if problem.errors.is_empty() {
        let error = FieldError::of("email", problem.code.as_str(), &problem.detail.clone());
        problem.errors.push(error);
    }
    for error in &mut problem.errors {
        error.message = format!("{email}: {}", error.message);
        error.pointer = "/emails".to_owned();
        // The message says more than the code.
        error.code = format!("{}_of", error.code);
    }
    problem
}

/// Both.
pub(super) fn joined(first: Option<Problem>, second: Problem) -> Problem {
    match first {
        Some(mut first) => {
            first.errors.extend(second.errors.clone());
            first
        }
        None => second,
    }
}
