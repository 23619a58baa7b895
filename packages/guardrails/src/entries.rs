//! A map in storage: its entries, in order.
//!
//! A map's own reader sorts what it reads; what was stored is in order already, and sorting costs wasm bytes for each kind
//! of map.

use litemap::LiteMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub fn serialize<K, V, S>(map: &LiteMap<K, V>, serializer: S) -> Result<S::Ok, S::Error>
where
    K: Serialize,
    V: Serialize,
    S: Serializer,
{
    serializer.collect_seq(map.iter())
}

pub fn deserialize<'de, K, V, D>(deserializer: D) -> Result<LiteMap<K, V>, D::Error>
where
    K: Deserialize<'de> + Ord,
    V: Deserialize<'de>,
    D: Deserializer<'de>,
{
    let mut map = LiteMap::new();
    for (key, value) in Vec::<(K, V)>::deserialize(deserializer)? {
        map.insert(key, value);
    }
    Ok(map)
}
