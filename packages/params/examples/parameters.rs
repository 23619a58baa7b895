//! Writes `docs/parameters.md`: `cargo parameters`. With `--check` it writes nothing and fails where the file differs from
//! what the rows say.

use std::path::Path;
use std::{env, fs};

use anyhow::{Result, bail, ensure};

fn main() -> Result<()> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/parameters.md");
    let text = ballast_params::document();
    match env::args().nth(1).as_deref() {
        None => fs::write(path, text)?,
        Some("--check") => {
            ensure!(
                fs::read_to_string(path)? == text,
                "docs/parameters.md is out of date: run cargo parameters"
            )
        }
        Some(other) => bail!("expected nothing or --check, found {other:?}"),
    }
    Ok(())
}
