//! The node's JSON-RPC.

use std::time::Duration;

use anyhow::{Context, Result, anyhow, bail};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// A node that is asked over HTTP.
#[derive(Debug, Clone)]
pub struct Node {
    url: String,
    agent: ureq::Agent,
}

/// Where a node stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// The chain's name.
    pub chain_id: String,
    /// The last block.
    pub height: u64,
    /// When it was made, RFC 3339.
    pub time: String,
    /// State after the block before it, as hex.
    pub app_hash: String,
}

#[derive(Deserialize)]
struct Reply {
    result: Option<Value>,
    error: Option<Value>,
}

impl Node {
    /// A node by the address of its RPC, such as `http://127.0.0.1:26657`.
    #[must_use]
    pub fn new(url: &str) -> Self {
        let agent = ureq::Agent::config_builder()
            .timeout_global(Some(Duration::from_secs(30)))
            .http_status_as_error(false)
            .build()
            .into();
        // Cosmos tools write tcp:// for the same thing.
        Self { url: url.replacen("tcp://", "http://", 1), agent }
    }

    /// Its address.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Calls a method of the RPC.
    pub fn call<T: DeserializeOwned>(&self, method: &str, params: Value) -> Result<T> {
        let request = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params });
        let reply: Reply = self
            .agent
            .post(&self.url)
            .send_json(&request)
            .and_then(|mut response| response.body_mut().with_config().limit(u64::MAX).read_json())
            .with_context(|| format!("{method} at {}", self.url))?;
        match (reply.result, reply.error) {
            (Some(result), None) => {
                serde_json::from_value(result).with_context(|| format!("the answer to {method}"))
            }
            (_, error) => bail!("{method} at {}: {}", self.url, error.unwrap_or_default()),
        }
    }

    /// Where the node stands.
    pub fn status(&self) -> Result<Status> {
        let status: Value = self.call("status", json!({}))?;
        let text = |pointer: &str| {
            let found = status.pointer(pointer).and_then(Value::as_str);
            found.map(str::to_owned).ok_or_else(|| anyhow!("no {pointer} in the node's status"))
        };
        Ok(Status {
            chain_id: text("/node_info/network")?,
            height: text("/sync_info/latest_block_height")?.parse()?,
            time: text("/sync_info/latest_block_time")?,
            app_hash: text("/sync_info/latest_app_hash")?,
        })
    }

    /// Asks the application, at a height or at the last one.
    pub(crate) fn ask(&self, path: &str, request: &[u8], height: Option<u64>) -> Result<Vec<u8>> {
        #[derive(Deserialize)]
        struct Answer {
            response: Response,
        }
        #[derive(Deserialize)]
        struct Response {
            #[serde(default)]
            code: u32,
            #[serde(default)]
            log: String,
            value: Option<String>,
        }
        let data: String = request.iter().map(|byte| format!("{byte:02x}")).collect();
        let params =
            json!({ "path": path, "data": data, "height": height.unwrap_or(0).to_string(), "prove": false });
        let Answer { response } = self.call("abci_query", params)?;
        if response.code != 0 {
            bail!("{path}: {}", response.log);
        }
        Ok(BASE64_STANDARD.decode(response.value.unwrap_or_default())?)
    }
}
