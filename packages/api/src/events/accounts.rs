//! Money and permissions of accounts.

use ballast_math::{Price, Tokens, Usd};

use super::define::event;

event! {
    /// Tokens arrived in a tenant's escrow.
    DepositEvent = "ballast-deposit" {
        /// Whose escrow.
        tenant: String,
        /// Base units.
        amount: Tokens,
    }
}

event! {
    /// A tenant took tokens out of its escrow.
    WithdrawEvent = "ballast-withdraw" {
        /// Whose escrow.
        tenant: String,
        /// Base units.
        amount: Tokens,
    }
}

event! {
    /// A tenant locked tokens for credits.
    CreditsEvent = "ballast-credits" {
        /// Who bought.
        tenant: String,
        /// Base units locked.
        locked: Tokens,
        /// Micro-USD of credits bought.
        usd: Usd,
        /// The price of the purchase: the lower of spot and 24-hour average.
        price: Price,
    }
}

event! {
    /// A tenant said what a meter may settle.
    AuthorizeEvent = "ballast-authorize" {
        /// Who pays.
        tenant: String,
        /// The meter.
        meter: String,
        /// Micro-USD per epoch; 0 withdraws the authorisation.
        usd_per_epoch: Usd,
    }
}

event! {
    /// A provider was paid out.
    ClaimEvent = "ballast-claim" {
        /// Whom.
        provider: String,
        /// Base units paid.
        paid: Tokens,
        /// Base units that still vest.
        unvested: Tokens,
    }
}

event! {
    /// Somebody added to the reserve that rewards come from.
    ReserveEvent = "ballast-reserve" {
        /// Base units added.
        funded: Tokens,
        /// Base units in the reserve after it.
        reserve: Tokens,
    }
}

event! {
    /// The chain has minted what closed epochs granted.
    ConfirmEvent = "ballast-confirm" {
        /// Base units that arrived.
        amount: Tokens,
        /// Base units that are still to come.
        awaiting: Tokens,
    }
}
