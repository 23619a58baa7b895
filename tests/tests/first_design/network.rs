//! The two networks that take the paths: one that only pays out of what burns, and one that mostly pays by a schedule.

use ballast_math::{Duration, Emission, Rate, Ratio, Rho, Smoothing, Timestamp};
use ballast_sandbox::SupplyKind;
use ballast_tests::suite::{START, Suite, tokens};

use crate::paths::Path;

/// More than any path burns: ten million whole tokens.
const DEPOSIT: u128 = 10_000_000_000_000;

#[derive(Debug, Clone, Copy)]
pub enum Network {
    /// No subsidy; nine tenths of the smoothed burn are minted again.
    Reminting,
    /// Nine tenths of a usual day's burn by schedule, and a twentieth of the smoothed burn.
    Subsidised,
}

impl Network {
    pub const ALL: [Self; 2] = [Self::Reminting, Self::Subsidised];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Reminting => "reminting",
            Self::Subsidised => "subsidised",
        }
    }

    /// A network of its own for a path, with two tenants whose deposits last.
    ///
    /// Signals of price and usage, whose thresholds are those of the paper model. No band around the price and no cap on
    /// emission: the paths are to show the rule of the mint and the breaker.
    pub fn start(self, path: &Path) -> Suite {
        let mut suite = Suite::edited(SupplyKind::TokenFactory, |genesis| {
            genesis.price_sources[0].max_age = Duration::days(2);
            genesis.emission_budget = tokens(genesis.seed_supply.get());
            let signals = &mut genesis.governance.constitution.signals;
            (signals.price, signals.usage) = (true, true);

            let breaker = &mut genesis.params.breaker;
            for (thresholds, percents) in [
                (&mut breaker.price_day, [20, 30, 40]),
                (&mut breaker.price_week, [30, 45, 60]),
                (&mut breaker.usage, [35, 45, 60]),
            ] {
                let [caution, restricted, halted] = percents.map(Ratio::percent);
                (thresholds.caution, thresholds.restricted, thresholds.halted) =
                    (caution, restricted, halted);
            }
            genesis.params.price.band = Ratio::percent(10_000);

            let mint = &mut genesis.params.policy.mint;
            mint.smoothing = Smoothing { weight: Ratio::percent(25), period: Duration::DAY };
            mint.gross_emission_cap = Ratio::ONE;
            mint.rho = Rho::Fixed(Ratio::percent(match self {
                Self::Reminting => 90,
                Self::Subsidised => 5,
            }));
            if let Self::Subsidised = self {
                let amount = tokens(path.usual_burn() * 9 / 10);
                mint.schedule = vec![Emission::Constant {
                    start: Timestamp::new(START),
                    rate: Rate { amount, per: Duration::DAY },
                }];
            }
        });
        for tenant in ["tenant", "tenant-2"] {
            suite.tenant_with(tenant, DEPOSIT);
        }
        suite
    }
}
