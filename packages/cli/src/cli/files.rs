//! Files in a folder.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use ballast_page::File;

/// Writes files into a folder, and tells where they are.
pub fn write(files: Vec<File>, folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let paths = files.into_iter().map(|file| {
        let path = folder.join(file.name);
        fs::write(&path, file.content).with_context(|| format!("cannot write {}", path.display()))?;
        Ok(path)
    });
    tell_written(&paths.collect::<Result<Vec<PathBuf>>>()?);
    Ok(())
}

/// Tells which files were written.
pub fn tell_written(paths: &[PathBuf]) {
    let paths: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
    println!("\nWritten: {}", paths.join(", "));
}
