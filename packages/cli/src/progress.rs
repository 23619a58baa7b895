//! How far a job is, for who waits in front of it.

use anyhow::Result;
use indicatif::{ProgressBar, ProgressStyle};

/// A bar over the epochs of a job by this name.
pub fn epochs(count: u64, name: &str) -> Result<ProgressBar> {
    bar(count, name, "of", "epochs")
}

/// A bar over so many units; `of` says how sure their number is.
pub fn bar(count: u64, name: &str, of: &str, unit: &str) -> Result<ProgressBar> {
    let bar = ProgressBar::new(count);
    let style =
        format!("{{msg}} {{wide_bar}} {{human_pos}} {of} {{human_len}} {unit}, {{per_sec}}, {{eta}} left");
    bar.set_style(ProgressStyle::with_template(&style)?);
    // A name may come from a file: it is text, and no part of the template.
    bar.set_message(name.to_owned());
    Ok(bar)
}
