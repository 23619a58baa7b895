//! What stands beside the parameters and is none.

/// A field of the parameters, or of a source, that governance cannot tune.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exemption {
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
pub const EXEMPT: [Exemption; 17] = [
    Exemption { path: "policy.mint.remint_cap.per", why: PER },
    Exemption { path: "policy.mint.schedule.*.baseline.baseline.doubling", why: TIME },
    Exemption {
        path: "policy.mint.schedule.*.baseline.baseline.measure",
        why: "What counts as work is no number.",
    },
    Exemption { path: "policy.mint.schedule.*.baseline.baseline.per", why: PER },
    Exemption { path: "policy.mint.schedule.*.baseline.baseline.start", why: TIME },
    Exemption { path: "policy.mint.schedule.*.constant.rate.per", why: PER },
    Exemption { path: "policy.mint.schedule.*.constant.start", why: TIME },
    Exemption { path: "policy.mint.schedule.*.exponential_decay.start", why: TIME },
    Exemption { path: "policy.mint.schedule.*.steps.steps.*.from", why: TIME },
    Exemption { path: "policy.mint.schedule.*.steps.steps.*.rate.per", why: PER },
    Exemption { path: "policy.reward.weight_by", why: "What a share is measured by is no number." },
    Exemption { path: "sources.*.id", why: "It names the source; a number is never used again." },
    Exemption { path: "sources.*.source.kind.contract.contract", why: WHO },
    Exemption { path: "sources.*.source.kind.contract.denom", why: WHO },
    Exemption { path: "sources.*.source.kind.feed.feeders.*", why: WHO },
    Exemption { path: "sources.*.source.kind.pyth.contract", why: WHO },
    Exemption { path: "sources.*.source.kind.pyth.feed_id", why: WHO },
];
