//! Epochs a second on one thread and on all, for a setting in a JSON file.
use std::time::Instant;

use ballast_stress::{Sample, Scenario, Seed, Setting, Study, run};

fn main() {
    for path in std::env::args().skip(1) {
        let setting: Setting = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        let runs: u32 = std::env::var("RUNS").ok().and_then(|runs| runs.parse().ok()).unwrap_or(2000);
        let begin = Instant::now();
        for number in 0..runs {
            run(
                &setting,
                Seed { master: 1, scenario: Scenario::BaseGrowth, run: number.into() },
                &mut (),
                |_| (),
            )
            .unwrap();
        }
        let one = begin.elapsed().as_secs_f64();
        let begin = Instant::now();
        let sample = Sample { master: 1, scenario: Scenario::BaseGrowth, runs };
        Study::of(&setting, sample, |_| ()).unwrap();
        let all = begin.elapsed().as_secs_f64();
        let epochs = f64::from(runs) * f64::from(setting.epochs);
        println!("{path}: one thread {:.2} M/s, all {:.2} M/s", epochs / one / 1e6, epochs / all / 1e6);
    }
}
