//! What happens on each day of a path, in integers: no platform rounds them otherwise.

use ballast_tests::suite::ratio;

/// A demand of one: a thousand dollars a day, in micro-USD; a price of one: a dollar, in millionths.
const ONE: u128 = 1_000_000;
const DEMAND: u128 = 1_000_000_000;

/// The path that is read from published files.
pub const HISTORY: &str = "real weekly history";

/// Demand and price of a path of 730 days: a random walk of both, and noise on the demand.
const RANDOM_WALK: &str = include_str!("random_walk.csv");

#[derive(Debug, Clone, Copy)]
pub struct Day {
    /// Micro-USD that tenants pay for work.
    pub demand: u128,
    /// Micro-USD that somebody pays to themselves.
    pub own: u128,
    /// Millionths of a dollar that a token costs.
    pub price: u128,
}

pub struct Path {
    pub name: &'static str,
    pub days: Vec<Day>,
}

impl Path {
    /// A path by demand and price in millionths of one.
    fn new(name: &'static str, days: u128, at: impl Fn(u128) -> (u128, u128)) -> Self {
        let day = |number| {
            let (demand, price) = at(number);
            Day { demand: demand * DEMAND / ONE, own: 0, price }
        };
        Self { name, days: (0..days).map(day).collect() }
    }

    /// A demand and a price of one, and what somebody pays to themselves, in ones.
    fn paid_to_oneself(name: &'static str, own: impl Fn(u128) -> u128) -> Self {
        let mut path = Self::new(name, 105, |_| (ONE, ONE));
        for (number, day) in (0..).zip(&mut path.days) {
            day.own = own(number) * DEMAND;
        }
        path
    }

    /// What a day of average demand burns at the average price, in base units.
    pub fn usual_burn(&self) -> u128 {
        if self.name != HISTORY {
            return DEMAND;
        }
        let demand: u128 = self.days.iter().map(|day| day.demand).sum();
        let price: u128 = self.days.iter().map(|day| day.price).sum();
        demand * ONE / price
    }
}

pub fn all() -> Vec<Path> {
    let mut paths = vec![
        Path::new("calm", 200, |_| (ONE, ONE)),
        Path::new("usage and price crash", 200, |day| (falling_demand(day), falling_price(day))),
        Path::new("usage down by 60%", 200, |day| (falling_demand(day), ONE)),
        Path::new("price doubles in ten days", 120, |day| {
            (ONE, ONE + (day.saturating_sub(40) * ONE / 10).min(ONE))
        }),
        Path::new("billed weekly", 210, |day| (if day % 7 == 6 { 7 * ONE } else { 100 }, ONE)),
        Path::new("billed monthly", 360, |day| (if day % 30 == 29 { 30 * ONE } else { 100 }, ONE)),
        Path::new("weekends at a fifth", 210, |day| (if day % 7 > 4 { ONE / 5 } else { ONE }, ONE)),
        Path::new("four times the demand for a month", 150, |day| {
            (if (60..91).contains(&day) { 4 * ONE } else { ONE }, ONE)
        }),
        Path::paid_to_oneself("somebody pays themselves for 8 days", |day| {
            u128::from((60..68).contains(&day))
        }),
        Path::paid_to_oneself("one day of 45 times the demand", |day| if day == 60 { 45 } else { 0 }),
        random_walk(),
    ];
    paths.extend(history());
    paths
}

/// From day 60 down by 60% in two weeks, fast at first; from day 104 up to four fifths in two months.
fn falling_demand(day: u128) -> u128 {
    match day {
        0..60 => ONE,
        60..104 => {
            let left = 14 - (day - 60).min(14);
            ONE * 4 / 10 + ONE * 6 * left * left / 1_960
        }
        _ => (ONE * 4 / 10 + ONE * 4 * (day - 104) / 600).min(ONE * 8 / 10),
    }
}

/// From day 60 down by half in two weeks, slowly at first; from day 104 up to 0.7 in two months.
fn falling_price(day: u128) -> u128 {
    match day {
        0..60 => ONE,
        60..104 => {
            let gone = (day - 60).min(14);
            ONE - ONE * 5 * gone * gone / 1_960
        }
        _ => (ONE * 5 / 10 + ONE * 2 * (day - 104) / 600).min(ONE * 7 / 10),
    }
}

fn random_walk() -> Path {
    let day = |row: &str| {
        let (demand, price) = row.split_once(',').expect("demand and price");
        let demand: u128 = demand.parse().expect("millionths");
        Day { demand: demand * DEMAND / ONE, own: 0, price: millionths(price) }
    };
    Path { name: "random demand and price", days: RANDOM_WALK.lines().skip(1).map(day).collect() }
}

/// What a network of GPUs burned in each of 73 weeks, a seventh a day, at the week's own price.
fn history() -> Option<Path> {
    let Ok(folder) = std::env::var("BALLAST_DATA") else {
        println!("skipped: BALLAST_DATA is not set, so the rows of the {HISTORY} are left out");
        return None;
    };
    let file = std::path::Path::new(&folder).join("render_weekly.csv");
    let text = std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let mut lines = text.lines();
    let names: Vec<&str> = lines.next().expect("a header").split(',').collect();
    let column = |name| names.iter().position(|found| *found == name).expect("a column of the history");
    let (demand, price) = (column("burn_usd"), column("implied_price_usd"));
    let weeks = lines.map(|row| {
        let cells: Vec<&str> = row.split(',').collect();
        Day { demand: millionths(cells[demand]) / 7, own: 0, price: millionths(cells[price]) }
    });
    Some(Path { name: HISTORY, days: weeks.flat_map(|week| [week; 7]).collect() })
}

/// A decimal number in millionths, rounded down.
fn millionths(text: &str) -> u128 {
    ratio(text).atomics() / 1_000_000_000_000
}
