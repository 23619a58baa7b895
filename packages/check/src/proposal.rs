//! What a proposal asks for: as x/gov takes it, as `ballast deploy` writes it, or the changes alone.

use anyhow::{Context, Result, anyhow, bail, ensure};
use ballast_api::{ChangeMsg, ExecuteMsg, GovernMsg, Parameter, Proposal, SudoMsg, Values};
use ballast_guardrails::{ParameterId as _, Quantity, Values as _};
use cosmwasm_std::Binary;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// How the changes are to be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Path {
    /// Queued: they wait for their delay.
    Queue,
    /// Tightened at once.
    Tighten,
}

/// What a proposal asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Request {
    /// How.
    pub path: Path,
    /// The changes.
    pub changes: Vec<ChangeMsg>,
    /// The contract that it is sent to, where it says so.
    pub contract: Option<String>,
}

/// A change with its numbers read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The parameter.
    pub parameter: Parameter,
    /// What it is.
    pub from: u128,
    /// What it becomes.
    pub to: u128,
}

/// A message of a proposal. Other fields, such as the sender, are x/gov's to check.
#[derive(Deserialize)]
struct Message {
    #[serde(rename = "@type")]
    kind: String,
    contract: String,
    msg: Value,
}

const EXECUTE: &str = "/cosmwasm.wasm.v1.MsgExecuteContract";
const SUDO: &str = "/cosmwasm.wasm.v1.MsgSudoContract";

impl Request {
    /// No changes: of who asks a contract for its rules alone.
    #[must_use]
    pub const fn nothing() -> Self {
        Self { path: Path::Queue, changes: vec![], contract: None }
    }

    /// Reads a file's text.
    pub fn parse(text: &str) -> Result<Self> {
        let value: Value = serde_json::from_str(text).context("it is not JSON")?;
        let asked = match value {
            Value::Array(_) => Self { path: Path::Queue, changes: read(value)?, contract: None },
            Value::Object(ref fields) if fields.contains_key("messages") => {
                Self::of_messages(&value["messages"])?
            }
            Value::Object(ref fields) if fields.contains_key("govern") => match read(value)? {
                ExecuteMsg::Govern(msg) => Self::of_govern(msg, None)?,
                _ => bail!("expected a govern message"),
            },
            _ => bail!(
                "expected a proposal with \"messages\", or a list of changes such as \
                 [{{\"parameter\": \"price.band\", \"from\": \"0.25\", \"to\": \"0.26\"}}]"
            ),
        };
        ensure!(!asked.changes.is_empty(), "it changes nothing: the list of changes is empty");
        Ok(asked)
    }

    fn of_messages(messages: &Value) -> Result<Self> {
        let messages: Vec<Value> = read(messages.clone()).context("messages")?;
        // A proposal that does something else besides must not be said to pass.
        ensure!(
            messages.len() == 1,
            "messages: expected one, found {}: check them one by one",
            messages.len()
        );
        let message: Message = read(messages[0].clone()).context("messages[0]")?;
        let msg = inner(message.msg).context("messages[0].msg")?;
        let govern = match message.kind.as_str() {
            EXECUTE => match read(msg).context("messages[0].msg")? {
                ExecuteMsg::Govern(msg) => msg,
                _ => bail!("messages[0].msg: it changes no parameter: expected \"govern\""),
            },
            SUDO => match read(msg).context("messages[0].msg")? {
                SudoMsg::Govern(msg) => msg,
                _ => bail!("messages[0].msg: it changes no parameter: expected \"govern\""),
            },
            other => bail!("messages[0]: expected {EXECUTE} or {SUDO}, found {other}"),
        };
        Self::of_govern(govern, Some(message.contract))
    }

    fn of_govern(msg: GovernMsg, contract: Option<String>) -> Result<Self> {
        let (path, changes) = match msg {
            GovernMsg::Queue { proposal: Proposal::Changes(changes) } => (Path::Queue, changes),
            GovernMsg::Tighten { changes } => (Path::Tighten, changes),
            _ => bail!("it changes no parameter: expected govern.queue with changes, or govern.tighten"),
        };
        Ok(Self { path, changes, contract })
    }

    /// Reads the numbers, each in its parameter's unit.
    ///
    /// Errors: a parameter that the network does not have, a number that is none, a present value that is not the present one.
    pub fn read(&self, values: &Values) -> Result<Vec<Change>> {
        let one = |change: &ChangeMsg| {
            let parameter = change.parameter.clone();
            let unit = parameter.unit();
            let current = values.get(&parameter).filter(|_| parameter.is_known());
            let current = current.with_context(|| format!("there is no parameter {parameter}"))?;
            let number = |field: &str, text: &str| {
                unit.parse(text)
                    .with_context(|| format!("{parameter}: {field}: {text:?} is no number for it"))
            };
            let (from, to) = (number("from", &change.from)?, number("to", &change.to)?);
            ensure!(
                from == current,
                "{parameter}: from: expected what it is now, {}, found {}",
                Quantity(unit, current),
                change.from
            );
            Ok(Change { parameter, from, to })
        };
        self.changes.iter().map(one).collect()
    }
}

/// Inside of a proposal a message is JSON; some tools write its bytes as base64.
fn inner(msg: Value) -> Result<Value> {
    match msg {
        Value::String(text) => {
            let bytes = Binary::from_base64(&text).map_err(|_| anyhow!("expected JSON or base64"))?;
            Ok(serde_json::from_slice(&bytes)?)
        }
        value => Ok(value),
    }
}

fn read<T: DeserializeOwned>(value: Value) -> Result<T> {
    Ok(serde_json::from_value(value)?)
}
