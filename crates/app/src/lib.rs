//! The binary tenure: configuration, wiring, command line.
