//! The rules of a user's life, as sentences, tables, laws and stored formats.

use proptest::test_runner::Config;

#[cfg(test)]
#[path = "rules/access.rs"]
mod access;
#[cfg(test)]
#[path = "rules/authority.rs"]
mod authority;
#[cfg(test)]
#[path = "rules/consequences.rs"]
mod consequences;
#[cfg(test)]
#[path = "rules/credentials.rs"]
mod credentials;
#[cfg(test)]
#[path = "rules/documents.rs"]
mod documents;
#[cfg(test)]
#[path = "rules/effects.rs"]
mod effects;
#[cfg(test)]
#[path = "rules/event_meanings.rs"]
mod event_meanings;
#[cfg(test)]
#[path = "rules/golden.rs"]
mod golden;
#[cfg(test)]
#[path = "rules/invariants.rs"]
mod invariants;
#[cfg(test)]
#[path = "rules/invitations.rs"]
mod invitations;
#[cfg(test)]
#[path = "rules/laws.rs"]
mod laws;
#[cfg(test)]
#[path = "rules/listing.rs"]
mod listing;
#[cfg(test)]
#[path = "rules/lockout.rs"]
mod lockout;
#[cfg(test)]
#[path = "rules/memberships.rs"]
mod memberships;
#[cfg(test)]
#[path = "rules/places.rs"]
mod places;
#[cfg(test)]
#[path = "rules/policy_changes.rs"]
mod policy_changes;
#[cfg(test)]
#[path = "rules/policy_checks.rs"]
mod policy_checks;
#[cfg(test)]
#[path = "rules/presets.rs"]
mod presets;
#[cfg(test)]
#[path = "rules/references.rs"]
mod references;
#[cfg(test)]
#[path = "rules/removal.rs"]
mod removal;
#[cfg(test)]
#[path = "rules/role_limits.rs"]
mod role_limits;
#[cfg(test)]
#[path = "rules/roles.rs"]
mod roles;
#[cfg(test)]
#[path = "rules/settings.rs"]
mod settings;
#[cfg(test)]
#[path = "rules/table.rs"]
mod table;
#[cfg(test)]
#[path = "rules/transfers.rs"]
mod transfers;
#[cfg(test)]
#[path = "rules/views.rs"]
mod views;
#[cfg(test)]
#[path = "rules/work.rs"]
mod work;

/// So many random cases, or as many as `PROPTEST_CASES` asks for.
#[cfg(test)]
fn cases(few: u32) -> Config {
    let asked = std::env::var_os("PROPTEST_CASES").is_some();
    let all = Config {
        failure_persistence: None,
        ..Config::default()
    };
    Config {
        cases: if asked { all.cases } else { few },
        ..all
    }
}
