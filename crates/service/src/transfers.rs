//! Many users at once, in and out.

use crate::{
    assignments::Assignments, export::Exports, import::Imports, ports::TransferStore,
    queries::Reading, users::Users,
};
use std::sync::Arc;

/// The use cases that carry users in and out.
#[derive(Clone, Debug)]
pub struct Transfers {
    /// In.
    pub imports: Imports,
    /// Out.
    pub exports: Exports,
}

impl Transfers {
    /// The use cases over these parts.
    #[must_use]
    pub fn new(
        users: &Users,
        assignments: &Assignments,
        reading: &Reading,
        store: Arc<dyn TransferStore>,
    ) -> Self {
        Self {
            imports: Imports::new(users.clone(), assignments.clone(), Arc::clone(&store)),
            exports: Exports::new(reading.clone(), users.clone(), store),
        }
    }
}
