//! The store on sea-orm: SQLite and PostgreSQL through one code path.
