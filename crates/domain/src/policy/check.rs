//! Contradictions inside a policy, said in words.

mod creation;
mod features;
mod log_in;
mod ranges;
mod roles;
mod spans;

use super::*;
use std::ops::Deref;

/// A policy whose settings do not contradict each other; the only kind that decides anything.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct ValidPolicy(Policy);

impl Deref for ValidPolicy {
    type Target = Policy;

    fn deref(&self) -> &Policy {
        &self.0
    }
}

/// Two settings that cannot both hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{settings}: {problem}")]
pub struct PolicyConflict {
    /// The settings, by their path in the policy.
    pub settings: &'static str,
    /// What is wrong and what to do, in a sentence.
    pub problem: &'static str,
}

impl Policy {
    /// Checks the policy as a whole (I-12).
    ///
    /// # Errors
    /// Every contradiction found, each in a sentence.
    pub fn check(self) -> Result<ValidPolicy, Vec<PolicyConflict>> {
        let mut found = Vec::new();
        let mut refuse = |wrong: bool, settings, problem| {
            if wrong {
                found.push(PolicyConflict { settings, problem });
            }
        };
        self.check_creation(&mut refuse);
        self.check_first_password(&mut refuse);
        self.check_log_in(&mut refuse);
        self.check_roles(&mut refuse);
        self.check_orders(&mut refuse);
        self.check_anonymization(&mut refuse);
        self.check_work(&mut refuse);
        self.check_spans(&mut refuse);
        self.check_ranges(&mut refuse);
        self.check_identifiers(&mut refuse);
        self.check_fields(&mut refuse);
        self.check_list(&mut refuse);
        if found.is_empty() {
            Ok(ValidPolicy(self))
        } else {
            Err(found)
        }
    }
}
