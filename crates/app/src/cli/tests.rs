//! What can be typed.

use super::{Cli, Command, run};
use clap::{CommandFactory, Parser};
use std::process::ExitCode;

fn parse(line: &str) -> Result<Cli, clap::Error> {
    Cli::try_parse_from(line.split(' '))
}

fn code(line: &str) -> ExitCode {
    run(line.split(' ').map(Into::into))
}

#[test]
fn the_commands_are_sound() {
    Cli::command().debug_assert();
}

#[test]
fn no_command_means_serve_and_every_command_takes_the_data_directory() {
    assert!(parse("tenure --data x").unwrap().command.is_none());
    for line in [
        "tenure --data x serve",
        "tenure serve --data x --listen 127.0.0.1:0 --insecure-http --migrate check",
        "tenure user list --data x",
        "tenure user create --email a@example.com --admin --password-stdin --data x",
        "tenure user create --email a@example.com --invite --data x",
        "tenure --data x migrate up",
        "tenure setup-link --data x --public-url http://x",
        "tenure doctor --json --data x",
        "tenure check --json --data x",
        "tenure config print --data x",
        "tenure openapi --data x",
        "tenure tenant create shop --preset standard --admin-email a@example.com --admin-password-stdin --data x",
    ] {
        let cli = parse(line).unwrap_or_else(|error| panic!("{line}: {error}"));
        assert_eq!(cli.common.data.unwrap().to_str(), Some("x"), "{line}");
    }
    let Some(Command::Serve(serve)) = parse("tenure serve --listen [::1]:0").unwrap().command
    else {
        panic!("not serve");
    };
    assert!(serve.listen.unwrap().is_ipv6());
}

#[test]
fn what_is_typed_wrongly_ends_with_64_and_help_with_0() {
    let wrong = format!("{:?}", ExitCode::from(64));
    for line in [
        "tenure serv",
        "tenure serve --listen nonsense",
        "tenure serve --migrate sometimes",
        "tenure user",
        "tenure user create --email a@example.com --invite --password-stdin",
        "tenure user create --email a@example.com --invite --admin",
        "tenure user create --invite",
        "tenure user show",
        "tenure policy",
        "tenure policy check",
        "tenure policy set",
        "tenure policy set rules.json --preset hesh",
        "tenure policy set --preset nobody",
        "tenure tenant set-policy shop",
        "tenure --colour",
    ] {
        assert_eq!(format!("{:?}", code(line)), wrong, "{line}");
    }
    for line in [
        "tenure --help",
        "tenure --version",
        "tenure user create --help",
    ] {
        let done = format!("{:?}", ExitCode::SUCCESS);
        assert_eq!(format!("{:?}", code(line)), done, "{line}");
    }
}

#[test]
fn a_command_that_fails_ends_with_1() {
    let failed = format!("{:?}", ExitCode::FAILURE);
    for line in [
        "tenure config check --config /nonexistent/tenure.toml",
        "tenure policy check /nonexistent/rules.json",
    ] {
        assert_eq!(format!("{:?}", code(line)), failed, "{line}");
    }
}

#[test]
fn no_password_can_be_an_argument() {
    let help = Cli::command().render_long_help().to_string();
    assert!(!help.contains("--password "));
    assert!(parse("tenure user create --email a@example.com --password x").is_err());
}
