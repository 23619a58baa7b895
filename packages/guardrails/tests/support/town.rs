//! A registry with its values, to be sent to.

use ballast_guardrails::*;

use super::*;

/// A registry with its values, at a moment that moves on.
pub struct Town {
    pub board: Board,
    pub values: Settings,
    pub now: Moment,
}

impl Town {
    pub fn new() -> Self {
        Self { board: Board::default(), values: settings(), now: START }
    }

    pub fn wait(&mut self, seconds: u64, blocks: u64) -> &mut Self {
        self.now = self.now.after(Duration::new(seconds), blocks);
        self
    }

    pub fn current(&self, id: Knob, to: u128) -> Change<Knob> {
        change(id, self.values.get(&id).unwrap(), to)
    }

    pub fn queue(&mut self, changes: Vec<Change<Knob>>) -> Result<u64, Refused> {
        let queued = self.board.queue(&constitution(), &self.values, self.now, "ada", changes);
        queued.map(|queued| queued.set.id)
    }

    pub fn queue_one(&mut self, id: Knob, to: u128) -> u64 {
        self.queue(vec![self.current(id, to)]).unwrap()
    }

    pub fn queue_deed(&mut self, by: &str, deed: Deed) -> Result<u64, Refused> {
        let queued = self.board.queue_action(&constitution(), self.now, by, deed);
        queued.map(|queued| queued.set.id)
    }

    pub fn execute_at(&mut self, level: Level, set: u64) -> Result<(), Refused> {
        self.execute_under(Guard::at(level), set)
    }

    pub fn execute_under(&mut self, guard: Guard<'_, Lack>, set: u64) -> Result<(), Refused> {
        let done = self.board.execute(&constitution(), &self.values, self.now, guard, set)?;
        self.values = done.values;
        Ok(())
    }

    pub fn execute(&mut self, set: u64) -> Result<(), Refused> {
        self.execute_at(Level::Normal, set)
    }

    pub fn tighten(&mut self, changes: &[Change<Knob>]) -> Result<Vec<u64>, Refused> {
        let done = self.board.tighten(&constitution(), &self.values, self.now, changes)?;
        self.values = done.values;
        Ok(done.superseded)
    }

    pub fn value(&self, id: Knob) -> u128 {
        self.values.get(&id).unwrap()
    }
}

pub fn member(number: usize) -> Deed {
    Deed::AddMember(format!("member {number}"))
}
