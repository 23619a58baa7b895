//! The contract's guardrails are what the shadow's are: the level, the values, the queue, the roles.

use anyhow::{Result, ensure};
use ballast_api::events::{ContractEvent, EndedEvent, RecoveryEvent, TripEvent};
use ballast_api::{
    BreakerResponse, GuardrailsResponse, MeterResponse, PendingResponse, Proposal, QueryMsg, QueueResponse,
};
use ballast_economy::Signal;
use ballast_guardrails::Ending;
use ballast_math::{Ratio, Timestamp};
use ballast_sandbox::{AppResponse, Sandbox};

use crate::fuse::Shift;
use crate::governing::Governed;
use crate::ops::{METERS, What};
use crate::registry::Set;
use crate::runner::{same, told};
use crate::sending::texts;
use crate::shadow::{ONE, Refusal, Shadow};
use crate::tunables::limits_of;

/// B3, B9: the level that a query shows is the shadow's own, and at least what the signals demand.
pub fn breaker(chain: &Sandbox, shadow: &Shadow) -> Result<()> {
    let said: BreakerResponse = chain.query(&QueryMsg::Breaker {})?;
    let (found, expected) = (said.level as u8, shadow.glance().0.level);
    ensure!(found == expected, "B3: at level {found}, expected {expected}: {said:?}");
    let sight = shadow.sight();
    let (required, signal) = shadow.fuse.required(shadow.now, &sight, &shadow.params.breaker, ONE);
    ensure!(found >= required, "B3: at level {found}, {signal:?} demands {required}");
    // B9: the collateral is a function of what tenants hold, of what burned and was not minted, and of the price.
    let collateral = said.signals.iter().find(|status| status.signal == Signal::Collateral);
    let drawdown = collateral.and_then(|status| status.drawdown).map(Ratio::atomics);
    ensure!(drawdown == sight.shortfall, "B9: a shortfall of {drawdown:?}, expected {:?}", sight.shortfall);
    let tripped = Some(shadow.fuse.tripped_until).filter(|until| shadow.now < *until);
    ensure!(
        said.guardian_until == tripped.map(Timestamp::new),
        "R10: tripped until {:?}",
        said.guardian_until
    );
    ensure!(
        said.guardian_next == Timestamp::new(shadow.fuse.next_trip),
        "R10: next trip at {}",
        said.guardian_next
    );
    Ok(())
}

/// The moves of the level that a message made, and what it says of them.
pub fn shifts(expected: &[Shift], response: &AppResponse) -> Result<()> {
    let said = told(response)?.into_iter().filter_map(|event| match event {
        ContractEvent::Trip(TripEvent { from, to, signal, .. }) => Some((from, to, signal)),
        ContractEvent::Recovery(RecoveryEvent { from, to, .. }) => Some((from, to, None)),
        _ => None,
    });
    let said: Vec<_> = said.map(|(from, to, signal)| (from as u8, to as u8, signal)).collect();
    let expected: Vec<_> = expected.iter().map(|shift| (shift.from, shift.to, shift.signal)).collect();
    same(&said, &expected)
}

/// What a message of governance answers.
///
/// Returns: why the execution was refused, where the message succeeded for the sake of a trip.
pub fn governed(governed: &Governed, response: &AppResponse) -> Result<Option<Refusal>> {
    let (ended, ending) = match governed {
        Governed::Queued { answer, expired } => {
            same::<QueueResponse>(&Sandbox::data(response)?, answer)?;
            (expired.clone(), Ending::Expired)
        }
        // Sets of a governor that the execution removed.
        Governed::Executed { superseded, .. } => (superseded.clone(), Ending::Cancelled),
        Governed::Tightened { superseded, .. } | Governed::Removed { superseded } => {
            (superseded.clone(), Ending::Superseded)
        }
        Governed::Vetoed(set) => (vec![*set], Ending::Vetoed),
        Governed::Cancelled(set) => (vec![*set], Ending::Cancelled),
        Governed::TrippedInstead(reason) => return Ok(Some(reason)),
        Governed::Tripped | Governed::Accepted(_) => (vec![], Ending::Expired),
    };
    let told = told(response)?;
    let said = told.iter().filter_map(|event| match event {
        ContractEvent::Ended(EndedEvent { id, ending, .. }) => Some((*id, *ending)),
        _ => None,
    });
    same(&said.collect::<Vec<_>>(), &ended.into_iter().map(|id| (id, ending)).collect())?;
    let executed = told.iter().filter(|event| matches!(event, ContractEvent::Execute(_))).count();
    same(&executed, &usize::from(matches!(governed, Governed::Executed { .. })))?;
    Ok(None)
}

/// All values with their clocks, the pending sets, the roles, the meters and the sources.
pub fn guardrails(chain: &Sandbox, shadow: &Shadow) -> Result<()> {
    let said: GuardrailsResponse = chain.query(&QueryMsg::Guardrails {})?;
    for status in &said.parameters {
        let name = status.parameter.name();
        let (Some(limits), Some(rule)) = (limits_of(name), &status.rule) else {
            ensure!(limits_of(name).is_none() && status.rule.is_none(), "R1: {status:?}");
            continue;
        };
        let (found, expected) = (limits.parse(&status.value), shadow.value(name));
        ensure!(Some(found) == expected, "{name} is {found}, expected {expected:?}");
        ensure!((limits.min..=limits.max).contains(&found), "R1: {name} is {found}");
        let (reach, expected) = ((rule.reach_min.clone(), rule.reach_max.clone()), limits.reach(found));
        same(&reach, &(limits.text(expected.0), limits.text(expected.1)))?;
        let (found, expected) = (rule.next_change, shadow.next_change(name));
        ensure!(found == Timestamp::new(expected), "R3: {name} may change at {found}, expected {expected}");
    }
    let offices = &shadow.offices;
    same(&said.governors, &offices.governors)?;
    same(&said.guardian.as_ref(), &Some(&offices.guardian))?;
    let offers = offices.offers.iter().filter(|offer| shadow.now < offer.expires);
    let offers: Vec<_> = offers.map(|offer| (offer.role, offer.to.clone(), offer.expires)).collect();
    same(
        &said.offers.into_iter().map(|offer| (offer.role, offer.to, offer.expires.seconds())).collect(),
        &offers,
    )?;

    pending(chain, shadow)?;
    for meter in (0..METERS).filter(|meter| shadow.meters[*meter].known) {
        let query = QueryMsg::Meter { meter: shadow.meter_name(meter).to_owned() };
        let said: MeterResponse = chain.query(&query)?;
        ensure!(said.usd_per_epoch.get() == shadow.meters[meter].limit, "meter {meter}: {said:?}");
    }
    Ok(shadow.tuned().validate().and_then(|()| shadow.params.validate())?)
}

/// R5, R6, R7: the sets that are pending, and whether each would run now.
fn pending(chain: &Sandbox, shadow: &Shadow) -> Result<()> {
    let said: PendingResponse = chain.query(&QueryMsg::Pending {})?;
    let live: Vec<&Set> = shadow.registry.live(shadow.now).collect();
    ensure!(said.sets.len() == live.len(), "R6: pending {:?}, expected {live:?}", said.sets);
    // As the next message would find it.
    let (fuse, lacks) = shadow.glance();
    let now = Shadow { fuse, ..shadow.clone() };
    for (said, set) in said.sets.iter().zip(live) {
        let proposal = match &set.what {
            What::Moves(moves) => Proposal::Changes(texts(moves)),
            What::Action(action) => Proposal::Action(action.clone()),
        };
        let queued = (said.queued.time.seconds(), said.queued.height);
        same(&(said.id, &said.by, queued), &(set.number, &set.by, set.queued))?;
        same(&said.proposal, &proposal)?;
        same(&(said.loosens, said.vetoable), &(set.loosens(), set.vetoable()))?;
        let expected = match shadow.behind() {
            0..=32 => now.why_not_execute(set.number, lacks),
            _ => Err("epochs are over and not closed"),
        };
        let agreed = match (&expected, said.refusals.first()) {
            (Ok(()), None) => true,
            (Err(reason), Some(said)) => said.contains(reason),
            _ => false,
        };
        ensure!(agreed, "R7: set {} is refused for {:?}, expected {expected:?}", said.id, said.refusals);
    }
    Ok(())
}
