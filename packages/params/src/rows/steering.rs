//! How a steered ρ moves. Gain, leak, step and delay decide how fast, either way.

use ballast_guardrails::Bounds;
use ballast_guardrails::LooseningDirection::{Both, Up};
use ballast_guardrails::Unit::{Change, Decimal, Whole};
use ballast_math::{MAX_DELAY, MAX_RHO, Ratio, Rho};

use crate::place::{Place, Slot};
use crate::row::EffectiveFrom::NextEpoch;
use crate::row::Valid::ByHolder;
use crate::row::{Lab, Row, SHARE, up_to};

const ONE: u128 = Ratio::ONE.atomics();

/// No steering can use more: at the smallest burn that is worth steering it moves ρ from end to end in an epoch.
const MAX_GAIN: Bounds = up_to(1_000 * ONE);

/// A change of −100% to +100% a year, as a factor.
const TARGET: Bounds = up_to(2 * ONE);

/// A field of the steering; what all of them share stands here once.
macro_rules! steering {
    ($field:ident: $slot:ident, $unit:expr, $loosens:expr, $outer:expr, $lab:literal, $hurt:literal) => {
        Row {
            name: concat!("policy.mint.rho.", stringify!($field)),
            place: Place::Params(|params| match &mut params.policy.mint.rho {
                Rho::Steered(steering) => Some(Slot::$slot(&mut steering.$field)),
                Rho::Fixed(_) => None,
            }),
            unit: $unit,
            loosens: $loosens,
            outer: $outer,
            valid: ByHolder,
            starts: NextEpoch,
            mends: None,
            lab: Lab::Simulated($lab),
            hurt: $hurt,
        }
    };
}

const RHO: Bounds = up_to(MAX_RHO.atomics());

pub const ROWS: [Row; 10] = [
    steering!(
        delay: Short,
        Whole,
        Both,
        up_to(MAX_DELAY as u128),
        "Nothing by itself: it says how long a delay the gains must be stable at.",
        "Upwards providers, for ρ must answer a lack of emission more slowly; downwards everybody, if ρ then swings ever more."
    ),
    steering!(
        gain: Ratio,
        Decimal,
        Both,
        MAX_GAIN,
        "ρ answers a distance from its band faster, or slower.",
        "Upwards providers, whose share swings with every epoch; downwards holders, for too much emission is corrected later."
    ),
    steering!(
        leak: Ratio,
        Decimal,
        Both,
        SHARE,
        "ρ goes back to its rest faster, or slower.",
        "Upwards whoever the band protects, for ρ leaves it sooner; downwards the other side, for a correction lasts after its cause."
    ),
    steering!(
        max: Ratio,
        Decimal,
        Up,
        RHO,
        "ρ stops rising at another height.",
        "Holders: when emission is below its band, more of the burn can be minted again."
    ),
    steering!(
        max_step: Ratio,
        Decimal,
        Both,
        RHO,
        "ρ moves farther in an epoch, or less far.",
        "Upwards providers, whose share can fall faster; downwards holders, for too much emission is corrected later."
    ),
    steering!(
        min: Ratio,
        Decimal,
        Up,
        RHO,
        "ρ stops falling at another height.",
        "Holders: when emission is above its band, more of the burn is minted again all the same."
    ),
    steering!(
        plant_gain: Ratio,
        Decimal,
        Both,
        MAX_GAIN,
        "Nothing by itself: it says how much burn the gains must be stable at.",
        "Upwards providers, for ρ must answer a lack of emission more slowly; downwards everybody, if ρ then swings ever more."
    ),
    steering!(
        rest: Ratio,
        Decimal,
        Up,
        RHO,
        "ρ begins, and settles, at another height.",
        "Holders: more of the burn is minted again while emission is within its band."
    ),
    steering!(
        target_high: Change,
        Change,
        Up,
        TARGET,
        "ρ falls only above another net emission.",
        "Holders: the supply may grow faster before ρ answers."
    ),
    steering!(
        target_low: Change,
        Change,
        Up,
        TARGET,
        "ρ rises below another net emission.",
        "Holders: ρ rises although the supply shrinks less than was promised."
    ),
];
