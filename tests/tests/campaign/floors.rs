//! What a campaign must have done at least: one in which a branch never ran proves nothing.

use ballast_sandbox::SupplyKind;

use crate::tally::Tally;

type Floors<'a> = &'a [(&'a str, u64)];

const ALWAYS: Floors = &[
    ("epochs closed", 1_800),
    ("epochs closed at level 0", 74),
    ("epochs closed at level 1", 25),
    ("epochs closed at level 2", 226),
    ("epochs closed at level 3", 91),
    ("epochs that granted", 14),
    ("grants with carried remainders", 7),
    ("vesting grants", 13),
    ("claims while rewards vest", 80),
    ("batches settled", 1_000),
    ("batches pruned", 800),
    ("batches refused by their number", 136),
    ("steps without a fresh price", 800),
    ("steps outside the band", 269),
    ("steps more than 32 epochs behind", 80),
    ("failed messages compared byte by byte", 3_500),
    ("binding: Breaker", 29),
    ("binding: RoundTrip", 3),
    ("binding: GrossEmission", 10),
    ("short: InvalidAddress", 500),
    ("short: InvalidJob", 350),
    ("short: ZeroUsd", 108),
    ("short: MeterLimit", 306),
    // Exits, and burns, at every level.
    ("burns at level 0", 183),
    ("burns at level 1", 70),
    ("burns at level 2", 184),
    ("burns at level 3", 232),
    ("claims at level 0", 53),
    ("claims at level 1", 5),
    ("claims at level 2", 14),
    ("claims at level 3", 14),
    // Governance.
    ("executed loosenings", 48),
    ("executed loosenings that mend a lack", 1),
    ("executed tightenings", 14),
    ("executed actions", 19),
    ("tightened at once", 84),
    ("vetoes", 42),
    ("cancels", 10),
    ("expired", 88),
    ("superseded by a tightening", 14),
    ("superseded by a removal", 2),
    ("superseded by a removed governor", 2),
    ("hand-overs: Governor", 2),
    ("hand-overs: Guardian", 3),
    // The breaker.
    ("guardian trips", 10),
    ("tripped by Guardian", 6),
    ("tripped by Oracle", 11),
    ("tripped to level 2", 12),
    ("tripped to level 3", 11),
    ("recovered from level 1", 15),
    ("recovered from level 2", 19),
    ("recovered from level 3", 11),
    ("recovered for good", 1),
    ("executions that tripped instead", 1),
];

const REFUSALS: Floors = &[
    ("may be executed from", 88),
    ("may be executed from height", 5),
    ("expired at", 7),
    ("is not pending", 21),
    ("expected the breaker at level 0 or 1", 158),
    ("the change set expects it to be", 59),
    ("expected within the hard bounds", 7),
    ("one step from", 7),
    ("may be changed from", 26),
    ("the values would not fit together", 116),
    ("the change does nothing", 7),
    ("must be in order, without repeats", 6),
    ("changes, found", 56),
    ("there is no parameter", 8),
    ("does not let", 5),
    ("is about the same member or role", 14),
    ("loosens and must be queued", 6),
    ("cannot be vetoed", 1),
    ("expected a governor, found", 66),
    ("expected the guardian", 10),
    ("has a role already", 14),
    ("nothing is offered to", 46),
    ("the offer expired at", 2),
    ("expected a trip of 1 to", 3),
    ("the guardian may trip again from", 12),
    ("constitution: delay: expected from", 8),
];

/// Where tenants pay the contract itself.
const NATIVE: Floors = &[
    ("short: Unauthorised", 1_000),
    ("short: TenantLimit", 121),
    ("short: Funds", 3),
    ("refunds after trips", 2),
    ("withdrawals at level 0", 80),
    ("withdrawals at level 1", 23),
    ("withdrawals at level 2", 79),
    ("withdrawals at level 3", 98),
];

/// Asserts that every branch that matters was taken often enough to mean something.
pub fn assert_all(tally: &Tally, kind: SupplyKind) {
    let check = |floors: Floors| {
        for (what, min) in floors {
            let found = tally.found(what);
            assert!(found >= *min, "{kind:?}: {what}: expected at least {min}, found {found}");
        }
    };
    check(ALWAYS);
    for (reason, min) in REFUSALS {
        let found = tally.refusals.get(reason).copied().unwrap_or(0);
        assert!(found >= *min, "{kind:?}: refused: {reason}: expected at least {min}, found {found}");
    }
    check(if kind == SupplyKind::External { &[("short: TooLarge", 200)] } else { NATIVE });
    check(match kind {
        SupplyKind::TokenFactory => &[("tripped by Collateral", 4), ("tripped by PriceDay", 1)],
        SupplyKind::Cw20 => &[
            ("tripped by Coverage", 4),
            ("tripped by PriceDay", 1),
            ("epochs that spent the budget", 20),
            ("binding: MaxSupply", 10),
        ],
        SupplyKind::Reserve => &[("tripped by Usage", 1), ("tripped by PriceDay", 1)],
        SupplyKind::External => &[("binding: RemintCredit", 1), ("binding: NetEmission", 1)],
    });
    operations(tally, kind);
}

/// Every operation was accepted, but for those that its mode does not have.
fn operations(tally: &Tally, kind: SupplyKind) {
    let (external, reserve) = (kind == SupplyKind::External, kind == SupplyKind::Reserve);
    for (name, (accepted, refused)) in &tally.ops {
        let only_external = ["report_burns", "confirm_mint", "the chain mints"].contains(name);
        let not_external = ["deposit", "withdraw", "withdraw all", "settle", "settle (sudo)"].contains(name)
            || name.starts_with("buy_credits");
        let never = match *name {
            "bad message" => true,
            "fund_reserve" => !reserve,
            _ => {
                if external {
                    not_external
                } else {
                    only_external
                }
            }
        };
        assert_eq!(never, *accepted == 0, "{kind:?}: {name}: {accepted} accepted, {refused} refused");
    }
}
