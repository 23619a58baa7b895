//! The contract's events, as an auditor reads them.

use ballast_api::events::{ContractEvent, EventError};
use cosmwasm_std::Event;

use super::difference::{Difference, Place};

/// Reads an event of the contract; none for those that it has no say in.
pub fn read(event: &Event, place: &Place) -> Result<Option<ContractEvent>, Difference> {
    ContractEvent::from_event(event).map_err(|error| match error {
        EventError::WrongType { expected, found } => place.differs("type of an event", expected, found),
        EventError::Missing { event, key } => {
            place.differs(&format!("{event}: {key}"), "an attribute", "none")
        }
        EventError::Malformed { event, key, expected, found } => {
            place.differs(&format!("{event}: {key}"), expected, found)
        }
    })
}
