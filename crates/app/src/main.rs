//! The binary: its arguments in, its exit code out.

use std::process::ExitCode;

fn main() -> ExitCode {
    tenure_app::install_tls_provider();
    tenure_app::cli::run(std::env::args_os())
}
