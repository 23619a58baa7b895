//! Recomputes every epoch, and compares.

use ballast_api::ballast_economy::{EpochInputs, EpochState};
use ballast_api::ballast_guardrails::{ParameterId as _, Quantity, Values as _};
use ballast_api::events::{AttributeSpec, ChangeEvent, MintEvent};
use ballast_api::{EpochRecord, Parameter, Params, SupplyMode, Values};
use ballast_math::{MathError, Policy, Quote, Tokens, epoch_range};
use cosmwasm_std::Event;

use super::books::{Books, EpochActivity};
use super::difference::{Difference, Place};
use super::evidence::Evidence;

/// What an audit that found no difference went through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// Epochs that were recomputed.
    pub epochs: u64,
    /// Receipts that the commitment covers.
    pub receipts: u64,
    /// Changes of parameters that were followed.
    pub changes: u64,
}

/// Recomputes the whole contract from the evidence.
///
/// From the events: burns, payments, demand, reserve, changes of parameters, the commitment. By `packages/economy`: everything
/// about the mint. Taken as recorded: price, breaker level, GPU seconds, the
/// providers' weight, and how much of a grant was carried remainders; the supply tells when the last is untrue.
///
/// Errors: the first figure that differs.
pub fn verify(evidence: &Evidence) -> Result<Verdict, Difference> {
    let books = Books::read(&evidence.blocks)?;
    let closed = books.epochs.len() as u64 - 1;
    let place = Place("the chain".to_owned());
    place.same("closed epochs, records against events", closed, evidence.records.len() as u64)?;

    let mut audit = Recomputation::new(evidence, &books)?;
    for (record, happened) in evidence.records.iter().zip(&books.epochs) {
        let place = Place::epoch(record.epoch);
        against_events(&place, record, happened)?;
        audit.epoch(&place, record, happened)?;
    }

    let audit = audit.values_of_today(&books)?;
    let place = Place("receipts".to_owned());
    place.same("number", books.receipts, evidence.audit.receipts)?;
    place.same("commitment", books.commitment.to_hex(), evidence.audit.commitment.clone())?;
    totals(evidence, &books, &audit)?;
    Ok(Verdict {
        epochs: closed,
        receipts: books.receipts,
        changes: books.epochs.iter().map(|epoch| epoch.changes.len() as u64).sum(),
    })
}

fn broken(place: &Place, error: &MathError) -> Difference {
    place.differs("recomputation", "a result", error)
}

/// What was announced at the close, and what the receipts sum up to, against the record.
fn against_events(place: &Place, record: &EpochRecord, happened: &EpochActivity) -> Result<(), Difference> {
    place.same("usd_settled, receipts against record", happened.usd, record.usd_settled)?;
    place.same("burned, receipts against record", happened.burned, record.burned)?;
    place.same("direct_pay, receipts against record", happened.direct_pay, record.direct_pay)?;
    let demand = happened.demand().map_err(|error| broken(place, &error))?;
    place.same_debug("demand, receipts against record", &demand, &record.demand)?;
    let Some(announced) = &happened.announced else {
        return Err(place.differs("mint, event against record", "an event", "none"));
    };
    let (announced, recorded) = (announced.to_event(), MintEvent::from(record).to_event());
    for AttributeSpec { key, .. } in MintEvent::SPEC.attributes {
        let value = |event: &Event| {
            let found = event.attributes.iter().find(|attribute| attribute.key == *key);
            found.map_or_else(|| "none".to_owned(), |attribute| attribute.value.clone())
        };
        place.same(&format!("{key}, event against record"), value(&announced), value(&recorded))?;
    }
    Ok(())
}

/// The economy, run again.
struct Recomputation<'a> {
    evidence: &'a Evidence,
    values: Values,
    policy: Policy,
    state: EpochState,
    burned: Tokens,
    minted: Tokens,
    /// What the reserve holds, where there is one.
    reserve: Option<Tokens>,
}

impl<'a> Recomputation<'a> {
    fn new(evidence: &'a Evidence, books: &Books) -> Result<Self, Difference> {
        let mut values =
            Values { params: params(evidence).clone(), sources: vec![], meters: Default::default() };
        // From what is in force now back to what was in force at the start.
        for change in books.epochs.iter().rev().flat_map(|epoch| epoch.changes.iter().rev()) {
            set(&mut values, &change.parameter, &change.from)?;
        }
        let config = &evidence.config;
        let policy = values.params.policy.clone();
        let state = EpochState::new(&policy, config.initial_supply, config.emission_budget, config.window);
        let reserve = matches!(config.supply_mode, SupplyMode::Reserve { .. }).then_some(Tokens::ZERO);
        Ok(Self { evidence, values, policy, state, burned: Tokens::ZERO, minted: Tokens::ZERO, reserve })
    }

    fn epoch(
        &mut self,
        place: &Place,
        record: &EpochRecord,
        happened: &EpochActivity,
    ) -> Result<(), Difference> {
        let broken = |error: MathError| broken(place, &error);
        let config = &self.evidence.config;
        let range = epoch_range(config.genesis, config.epoch_length, record.epoch).map_err(broken)?;
        place.same("start", range.start, record.start)?;
        place.same("end", range.end, record.end)?;
        if let Some(reserve) = &mut self.reserve {
            *reserve = reserve.plus(happened.retired).map_err(broken)?;
        }
        let quote =
            record.price.map(|price| Quote::new(price, config.decimals)).transpose().map_err(broken)?;
        let inputs = EpochInputs {
            range,
            burned: happened.burned,
            retired: happened.retired,
            usd_settled: happened.usd,
            gpu_seconds: record.gpu_seconds,
            weight: record.weight,
            quote,
            reserve: self.reserve,
            carried: record.decision.granted.saturating_minus(record.decision.minted),
        };
        let draft = self.state.draft(&self.policy, &inputs).map_err(broken)?;
        let closing = draft.at(record.level).map_err(broken)?;
        let decision = closing.decision;
        self.state.take(&closing);
        self.burned = self.burned.plus(happened.burned).map_err(broken)?;
        self.minted = self.minted.plus(decision.minted).map_err(broken)?;
        if let Some(reserve) = &mut self.reserve {
            *reserve = reserve.minus(decision.minted).map_err(broken)?;
        }

        place.same("rho", closing.rho, record.rho)?;
        place.same("smoothed_burn", closing.smoothed_burn, record.smoothed_burn)?;
        place.same_debug("decision.requested", &decision.requested, &record.decision.requested)?;
        place.same_debug("decision.caps", &decision.caps, &record.decision.caps)?;
        place.same("decision.granted", decision.granted, record.decision.granted)?;
        place.same("decision.minted", decision.minted, record.decision.minted)?;
        place.same("decision.from_budget", decision.from_budget, record.decision.from_budget)?;
        place.same_debug("decision.binding", &decision.binding, &record.decision.binding)?;
        place.same("supply", closing.supply, record.supply)?;
        place.same("budget_left", self.state.budget_left, record.budget_left)?;
        place.same("total_burned", self.burned, record.total_burned)?;
        place.same("total_minted", self.minted, record.total_minted)?;
        place.same_debug("net_emission", &closing.net_emission, &record.net_emission)?;

        self.adopt(place, happened)
    }

    /// The changes lead from the first values to those of today.
    fn values_of_today(mut self, books: &Books) -> Result<Self, Difference> {
        let place = Place("parameters".to_owned());
        if let Some(open) = books.epochs.last() {
            self.adopt(&place, open)?;
        }
        let today = params(self.evidence);
        place.same_debug("policy after all changes", &self.values.params.policy, &today.policy)?;
        Ok(self)
    }

    /// A new policy is in force from the next epoch on.
    fn adopt(&mut self, place: &Place, happened: &EpochActivity) -> Result<(), Difference> {
        for ChangeEvent { parameter, from, to, .. } in &happened.changes {
            let before = get(&self.values, parameter);
            if let Some(before) = before {
                place.same(&format!("{parameter} before its change"), before.as_str(), from)?;
            }
            set(&mut self.values, parameter, to)?;
        }
        if self.policy != self.values.params.policy {
            self.policy = self.values.params.policy.clone();
            self.state.adopt(&self.policy);
        }
        Ok(())
    }
}

/// With what waits for the next epoch.
fn params(evidence: &Evidence) -> &Params {
    evidence.params.next.as_ref().unwrap_or(&evidence.params.params)
}

fn get(values: &Values, parameter: &Parameter) -> Option<String> {
    values.get(parameter).map(|value| Quantity(parameter.unit(), value).to_string())
}

/// Sets a parameter by its text. What the audit does not follow, such as the limit of a meter, is left alone.
fn set(values: &mut Values, parameter: &Parameter, text: &str) -> Result<(), Difference> {
    if values.get(parameter).is_none() {
        return Ok(());
    }
    let place = Place("parameters".to_owned());
    let value = parameter.unit().parse(text).map_err(|error| place.differs(parameter.name(), error, text))?;
    values.set(parameter, value);
    Ok(())
}

/// The books of today, and the token's own supply.
fn totals(evidence: &Evidence, books: &Books, audit: &Recomputation) -> Result<(), Difference> {
    let place = Place("the books".to_owned());
    let broken = |error: MathError| broken(&place, &error);
    let (burned, retired) = (
        books.total(|epoch| epoch.burned).map_err(broken)?,
        books.total(|epoch| epoch.retired).map_err(broken)?,
    );
    let supply = &evidence.supply;
    place.same("initial supply", evidence.config.initial_supply, supply.initial)?;
    place.same("burned", burned, supply.burned)?;
    place.same("minted", audit.minted, supply.minted)?;
    place.same("retired", retired, supply.retired)?;
    place.same("budget_left", audit.state.budget_left, supply.budget_left)?;
    let grown = supply.initial.plus(audit.minted).map_err(broken)?;
    let expected = grown.saturating_minus(burned).saturating_minus(retired);
    place.same("supply", expected, supply.supply)?;
    let Some(found) = evidence.token_supply else { return Ok(()) };
    // What moves between the reserve and the holders neither makes nor destroys a token.
    let of_token = match evidence.config.supply_mode {
        SupplyMode::Reserve { .. } => supply.initial.minus(burned).map_err(broken)?,
        _ => expected,
    };
    Place("the token".to_owned()).same("supply", of_token, found)
}
