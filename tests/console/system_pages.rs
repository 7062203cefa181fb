//! The system itself, and how programs reach it.
