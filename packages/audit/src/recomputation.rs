//! The contract's books, kept again from its events: every step is the economy's own.

use ballast_api::events::{ContractEvent, CreditsEvent, MintEvent, ReceiptEvent};
use ballast_api::{Commitment, EpochRecord, SupplyMode};
use ballast_economy::{
    Books, BreakerState, ClosedEpoch, EpochEnd, EpochState, Issuance, LineSettlement, OpenEpoch, Rules,
};
use ballast_math::{MathError, Policy, Price, Quote, Tokens, epoch_range};

use super::accounts::Accounts;
use super::close;
use super::difference::{Difference, Place};
use super::evidence::Evidence;
use super::moves::{Judge, Move};
use super::parameters::Parameters;

/// The economy, run again.
pub struct Recomputation<'a> {
    evidence: &'a Evidence,
    parameters: Parameters,
    /// The policy that the open epoch began with.
    policy: Policy,
    accounts: Accounts,
    /// Moves of the breaker that were announced and are not followed yet.
    moves: Vec<Move>,
    guardian_tripped: bool,
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
            moves: vec![],
            guardian_tripped: false,
            books,
            commitment: Commitment::default(),
            receipts: 0,
            changes: 0,
        })
    }

    /// Takes the next event.
    pub fn take(&mut self, place: &Place, event: ContractEvent) -> Result<(), Difference> {
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
        self.follow_moves(place)?;
        self.parameters.are_todays(self.evidence)
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
            ContractEvent::Receipt(told) => self.settle(place, &told)?,
            ContractEvent::Reserve(told) => {
                self.books.open.retire(told.funded).map_err(|error| broken(place, error))?;
                self.books.ledger.fund_reserve(told.funded).map_err(|error| broken(place, error))?;
            }
            ContractEvent::GuardianTrip(_) => self.guardian_tripped = true,
            ContractEvent::Remove(removed) => self.parameters.remove(&removed),
            ContractEvent::Change(change) => {
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
        let settled = self.accounts.settle(&mut self.books, &self.policy, receipt, quote, reported);
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
        Judge { policy, signals: self.evidence.signals, guardian: self.guardian_tripped }
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
        self.forget_moves();
        Ok(())
    }

    /// One trip of the guardian explains one move, and none after the level has come down.
    fn forget_moves(&mut self) {
        self.guardian_tripped &= !self.moves.iter().any(Move::ends_a_trip);
        self.moves.clear();
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
        close::announced(&place, mint, record)?;
        close::receipts(&place, &self.books.open, record)?;
        let end = self.end(&place, mint, record)?;
        // What neither receipts nor other events say.
        self.books.open.gpu_seconds = record.gpu_seconds;
        self.books.ledger.carried = mint.carried.unwrap_or_default();
        let (books, closed) = self.closed(&place, &end)?;
        close::recomputed(&place, &closed.record, record)?;
        self.books = books;
        self.forget_moves();
        self.accounts.next_epoch();
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
        Ok(EpochEnd { range, now: range.end, mint_quote, last_quote })
    }

    /// Closes the open epoch. Of the moves that were announced just before, the last may be the close's own.
    fn closed(&self, place: &Place, end: &EpochEnd) -> Result<(Books, ClosedEpoch), Difference> {
        let rules = Rules {
            policy: &self.policy,
            breaker: &self.parameters.params().breaker,
            signals: self.evidence.signals,
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

/// What was minted and burned since the start, against the books of today and the token's own supply.
pub fn totals(evidence: &Evidence, books: &Books) -> Result<(), Difference> {
    let place = Place("the books".to_owned());
    let (ledger, supply) = (&books.ledger, &evidence.supply);
    place.same("initial supply", evidence.config.initial_supply, supply.initial)?;
    place.same("burned", ledger.total_burned, supply.burned)?;
    place.same("minted", ledger.total_minted, supply.minted)?;
    place.same("retired", ledger.total_retired, supply.retired)?;
    place.same("budget_left", books.state.budget_left, supply.budget_left)?;
    let expected: Tokens = ledger.supply(supply.initial).map_err(|error| broken(&place, error))?;
    place.same("supply", expected, supply.supply)?;
    let Some(found) = evidence.token_supply else { return Ok(()) };
    // What moves between the reserve and the holders neither makes nor destroys a token.
    let of_token = match evidence.config.supply_mode {
        SupplyMode::Reserve { .. } => {
            supply.initial.minus(ledger.total_burned).map_err(|error| broken(&place, error))?
        }
        _ => expected,
    };
    Place("the token".to_owned()).same("supply", of_token, found)
}
