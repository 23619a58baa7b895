//! `ballast audit`.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use ballast_client::Node;
use ballast_page::table::visible;
use clap::Args;

use super::{GATE_FAILED, files::tell_written};
use crate::gather::gather;
use ballast_audit::{self as audit, Evidence};

/// Arguments of `ballast audit`.
#[derive(Debug, Args)]
pub struct AuditArgs {
    /// RPC of a node that keeps its events, such as http://127.0.0.1:26657.
    #[arg(long, value_name = "URL", required_unless_present = "evidence", requires = "contract")]
    pub node: Option<String>,
    /// Address of the contract.
    #[arg(long, value_name = "ADDRESS")]
    pub contract: Option<String>,
    /// A file that an audit wrote, in place of a node.
    #[arg(long, value_name = "FILE", conflicts_with = "node")]
    pub evidence: Option<PathBuf>,
    /// The last epoch that the measures look at; the last closed one if not given.
    #[arg(long, value_name = "EPOCH")]
    pub until: Option<u64>,
    /// Epochs that the measures look back.
    #[arg(long, default_value_t = 30, value_name = "EPOCHS")]
    pub window: usize,
    /// Where to write the evidence.
    #[arg(long, default_value = "out", value_name = "FOLDER")]
    pub out: PathBuf,
}

/// Audits, and says what was found.
pub fn run(args: &AuditArgs) -> Result<ExitCode> {
    let evidence: Evidence = match (&args.evidence, &args.node, &args.contract) {
        (Some(file), ..) => {
            let text = fs::read(file).with_context(|| format!("{}", file.display()))?;
            serde_json::from_slice(&text).with_context(|| format!("{}", file.display()))?
        }
        (None, Some(node), Some(contract)) => {
            let kept = args.out.join(format!("events-{contract}.jsonl"));
            let evidence = gather(&Node::new(node), contract, &kept)?;
            let file = args.out.join(format!("evidence-{contract}.json"));
            fs::write(&file, serde_json::to_vec(&evidence)?)?;
            tell_written(&[file, kept]);
            evidence
        }
        _ => bail!("--node URL --contract ADDRESS, or --evidence FILE"),
    };
    match audit::verify(&evidence) {
        Ok(verdict) => {
            print!("{}", ballast_page::audit::terminal(&evidence, &verdict, args.until, args.window)?);
            Ok(ExitCode::SUCCESS)
        }
        Err(difference) => {
            // It may quote what somebody wrote into an event.
            eprintln!("{}", visible(&difference.to_string()));
            Ok(ExitCode::from(GATE_FAILED))
        }
    }
}
