//! What must hold after every step, stated against the shadow and against the token's own figures.

use anyhow::{Result, ensure};
use ballast_api::{
    AuditResponse, EpochResponse, MeterResponse, ParamsResponse, PriceResponse, ProviderResponse, QueryMsg,
    SolvencyResponse, SupplyResponse, TenantResponse,
};
use ballast_guardrails::Level;
use ballast_math::{Cap, Duration, Ratio, Rho, Tokens, Usd, WeightBy};
use ballast_sandbox::{Sandbox, SupplyKind};
use cosmwasm_std::{Uint128, Uint256};

use crate::closing::{self, Closed};
use crate::market::Health;
use crate::ops::{ACTORS, METERS};
use crate::shadow::{ONE, Shadow, address};

const YEAR: u64 = Duration::YEAR.seconds();

/// M1: minted − burned is the change of the supply, by the token's own figure, to the unit.
pub fn supply(chain: &Sandbox, shadow: &Shadow) -> Result<()> {
    let sums = &shadow.sums;
    let token = chain.token_supply().get();
    let expected = match shadow.kind {
        SupplyKind::TokenFactory | SupplyKind::Cw20 => shadow.initial + sums.minted - sums.burned,
        SupplyKind::Reserve => shadow.initial - sums.burned,
        SupplyKind::External => shadow.initial + sums.chain_minted - sums.chain_burned,
    };
    ensure!(token == expected, "M1: the token's supply is {token}, expected {expected}");
    let circulating = match shadow.kind {
        SupplyKind::TokenFactory | SupplyKind::Cw20 => token,
        SupplyKind::Reserve => token - sums.reserve,
        SupplyKind::External => token + sums.awaiting + sums.confirmed - sums.chain_minted,
    };
    let said: SupplyResponse = chain.query(&QueryMsg::Supply {})?;
    let expected = SupplyResponse {
        supply: Tokens::new(circulating),
        initial: Tokens::new(shadow.initial),
        burned: Tokens::new(sums.burned),
        minted: Tokens::new(sums.minted),
        retired: Tokens::new(sums.retired),
        budget_left: Tokens::new(shadow.budget - sums.from_budget),
    };
    ensure!(said == expected, "M1: the contract says {said:?}, expected {expected:?}");
    Ok(())
}

/// M2: what the contract holds, and is about to be sent, is what it owes and what it was given.
pub fn solvency(chain: &Sandbox, shadow: &Shadow) -> Result<()> {
    let held = chain.balance(chain.controller()).get();
    ensure!(held == shadow.holdings, "M2: holds {held}, expected {}", shadow.holdings);
    let sums = &shadow.sums;
    let given = sums.donated + sums.chain_minted - sums.confirmed;
    let owed = shadow.liabilities();
    ensure!(held + sums.awaiting == owed + given, "M2: {held} + {} ≠ {owed} + {given}", sums.awaiting);

    let said: SolvencyResponse = chain.query(&QueryMsg::Solvency {})?;
    let expected = SolvencyResponse {
        holdings: Tokens::new(held),
        escrow: Tokens::new(shadow.escrow()),
        locked: Tokens::new(shadow.locked()),
        // M8: the sum of all tenants' credits, each of which is compared with the tenant's own.
        credits: Usd::new(shadow.credits()),
        payable: Tokens::new(shadow.payable()),
        unvested: Tokens::new(shadow.unvested()),
        carried: Tokens::new(sums.carried),
        reserve: Tokens::new(sums.reserve),
        awaiting_mint: Tokens::new(sums.awaiting),
        surplus: Tokens::new(given),
    };
    ensure!(said == expected, "M2: the contract says {said:?}, expected {expected:?}");
    Ok(())
}

/// An account's wallet, and all that the contract knows of it as a tenant and as a provider.
pub fn account(chain: &Sandbox, shadow: &Shadow, actor: usize) -> Result<()> {
    let name = &shadow.names.actors[actor];
    let wallet = chain.balance(&address(actor)).get();
    ensure!(wallet == shadow.wallets[actor], "a{actor} holds {wallet}, expected {}", shadow.wallets[actor]);

    let tenant: TenantResponse = chain.query(&QueryMsg::Tenant { tenant: name.clone() })?;
    let record = &shadow.tenants[actor];
    let money = (tenant.deposit.get(), tenant.credits.get(), tenant.locked.get());
    let expected = (record.deposit, record.credits, record.locked);
    ensure!(money == expected, "M2: tenant a{actor} has {money:?}, expected {expected:?}");
    let mut listed = 0;
    for (meter, allowance) in &record.allowances {
        let spent = allowance.spent_in(shadow.open.epoch);
        let said = tenant.authorisations.iter().find(|said| said.meter == shadow.meter_name(*meter));
        if allowance.limit == 0 && spent == 0 {
            ensure!(said.is_none(), "M5: a{actor} has withdrawn its authorisation of {meter}: {said:?}");
            continue;
        }
        let said = said.map(|said| (said.usd_per_epoch.get(), said.spent.get()));
        let expected = Some((allowance.limit, spent));
        ensure!(said == expected, "M5: a{actor} allows {meter} {said:?}, expected {expected:?}");
        listed += 1;
    }
    ensure!(tenant.authorisations.len() == listed, "M5: a{actor} allows {:?}", tenant.authorisations);

    let provider: ProviderResponse = chain.query(&QueryMsg::Provider { provider: name.clone() })?;
    let record = &shadow.providers[actor];
    let had = record.paid + provider.claimable.get() + provider.unvested.get();
    ensure!(
        had == record.entitled,
        "provider a{actor}: {} paid, {} claimable, {} vesting, expected {} in all",
        record.paid,
        provider.claimable,
        provider.unvested,
        record.entitled
    );
    // What a claim would find, found on a copy of the shadow.
    let mut claimed = Shadow { now: shadow.now, ..shadow.clone() };
    claimed.take_reward(actor);
    let mut record = claimed.providers[actor].clone();
    let claimable = record.payable + record.stream.release(shadow.now);
    ensure!(
        provider.claimable.get() == claimable,
        "a{actor} can claim {}, expected {claimable}",
        provider.claimable
    );
    let weight = record.work.map_or(0, |work| work.weight);
    ensure!(
        provider.open_weight == weight,
        "a{actor} has weight {}, expected {weight}",
        provider.open_weight
    );
    Ok(())
}

/// All accounts, the meters, the price, the open epoch and the parameters.
pub fn everything(chain: &Sandbox, shadow: &Shadow) -> Result<()> {
    (0..ACTORS).try_for_each(|actor| account(chain, shadow, actor))?;
    for meter in (0..METERS).filter(|meter| shadow.meters[*meter].known) {
        let said: MeterResponse =
            chain.query(&QueryMsg::Meter { meter: shadow.meter_name(meter).to_owned() })?;
        let record = &shadow.meters[meter];
        let (said, expected) =
            ((said.spent.get(), said.next_batch), (record.spent_in(shadow.open.epoch), record.next_batch));
        ensure!(said == expected, "M5: meter {meter} is at {said:?}, expected {expected:?}");
    }
    let view = shadow.view();
    let said: PriceResponse = chain.query(&QueryMsg::Price {})?;
    let averages = [said.spot, said.twap_day, said.twap_week].map(|price| price.map(|price| price.atomics()));
    ensure!(averages == [view.spot, view.day, view.week], "price: {said:?}, expected {view:?}");
    ensure!(said.problem.is_none() == (view.health == Health::Usable), "price: {said:?}, expected {view:?}");
    let said: EpochResponse = chain.query(&QueryMsg::Epoch {})?;
    let level = closing::level(shadow.glance().0.level);
    ensure!((said.epoch, said.behind) == (shadow.open.epoch, shadow.behind()), "open epoch: {said:?}");
    ensure!((said.level, said.rho) == (level, shadow.state.rho), "open epoch: {said:?}");
    ensure!(said.burned.get() == shadow.open.burned && said.usd_settled.get() == shadow.open.usd, "{said:?}");
    let credit = shadow.sums.burned - shadow.open.burned - shadow.sums.reminted;
    ensure!(said.remint_credit.get() == credit, "remint credit {}, expected {credit}", said.remint_credit);
    Ok(())
}

/// M7: the parameters in force, and those that wait, are the shadow's own.
pub fn parameters(chain: &Sandbox, shadow: &Shadow) -> Result<()> {
    let said: ParamsResponse = chain.query(&QueryMsg::Params {})?;
    ensure!(said.params == shadow.params && said.next == shadow.next, "M7: {said:?}");
    Ok(())
}

/// The commitment is the shadow's own hash over all receipts.
pub fn audit(chain: &Sandbox, shadow: &Shadow) -> Result<()> {
    let said: AuditResponse = chain.query(&QueryMsg::Audit {})?;
    let audit = &shadow.audit;
    ensure!(said.commitment.as_slice() == audit.commitment, "commitment to {} receipts", said.receipts);
    let expected = (audit.receipts, audit.pruned_before);
    ensure!((said.receipts, said.pruned_before) == expected, "audit: {said:?}, expected {expected:?}");
    Ok(())
}

/// What was asked for by burn: ρ as the policy has it, of the shadow's own smoothed burn, to the unit.
fn request_by_burn(closed: &Closed) -> Result<()> {
    let Closed { record, policy, smoothed, .. } = closed;
    let (mint, rho, one, smoothed) = (&policy.mint, record.rho.atomics(), Uint256::from(ONE), *smoothed);
    ensure!(mint.rho == Rho::Fixed(record.rho), "M7: ρ is {}, the policy says {:?}", record.rho, mint.rho);
    let (whole, fraction) = ((smoothed / one).to_string(), (smoothed % one).to_string());
    let text = format!("{whole}.{fraction:0>18}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    ensure!(
        record.smoothed_burn.to_string() == text,
        "M3: smoothed {}, expected {text}",
        record.smoothed_burn
    );
    let by_burn = Uint128::try_from(smoothed * Uint256::from(rho) / one / one)?.u128();
    let cap = mint.remint_cap.map_or(u128::MAX, |cap| cap.amount.get() * rho / ONE);
    let asked = record.decision.requested.remint_by_burn.get();
    ensure!(asked == by_burn.min(cap), "M3: {asked} by burn, expected {by_burn} up to {cap}: {record:?}");
    Ok(())
}

/// B4: the level that decided a mint is the highest since the last close, after it included; at 3 nothing is minted, and
/// from 1 on never more than burned.
fn level(closed: &Closed) -> Result<()> {
    let (record, granted) = (&closed.record, closed.record.decision.granted.get());
    let deciding = record.level as u8;
    let (before, after) = closed.levels;
    ensure!(deciding >= before.max(after), "B4: {deciding} decided between {before} and {after}");
    ensure!(granted == 0 || deciding < 3, "B4: {granted} granted at level {deciding}");
    ensure!(granted == 0 || before.max(after) < 3, "B4: {granted} granted between {before} and {after}");
    ensure!(
        deciding == 0 || granted <= closed.this.burned,
        "B4: {granted} granted at {deciding}: {record:?}"
    );
    Ok(())
}

/// M3, M4 and E1 of an epoch, with every cap worked out anew from the shadow's history.
pub fn epoch(closed: &Closed) -> Result<()> {
    let Closed { record, policy, this, .. } = closed;
    let mint = &policy.mint;
    let of = |amount: u128, ratio: Ratio| amount * ratio.atomics() / ONE;
    let (request, granted, burned) = (&record.decision.requested, record.decision.granted.get(), this.burned);
    let schedule = request.schedule.get();
    let requested = schedule + request.remint_by_burn.get() + request.remint_by_value.get();

    request_by_burn(closed)?;
    level(closed)?;
    let by_value =
        closed.price.map_or(0, |price| of(record.usd_settled.get(), mint.value_share) * ONE / price);
    ensure!(
        request.remint_by_value.get() == by_value,
        "M3: re-mint by value, expected {by_value}: {record:?}"
    );

    let sum = |amount: fn(&crate::closing::Past) -> u128| closed.before.iter().map(amount).sum::<u128>();
    let (past_minted, past_burned) = (sum(|past| past.minted), sum(|past| past.burned));
    let start = closed.before.first().unwrap_or(this).supply;
    // Tokens paid into the reserve do not circulate: they make no headroom.
    let base = start - sum(|past| past.retired) - this.retired;
    let span = u128::from(closed.length) * closed.window as u128;
    let net = |share| {
        (of(base, share) * span / u128::from(YEAR) + past_burned + burned).saturating_sub(past_minted)
    };
    let supply = this.supply - burned - this.retired;
    let left = match record.level {
        Level::Normal => None,
        Level::Caution => Some(mint.breaker.caution),
        Level::Restricted => Some(mint.breaker.restricted),
        Level::Halted => Some(Ratio::ZERO),
    };
    let breaker = left.map(|share| of(requested, share).min(burned));
    let caps = [
        (Cap::NoWork, (record.weight == 0).then_some(0)),
        (Cap::Breaker, breaker),
        (Cap::RoundTrip, Some(schedule + of(burned, mint.round_trip))),
        (Cap::RemintCredit, Some(schedule + closed.credit + burned)),
        (Cap::NetEmission, mint.net_emission_cap.map(net)),
        (Cap::GrossEmission, Some(of(base, mint.gross_emission_cap).saturating_sub(past_minted))),
        (Cap::MaxSupply, mint.max_supply.map(|max| max.get().saturating_sub(supply))),
        (Cap::Reserve, closed.reserve),
    ];
    let in_force: Vec<(Cap, u128)> = caps.iter().filter_map(|(cap, limit)| Some((*cap, (*limit)?))).collect();
    let recorded: Vec<(Cap, u128)> =
        record.decision.caps.in_force().map(|(cap, limit)| (cap, limit.get())).collect();
    ensure!(recorded == in_force, "M3: caps {recorded:?}, expected {in_force:?}");
    let (smallest, min) = in_force.iter().copied().min_by_key(|(_, limit)| *limit).unwrap();
    ensure!(granted <= min, "M3: {granted} granted, {smallest:?} allows {min}");
    ensure!(granted == requested.min(min), "M3: {granted} granted of {requested}, {min} allowed");
    let binding = (granted < requested).then_some(smallest);
    ensure!(
        record.decision.binding == binding,
        "M3: {:?} is said to bind, expected {binding:?}",
        record.decision.binding
    );

    let (minted, budget) = (record.decision.minted.get(), record.decision.from_budget.get());
    ensure!(minted == granted - closed.carried.min(granted), "M1: minted {minted} of {granted}");
    ensure!(granted - budget <= closed.credit + burned, "M3: re-minted what never burned: {record:?}");
    ensure!(closed.spent_budget + budget <= closed.budget, "the emission budget is overspent: {record:?}");

    let rewards: u128 = closed.shares.iter().map(|share| share.reward).sum();
    let dust = granted - rewards;
    ensure!(
        dust < (closed.shares.len() as u128).max(1),
        "{dust} of remainders, {} providers",
        closed.shares.len()
    );

    let only_burns = mint.schedule.is_empty() && policy.reward.weight_by == WeightBy::Burned;
    if only_burns && mint.round_trip.atomics() <= ONE {
        // Each provider for itself, so every set of them.
        for share in &closed.shares {
            ensure!(share.reward <= share.burned, "M4: {share:?} in {record:?}");
        }
    }

    // E1, from the shadow's own supply, for every window that ends with a mint: one that was lowered in between binds
    // from then on.
    let window = past_minted + minted;
    if minted > 0 {
        let max = of(start, mint.gross_emission_cap);
        ensure!(window <= max, "E1: {window} minted in the window, {max} allowed");
    }
    if let Some(share) = mint.net_emission_cap.filter(|_| minted > 0) {
        let max = of(start, share) * span / u128::from(YEAR) + past_burned + burned;
        ensure!(window <= max, "E1: {window} minted in the window, {max} allowed by the net cap");
    }
    Ok(())
}
