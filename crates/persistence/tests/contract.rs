//! The store's contract: each sentence holds on SQLite and on PostgreSQL alike.
//!
//! PostgreSQL is the server of `TEST_POSTGRES_URL`. Without it, its half fails where `CI` is `true`
//! and is reported as ignored elsewhere.

#[cfg(test)]
#[macro_use]
#[path = "contract/kit.rs"]
mod kit;

#[cfg(test)]
#[path = "contract/administrators.rs"]
mod administrators;
#[cfg(test)]
#[path = "contract/audit.rs"]
mod audit;
#[cfg(test)]
#[path = "contract/commits.rs"]
mod commits;
#[cfg(test)]
#[path = "contract/filters.rs"]
mod filters;
#[cfg(test)]
#[path = "contract/former.rs"]
mod former;
#[cfg(test)]
#[path = "contract/lists.rs"]
mod lists;
#[cfg(test)]
#[path = "contract/lives.rs"]
mod lives;
#[cfg(test)]
#[path = "contract/log_in.rs"]
mod log_in;
#[cfg(test)]
#[path = "contract/log_in_filter.rs"]
mod log_in_filter;
#[cfg(test)]
#[path = "contract/orders.rs"]
mod orders;
#[cfg(test)]
#[path = "contract/outbox.rs"]
mod outbox;
#[cfg(test)]
#[path = "contract/people.rs"]
mod people;
#[cfg(test)]
#[path = "contract/places.rs"]
mod places;
#[cfg(test)]
#[path = "contract/plans.rs"]
mod plans;
#[cfg(test)]
#[path = "contract/policies.rs"]
mod policies;
#[cfg(test)]
#[path = "contract/references.rs"]
mod references;
#[path = "contract/roles.rs"]
#[cfg(test)]
mod roles;
#[cfg(test)]
#[path = "contract/schema.rs"]
mod schema;
#[cfg(test)]
#[path = "contract/sessions.rs"]
mod sessions;
#[cfg(test)]
#[path = "contract/trail.rs"]
mod trail;
#[cfg(test)]
#[path = "contract/transfers.rs"]
mod transfers;
#[cfg(test)]
#[path = "contract/work.rs"]
mod work;

#[cfg(test)]
fn main() -> std::process::ExitCode {
    kit::run([
        ("administrators", administrators::sentences()),
        ("audit", audit::sentences()),
        ("commits", commits::sentences()),
        ("filters", filters::sentences()),
        ("former", former::sentences()),
        ("lists", lists::sentences()),
        ("lives", lives::sentences()),
        ("log_in", log_in::sentences()),
        ("log_in_filter", log_in_filter::sentences()),
        ("orders", orders::sentences()),
        ("outbox", outbox::sentences()),
        ("places", places::sentences()),
        ("plans", plans::sentences()),
        ("policies", policies::sentences()),
        ("references", references::sentences()),
        ("roles", roles::sentences()),
        ("schema", schema::sentences()),
        ("sessions", sessions::sentences()),
        ("trail", trail::sentences()),
        ("transfers", transfers::sentences()),
        ("work", work::sentences()),
    ])
}

#[cfg(not(test))]
fn main() {}
