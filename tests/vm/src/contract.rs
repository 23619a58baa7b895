//! The wasm as a contract of the embedded chain.

use std::path::PathBuf;
use std::sync::LazyLock;

use cosmwasm_std::{
    Binary, Checksum, ContractResult, Deps, DepsMut, Env, MessageInfo, QuerierWrapper, Reply, Response,
    StdError, StdResult, Storage,
};
use cosmwasm_vm::internals::{Logger, check_wasm};
use cosmwasm_vm::testing::MockApi;
use cosmwasm_vm::{
    Backend, Cache, CacheOptions, Instance, InstanceOptions, Size, VmResult, WasmLimits, call_execute,
    call_instantiate, call_migrate, call_query, call_reply, call_sudo, capabilities_from_csv,
};
use cw_multi_test::Contract;

use crate::bridge::{Disk, Line, ReadOnly, lend};
use crate::gas::{self, PER_GAS};

/// What chains offer a contract.
const CAPABILITIES: &str =
    "iterator,staking,stargate,cosmwasm_1_1,cosmwasm_1_2,cosmwasm_1_3,cosmwasm_1_4,cosmwasm_2_0,cosmwasm_2_1";

/// The largest wasm that wasmd takes, in bytes.
pub const MAX_SIZE: usize = 800 * 1_024;

/// The checks that a chain makes when code is stored.
pub fn check(wasm: &[u8]) -> VmResult<()> {
    check_wasm(wasm, &capabilities_from_csv(CAPABILITIES), &WasmLimits::default(), Logger::Off)
}

/// Gas of the chain that a call may use: what fits in a block of most chains.
pub const LIMIT: u64 = 50_000_000;

type Vm = Instance<MockApi, Disk, Line>;

struct Code {
    cache: Cache<MockApi, Disk, Line>,
    checksum: Checksum,
    // The cache reads from it.
    _folder: tempfile::TempDir,
}

/// Compiled once for all tests of a binary, after the checks that a chain makes when code is stored.
#[allow(unsafe_code)]
static CODE: LazyLock<Code> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let options = CacheOptions::new(
        folder.path(),
        capabilities_from_csv(CAPABILITIES),
        Size::mebi(200),
        Size::mebi(64),
    );
    // SAFETY: the folder is new and private, so all compiled code in it is this cache's own.
    let cache = unsafe { Cache::new(options) }.expect("a cache");
    let checksum = cache.store_code(&wasm(), true, true).expect("wasm that a chain would take");
    cache.pin(&checksum).expect("compiled code");
    Code { cache, checksum, _folder: folder }
});

/// The bytes of the artifact.
#[must_use]
pub fn wasm() -> Vec<u8> {
    let usual = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../artifacts/ballast_controller.wasm");
    std::fs::read(&usual)
        .unwrap_or_else(|error| panic!("{}: {error}; scripts/build-wasm.sh makes it", usual.display()))
}

/// The wasm as a contract of the embedded chain.
#[must_use]
pub fn contract() -> Box<dyn Contract<cosmwasm_std::Empty>> {
    Box::new(Wasm)
}

struct Wasm;

/// Runs a call on the storage that the chain lends for it.
fn run<T>(
    storage: &mut dyn Storage,
    querier: QuerierWrapper,
    call: impl FnOnce(&mut Vm) -> VmResult<ContractResult<T>>,
) -> StdResult<T> {
    let vm = |error| StdError::msg(format!("VM: {error}"));
    let backend =
        Backend { api: MockApi::default().with_prefix("cosmwasm"), storage: Disk::default(), querier: Line };
    let options = InstanceOptions { gas_limit: LIMIT * PER_GAS };
    let mut instance = CODE.cache.get_instance(&CODE.checksum, backend, options).map_err(vm)?;
    let result = lend(storage, querier, || call(&mut instance));
    gas::note(&instance.create_gas_report());
    result.map_err(vm)?.into_result().map_err(StdError::msg)
}

impl Contract<cosmwasm_std::Empty> for Wasm {
    fn instantiate(&self, deps: DepsMut, env: Env, info: MessageInfo, msg: Vec<u8>) -> StdResult<Response> {
        run(deps.storage, deps.querier, |vm| call_instantiate(vm, &env, &info, &msg))
    }

    fn execute(&self, deps: DepsMut, env: Env, info: MessageInfo, msg: Vec<u8>) -> StdResult<Response> {
        run(deps.storage, deps.querier, |vm| call_execute(vm, &env, &info, &msg))
    }

    fn query(&self, deps: Deps, env: Env, msg: Vec<u8>) -> StdResult<Binary> {
        run(&mut ReadOnly(deps.storage), deps.querier, |vm| {
            vm.set_storage_readonly(true);
            call_query(vm, &env, &msg)
        })
    }

    fn reply(&self, deps: DepsMut, env: Env, msg: Reply) -> StdResult<Response> {
        run(deps.storage, deps.querier, |vm| call_reply(vm, &env, &msg))
    }

    fn sudo(&self, deps: DepsMut, env: Env, msg: Vec<u8>) -> StdResult<Response> {
        run(deps.storage, deps.querier, |vm| call_sudo(vm, &env, &msg))
    }

    fn migrate(&self, deps: DepsMut, env: Env, msg: Vec<u8>) -> StdResult<Response> {
        run(deps.storage, deps.querier, |vm| call_migrate(vm, &env, &msg))
    }

    fn checksum(&self) -> Option<Checksum> {
        Some(CODE.checksum)
    }
}
