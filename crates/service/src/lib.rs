//! Use cases over ports: commands, log-in, outbox relay, deadline sweep.
