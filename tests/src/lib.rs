//! The end-to-end suites stand under `tests/`; this library is empty.
