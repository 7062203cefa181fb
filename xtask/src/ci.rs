//! `cargo xtask ci`: every check, one after the other, until one fails.
//!
//! Each step is a command that can be typed; what is printed when it fails is what was run.

use std::time::Instant;

use anyhow::bail;

use crate::process;

/// Whether the tests are among the steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tests {
    Run,
    Skip,
}

struct Step {
    name: &'static str,
    environment: &'static [(&'static str, &'static str)],
    /// The words after `cargo`.
    cargo: &'static str,
}

const fn step(name: &'static str, cargo: &'static str) -> Step {
    Step {
        name,
        environment: &[],
        cargo,
    }
}

const STEPS: &[Step] = &[
    step("fmt", "fmt --all --check"),
    step("tidy", "xtask tidy"),
    step("deps", "xtask deps"),
    // A build of the workspace gives the domain's libraries the features of everybody else; alone
    // it has only its own, and a clock or a random number does not compile.
    step("domain alone", "check --package tenure-domain"),
    step("clippy", "clippy --workspace --all-targets -- -D warnings"),
    step("test", "xtask test"),
    step("codegen", "xtask codegen --check"),
    Step {
        name: "doc",
        environment: &[("RUSTDOCFLAGS", "-Dwarnings")],
        cargo: "doc --workspace --no-deps",
    },
];

/// Runs the steps; the error names the first that failed.
pub(crate) fn run(tests: Tests) -> anyhow::Result<()> {
    let start = Instant::now();
    for step in STEPS
        .iter()
        .filter(|step| tests == Tests::Run || step.name != "test")
    {
        step.run()?;
    }
    println!(
        "xtask: every check passed in {:.0} s",
        start.elapsed().as_secs_f32()
    );
    Ok(())
}

impl Step {
    fn run(&self) -> anyhow::Result<()> {
        println!("xtask: {} ...", self.name);
        let start = Instant::now();
        let mut command = process::cargo();
        command
            .args(self.cargo.split_whitespace())
            .envs(self.environment.iter().copied());
        let status = process::status(&mut command)?;
        let seconds = start.elapsed().as_secs_f32();
        if !status.success() {
            bail!(
                "{} failed after {seconds:.1} s; run it alone:\n\n  {}",
                self.name,
                self.alone()
            );
        }
        println!("xtask: {} passed in {seconds:.1} s", self.name);
        Ok(())
    }

    /// The step as one would type it.
    fn alone(&self) -> String {
        let variables: String = self
            .environment
            .iter()
            .map(|(name, value)| format!("{name}={value} "))
            .collect();
        format!("{variables}cargo {}", self.cargo)
    }
}
