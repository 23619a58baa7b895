//! A network to test against: typed messages by the names of accounts, and two checks after every one of them.
//!
//! A message that fails must leave everything as it was. A message that succeeds must leave the contract solvent to the
//! unit and its books of the supply equal to the token's own.

use anyhow::Result;
use ballast_api::{
    ConstitutionConfig, Cw20HookMsg, ExecuteMsg, ExternalBurn, Line, MigrateMsg, SettleResponse, SudoMsg,
};
use ballast_math::{EpochId, Price, Timestamp, Tokens};
use ballast_sandbox::{AppResponse, Genesis, Sandbox, SupplyKind};
use cosmwasm_std::Coin;

use crate::engine::sandbox;
pub use crate::suite_words::*;

/// Every account whose balance a failed message must leave alone.
const NAMES: [&str; 16] = [
    "treasury",
    "tenant",
    "tenant-2",
    "provider",
    "provider-2",
    "provider-3",
    "meter",
    "meter-2",
    "feeder",
    "feeder-2",
    "owner",
    "stranger",
    "bystander",
    "admin",
    "governor",
    "guardian",
];

/// A network and its accounts.
pub struct Suite {
    pub chain: Sandbox,
    /// Tokens that somebody sent to the contract without a message.
    pub donated: u128,
    /// Whether the books of the supply can be held against the token: not where tests burn or mint behind its back.
    pub books_are_exact: bool,
    rounds: u64,
}

impl Suite {
    #[must_use]
    pub fn new(supply: SupplyKind) -> Self {
        Self::with(&genesis(supply))
    }

    #[must_use]
    pub fn with(genesis: &Genesis) -> Self {
        let chain = sandbox(genesis).expect("a valid genesis");
        let books_are_exact = genesis.supply != SupplyKind::External;
        let suite = Self { chain, donated: 0, books_are_exact, rounds: 0 };
        suite.check_books();
        suite
    }

    /// As [`Suite::with`] for an edit of the usual genesis.
    #[must_use]
    pub fn edited(supply: SupplyKind, edit: impl FnOnce(&mut Genesis)) -> Self {
        let mut genesis = genesis(supply);
        edit(&mut genesis);
        Self::with(&genesis)
    }

    /// As [`Suite::new`], with a price of one dollar a token: a micro-USD is a base unit.
    #[must_use]
    pub fn at_a_dollar(supply: SupplyKind) -> Self {
        let mut suite = Self::new(supply);
        suite.price("1");
        suite
    }

    // ---- messages ------------------------------------------------------------------------------------------------

    /// Sends something to the chain and checks what it left behind.
    #[track_caller]
    pub fn act(&mut self, send: impl FnOnce(&mut Sandbox) -> Result<AppResponse>) -> Outcome {
        let before = self.everything();
        let result = send(&mut self.chain).map_err(|error| error.to_string());
        match &result {
            Ok(response) => {
                self.check_books();
                check_events(response);
            }
            Err(_) => {
                assert!(before == self.everything(), "a message that failed has left traces: {result:?}")
            }
        }
        Outcome(result)
    }

    #[track_caller]
    pub fn execute(&mut self, sender: &str, msg: &ExecuteMsg) -> Outcome {
        self.act(|chain| chain.execute(&addr(sender), msg))
    }

    #[track_caller]
    pub fn execute_with(&mut self, sender: &str, msg: &ExecuteMsg, coins: &[Coin]) -> Outcome {
        self.act(|chain| chain.execute_with_coins(&addr(sender), msg, coins))
    }

    #[track_caller]
    pub fn sudo(&mut self, msg: &SudoMsg) -> Outcome {
        self.act(|chain| chain.sudo(msg))
    }

    #[track_caller]
    pub fn migrate(&mut self, constitution: Option<ConstitutionConfig>) -> Outcome {
        self.act(|chain| chain.migrate(&MigrateMsg { constitution }))
    }

    /// Tokens out of the treasury.
    pub fn give(&mut self, to: &str, amount: u128) {
        self.chain.give(&addr(to), tokens(amount)).expect("the treasury has enough");
    }

    #[track_caller]
    pub fn deposit(&mut self, tenant: &str, amount: u128) -> Outcome {
        self.act(|chain| chain.deposit(&addr(tenant), tokens(amount)))
    }

    #[track_caller]
    pub fn withdraw(&mut self, tenant: &str, amount: Option<u128>) -> Outcome {
        self.execute(tenant, &ExecuteMsg::Withdraw { amount: amount.map(tokens) })
    }

    /// Buys credits with tokens that come along with the message, in whatever way the mode pays.
    #[track_caller]
    pub fn buy_credits(&mut self, tenant: &str, amount: u128, min_usd: Option<u128>) -> Outcome {
        let min_usd = min_usd.map(usd);
        if self.chain.token().is_some() {
            let msg = Cw20HookMsg::BuyCredits { min_usd };
            return self.act(|chain| chain.send_cw20(&addr(tenant), tokens(amount), &msg));
        }
        let coins = [self.chain.coin(tokens(amount))];
        self.execute_with(tenant, &ExecuteMsg::BuyCredits { amount: None, min_usd }, &coins)
    }

    #[track_caller]
    pub fn authorize(&mut self, tenant: &str, meter: &str, micro_usd: u128) -> Outcome {
        let meter = addr(meter).into();
        self.execute(tenant, &ExecuteMsg::Authorize { meter, usd_per_epoch: usd(micro_usd) })
    }

    #[track_caller]
    pub fn settle_as(&mut self, meter: &str, batch: u64, lines: Vec<Line>) -> Outcome {
        self.execute(meter, &ExecuteMsg::Settle { batch, lines })
    }

    /// Settles as `meter` with its next batch number.
    #[track_caller]
    pub fn settle(&mut self, lines: Vec<Line>) -> Outcome {
        let batch = self.meter("meter").next_batch;
        self.settle_as("meter", batch, lines)
    }

    #[track_caller]
    pub fn report(&mut self, batch: u64, burns: Vec<ExternalBurn>) -> Outcome {
        self.sudo(&SudoMsg::ReportBurns { batch, burns })
    }

    #[track_caller]
    pub fn close(&mut self, limit: Option<u32>) -> Outcome {
        self.execute("stranger", &ExecuteMsg::CloseEpoch { limit })
    }

    #[track_caller]
    pub fn claim(&mut self, provider: &str) -> Outcome {
        self.execute(provider, &ExecuteMsg::Claim {})
    }

    #[track_caller]
    pub fn prune(&mut self, limit: Option<u32>) -> Outcome {
        self.execute("stranger", &ExecuteMsg::Prune { limit })
    }

    #[track_caller]
    pub fn submit(&mut self, feeder: &str, round: u64, price: Price, time: u64) -> Outcome {
        self.execute(feeder, &ExecuteMsg::SubmitPrice { round, price, time: Timestamp::new(time) })
    }

    /// A price of now, by `feeder`, in its next round.
    #[track_caller]
    pub fn price(&mut self, text: &str) {
        self.rounds += 1;
        self.submit("feeder", self.rounds, price(text), self.chain.now().seconds()).ok();
    }

    // ---- the usual course of things --------------------------------------------------------------------------------

    /// A tenant with an escrow who trusts `meter`; in external mode one with tokens.
    #[track_caller]
    pub fn tenant_with(&mut self, tenant: &str, amount: u128) {
        self.give(tenant, amount);
        if self.chain.supply() != SupplyKind::External {
            self.deposit(tenant, amount).ok();
            self.authorize(tenant, "meter", 1_000_000_000_000).ok();
        }
    }

    /// Work of as many micro-USD as base units, paid in full and burned in full: at a dollar a token, in every mode.
    #[track_caller]
    pub fn work(&mut self, tenant: &str, provider: &str, amount: u128) -> SettleResponse {
        let settled: SettleResponse = if self.chain.supply() == SupplyKind::External {
            self.chain.burn_natively(&addr(tenant), tokens(amount)).expect("the tenant has enough");
            let batch = self.chain_as_meter().next_batch;
            self.report(batch, vec![burn(tenant, provider, amount, amount)]).data()
        } else {
            self.settle(vec![line(tenant, provider, amount)]).data()
        };
        assert_eq!(settled.burned, tokens(amount));
        assert_eq!(settled.shortfalls, vec![]);
        settled
    }

    /// Goes to the first second after the open epoch, with a fresh price.
    pub fn epoch_is_over_at(&mut self, text: &str) {
        let end = self.epoch().end;
        self.chain.go_to(end);
        self.price(text);
    }

    /// Ends the open epoch at a dollar a token and closes it; in external mode the chain mints.
    pub fn next_epoch(&mut self) {
        self.epoch_is_over_at("1");
        self.close(None).ok();
        self.chain_mints();
    }

    /// In external mode: mints what is outstanding, and says so.
    pub fn chain_mints(&mut self) {
        let amount = self.solvency().awaiting_mint;
        if !amount.is_zero() {
            let controller = self.chain.controller().clone();
            self.chain.mint_natively(&controller, amount).expect("the chain can mint");
            self.sudo(&SudoMsg::ConfirmMint { amount }).ok();
        }
    }

    pub fn go_to_epoch(&mut self, epoch: EpochId) {
        self.chain.go_to(Timestamp::new(START + epoch * DAY));
    }

    // ---- checks ----------------------------------------------------------------------------------------------------

    /// All that a failed message could have changed.
    #[must_use]
    pub fn everything(&self) -> impl PartialEq + use<> {
        let balances: Vec<Tokens> = NAMES.iter().map(|name| self.chain.balance(&addr(name))).collect();
        (self.chain.dump(), self.held(), self.chain.token_supply(), balances)
    }

    /// Invariants 1 and 2 of the design, to the unit.
    #[track_caller]
    fn check_books(&self) {
        let books = self.solvency();
        let owed = [books.escrow, books.locked, books.payable, books.unvested, books.carried, books.reserve];
        let owed: u128 = owed.into_iter().map(Tokens::get).sum();
        assert_eq!(books.holdings.get(), self.held());
        let awaiting = books.awaiting_mint.get();
        assert_eq!(self.held() + awaiting, owed + self.donated, "insolvent: {books:?}");
        assert_eq!(books.surplus.get(), self.donated);
        let supply = self.supply();
        assert_eq!(
            supply.supply.get() + supply.burned.get() + supply.retired.get(),
            supply.initial.get() + supply.minted.get(),
        );
        if self.books_are_exact {
            assert_eq!(self.chain.token_supply().get(), supply.supply.get() + books.reserve.get());
        }
    }
}
