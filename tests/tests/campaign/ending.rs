//! How a campaign ends: the world calms down, the breaker lets go, and everybody takes what is theirs.

use anyhow::{Context, Result, ensure};
use ballast_api::Action;

use crate::invariants;
use crate::ops::{Act, Move, Op, TREASURY, What, Who};
use crate::runner::Campaign;
use crate::tunables::{DELAY, DELAY_BLOCKS, INTERVAL, limits_of};
use crate::worlds::feed;

const HOUR: u64 = 3_600;
/// Long enough for the smoothed amounts to fade to nothing, and for every reference to age out.
const SLEEP: u64 = 600 * 86_400;
/// A week is the longest reference of the price, two the time that a price takes to become its own average after it;
/// a day at most is the ramp.
const HOURS_OF_CALM: u64 = (7 + 2 + 3) * 24;

impl Campaign {
    pub fn wind_up(&mut self) -> Result<()> {
        self.close_all()?;
        for actor in 0..TREASURY {
            self.step(&Op::Withdraw { tenant: actor, amount: None }, false)?;
        }
        self.step(&Op::Wait { seconds: SLEEP, blocks: DELAY_BLOCKS }, false)?;
        self.close_all()?;
        // B7: a dead oracle holds the breaker up however long it lasts.
        self.step(&Op::Poke, false)?;
        ensure!(self.shadow.fuse.level >= 2, "B7: at level {} without a price", self.shadow.fuse.level);
        self.calm_down()?;
        self.take_all()
    }

    fn close_all(&mut self) -> Result<()> {
        while self.shadow.behind() > 0 {
            self.step(&Op::CloseEpoch { limit: None }, false)?;
        }
        Ok(())
    }

    /// B7: with every signal back to normal for the longest window, nothing is held up any more.
    fn calm_down(&mut self) -> Result<()> {
        if self.shadow.market.feed().is_none() {
            self.bring_back_the_feed()?;
        }
        self.promise_no_more()?;
        for _ in 0..HOURS_OF_CALM {
            self.step(&Op::Wait { seconds: HOUR, blocks: 600 }, false)?;
            let now = self.shadow.now;
            let feeders = self.shadow.market.feed().map(|(_, feed)| feed.feeders.clone());
            for (feeder, last) in feeders.unwrap_or_default() {
                let (round, price) = (last.round + 1, crate::shadow::ONE);
                self.step(&Op::SubmitPrice { feeder, round, price, time: now }, false)?;
            }
            self.step(&Op::CloseEpoch { limit: None }, false)?;
        }
        let enough =
            self.shadow.market.feed().is_some_and(|(_, feed)| feed.feeders.len() as u128 >= feed.quorum);
        let level = self.shadow.fuse.level;
        ensure!(level == 0 || !enough, "B7: at level {level} after {HOURS_OF_CALM} hours of calm");
        self.tally.add("recovered for good", u64::from(enough));
        Ok(())
    }

    /// Credits that nobody uses any more would keep a shortfall for ever. Promising less for them tightens, and so no breaker
    /// holds it up.
    fn promise_no_more(&mut self) -> Result<()> {
        const SHARE: &str = "policy.mint.value_share";
        if !self.shadow.fuse.signals.collateral {
            return Ok(());
        }
        while let Some(from) = self.shadow.value(SHARE).filter(|share| *share > 0) {
            let to = limits_of(SHARE).context("a rule")?.reach(from).0;
            let tighten = Act::Tighten(vec![Move { name: SHARE.to_owned(), from, to }]);
            self.step(&Op::Govern { who: Who::Chain, act: tighten }, true)?;
            self.step(&Op::Wait { seconds: INTERVAL, blocks: DELAY_BLOCKS }, false)?;
            self.close_all()?;
        }
        Ok(())
    }

    /// What repairs the oracle runs even while the dead oracle holds the breaker up.
    fn bring_back_the_feed(&mut self) -> Result<()> {
        let number = self.shadow.registry.next;
        let act = Act::Queue(What::Action(Action::AddSource { source: feed() }));
        self.step(&Op::Govern { who: Who::Chain, act }, false)?;
        self.step(&Op::Wait { seconds: DELAY, blocks: DELAY_BLOCKS }, false)?;
        self.step(&Op::Govern { who: Who::Chain, act: Act::Execute(number) }, false)
    }

    /// Nothing is left but what belongs to nobody.
    fn take_all(&mut self) -> Result<()> {
        if self.shadow.external() {
            let sums = self.shadow.sums;
            let due = (sums.awaiting + sums.confirmed).saturating_sub(sums.chain_minted);
            self.step(&Op::ChainMint { amount: due }, false)?;
            self.step(&Op::ConfirmMint { amount: sums.awaiting }, false)?;
        }
        for actor in 0..TREASURY {
            self.step(&Op::Claim { provider: actor }, false)?;
        }
        let shadow = &self.shadow;
        let owed = (shadow.escrow(), shadow.payable(), shadow.unvested(), shadow.sums.awaiting);
        ensure!(owed == (0, 0, 0, 0), "left after everybody has left: {owed:?}");
        let given = shadow.sums.donated + shadow.sums.chain_minted - shadow.sums.confirmed;
        let left = shadow.locked() + shadow.sums.carried + shadow.sums.reserve + given;
        ensure!(self.chain.balance(self.chain.controller()).get() == left, "M2: expected {left} to be left");
        invariants::everything(&self.chain, &self.shadow)
    }
}
