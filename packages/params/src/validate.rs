//! What the parameters must hold, by their rows.

use ballast_guardrails::Bounds;

use crate::rows::FACTS;
use crate::{Params, ParamsError};

impl Params {
    /// Checks the parameters against their outer limits and each other.
    pub fn validate(&self) -> Result<(), ParamsError> {
        self.policy.validate()?;
        self.breaker.validate()?;
        for facts in &FACTS {
            let Some(range) = facts.valid.range(facts.outer) else { continue };
            if let Some(found) = facts.number(self).filter(|number| !range.contain(*number)) {
                let Bounds { min, max } = range;
                return Err(ParamsError::Parameter { parameter: facts.name, min, max, found });
            }
        }
        Ok(())
    }
}
