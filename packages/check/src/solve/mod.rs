//! The loosest value of one parameter that keeps every gate of a check, and the way there.
//!
//! Three layers, each knowing only those before it:
//!
//! - [`Ladder`]: the values from today's to the hard bound, and how far one change may go.
//! - [`Bench`](bench::Bench): what every scenario comes to with one of them, against the rules of today.
//! - [`search()`]: which of them to try. What it comes to, [`Solution`], is all that is printed and written.

mod bench;
mod ladder;
mod search;
mod way;

use anyhow::{Result, ensure};
use ballast_api::Parameter;
use ballast_guardrails::{LooseningDirection, ParameterId as _};
use ballast_stress::{Scenario, Setting};
use serde::Serialize;

pub use bench::Trial;
pub use ladder::{Ladder, MAX_STOPS, Room};
pub use search::{MAX_TRIED, SearchOutcome, search};
pub use way::{Stop, Way};

use crate::{Base, Gates, Plan, Source, modelled};
use bench::Bench;

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// The name of a parameter, or the end of it.
    pub parameter: &'a str,
    /// How fine the answer is to be, as the parameter is written; a tenth of its smallest step if nothing is said.
    pub resolution: Option<&'a str>,
}

/// How far a parameter can be loosened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Not at all: the constitution has no rule for it.
    Fixed,
    /// Not at all: it is at its hard bound.
    AtItsBound,
    /// A gate fails with the rules of today, so that nothing keeps them.
    TodayFails,
    /// As far as the constitution allows: everything that was tried passes, the hard bound too.
    BoundPasses,
    /// From today's value to `passes`, and not to `fails`.
    Between {
        /// The loosest value that was found to pass, and before which no stop on the way fails.
        passes: String,
        /// The tightest value that was found to fail.
        fails: String,
    },
}

impl Answer {
    /// The exit code.
    #[must_use]
    pub const fn code(&self) -> u8 {
        match self {
            Self::BoundPasses | Self::Between { .. } => 0,
            Self::TodayFails => 1,
            Self::Fixed | Self::AtItsBound => 3,
        }
    }
}

/// All that a search says. Shares are in parts per million.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Solution {
    /// Version of the lab.
    pub version: &'static str,
    /// Where the base is from.
    pub source: Source,
    /// The network and the market of today.
    pub setting: Setting,
    /// Which runs.
    pub plan: Plan,
    /// The limits of the gates.
    pub gates: Gates,
    /// The parameter.
    pub parameter: Parameter,
    /// Which way it loosens.
    pub loosens: LooseningDirection,
    /// Its value today.
    pub today: String,
    /// Its hard bound in that direction; none where it is fixed.
    pub bound: Option<String>,
    /// Between the two ends of an answer lies no multiple of this; none where nothing was tried.
    pub resolution: Option<String>,
    /// How far it can be loosened.
    pub answer: Answer,
    /// Every value that was tried, from the tightest to the loosest.
    pub trials: Vec<Trial>,
    /// The way to the loosest value that passes; none where it is today's, or takes more than [`MAX_STOPS`] changes.
    pub way: Option<Way>,
}

/// A search that is about to begin.
pub struct Search<'a> {
    base: &'a Base,
    plan: Plan,
    gates: Gates,
    parameter: Parameter,
    today: String,
    room: Room,
}

impl<'a> Search<'a> {
    /// Reads the question.
    ///
    /// Errors: a parameter that the network does not have, that has no looser direction, or that the runs do not know.
    pub fn of(base: &'a Base, question: Question, plan: Plan, gates: Gates) -> Result<Self> {
        let status = ladder::named(&base.guardrails, question.parameter)?;
        let parameter = status.parameter.clone();
        let room = Ladder::of(status, question.resolution)?;
        ensure!(
            modelled(&parameter),
            "the runs do not know {parameter}: whatever it is, no gate can fail by it"
        );
        Ok(Self { base, plan, gates, parameter, today: status.value.clone(), room })
    }

    /// How many runs it makes, at the most if no stop on the way fails; for who waits for it.
    #[must_use]
    pub fn work(&self) -> u64 {
        let Room::Open(ladder) = &self.room else { return 0 };
        let halvings = u64::from(u128::BITS - ladder.count().leading_zeros());
        let stops = ladder.stops(ladder.bound).map_or(0, |stops| stops.len().min(MAX_TRIED)) as u64;
        // Today, the bound, what the search tries between them, and the stops on the way.
        Scenario::ALL.len() as u64 * u64::from(self.plan.runs) * (2 + halvings + stops)
    }

    /// Searches; `made` is told how many more runs there are.
    pub fn solve(self, made: impl Fn(u64) + Sync + Send) -> Result<Solution> {
        let walk = match &self.room {
            Room::Fixed => Walk::nowhere(None, Answer::Fixed),
            Room::AtItsBound => Walk::nowhere(Some(self.today.clone()), Answer::AtItsBound),
            Room::Open(ladder) => self.walk(ladder, &made)?,
        };
        Ok(Solution {
            version: env!("CARGO_PKG_VERSION"),
            source: self.base.source.clone(),
            setting: self.base.setting.clone(),
            plan: self.plan,
            gates: self.gates,
            loosens: self.parameter.loosens(),
            parameter: self.parameter,
            bound: walk.bound,
            resolution: walk.resolution,
            today: self.today,
            answer: walk.answer,
            trials: walk.trials,
            way: walk.way,
        })
    }

    fn walk(&self, ladder: &Ladder, made: &(impl Fn(u64) + Sync + Send)) -> Result<Walk> {
        let mut bench = Bench::new(self.base, ladder, self.plan, self.gates, made)?;
        let found = search(ladder, |value| bench.passes(value))?;
        let (answer, goal) = match found {
            SearchOutcome::TodayFails => (Answer::TodayFails, ladder.today),
            SearchOutcome::BoundPasses => (Answer::BoundPasses, ladder.bound),
            SearchOutcome::Between { passes, fails } => {
                (Answer::Between { passes: ladder.show(passes), fails: ladder.show(fails) }, passes)
            }
        };
        Ok(Walk {
            bound: Some(ladder.show(ladder.bound)),
            resolution: Some(ladder.show_resolution()),
            answer,
            trials: bench.trials(),
            way: Way::to(goal, ladder, self.base).filter(|way| !way.stops.is_empty()),
        })
    }
}

/// How far a search came.
struct Walk {
    bound: Option<String>,
    resolution: Option<String>,
    answer: Answer,
    trials: Vec<Trial>,
    way: Option<Way>,
}

impl Walk {
    /// There was nothing to look for.
    const fn nowhere(bound: Option<String>, answer: Answer) -> Self {
        Self { bound, resolution: None, answer, trials: vec![], way: None }
    }
}
