//! The `ballast` command.

use std::process::ExitCode;

use ballast_cli::cli::{Cli, run};
use ballast_page::table::visible;
use clap::Parser;

/// Exit code for input that cannot be used; clap uses the same for arguments.
const INVALID_INPUT: u8 = 2;

fn main() -> ExitCode {
    match run(&Cli::parse()) {
        Ok(code) => code,
        Err(error) => {
            // It may quote what a file or a chain says.
            eprintln!("error: {}", visible(&format!("{error:#}")));
            ExitCode::from(INVALID_INPUT)
        }
    }
}
