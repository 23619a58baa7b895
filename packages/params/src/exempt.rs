//! What stands beside the parameters and is none.

/// A field of the parameters, or of a source, that governance cannot tune.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exempt {
    /// Its path in JSON; `*` stands for a position.
    pub path: &'static str,
    /// Why it is no parameter.
    pub why: &'static str,
}

const TIME: &str = "Moving it would move emission that is past: the rate or the total is the parameter.";
const PER: &str = "A rate is one number: the amount is the parameter, for this many seconds.";
const WHO: &str = "Who is believed is no number: feeders and sources are added, and removed, one by one.";

/// All of them, in order of their paths. Which kind of ρ, stream or source there is, and whether there is a cap at all, is fixed
/// too: a parameter is a number.
pub const EXEMPT: [Exempt; 17] = [
    Exempt { path: "policy.mint.remint_cap.per", why: PER },
    Exempt { path: "policy.mint.schedule.*.baseline.baseline.doubling", why: TIME },
    Exempt {
        path: "policy.mint.schedule.*.baseline.baseline.measure",
        why: "What counts as work is no number.",
    },
    Exempt { path: "policy.mint.schedule.*.baseline.baseline.per", why: PER },
    Exempt { path: "policy.mint.schedule.*.baseline.baseline.start", why: TIME },
    Exempt { path: "policy.mint.schedule.*.constant.rate.per", why: PER },
    Exempt { path: "policy.mint.schedule.*.constant.start", why: TIME },
    Exempt { path: "policy.mint.schedule.*.exponential_decay.start", why: TIME },
    Exempt { path: "policy.mint.schedule.*.steps.steps.*.from", why: TIME },
    Exempt { path: "policy.mint.schedule.*.steps.steps.*.rate.per", why: PER },
    Exempt { path: "policy.reward.weight_by", why: "What a share is measured by is no number." },
    Exempt { path: "sources.*.id", why: "It names the source; a number is never used again." },
    Exempt { path: "sources.*.source.kind.contract.contract", why: WHO },
    Exempt { path: "sources.*.source.kind.contract.denom", why: WHO },
    Exempt { path: "sources.*.source.kind.feed.feeders.*", why: WHO },
    Exempt { path: "sources.*.source.kind.pyth.contract", why: WHO },
    Exempt { path: "sources.*.source.kind.pyth.feed_id", why: WHO },
];
