//! The edge: what the API takes, refuses and says, with stores that live in memory.

#[cfg(test)]
#[path = "edge/columns.rs"]
mod columns;
#[cfg(test)]
#[path = "edge/documents.rs"]
mod documents;
#[cfg(test)]
#[path = "edge/headers.rs"]
mod headers;
#[cfg(test)]
#[path = "edge/lists.rs"]
mod lists;
#[cfg(test)]
#[path = "edge/orders.rs"]
mod orders;
#[cfg(test)]
#[path = "edge/policy.rs"]
mod policy;
#[cfg(test)]
#[path = "edge/refusals.rs"]
mod refusals;
#[cfg(test)]
#[path = "edge/roles.rs"]
mod roles;
#[cfg(test)]
#[path = "edge/sessions.rs"]
mod sessions;
#[cfg(test)]
#[path = "edge/stand.rs"]
mod stand;
#[cfg(test)]
#[path = "edge/stores.rs"]
mod stores;
#[cfg(test)]
#[path = "edge/users.rs"]
mod users;
#[cfg(test)]
#[path = "edge/work.rs"]
mod work;
