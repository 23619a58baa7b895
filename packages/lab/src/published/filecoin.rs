//! Filecoin's network time and mined rewards by the day, published and reproduced.
//!
//! A day of the file is the mean over its epochs of 30 seconds. The clock is a whole number there, the ceiling of the real
//! one, and its baseline is a sum over epochs where [`NetworkTime`] takes the integral: [`Day::explained`] says what
//! comes of both.

use anyhow::{Context, Result, anyhow};
use ballast_math::{Baseline, Emission, Fixed, NetworkTime, Seconds, Span, Tokens, Work, decay};
use jiff::civil::Date;

use super::{DAY, Data, extremes};
use crate::figures::{grouped, tokens_f64};
use crate::preset::{Preset, PresetName};
use crate::published::page::table;
use crate::report::say;

/// Seconds in an epoch of Filecoin's.
pub const EPOCH: u64 = 30;

/// A working GPU stands for so many bytes that are stored: one GPU second for 10¹⁵ byte-seconds.
pub const BYTES_PER_GPU: u128 = 1_000_000_000_000_000;

/// Days of the file before the baseline's growth was changed: 2020-08-24 to 2020-09-25.
pub const TRIPLING: std::ops::Range<usize> = 0..33;
/// Whole days between that change and the upgrade to the second version of the actors: 2020-09-28 to 2020-10-11.
pub const DOUBLING: std::ops::Range<usize> = 35..49;
/// The first day that holds no epoch from before that upgrade.
pub const UPGRADED: usize = 50;
/// From here on every day is held to half an epoch: 2020-10-23.
pub const SETTLED: usize = 60;

/// A day of the file.
#[derive(Debug, Clone, Copy)]
pub struct Day {
    /// The day.
    pub date: Date,
    /// UNIX time of its mean epoch, when all of them are in the mean.
    pub at: Seconds,
    /// Realised work since genesis, each epoch's capped at its baseline, in GPU seconds.
    pub work: u128,
    /// The clock as published, in epochs.
    pub published: f64,
    /// The clock as reproduced, in epochs.
    pub reproduced: f64,
    /// The baseline at the published clock, in bytes.
    pub baseline: u128,
    /// Mined so far, as published, in FIL.
    pub mined: f64,
    /// What both schedules had emitted by then, in FIL.
    pub emitted: f64,
    /// The pace of the published clock, in epochs a day.
    pub pace: f64,
}

impl Day {
    /// Reproduced less published, in epochs.
    #[must_use]
    pub fn difference(&self) -> f64 {
        self.reproduced - self.published
    }

    /// The part of it that is understood, in epochs:
    ///
    /// - the published clock is a ceiling: half an epoch ahead on average;
    /// - its baseline is a sum over epochs, not an integral: half of what the baseline has grown by, as a share of it;
    /// - the clock of a day's mean work is ahead of the day's mean clock, which bends: ln 2 / 2T · pace² / 12.
    #[must_use]
    pub fn explained(&self) -> f64 {
        let year = (365 * DAY / EPOCH) as f64;
        let summed = 0.5 * (1.0 - (-self.published / year).exp2());
        let bent = std::f64::consts::LN_2 / (2.0 * year) * self.pace * self.pace / 12.0;
        summed - 0.5 + bent
    }

    /// Published less emitted, as a share of what was emitted.
    #[must_use]
    pub fn shortfall(&self) -> f64 {
        1.0 - self.mined / self.emitted
    }
}

/// The preset's baseline.
pub fn baseline(preset: &Preset) -> Result<Baseline> {
    let found = preset.params.policy.mint.schedule.iter().find_map(|stream| match stream {
        Emission::Baseline { baseline, .. } => Some(*baseline),
        _ => None,
    });
    found.context("the preset has no baseline")
}

/// The days of the file, with the preset's clock and schedules run over their work.
///
/// The published work is capped already, epoch by epoch. Capping a day's mean once more would cut off what the mean mixes,
/// so each day is counted against the baseline of all the time since genesis.
pub fn days(data: &Data) -> Result<Vec<Day>> {
    let preset = Preset::load(PresetName::Filecoin)?;
    let baseline = baseline(&preset)?;
    let columns = [
        "date",
        "cum_sum_realized",
        "effective_network_time",
        "effective_baseline_power",
        "total_mined_reward",
    ];
    let records = data.records("filecoin_daily.csv", &columns)?;
    let (mut clock, mut emitted, mut until, mut days) =
        (NetworkTime::default(), Tokens::ZERO, baseline.start, Vec::<Day>::new());
    for record in &records {
        let date: Date = record[0].parse().with_context(|| record[0].clone())?;
        // Genesis was two hours before the end of its day.
        let at = (say::midnight(date)? + DAY / 2).max(baseline.start + 3_600);
        let work = gpu_seconds(&record[1])?;
        let since = work - days.last().map_or(0, |day| day.work);
        let after = clock.advance(&baseline, Span { start: baseline.start, end: at }, since)?;
        let span = Span { start: until, end: at };
        for stream in &preset.params.policy.mint.schedule {
            emitted = emitted.plus(stream.in_span(span, clock, after)?)?;
        }
        (clock, until) = (after, at);
        days.push(Day {
            date,
            at,
            work,
            published: record[2].parse()?,
            reproduced: epochs(clock),
            baseline: whole(&record[3])?,
            mined: tokens_f64(Tokens::new(whole(&record[4])?), preset.decimals),
            emitted: tokens_f64(emitted, preset.decimals),
            pace: 0.0,
        });
    }
    // The last day of the file is not whole, and its mean no measure of the pace.
    let last = days.len().saturating_sub(2);
    for number in 1..=last {
        let (before, after) = (number - 1, (number + 1).min(last));
        days[number].pace = (days[after].published - days[before].published) / (after - before) as f64;
    }
    Ok(days)
}

/// The clocks under the two baselines that Filecoin had before: how far they are from the published ones at most, in epochs.
///
/// The first one began at 2⁶⁰ bytes and tripled every year. On 2020-09-26 it went on from where it stood, doubling every
/// year, and so did the clock.
pub fn earlier(days: &[Day]) -> Result<(f64, f64)> {
    let start = days.first().context("no days")?.at - 3_600;
    // A year · ln 2 / ln 3 doubles what a year triples.
    let tripling = Baseline {
        start,
        initial: u64::try_from((1u128 << 60) * 1_000_000 / BYTES_PER_GPU)?,
        per: 1_000_000,
        doubling: 19_897_001,
        measure: Work::GpuSeconds,
    };
    let mut clock = NetworkTime::default();
    let (mut before, mut first) = (0, 0f64);
    for day in &days[TRIPLING] {
        clock = clock.advance(&tripling, Span { start, end: day.at }, day.work - before)?;
        before = day.work;
        first = first.max((epochs(clock) - day.published).abs());
    }
    let origin = days[DOUBLING.start];
    let doubling = Baseline {
        start,
        initial: u64::try_from(origin.baseline * 1_000_000 / BYTES_PER_GPU)?,
        per: 1_000_000,
        doubling: 365 * DAY,
        measure: Work::GpuSeconds,
    };
    let mut second = 0f64;
    for day in &days[DOUBLING] {
        let clock =
            NetworkTime::default().advance(&doubling, Span { start, end: day.at }, day.work - origin.work)?;
        second = second.max((epochs(clock) - (day.published - origin.published)).abs());
    }
    Ok((first, second))
}

/// The published vectors: how many there are, and the largest difference in attoFIL; of simple and of baseline minting.
pub fn vectors(data: &Data) -> Result<[(usize, u128); 2]> {
    let half_life = 6 * 365 * DAY / EPOCH;
    let fil = |million: u128| million * 10u128.pow(24);
    let compare = |total, from, to, published: &str| -> Result<u128> {
        Ok(decay(Tokens::new(total), half_life, from, to)?.get().abs_diff(published.parse()?))
    };
    let mut simple = (0, 0);
    for row in data.records("filecoin_simple_vectors.csv", &["x", "y"])? {
        // A reward is for the epoch that ends at x. One half-life later the same comes out of twice the total, and no time
        // is below zero.
        let end = row[0].parse::<u128>()? + u128::from(half_life);
        let (from, to) = (Fixed::from_integer(end - 1), Fixed::from_integer(end));
        simple = (simple.0 + 1, simple.1.max(compare(fil(2 * 330), from, to, &row[1])?));
    }
    let mut baseline = (0, 0);
    for row in data.records("filecoin_baseline_vectors.csv", &["t0", "t1", "y"])? {
        let theta = |text: &str| text.parse().map(Fixed::from_bits).map_err(|_| anyhow!("no number: {text}"));
        let difference = compare(fil(770), theta(&row[0])?, theta(&row[1])?, &row[2])?;
        baseline = (baseline.0 + 1, baseline.1.max(difference));
    }
    Ok([simple, baseline])
}

/// What was published of the rewards and the clock, as a table of a page.
pub fn daily_table(days: &[Day], [simple, base]: [(usize, u128); 2]) -> Result<String> {
    let (tripling, doubling) = earlier(days)?;
    let settled = &days[SETTLED..];
    let largest = |days: &[Day], of: fn(&Day) -> f64| extremes(days.iter().map(|day| of(day).abs())).1;
    // The last day of the file is not whole.
    let whole = &days[SETTLED..days.len() - 1];
    let (least, most) = extremes(settled.iter().map(Day::shortfall));
    let date = |number: usize| days.get(number).map_or_else(String::new, |day| day.date.to_string());
    let row = |what: String, cases: usize, reproduced: String, why: &str| {
        vec![what, cases.to_string(), reproduced, why.to_owned()]
    };
    let upgrade = &days[UPGRADED - 1];
    let lines = [
        row("vectors of simple minting".to_owned(), simple.0, format!("all within {} attoFIL", simple.1), ""),
        row(
            "vectors of baseline minting".to_owned(),
            base.0,
            format!("all within {} attoFIL", base.1),
            "the published numbers are rounded on the way, by up to 0.62",
        ),
        row(
            format!("network time, from {}", date(SETTLED)),
            settled.len(),
            format!("all within {:.3} epochs", largest(settled, Day::difference)),
            "the published clock is a ceiling and a sum over epochs",
        ),
        row(
            "the same, less what that makes".to_owned(),
            whole.len(),
            format!("all within {:.3} epochs", largest(whole, |day| day.difference() - day.explained())),
            "without the last day, which the file has in part",
        ),
        row(
            format!("network time, {} to {}", date(UPGRADED), date(SETTLED - 1)),
            SETTLED - UPGRADED,
            format!("all within {:.3} epochs", largest(&days[UPGRADED..SETTLED], Day::difference)),
            "as above",
        ),
        row(
            format!("network time, {}", date(UPGRADED - 1)),
            1,
            format!("off by {} epochs", grouped(upgrade.difference(), 0)),
            "the clock was set anew at 02:00: the mean mixes both",
        ),
        row(
            format!("network time, {} to {}", date(TRIPLING.end), date(DOUBLING.end - 1)),
            DOUBLING.end - TRIPLING.end,
            format!("not; under the baseline of the time within {doubling:.3} epochs from the third day on"),
            "another baseline: as it stood on 2020-09-26, doubling every year from there",
        ),
        row(
            format!("network time, {} to {}", date(0), date(TRIPLING.end - 1)),
            TRIPLING.len(),
            format!("not; under the baseline of the time within {tripling:.3} epochs"),
            "another baseline: 2⁶⁰ bytes, tripling every year",
        ),
        row(
            format!("FIL mined, from {}", date(SETTLED)),
            settled.len(),
            format!("{:.1}% to {:.1}% below the schedules", least * 100.0, most * 100.0),
            "the schedules say what can be mined; what is paid depends on the blocks that are won",
        ),
    ];
    Ok(table(&["what was published", "cases or days", "reproduced", "why"], &lines))
}

fn epochs(clock: NetworkTime) -> f64 {
    clock.theta as f64 / (1u128 << 64) as f64 / EPOCH as f64
}

/// Byte-epochs as GPU seconds, rounded down.
fn gpu_seconds(byte_epochs: &str) -> Result<u128> {
    Ok(whole(byte_epochs)? * u128::from(EPOCH) / BYTES_PER_GPU)
}

/// A number such as `1.25e+03`, rounded down to a whole one.
fn whole(text: &str) -> Result<u128> {
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (integer, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits: u128 = format!("{integer}{fraction}").parse().with_context(|| text.to_owned())?;
    let shift = exponent.parse::<i32>()? - i32::try_from(fraction.len())?;
    let power = 10u128.checked_pow(shift.unsigned_abs()).with_context(|| text.to_owned())?;
    let number = if shift < 0 { Some(digits / power) } else { digits.checked_mul(power) };
    number.with_context(|| format!("{text} does not fit 128 bits"))
}

#[cfg(test)]
mod tests {
    use super::whole;

    #[test]
    fn floats_become_whole_numbers_without_a_float() {
        for (text, number) in
            [("7", 7), ("1.25e+03", 1_250), ("1.999e2", 199), ("9650813840024948.0", 9_650_813_840_024_948)]
        {
            assert_eq!(whole(text).unwrap(), number, "{text}");
        }
        assert_eq!(whole("1.4654e+25").unwrap(), 14_654 * 10u128.pow(21));
        assert!(whole("1e39").is_err() && whole("x").is_err());
    }
}
