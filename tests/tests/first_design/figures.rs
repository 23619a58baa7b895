//! What is measured on a path.

use ballast_api::SettleResponse;
use ballast_math::Timestamp;
use ballast_tests::suite::{DAY, START, Suite, line};

use crate::network::Network;
use crate::paths::{Day, Path};

pub const HEADER: &str = "network,path,days,\
    burned_base_units,minted_base_units,paid_per_burned,\
    days_level_0,days_level_1,days_level_2,days_level_3,\
    minted_less_burned_base_units,minted_less_burned_above_level_0_base_units,\
    most_minted_over_burned_since_trip_base_units,\
    burned_by_oneself_base_units,paid_to_oneself_base_units,usd_not_settled_micro_usd";

/// Who works, who pays them, and what came of it. Amounts are base units of the token, of which a whole one has 10⁶.
#[derive(Debug, Default)]
pub struct Figures {
    burned: u128,
    paid: u128,
    /// The same for whoever pays to themselves.
    burned_by_oneself: u128,
    paid_to_oneself: u128,
    /// Micro-USD of the paths that the contract did not settle.
    not_settled: u128,
    /// Epochs that each level decided.
    days: [u32; 4],
    minted: u128,
    net: i128,
    net_above: i128,
    /// The most that epochs in a row above level 0 minted over what they burned; zero where they never did.
    max_since_trip: i128,
}

impl Figures {
    /// Sends a path through the contract, and adds up what it answers.
    pub fn measure(network: Network, path: &Path) -> Self {
        let mut suite = network.start(path);
        let mut figures = Self::default();
        for (number, day) in (0..).zip(&path.days) {
            figures.step(&mut suite, START + number * DAY, *day);
        }
        suite.chain.go_to(Timestamp::new(START + path.days.len() as u64 * DAY));
        suite.close(None).ok();
        figures.paid = claimed(&mut suite, "provider");
        if figures.burned_by_oneself > 0 {
            figures.paid_to_oneself = claimed(&mut suite, "provider-2");
        }
        figures.count(&suite, path.days.len() as u64);
        figures
    }

    /// A day: what is over is closed at yesterday's price, the day's own price comes, and work is settled at noon.
    fn step(&mut self, suite: &mut Suite, start: u64, day: Day) {
        suite.chain.go_to(Timestamp::new(start));
        suite.close(None).ok();
        suite.price(&format!("{}.{:06}", day.price / 1_000_000, day.price % 1_000_000));
        suite.chain.go_to(Timestamp::new(start + DAY / 2));
        self.burned += self.settle(suite, "tenant", "provider", day.demand);
        if day.own > 0 {
            self.burned_by_oneself += self.settle(suite, "tenant-2", "provider-2", day.own);
        }
    }

    fn settle(&mut self, suite: &mut Suite, tenant: &str, provider: &str, micro_usd: u128) -> u128 {
        let settled: SettleResponse = suite.settle(vec![line(tenant, provider, micro_usd)]).data();
        self.not_settled += micro_usd - settled.usd_settled.get();
        settled.burned.get()
    }

    /// Reads the records that the epochs left.
    fn count(&mut self, suite: &Suite, epochs: u64) {
        let (mut minted, mut burned, mut since) = (0, 0, 0);
        for epoch in 0..epochs {
            let record = suite.record(epoch);
            let net = change(minted, record.total_minted.get()) - change(burned, record.total_burned.get());
            (minted, burned) = (record.total_minted.get(), record.total_burned.get());
            let level = record.level as usize;
            self.days[level] += 1;
            self.net += net;
            since = if level > 0 { since + net } else { 0 };
            self.net_above += if level > 0 { net } else { 0 };
            self.max_since_trip = self.max_since_trip.max(since);
        }
        self.minted = minted;
        assert_eq!(burned, self.burned + self.burned_by_oneself);
    }

    /// A row below [`HEADER`].
    pub fn row(&self, network: Network, path: &Path) -> String {
        let paid = self.paid * 1_000_000 / self.burned;
        let [normal, caution, restricted, halted] = self.days;
        format!(
            "{},{},{},{},{},{}.{:06},{normal},{caution},{restricted},{halted},{},{},{},{},{},{}",
            network.name(),
            path.name,
            path.days.len(),
            self.burned,
            self.minted,
            paid / 1_000_000,
            paid % 1_000_000,
            self.net,
            self.net_above,
            self.max_since_trip,
            self.burned_by_oneself,
            self.paid_to_oneself,
            self.not_settled,
        )
    }
}

fn claimed(suite: &mut Suite, provider: &str) -> u128 {
    suite.claim(provider).ok();
    suite.balance(provider)
}

fn change(before: u128, after: u128) -> i128 {
    (after - before).try_into().expect("an amount of tokens")
}
