//! What the contract tells of itself: a struct per event, which the contract writes and everybody else reads.
//!
//! Types and keys have letters, digits, `.`, `_` and `-` only: CometBFT's queries know no other character, so every event
//! can be searched and subscribed to. Whatever varies is a value. A chain with wasmd puts `wasm-` before the type and adds
//! the attribute `_contract_address`; [`ContractEvent::from_event`] and each struct's `from_event` read both forms.
//!
//! ```
//! use ballast_api::events::{ContractEvent, DepositEvent, EventError};
//! use cosmwasm_std::Event;
//!
//! let event = Event::new("wasm-ballast-deposit").add_attribute("tenant", "tina").add_attribute("amount", "250");
//! let read = DepositEvent::from_event(&event).unwrap();
//! assert_eq!(read.amount.get(), 250);
//! assert_eq!(read.to_event().ty, "ballast-deposit");
//! assert_eq!(ContractEvent::from_event(&event), Ok(Some(ContractEvent::Deposit(read))));
//!
//! let event = Event::new("ballast-deposit").add_attribute("tenant", "tina").add_attribute("amount", "many");
//! let error = DepositEvent::from_event(&event).unwrap_err();
//! assert_eq!(error.to_string(), "ballast-deposit: amount: expected an amount, found \"many\"");
//! ```

mod accounts;
mod attribute;
mod breaker;
mod define;
mod epoch;
mod error;
mod governance;
mod price;
mod settlement;
#[cfg(test)]
mod tests;

use cosmwasm_std::Event;

pub use accounts::{
    AuthorizeEvent, ClaimEvent, ConfirmEvent, CreditsEvent, DepositEvent, ReserveEvent, WithdrawEvent,
};
pub use attribute::Attribute;
pub use breaker::{GuardianTripEvent, RecoveryEvent, RefusedEvent, TripEvent, level_event};
pub use define::{AttributeSpec, EventSpec};
pub use epoch::MintEvent;
pub use error::EventError;
pub use governance::{
    ChangeEvent, ChangeStatus, EndedEvent, ExecuteEvent, MemberKind, MigrateEvent, QueueEvent, RemoveEvent,
    RoleEvent, TightenEvent,
};
pub use price::PriceEvent;
pub use settlement::{PruneEvent, ReceiptEvent, SettleEvent, ShortfallEvent};

/// What wasmd puts before the type of a contract's event.
pub const CHAIN_PREFIX: &str = "wasm-";

/// An event's type as the contract gave it.
fn own_type(event: &Event) -> &str {
    event.ty.strip_prefix(CHAIN_PREFIX).unwrap_or(&event.ty)
}

macro_rules! contract_events {
    ($($variant:ident($event:ty)),* $(,)?) => {
        /// Any event of the contract.
        #[allow(missing_docs)] // Each variant is its struct, which has them.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum ContractEvent {
            $($variant($event),)*
        }

        impl ContractEvent {
            /// Every event that there is.
            pub const ALL: &[EventSpec] = &[$(<$event>::SPEC),*];

            /// Reads an event, whether or not a chain has prefixed its type.
            ///
            /// Returns: none for an event of another type.
            ///
            /// Errors: an attribute is missing, or is not what it should be.
            pub fn from_event(event: &Event) -> Result<Option<Self>, EventError> {
                match own_type(event) {
                    $(<$event>::TYPE => <$event>::from_event(event).map(|read| Some(Self::$variant(read))),)*
                    _ => Ok(None),
                }
            }

            /// The event as the contract emits it.
            #[must_use]
            pub fn to_event(&self) -> Event {
                match self {
                    $(Self::$variant(event) => event.to_event(),)*
                }
            }

            #[cfg(test)]
            fn samples(seeds: &mut tests::Seeds) -> Vec<Self> {
                vec![$(Self::$variant(<$event>::sample(seeds))),*]
            }
        }
    };
}

contract_events! {
    Settle(SettleEvent),
    Receipt(ReceiptEvent),
    Shortfall(ShortfallEvent),
    Prune(PruneEvent),
    Mint(MintEvent),
    Deposit(DepositEvent),
    Withdraw(WithdrawEvent),
    Credits(CreditsEvent),
    Authorize(AuthorizeEvent),
    Claim(ClaimEvent),
    Reserve(ReserveEvent),
    Confirm(ConfirmEvent),
    Price(PriceEvent),
    Trip(TripEvent),
    Recovery(RecoveryEvent),
    GuardianTrip(GuardianTripEvent),
    Refused(RefusedEvent),
    Queue(QueueEvent),
    Execute(ExecuteEvent),
    Tighten(TightenEvent),
    Change(ChangeEvent),
    Ended(EndedEvent),
    Migrate(MigrateEvent),
    Remove(RemoveEvent),
    Role(RoleEvent),
}
