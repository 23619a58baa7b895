//! The contract's books, kept again from its events: every step is the economy's own.

use ballast_api::events::{ContractEvent, CreditsEvent, MigrateEvent, MintEvent, ReceiptEvent, ReserveEvent};
use ballast_api::{Commitment, EpochRecord, SupplyMode};
use ballast_economy::{
    Books, BreakerState, ClosedEpoch, EpochEnd, EpochState, Issuance, LineSettlement, OpenEpoch, Rules,
    Signals,
};
use ballast_guardrails::Level;
use ballast_math::{MathError, Policy, Price, Quote, Timestamp, Tokens, epoch_range};

use super::accounts::Accounts;
use super::batches::Batches;
use super::close;
use super::difference::{Difference, Place};
use super::evidence::Evidence;
use super::moves::{Judge, Move};
use super::parameters::Parameters;
use super::queue::Queue;

/// The economy, run again.
pub struct Recomputation<'a> {
    evidence: &'a Evidence,
    parameters: Parameters,
    /// The policy that the open epoch began with.
    policy: Policy,
    accounts: Accounts,
    batches: Batches,
    queue: Queue,
    /// What trips the breaker: a migration may change it.
    signals: Signals,
    /// Moves of the breaker that were announced and are not followed yet.
    moves: Vec<Move>,
    /// Whether the last event was a trip of the guardian's, and until when its last one lasts.
    guardian: (bool, Timestamp),
    pub books: Books,
    pub commitment: Commitment,
    pub receipts: u64,
    pub changes: u64,
}

fn broken(place: &Place, error: impl core::fmt::Display) -> Difference {
    place.differs("recomputation", "a result", error)
}

impl<'a> Recomputation<'a> {
    pub fn new(evidence: &'a Evidence, events: &[(u64, ContractEvent)]) -> Result<Self, Difference> {
        let parameters = Parameters::at_start(evidence, events)?;
        let config = &evidence.config;
        let policy = parameters.params().policy.clone();
        let state = EpochState::new(&policy, config.initial_supply, config.emission_budget, config.window);
        let books = Books {
            state,
            breaker: BreakerState::default(),
            best_usage: Default::default(),
            ledger: Default::default(),
            open: OpenEpoch::default(),
        };
        Ok(Self {
            evidence,
            parameters,
            policy,
            accounts: Accounts::default(),
            batches: Batches::default(),
            queue: Queue::default(),
            signals: signals_at_start(evidence, events),
            moves: vec![],
            guardian: (false, Timestamp::default()),
            books,
            commitment: Commitment::default(),
            receipts: 0,
            changes: 0,
        })
    }

    /// Takes the next event.
    pub fn take(&mut self, place: &Place, event: ContractEvent) -> Result<(), Difference> {
        if !matches!(event, ContractEvent::Receipt(_)) {
            self.batches.end(place)?;
        }
        if std::mem::take(&mut self.guardian.0) && self.books.breaker.breaker.level() < Level::Halted {
            return self.guardian_move(place, event);
        }
        match event {
            // Whose they are, an observation's or a close's, is told by what comes next.
            ContractEvent::Trip(trip) => self.moves.push(trip.into()),
            ContractEvent::Recovery(recovery) => self.moves.push(recovery.into()),
            ContractEvent::Mint(mint) => self.close(place, &mint)?,
            other => {
                self.follow_moves(place)?;
                self.note(place, other)?;
            }
        }
        Ok(())
    }

    /// After the last event.
    pub fn finish(&mut self, place: &Place) -> Result<(), Difference> {
        self.batches.end(place)?;
        self.follow_moves(place)?;
        place.same_debug("signals after all migrations", &self.signals, &self.evidence.signals)?;
        self.parameters.are_todays(self.evidence, &self.policy)
    }

    fn note(&mut self, place: &Place, event: ContractEvent) -> Result<(), Difference> {
        let money = |error| broken(place, error);
        match event {
            ContractEvent::Deposit(told) => {
                self.accounts.deposit(&mut self.books, &told).map_err(money)?;
            }
            ContractEvent::Withdraw(told) => {
                self.accounts.withdraw(&mut self.books, &told).map_err(money)?;
            }
            ContractEvent::Credits(told) => self.buy_credits(place, &told)?,
            ContractEvent::Authorize(told) => self.accounts.authorise(self.books.open.epoch, &told),
            ContractEvent::Settle(told) => {
                place.same("epoch of a batch", self.books.open.epoch, told.epoch)?;
                self.batches.begin(place, told)?;
            }
            ContractEvent::Receipt(told) => self.settle(place, &told)?,
            ContractEvent::Claim(told) => {
                let expected = self.accounts.claim(&told);
                let told = told.paid.plus(told.unvested).map_err(|error| broken(place, error))?;
                place.same("paid and still vesting of a claim", expected, told)?;
            }
            ContractEvent::Reserve(told) => self.fund_reserve(place, &told)?,
            ContractEvent::GuardianTrip(told) => self.guardian = (true, told.until),
            ContractEvent::Migrate(told) => self.migrate(place, &told)?,
            ContractEvent::Ended(told) => self.queue.end(told.id),
            ContractEvent::Remove(removed) => self.parameters.remove(&removed),
            ContractEvent::Change(change) => {
                self.queue.take(place, &change)?;
                self.changes += u64::from(self.parameters.take(place, &change)?);
            }
            _ => {}
        }
        Ok(())
    }

    fn quote(&self, place: &Place, price: Price) -> Result<Quote, Difference> {
        Quote::new(price, self.evidence.config.decimals).map_err(|error| broken(place, error))
    }

    fn buy_credits(&mut self, place: &Place, told: &CreditsEvent) -> Result<(), Difference> {
        let quote = self.quote(place, told.price)?;
        let bought = self.accounts.buy_credits(&mut self.books, &self.policy, quote, told);
        place.same("credits bought", bought.map_err(|error| broken(place, error))?, told.usd)
    }

    /// Pays the line again, from what its tenant had.
    fn settle(&mut self, place: &Place, told: &ReceiptEvent) -> Result<(), Difference> {
        let receipt = told.receipt();
        place.same("epoch of a receipt", self.books.open.epoch, receipt.epoch)?;
        let quote = receipt.price.map(|price| self.quote(place, price)).transpose()?;
        let config = &self.evidence.config;
        let reported =
            matches!(config.supply_mode, SupplyMode::External { .. }).then_some(config.initial_supply);
        self.batches.add(place, receipt)?;
        let limit = self.parameters.meter_limit(&receipt.meter);
        let settled = self.accounts.settle(&mut self.books, &self.policy, receipt, quote, reported, limit);
        place.same("more meters than there can be", false, self.accounts.has_too_many_meters())?;
        let place = Place(format!("receipt {}/{}/{}", receipt.meter, receipt.batch, receipt.line));
        let LineSettlement { payment, .. } = settled.map_err(|reason| {
            place.differs("payment", "one that its tenant could make", format!("{reason:?}"))
        })?;
        place.same("usd", payment.usd, receipt.usd)?;
        place.same("usd_from_credits", payment.usd_from_credits, receipt.usd_from_credits)?;
        place.same("burned", payment.burned, receipt.burned)?;
        place.same("direct_pay", payment.direct_pay, receipt.direct_pay)?;
        self.receipts += 1;
        self.commitment = self.commitment.after(told.leaf());
        Ok(())
    }

    fn judge(&self) -> Judge<'_> {
        let policy = &self.parameters.params().breaker;
        Judge { policy, signals: self.signals, guardian: false }
    }

    /// The breaker after moves that observations announced.
    fn followed(&self, place: &Place, moves: &[Move]) -> Result<BreakerState, Difference> {
        let mut breaker = self.books.breaker.clone();
        for moved in moves {
            breaker.breaker = self.judge().follow(place, &breaker, moved)?;
        }
        Ok(breaker)
    }

    fn follow_moves(&mut self, place: &Place) -> Result<(), Difference> {
        self.books.breaker = self.followed(place, &self.moves)?;
        self.moves.clear();
        Ok(())
    }

    /// The message in which the guardian trips looks at the market too: the level is 3 right after it.
    fn guardian_move(&mut self, place: &Place, event: ContractEvent) -> Result<(), Difference> {
        let ContractEvent::Trip(trip) = event else {
            return Err(place.differs("the guardian's trip", "a move to level 3", "none"));
        };
        place.same_debug("the guardian's trip leads to", &Level::Halted, &trip.to)?;
        let judge = Judge { guardian: true, ..self.judge() };
        self.books.breaker.breaker = judge.follow(place, &self.books.breaker, &trip.into())?;
        Ok(())
    }

    fn fund_reserve(&mut self, place: &Place, told: &ReserveEvent) -> Result<(), Difference> {
        let has_reserve = matches!(self.evidence.config.supply_mode, SupplyMode::Reserve { .. });
        place.same("a reserve", has_reserve, true)?;
        self.books.open.retire(told.funded).map_err(|error| broken(place, error))?;
        self.books.ledger.fund_reserve(told.funded).map_err(|error| broken(place, error))?;
        place.same("reserve", self.books.ledger.reserve, told.reserve)
    }

    /// Another constitution may have other signals.
    fn migrate(&mut self, place: &Place, told: &MigrateEvent) -> Result<(), Difference> {
        place.same("signals before a migration", self.signals, told.signals_before)?;
        self.signals = told.signals_after;
        if self.signals.collateral {
            self.books.breaker.remint_credit = self.books.state.remint_credit;
        }
        Ok(())
    }

    fn close(&mut self, place: &Place, mint: &MintEvent) -> Result<(), Difference> {
        let number = self.books.open.epoch;
        place.same("epoch that was closed", number, mint.epoch)?;
        let evidence = self.evidence;
        let record = usize::try_from(number).ok().and_then(|number| evidence.records.get(number));
        let Some(record) = record else {
            return Err(place.differs("record of a closed epoch", "one", "none"));
        };
        let place = Place::epoch(number);
        self.parameters.validate(&place)?;
        close::announced(&place, mint, record)?;
        close::receipts(&place, &self.books.open, record)?;
        let end = self.end(&place, mint, record)?;
        // What neither receipts nor other events say.
        self.books.open.gpu_seconds = record.gpu_seconds;
        self.books.ledger.carried = mint.carried.unwrap_or_default();
        let (books, closed) = self.closed(&place, &end)?;
        close::recomputed(&place, &closed.record, record)?;
        self.level_is_plausible(&place, record)?;
        self.accounts.share(record.decision.granted, record.weight).map_err(|error| broken(&place, error))?;
        self.books = books;
        self.moves.clear();
        self.adopt();
        Ok(())
    }

    fn end(&self, place: &Place, mint: &MintEvent, record: &EpochRecord) -> Result<EpochEnd, Difference> {
        let config = &self.evidence.config;
        let range = epoch_range(config.genesis, config.epoch_length, self.books.open.epoch);
        let range = range.map_err(|error: MathError| broken(place, error))?;
        let quote = |price: Option<Price>| price.map(|price| self.quote(place, price)).transpose();
        // A move's time is in no event, and nothing else depends on that of the close.
        let (mint_quote, last_quote) = (quote(record.price)?, quote(mint.collateral_price)?);
        // A usable price is the last one known, or the average above it.
        let known = match (record.price, mint.collateral_price) {
            (Some(price), Some(last)) => last <= price,
            (price, last) => last.is_some() == self.signals.collateral || price.is_none(),
        };
        place.same("collateral_price is the last price known", true, known)?;
        Ok(EpochEnd { range, now: range.end, mint_quote, last_quote })
    }

    /// Closes the open epoch. Of the moves that were announced just before, the last may be the close's own.
    fn closed(&self, place: &Place, end: &EpochEnd) -> Result<(Books, ClosedEpoch), Difference> {
        let rules = Rules {
            policy: &self.policy,
            breaker: &self.parameters.params().breaker,
            signals: self.signals,
            issuance: issuance(&self.evidence.config.supply_mode),
        };
        let mut difference = None;
        for observed in 0..=self.moves.len() {
            let (observed, own) = self.moves.split_at(observed);
            let breaker = match self.followed(place, observed) {
                Ok(breaker) => breaker,
                Err(found) => return Err(difference.unwrap_or(found)),
            };
            let mut books = Books { breaker, ..self.books.clone() };
            let closed = books.close_epoch(&rules, end).map_err(|error| broken(place, error))?;
            let follows: Vec<Move> = closed.transitions.iter().map(Move::from).collect();
            if follows == own {
                return Ok((books, closed));
            }
            let shown = |moves: &[Move]| match moves {
                [] => "none".to_owned(),
                moves => moves.iter().map(Move::to_string).collect::<Vec<_>>().join("; "),
            };
            difference =
                Some(place.differs("level: moves of the breaker at the close", shown(&follows), shown(own)));
        }
        Err(difference.unwrap_or_else(|| place.differs("level", "a close", "none")))
    }

    /// Without a price that is needed no epoch is decided below level 2, and none that ends within a trip of the guardian below 3.
    fn level_is_plausible(&self, place: &Place, record: &EpochRecord) -> Result<(), Difference> {
        let is_dead = record.price.is_none() && self.parameters.params().price.min_sources > 0;
        let mut lowest = if is_dead { Level::Restricted } else { Level::Normal };
        if record.end <= self.guardian.1 {
            lowest = Level::Halted;
        }
        place.same_debug("level", &record.level.max(lowest), &record.level)
    }

    /// A new policy is in force from the next epoch on.
    fn adopt(&mut self) {
        let policy = &self.parameters.params().policy;
        if self.policy != *policy {
            self.policy = policy.clone();
            self.books.state.adopt(policy);
        }
    }
}

const fn issuance(mode: &SupplyMode) -> Issuance {
    match mode {
        SupplyMode::Reserve { .. } => Issuance::Reserve,
        SupplyMode::External { .. } => Issuance::External,
        _ => Issuance::Mint,
    }
}

/// From today's back through every migration.
fn signals_at_start(evidence: &Evidence, events: &[(u64, ContractEvent)]) -> Signals {
    let first = events.iter().find_map(|(_, event)| match event {
        ContractEvent::Migrate(told) => Some(told.signals_before),
        _ => None,
    });
    first.unwrap_or(evidence.signals)
}

/// What was minted and burned since the start, against the books of today and the token's own supply.
///
/// Whoever holds tokens can burn them without the contract: the token may have less, and that is returned. More is a difference.
pub fn totals(evidence: &Evidence, books: &Books) -> Result<Tokens, Difference> {
    let place = Place("the books".to_owned());
    let (ledger, supply) = (&books.ledger, &evidence.supply);
    place.same("initial supply", evidence.config.initial_supply, supply.initial)?;
    place.same("burned", ledger.total_burned, supply.burned)?;
    place.same("minted", ledger.total_minted, supply.minted)?;
    place.same("retired", ledger.total_retired, supply.retired)?;
    place.same("budget_left", books.state.budget_left, supply.budget_left)?;
    let expected: Tokens = ledger.supply(supply.initial).map_err(|error| broken(&place, error))?;
    place.same("supply", expected, supply.supply)?;
    let place = Place("the token".to_owned());
    let is_external = matches!(evidence.config.supply_mode, SupplyMode::External { .. });
    place.same("a supply to compare", !is_external, evidence.token_supply.is_some())?;
    let Some(found) = evidence.token_supply else { return Ok(Tokens::ZERO) };
    // What moves between the reserve and the holders neither makes nor destroys a token.
    let of_token = match evidence.config.supply_mode {
        SupplyMode::Reserve { .. } => {
            supply.initial.minus(ledger.total_burned).map_err(|error| broken(&place, error))?
        }
        _ => expected,
    };
    of_token.minus(found).map_err(|_| place.differs("supply", of_token, found))
}
