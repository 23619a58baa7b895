//! The contract's events, as an auditor reads them.

use ballast_api::events::{ContractEvent, EventError};
use ballast_client::Event;

use super::difference::{Difference, Place};

/// Reads an event of the contract; none for those that it has no say in.
pub fn read(event: &Event, place: &Place) -> Result<Option<ContractEvent>, Difference> {
    ContractEvent::from_event(&typed(event)).map_err(|error| match error {
        EventError::WrongType { expected, found } => place.differs("type of an event", expected, found),
        EventError::Missing { event, key } => {
            place.differs(&format!("{event}: {key}"), "an attribute", "none")
        }
        EventError::Malformed { event, key, expected, found } => {
            place.differs(&format!("{event}: {key}"), expected, found)
        }
    })
}

/// What a node tells, as what the contract emits.
fn typed(event: &Event) -> cosmwasm_std::Event {
    let mut typed = cosmwasm_std::Event::new(&event.kind);
    // Not by the constructor of an attribute: it refuses the key that a chain adds.
    typed.attributes = event.attributes.iter().map(attribute).collect();
    typed
}

fn attribute(found: &ballast_client::Attribute) -> cosmwasm_std::Attribute {
    cosmwasm_std::Attribute { key: found.key.clone(), value: found.value.clone() }
}
