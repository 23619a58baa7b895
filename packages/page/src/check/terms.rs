//! The glossary of a check.

use crate::html::Term;

/// The glossary of a check.
pub const TERMS: [Term; 10] = [
    Term {
        id: "term-net-emission",
        names: &["Net emission"],
        meaning: "Minted less burned. Below zero the supply shrank.",
        unit: "% of the supply at the start of the run; differences in points of it",
        window: "a whole run, {run}",
    },
    Term {
        id: "term-net-emission-a-year",
        names: &["Net emission a year"],
        meaning: "Minted less burned, annualised.",
        unit: "% of supply a year",
        window: "the contract’s trailing window of epochs",
    },
    Term {
        id: "term-supply",
        names: &["Supply"],
        meaning: "Tokens in circulation.",
        unit: "% of those at the start of the run",
        window: "the end of each week",
    },
    Term {
        id: "term-coverage",
        names: &["Coverage"],
        meaning: "Smoothed burn ÷ smoothed mint. Above 1 more burns than is minted.",
        unit: "tokens burned per token minted",
        window: "the averages that the breaker looks at, at the end of each week",
    },
    Term {
        id: "term-price-drawdown",
        names: &["Fall of the price", "Price below its peak so far"],
        meaning: "How far the price lies below its highest so far in the run; of a run, how far at the worst.",
        unit: "% of that highest price",
        window: "from the start of the run",
    },
    Term {
        id: "term-pay",
        names: &["Granted to providers per USD of work", "Pay per USD"],
        meaning: "All grants at the price of their day, ÷ all USD settled. What tenants pay providers directly comes on top.",
        unit: "USD granted per USD of work",
        window: "a whole run, {run}",
    },
    Term {
        id: "term-above-level-0",
        names: &["Epochs above level 0", "Above level 0"],
        meaning: "Epochs that were decided with the breaker at level 1 caution, 2 restricted or 3 halted. In them no more is minted \
                  than burns.",
        unit: "% of the epochs; differences in points of it",
        window: "a whole run, {run}",
    },
    Term {
        id: "term-trips",
        names: &["Trips of the breaker", "Trips"],
        meaning: "How often the breaker’s level rose.",
        unit: "times a run",
        window: "a whole run, {run}",
    },
    Term {
        id: "term-not-settled",
        names: &["Demand that was not settled", "Not settled"],
        meaning: "USD of work wanted and not paid for: for want of a price, or of blocks.",
        unit: "% of all USD wanted; differences in points of it",
        window: "a whole run, {run}",
    },
    Term {
        id: "term-quantiles",
        names: &["p5, p50, p95", "Today p5", "Proposed p5", "p50", "p95"],
        meaning: "The value that 5%, half, 95% of the runs are at or below; exact to a hundredth of itself.",
        unit: "that of the figure",
        window: "that of the figure",
    },
];
