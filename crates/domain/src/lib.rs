//! The rules of a user account's life: pure, without IO, clock or randomness.
