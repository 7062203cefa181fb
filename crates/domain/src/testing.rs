//! Builders and kits for tests.
