//! `ballast audit` on evidence that somebody wrote.

#![allow(missing_docs)]

use std::fs;
use std::process::Command;

use tempfile::tempdir;

#[test]
fn what_a_file_says_steers_no_terminal() {
    let folder = tempdir().unwrap();
    // A job's name, as a meter may have chosen it, in a file that is no evidence.
    let evidence = "{\"chain_id\": \"c\", \"contract\": \"c\", \"height\": \"job \u{1b}[2J \u{202e}\"}";
    fs::write(folder.path().join("evidence.json"), evidence.replace('\u{1b}', "\\u001b")).unwrap();
    let mut audit = Command::new(env!("CARGO_BIN_EXE_ballast"));
    let output = audit.args(["audit", "--evidence", "evidence.json"]).current_dir(&folder).output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.contains("evidence.json: ") && !told.contains(['\u{1b}', '\u{202e}']), "{told}");
}
