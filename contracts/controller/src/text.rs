//! Names as they stand in JSON.

use cosmwasm_std::to_json_string;
use serde::Serialize;

/// The name of a unit variant as it stands in JSON, so that events and responses say the same word.
pub fn snake_case<T: Serialize>(variant: &T) -> String {
    to_json_string(variant).unwrap_or_default().trim_matches('"').to_owned()
}
