//! Sums of a replay, by row and over all. The formulas are those of `ballast_math`.

use anyhow::Result;
use ballast_api::{HistoryEntry, HistoryEvent};
use ballast_guardrails::Level;
use ballast_math::{
    Cap, Duration, Flow, Ratio, Rounding, Tokens, Usd, annualised_net_emission, burn_profile, coverage,
};

use crate::history::History;
use crate::outcome::{self, EpochLine, Meta, Outcome, PeriodLine, Totals};

/// What a replay collected on its way.
#[derive(Default)]
pub struct ReplayLog {
    pub epochs: Vec<EpochLine>,
    pub claimed: Tokens,
    pub happened: Vec<HistoryEntry>,
}

pub fn summarise(meta: Meta, history: &History, collected: ReplayLog) -> Result<Outcome> {
    let ReplayLog { epochs, claimed, happened } = collected;
    let periods = history.rows.iter().enumerate().map(|(period, row)| {
        let lines: Vec<&EpochLine> = epochs.iter().filter(|line| line.period == period).collect();
        let flow = outcome::flow(lines.iter().copied())?;
        let supply = lines.last().map_or(meta.seed_supply, |line| line.supply);
        let span = meta.epoch_length.saturating_times(lines.len() as u64);
        Ok(PeriodLine {
            start: row.start,
            end: row.end,
            epochs: lines.len() as u32,
            price: row.price,
            usd_settled: settled(&lines)?,
            burned: flow.burned,
            minted: flow.minted,
            net_emission: annualised_net_emission(flow, supply, span)?,
            coverage: coverage(flow.burned, flow.minted),
            supply,
            binding: binding(&lines),
            published: row.published,
        })
    });
    let periods = periods.collect::<Result<Vec<PeriodLine>>>()?;
    let trips = happened.iter().filter(|entry| is_trip(&entry.what)).count() as u32;
    let totals = totals(&meta, history, &epochs, HistoryTotals { trips, claimed })?;
    Ok(Outcome { meta, periods, totals, epochs, history: happened })
}

const LEVELS: [Level; 4] = [Level::Normal, Level::Caution, Level::Restricted, Level::Halted];

fn is_trip(what: &HistoryEvent) -> bool {
    matches!(what, HistoryEvent::Breaker(moved) if moved.to > moved.from)
}

/// What the epochs do not tell.
struct HistoryTotals {
    trips: u32,
    claimed: Tokens,
}

fn totals(meta: &Meta, history: &History, epochs: &[EpochLine], happened: HistoryTotals) -> Result<Totals> {
    let lines: Vec<&EpochLine> = epochs.iter().collect();
    let all = outcome::flow(lines.iter().copied())?;
    let supply = epochs.last().map_or(meta.seed_supply, |line| line.supply);
    let burns: Vec<Tokens> = epochs.iter().map(|line| line.burned).collect();
    let profile = burn_profile(&burns)?;
    let demand = epochs.iter().try_fold(Usd::ZERO, |sum, line| sum.plus(line.demand_usd))?;
    Ok(Totals {
        epochs: epochs.len() as u32,
        demand_usd: demand,
        usd_settled: settled(&lines)?,
        burned: all.burned,
        minted: all.minted,
        net_emission: annualised_net_emission(
            all,
            supply,
            meta.epoch_length.saturating_times(epochs.len() as u64),
        )?,
        coverage: coverage(all.burned, all.minted),
        first_year_mint_per_burn: first_year(meta.epoch_length, &lines)?,
        published_first_year_mint_per_burn: published_first_year(history)?,
        sustainable_burn: profile.sustainable,
        median_burn: profile.median,
        peak_burn: profile.peak,
        supply,
        binding: binding(&lines),
        epochs_at_level: LEVELS.map(|level| epochs.iter().filter(|line| line.level == level).count() as u32),
        trips: happened.trips,
        claimed: happened.claimed,
    })
}

/// Minted per burned in the first year; `None` for less than a year, or when nothing burned.
fn first_year(epoch_length: Duration, lines: &[&EpochLine]) -> Result<Option<Ratio>> {
    let epochs = Duration::YEAR.checked_over(epoch_length).unwrap_or(u64::MAX);
    let Some(year) = lines.get(..epochs as usize) else { return Ok(None) };
    Ok(mint_per_burn(outcome::flow(year.iter().copied())?))
}

/// As [`first_year`], by what the network published; `None` where a row of the year has no figures.
fn published_first_year(history: &History) -> Result<Option<Ratio>> {
    let Some((first, last)) = history.rows.first().zip(history.rows.last()) else { return Ok(None) };
    let end = first.start.saturating_plus(Duration::YEAR);
    if last.end < end {
        return Ok(None);
    }
    let mut flow = Flow::default();
    for row in history.rows.iter().filter(|row| row.start < end) {
        let (Some(minted), Some(burned)) = (row.published.minted, row.published.burned) else {
            return Ok(None);
        };
        let (inside, length) = (row.end.min(end).since(row.start), row.end.since(row.start));
        let part = |amount: Tokens| amount.scale(inside.into(), length.into(), Rounding::Down);
        flow = flow.plus(Flow { minted: part(minted)?, burned: part(burned)? })?;
    }
    Ok(mint_per_burn(flow))
}

fn mint_per_burn(flow: Flow) -> Option<Ratio> {
    Ratio::quotient(flow.minted.get(), flow.burned.get())
}

fn settled(lines: &[&EpochLine]) -> Result<Usd> {
    Ok(lines.iter().try_fold(Usd::ZERO, |sum, line| sum.plus(line.usd_settled))?)
}

/// The caps that decided, the most frequent first.
fn binding(lines: &[&EpochLine]) -> Vec<(Cap, u32)> {
    let mut counts: Vec<(Cap, u32)> = Vec::new();
    for cap in lines.iter().filter_map(|line| line.binding) {
        match counts.iter_mut().find(|(counted, _)| *counted == cap) {
            Some((_, count)) => *count += 1,
            None => counts.push((cap, 1)),
        }
    }
    counts.sort_by_key(|(cap, count)| (std::cmp::Reverse(*count), *cap));
    counts
}
