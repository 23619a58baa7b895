//! The kept points of the average price, in memory.

use std::collections::VecDeque;

use ballast_math::{CumulativePrice, HourPoints, KEPT_HOURS, MathError, Timestamp};

/// The first observation of each hour, as far back as any average looks.
#[derive(Debug, Clone, Default)]
pub struct Hours {
    points: VecDeque<(u64, CumulativePrice)>,
}

impl Hours {
    /// Keeps a point, and forgets what no average needs any more.
    pub fn keep(&mut self, hour: u64, point: CumulativePrice) {
        let oldest = hour.saturating_sub(KEPT_HOURS);
        // The newest of the old points stays: it may be the only one before the start of an average.
        while self.points.get(1).is_some_and(|(second, _)| *second < oldest) {
            self.points.pop_front();
        }
        self.points.push_back((hour, point));
    }
}

impl HourPoints for Hours {
    type Error = MathError;

    fn until(&self, time: Timestamp) -> Result<Option<(u64, CumulativePrice)>, MathError> {
        Ok(self.points.iter().rev().find(|(_, point)| point.time <= time).copied())
    }

    fn after(&self, hour: Option<u64>) -> Result<Option<CumulativePrice>, MathError> {
        let point = match hour {
            Some(hour) => self.points.iter().rev().take_while(|(kept, _)| *kept > hour).last(),
            None => self.points.front(),
        };
        Ok(point.map(|(_, point)| *point))
    }
}
