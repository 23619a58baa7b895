//! Writes what is computed of `docs/presets`: the tables of its pages, and their charts.
//!
//! `BALLAST_DATA=<folder> cargo run -p ballast-research --example preset_charts`, with the published files in the folder. What needs none
//! of them is written without it too.

#![allow(missing_docs)]

#[path = "preset_charts/charts.rs"]
mod charts;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use ballast_page::table::Table;
use ballast_presets::PresetName;
use ballast_research::overview::overview;
use ballast_research::part::with_part;
use ballast_research::published::{Data, filecoin, helium, render, replay_built_in, rules, run};

/// Charts larger than this are no charts for a page.
const MAX_BYTES: usize = 60_000;

fn main() -> Result<()> {
    write_part("README.md", "overview", &overview()?)?;
    write_part("helium.md", "rule", &rules::helium_table()?)?;
    write_part("render.md", "emissions", &rules::render_table()?)?;
    let ballast = replay_built_in(PresetName::Ballast)?;
    write_part("ballast.md", "run", &run::totals_table(&ballast))?;
    write_chart("ballast", &charts::ballast(&ballast)?)?;
    write_part("filecoin.md", "run", &run::totals_table(&replay_built_in(PresetName::Filecoin)?))?;

    let Some(data) = Data::at_hand() else { return Ok(()) };
    let weeks = helium::weeks(&data.replay(PresetName::Helium, "helium_weekly.csv")?)?;
    write_part("helium.md", "weeks", &helium::weekly_table(&weeks)?)?;
    write_chart("helium", &charts::helium(&weeks)?)?;

    let weeks = render::weeks(&data.replay(PresetName::Render, "render_weekly.csv")?)?;
    write_part("render.md", "weeks", &render::weekly_table(&weeks, render::availability(&data)?)?)?;
    write_chart("render", &charts::render(&weeks)?)?;

    let days = filecoin::days(&data)?;
    write_part("filecoin.md", "days", &filecoin::daily_table(&days, filecoin::vectors(&data)?)?)?;
    write_chart("filecoin", &charts::filecoin(&days)?)
}

fn pages() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/presets")
}

fn write_part(file: &str, name: &str, table: &Table) -> Result<()> {
    let path = pages().join(file);
    let page = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    fs::write(&path, with_part(&page, name, &table.markdown())?)?;
    println!("{file}: {name}");
    Ok(())
}

fn write_chart(name: &str, svg: &str) -> Result<()> {
    ensure!(svg.len() <= MAX_BYTES, "{name}.svg: expected at most {MAX_BYTES} bytes, found {}", svg.len());
    fs::write(pages().join(format!("{name}.svg")), svg)?;
    println!("{name}.svg: {} bytes", svg.len());
    Ok(())
}
