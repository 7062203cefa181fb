//! Roles, facilities and other records, positions, time off, the rules.
