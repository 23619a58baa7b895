//! Filecoin's network time and mined rewards by the day, published and reproduced.
//!
//! A day of the file is the mean over its epochs of 30 seconds. The clock is a whole number there, the ceiling of the real
//! one, and its baseline is a sum over epochs where [`NetworkTime`] takes the integral: [`Day::explained`] says what
//! comes of both.

mod checks;
mod table;

use anyhow::{Context, Result};
use ballast_math::{Baseline, Duration, Emission, NetworkTime, TimeRange, Timestamp, Tokens};
use jiff::civil::Date;

pub use checks::{at_the_baseline, earlier, vectors};
pub use table::daily_table;

use super::Data;
use ballast_page::number::Number;
use ballast_page::time;
use ballast_presets::{Preset, PresetName};

/// An epoch of Filecoin's.
pub const EPOCH: Duration = Duration::new(30);

/// Epochs in a year.
pub const YEAR: u64 = Duration::YEAR.seconds() / EPOCH.seconds();

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
/// Days on which the network stood above its baseline all the time: 2021-05-01 to 2022-11-02.
pub const ABOVE: std::ops::RangeInclusive<usize> = 250..=800;

/// A day of the file.
#[derive(Debug, Clone, Copy)]
pub struct Day {
    /// The day.
    pub date: Date,
    /// UNIX time of its mean epoch, when all of them are in the mean.
    pub at: Timestamp,
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
        let year = YEAR as f64;
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
        let noon = time::midnight(date)?.saturating_plus(Duration::hours(12));
        let at = noon.max(baseline.start.saturating_plus(Duration::HOUR));
        let work = gpu_seconds(&record[1])?;
        let since = work - days.last().map_or(0, |day| day.work);
        let after = clock.advance(&baseline, TimeRange { start: baseline.start, end: at }, since)?;
        let range = TimeRange { start: until, end: at };
        for stream in &preset.params.policy.mint.schedule {
            emitted = emitted.plus(stream.in_range(range, clock, after)?)?;
        }
        (clock, until) = (after, at);
        days.push(Day {
            date,
            at,
            work,
            published: record[2].parse()?,
            reproduced: epochs(clock),
            baseline: whole(&record[3])?,
            mined: Number::tokens(Tokens::new(whole(&record[4])?), preset.decimals).coordinate(),
            emitted: Number::tokens(emitted, preset.decimals).coordinate(),
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

fn epochs(clock: NetworkTime) -> f64 {
    clock.theta as f64 / (1u128 << 64) as f64 / EPOCH.seconds() as f64
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
