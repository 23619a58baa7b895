//! The node's program.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, anyhow};

/// The node's program; libraries that it comes with lie beside it.
pub fn command(binary: &Path) -> Command {
    let mut command = Command::new(binary);
    if let Some(folder) = binary.parent() {
        command.env("LD_LIBRARY_PATH", folder);
    }
    command
}

/// Runs the node's program to its end.
pub fn run(binary: &Path, arguments: &[&str], home: &Path, input: &str) -> Result<String> {
    let mut process = command(binary)
        .args(arguments)
        .arg("--home")
        .arg(home)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("{}", binary.display()))?;
    if let Some(mut stdin) = process.stdin.take() {
        stdin.write_all(format!("{input}\n").as_bytes())?;
    }
    let output = process.wait_with_output()?;
    if !output.status.success() {
        return Err(anyhow!("{} {}: {}", binary.display(), arguments.join(" "), text(&output.stderr)));
    }
    // Some programs answer on the one, some on the other.
    Ok(if output.stdout.is_empty() { text(&output.stderr) } else { text(&output.stdout) })
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim().to_owned()
}
