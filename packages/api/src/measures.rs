//! What an analyst asks of a window of epochs.

use ballast_math::{
    Duration, Flow, MathError, Ratio, Tokens, Usd, annualised_net_emission, burn_profile, coverage, drawdown,
    runway,
};

use crate::{EpochRecord, MetricsResponse};

impl MetricsResponse {
    /// Measures a window of epochs, newest first; the formulas are those of `ballast_math`.
    pub fn of(records: &[EpochRecord]) -> Result<Self, MathError> {
        let sum = |amount: fn(&EpochRecord) -> Tokens| {
            records.iter().try_fold(Tokens::ZERO, |sum, record| sum.plus(amount(record)))
        };
        let usd = |amount: fn(&EpochRecord) -> Usd| {
            records.iter().try_fold(Usd::ZERO, |sum, record| sum.plus(amount(record)))
        };
        let last = records.first();
        let lengths = records.iter().map(|record| record.end.since(record.start));
        let span = lengths.fold(Duration::ZERO, Duration::saturating_plus);
        let (minted, burned) = (sum(|record| record.decision.minted)?, sum(|record| record.burned)?);
        let supply = last.map_or(Tokens::ZERO, |record| record.supply);
        let burns: Vec<Tokens> = records.iter().map(|record| record.burned).collect();
        let burn = burn_profile(&burns)?;
        let settled = usd(|record| record.usd_settled)?;
        let own = usd(|record| record.demand.self_dealing)?;
        let granted = sum(|record| record.decision.granted)?;

        let prices = || records.iter().filter_map(|record| record.price);
        let price_drawdown = match (prices().next(), prices().max()) {
            (Some(now), Some(peak)) => Some(drawdown(now.atomics(), peak.atomics())?),
            _ => None,
        };
        let demand = last.map(|record| record.demand).unwrap_or_default();
        Ok(Self {
            from: records.last().map(|record| record.epoch),
            epochs: u32::try_from(records.len()).unwrap_or(u32::MAX),
            minted,
            burned,
            net_emission: annualised_net_emission(Flow { minted, burned }, supply, span)?,
            coverage: coverage(burned, minted),
            burn,
            active_tenants: demand.tenants.accounts,
            tenant_concentration: demand.tenants.herfindahl()?,
            provider_concentration: demand.providers.herfindahl()?,
            self_dealing: Ratio::quotient(own.get(), settled.get()),
            reward_per_burned: Ratio::quotient(granted.get(), burned.get()),
            burn_drawdown: drawdown(last.map_or(0, |record| record.burned.get()), burn.peak.get())?,
            price_drawdown,
            budget_runway: runway(
                last.map_or(Tokens::ZERO, |record| record.budget_left),
                sum(|record| record.decision.from_budget)?,
                span,
            )?,
        })
    }
}
