//! Prepaid credits.

use ballast_controller::ContractError;
use ballast_sandbox::SupplyKind::{self, Cw20, Reserve, TokenFactory};
use ballast_tests::suite::{DAY, Suite, usd};
use rstest::rstest;

/// Credits bought on a price that is known to fall, or before the average has followed a rise, cost the lower of the two.
#[rstest]
#[case::spot_has_fallen("1.6", 1_600)]
#[case::spot_has_risen("2.4", 2_000)]
fn attack_53_credits_are_no_free_option(
    #[values(TokenFactory, Cw20, Reserve)] mode: SupplyKind,
    #[case] spot: &str,
    #[case] micro_usd: u128,
) {
    let mut suite = Suite::new(mode);
    suite.price("2");
    suite.wait_with_price(DAY, "2");
    suite.price(spot);
    suite.give("tenant", 1_000);
    suite.buy_credits("tenant", 1_000, None).ok();
    assert_eq!(suite.tenant("tenant").credits, usd(micro_usd));
    // They are never sold back: what fell in between is the buyer's.
    suite.withdraw("tenant", None).should_fail_with(ContractError::ZeroAmount);
}
