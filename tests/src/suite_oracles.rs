//! Price contracts for tests: a contract that answers questions as it is told to.

use ballast_sandbox::{Genesis, Sandbox, SupplyKind};
use cosmwasm_std::{Addr, Binary, Deps, DepsMut, Empty, Env, MessageInfo, Response, StdError, StdResult};
use cw_multi_test::{ContractWrapper, Executor};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::suite::{Suite, addr, genesis};

/// Tells the contract what to answer to a question, both as they stand on the wire.
#[derive(Debug, Serialize, Deserialize)]
struct Answer {
    question: Value,
    answer: String,
}

fn instantiate(_: DepsMut, _: Env, _: MessageInfo, _: Empty) -> StdResult<Response> {
    Ok(Response::new())
}

fn execute(deps: DepsMut, _: Env, _: MessageInfo, msg: Answer) -> StdResult<Response> {
    deps.storage.set(msg.question.to_string().as_bytes(), msg.answer.as_bytes());
    Ok(Response::new())
}

fn query(deps: Deps, _: Env, question: Value) -> StdResult<Binary> {
    let answer = deps.storage.get(question.to_string().as_bytes());
    answer.map(Binary::from).ok_or_else(|| StdError::msg(format!("no answer to {question}")))
}

/// Puts a contract on the chain that answers nothing yet.
pub fn install(chain: &mut Sandbox) -> Addr {
    let code_id = chain.app().store_code(Box::new(ContractWrapper::new(execute, instantiate, query)));
    let owner = addr("oracle-owner");
    chain.app().instantiate_contract(code_id, owner, &Empty {}, &[], "oracle", None).expect("an oracle")
}

/// A network whose price sources are `count` contracts; `edit` is told their addresses before they exist.
pub fn network(
    supply: SupplyKind,
    count: usize,
    edit: impl FnOnce(&mut Genesis, &[Addr]),
) -> (Suite, Vec<Addr>) {
    // Addresses follow from the order of things, so a chain that is thrown away tells them in advance.
    let mut rehearsal = Suite::new(supply);
    let expected: Vec<Addr> = (0..count).map(|_| install(&mut rehearsal.chain)).collect();
    let mut genesis = genesis(supply);
    edit(&mut genesis, &expected);
    let mut suite = Suite::with(&genesis);
    let found: Vec<Addr> = (0..count).map(|_| install(&mut suite.chain)).collect();
    assert_eq!(found, expected);
    (suite, found)
}

impl Suite {
    /// Makes an oracle answer `question` with `answer`, whatever that is.
    pub fn teach(&mut self, oracle: &Addr, question: Value, answer: impl ToString) {
        let msg = Answer { question, answer: answer.to_string() };
        let app = self.chain.app();
        app.execute_contract(addr("oracle-owner"), oracle.clone(), &msg, &[]).expect("the oracle listens");
    }

    /// Makes a Pyth contract quote `mantissa · 10^exponent ± confidence`.
    pub fn pyth_says(&mut self, oracle: &Addr, mantissa: i64, confidence: u64, exponent: i32, time: i64) {
        let price = json!({
            "price": mantissa.to_string(),
            "conf": confidence.to_string(),
            "expo": exponent,
            "publish_time": time,
        });
        let feed = json!({ "price_feed": { "id": FEED_ID, "price": price, "ema_price": price } });
        self.teach(oracle, json!({ "price_feed": { "id": FEED_ID } }), feed);
    }

    /// Makes a quoting contract say what a denom costs.
    pub fn quote_says(&mut self, oracle: &Addr, price: &str, time: u64) {
        let answer = json!({ "price": price, "updated_at": time });
        self.teach(oracle, json!({ "price": { "denom": "uquote" } }), answer);
    }
}

/// The id of the feed that `pyth_says` answers for.
pub const FEED_ID: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
