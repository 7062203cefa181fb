//! The binary `tenure`, built beside the tests that run it.

use std::process::ExitCode;

fn main() -> ExitCode {
    tenure_app::main()
}
