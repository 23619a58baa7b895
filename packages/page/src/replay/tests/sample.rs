//! Made-up outcomes to test a page with, and to look at.

use ballast_guardrails::Level;
use ballast_math::{
    Cap, Duration, Flow, ONE, Price, Ratio, Timestamp, Tokens, Usd, annualised_net_emission, burn_profile,
    coverage,
};

use ballast_replay::outcome::{EpochLine, Meta, Outcome, PeriodLine, Published, Totals};

const DAY: u64 = 86_400;
const UNIT: u128 = 100_000_000;
/// 2023-12-01.
const START: u64 = 1_701_388_800;

/// 17 months of daily epochs, with figures published for most of them.
pub fn monthly() -> Outcome {
    const LENGTHS: [u32; 17] = [31, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 31, 28, 31, 13];
    const DEMAND: [u128; 17] = [
        61_000, 84_000, 152_000, 240_000, 190_000, 310_000, 420_000, 280_000, 265_000, 330_000, 360_000,
        540_000, 800_000, 610_000, 455_000, 390_000, 170_000,
    ];
    const CENTS: [u128; 17] =
        [472, 455, 690, 1_120, 912, 1_021, 833, 655, 560, 531, 520, 748, 905, 702, 471, 354, 318];
    let rows =
        LENGTHS.iter().zip(DEMAND).zip(CENTS).map(|((days, usd), cents)| Row { days: *days, usd, cents });
    run("ballast", "render-monthly.csv", rows.collect(), 3)
}

/// 124 weeks of daily epochs: a long history, most of it quiet, with a spike in its first week.
pub fn weekly() -> Outcome {
    let mut noise = Noise(7);
    let rows = (0..124).map(|week: u128| Row {
        days: 7,
        usd: if week == 0 { 900_000 } else { 3_000 + week * 900 + noise.below(12_000) },
        cents: 320 + (week * 7 + noise.below(60)) % 430,
    });
    run("helium", "Helium, 2023-04 to 2025-08 (Dune extracts by CryptoZach, CC-BY 4.0)", rows.collect(), 5)
}

/// One row of one epoch.
pub fn single() -> Outcome {
    run("ballast", "one.csv", vec![Row { days: 1, usd: 10_000, cents: 500 }], 1)
}

/// A history in which nothing happened.
pub fn idle() -> Outcome {
    let row = || Row { days: 2, usd: 0, cents: 0 };
    run("ballast", "idle.csv", vec![row(), row(), row()], 1)
}

struct Row {
    days: u32,
    usd: u128,
    cents: u128,
}

struct Noise(u64);

impl Noise {
    fn below(&mut self, bound: u128) -> u128 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u128::from(self.0 >> 33) % bound
    }
}

fn run(preset: &str, history: &str, rows: Vec<Row>, seed: u64) -> Outcome {
    let seed_supply = Tokens::new(536_870_912 * UNIT);
    let mut noise = Noise(seed);
    let mut supply = seed_supply.get();
    let (mut epochs, mut periods) = (Vec::new(), Vec::new());
    let mut now = START;
    for (period, row) in rows.iter().enumerate() {
        let first = epochs.len();
        for day in 0..row.days {
            let line =
                epoch(epochs.len() as u64, now + DAY * u64::from(day), period, row, &mut noise, supply);
            supply = line.supply.get();
            epochs.push(line);
        }
        let end = now + DAY * u64::from(row.days);
        periods.push(close(&epochs[first..], row, period, now, end));
        now = end;
    }
    let totals = total(&epochs, now - START);
    let meta = Meta {
        preset: preset.into(),
        history: history.into(),
        symbol: "RENDER".into(),
        decimals: 8,
        epoch_length: Duration::DAY,
        seed_supply,
        window: 30,
        version: "0.1.0".into(),
    };
    Outcome { meta, epochs, periods, totals, history: vec![] }
}

fn epoch(number: u64, start: u64, period: usize, row: &Row, noise: &mut Noise, supply: u128) -> EpochLine {
    let demand = row.usd * 1_000_000 / u128::from(row.days) * (70 + noise.below(60)) / 100;
    let shortfall = noise.below(40) == 0;
    let settled = if shortfall { demand * 9 / 10 } else { demand };
    let burned = (settled * UNIT / 10_000).checked_div(row.cents).unwrap_or(0);
    let requested = burned * (60 + noise.below(50)) / 100;
    let level = match number % 170 {
        101..=109 => Level::Restricted,
        110..=113 => Level::Caution,
        _ => Level::Normal,
    };
    let (granted, binding) = match level {
        _ if requested == 0 => (0, None),
        Level::Restricted => (requested / 10, Some(Cap::Breaker)),
        Level::Caution => (requested / 2, Some(Cap::Breaker)),
        _ if (240..275).contains(&number) => (requested * 7 / 10, Some(Cap::NetEmission)),
        _ if requested > burned => (burned, Some(Cap::RoundTrip)),
        _ => (requested, None),
    };
    let supply = supply - burned + granted;
    let flow = Flow { minted: Tokens::new(granted), burned: Tokens::new(burned) };
    EpochLine {
        epoch: number,
        start: Timestamp::new(start),
        period,
        price: Price::from_atomics(row.cents * (ONE / 100)),
        demand_usd: Usd::new(demand),
        usd_settled: Usd::new(settled),
        burned: Tokens::new(burned),
        requested: Tokens::new(requested),
        granted: Tokens::new(granted),
        minted: Tokens::new(granted),
        from_budget: Tokens::new(granted / 5),
        binding,
        level,
        rho: Ratio::percent(85),
        supply: Tokens::new(supply),
        net_emission: annualised_net_emission(flow, Tokens::new(supply), Duration::DAY).unwrap(),
    }
}

fn sum(lines: &[EpochLine], amount: impl Fn(&EpochLine) -> u128) -> u128 {
    lines.iter().map(amount).sum()
}

fn caps(lines: &[EpochLine]) -> Vec<(Cap, u32)> {
    let mut bound: Vec<Cap> = lines.iter().filter_map(|line| line.binding).collect();
    bound.sort_unstable();
    bound.chunk_by(|one, other| one == other).map(|run| (run[0], run.len() as u32)).collect()
}

fn close(lines: &[EpochLine], row: &Row, period: usize, start: u64, end: u64) -> PeriodLine {
    let burned = Tokens::new(sum(lines, |line| line.burned.get()));
    let minted = Tokens::new(sum(lines, |line| line.minted.get()));
    let supply = lines.last().unwrap().supply;
    let published = match period {
        _ if lines.len() < 3 || period == 1 => Published::default(),
        _ => Published {
            burned: Some(Tokens::new(burned.get() * 19 / 20)),
            minted: Some(Tokens::new(
                (30_000 * UNIT * u128::from(row.days) / 7).saturating_sub(burned.get() / 9),
            )),
        },
    };
    PeriodLine {
        start: Timestamp::new(start),
        end: Timestamp::new(end),
        epochs: lines.len() as u32,
        price: lines[0].price,
        usd_settled: Usd::new(sum(lines, |line| line.usd_settled.get())),
        burned,
        minted,
        net_emission: annualised_net_emission(Flow { minted, burned }, supply, Duration::new(end - start))
            .unwrap(),
        coverage: coverage(burned, minted),
        supply,
        binding: caps(lines),
        published,
    }
}

fn total(lines: &[EpochLine], span: u64) -> Totals {
    let burns: Vec<Tokens> = lines.iter().map(|line| line.burned).collect();
    let profile = burn_profile(&burns).unwrap();
    let burned = Tokens::new(sum(lines, |line| line.burned.get()));
    let minted = Tokens::new(sum(lines, |line| line.minted.get()));
    let supply = lines.last().unwrap().supply;
    let year = &lines[..lines.len().min(365)];
    let year_burned = sum(year, |line| line.burned.get());
    Totals {
        epochs: lines.len() as u32,
        demand_usd: Usd::new(sum(lines, |line| line.demand_usd.get())),
        usd_settled: Usd::new(sum(lines, |line| line.usd_settled.get())),
        burned,
        minted,
        net_emission: annualised_net_emission(Flow { minted, burned }, supply, Duration::new(span)).unwrap(),
        coverage: coverage(burned, minted),
        first_year_mint_per_burn: Ratio::of(sum(year, |line| line.minted.get()), year_burned).ok(),
        published_first_year_mint_per_burn: None,
        sustainable_burn: profile.sustainable,
        median_burn: profile.median,
        peak_burn: profile.peak,
        supply,
        binding: caps(lines),
        epochs_at_level: [Level::Normal, Level::Caution, Level::Restricted, Level::Halted]
            .map(|level| lines.iter().filter(|line| line.level == level).count() as u32),
        trips: 0,
        claimed: Tokens::new(minted.get() * 9 / 10),
    }
}
