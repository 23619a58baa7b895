//! What a run leaves in the contract's storage, written to a file: two versions of the code are compared by it.
//!
//! `BALLAST_DUMP=<folder>` turns it on; `scripts/compare-first-design.sh` sets it.

use std::fmt::{Display, Write as _};
use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::PathBuf;

use anyhow::{Context, Result};
use ballast_api::{Action, Parameter};
use ballast_guardrails::Pending;
use ballast_math::Timestamp;
use sha2::{Digest, Sha256};

use crate::Sandbox;

/// Where the registry of change sets lies, and where its history does.
const REGISTRY: &[u8] = b"reg";
const HISTORY: &[u8] = b"\x00\x01y";

/// Which of the kinds of history is a set that ended.
const ENDED: u32 = 3;
/// How a set ends that others replaced, and how one that governance withdrew itself: the first design had one word for both.
const SUPERSEDED: u8 = 2;
const CANCELLED: u8 = 4;

/// The registry as its bytes lie: the next set, those pending, when parameters changed, and how sets ended.
type Registry = (u64, Vec<Pending<Parameter, Action>>, Vec<(Parameter, Timestamp)>, Vec<(u64, u8)>);

/// A file of the folder that `BALLAST_DUMP` names.
pub struct Dump {
    file: BufWriter<File>,
}

impl Dump {
    /// Opens a file by its name; `None` where no folder is named.
    ///
    /// # Errors
    ///
    /// When the folder or the file cannot be made.
    pub fn open(name: &str) -> Result<Option<Self>> {
        let Some(folder) = std::env::var_os("BALLAST_DUMP").map(PathBuf::from) else { return Ok(None) };
        fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
        let path = folder.join(name).with_extension("txt");
        let file = File::create(&path).with_context(|| path.display().to_string())?;
        Ok(Some(Self { file: BufWriter::new(file) }))
    }

    /// Writes a line of the caller's own.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub fn line(&mut self, text: impl Display) -> Result<()> {
        writeln!(self.file, "{text}").context("the dump cannot be written")
    }

    /// Writes a line on all that the contract stores now: how many keys, how many bytes, and their hash.
    ///
    /// # Errors
    ///
    /// When a record cannot be read, or the line not be written.
    pub fn digest(&mut self, label: impl Display, chain: &Sandbox) -> Result<()> {
        let (mut hash, mut keys, mut bytes) = (Sha256::new(), 0, 0);
        for (key, value) in stored(chain)? {
            for part in [&key, &value] {
                hash.update((part.len() as u64).to_be_bytes());
                hash.update(part);
            }
            keys += 1;
            bytes += value.len();
        }
        self.line(format_args!("{label}: {keys} keys, {bytes} bytes, {}", hex(&hash.finalize())))
    }

    /// Writes every key whose namespace begins so, with its value; all of them where it is empty.
    ///
    /// # Errors
    ///
    /// When a record cannot be read, or a line not be written.
    pub fn contents(&mut self, label: impl Display, chain: &Sandbox, namespace: &[u8]) -> Result<()> {
        for (key, value) in stored(chain)? {
            if key.starts_with(namespace) {
                self.line(format_args!("{label} {} = {}", readable(&key), hex(&value)))?;
            }
        }
        Ok(())
    }
}

/// All keys and values, in order, with one word for the endings for which the first design had one.
fn stored(chain: &Sandbox) -> Result<Vec<(Vec<u8>, Vec<u8>)>> {
    let mut pairs = chain.dump();
    pairs.sort();
    for (key, value) in &mut pairs {
        if key == REGISTRY {
            let mut registry: Registry = postcard::from_bytes(value).context("the registry")?;
            registry.3.iter_mut().for_each(|(_, ending)| merge(ending));
            *value = postcard::to_allocvec(&registry).context("the registry")?;
        } else if key.starts_with(HISTORY) {
            let ((_, _, kind), _): ((u64, (u64, u64), u32), _) =
                postcard::take_from_bytes(value).context("the history")?;
            if let (ENDED, Some(ending)) = (kind, value.last_mut()) {
                merge(ending);
            }
        }
    }
    Ok(pairs)
}

const fn merge(ending: &mut u8) {
    if *ending == CANCELLED {
        *ending = SUPERSEDED;
    }
}

/// Letters as they are, other bytes as `\x00`.
fn readable(key: &[u8]) -> String {
    key.escape_ascii().to_string()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a string takes whatever is written");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_word_for_two_endings() {
        let mut endings = [0, 1, SUPERSEDED, 3, CANCELLED];
        endings.iter_mut().for_each(merge);
        assert_eq!(endings, [0, 1, SUPERSEDED, 3, SUPERSEDED]);
    }

    #[test]
    fn keys_can_be_read() {
        assert_eq!(readable(b"\x00\x01y7"), r"\x00\x01y7");
        assert_eq!(hex(&[0, 255]), "00ff");
    }
}
