use super::Limits;

/// What may still be spent; once spent, or once the caller says so, everything winds up with the best it has.
pub(crate) struct Budget<'a> {
    limits: Limits,
    /// Nodes visited.
    pub nodes: u64,
    /// Times the prices were moved.
    pub iterations: u64,
    interrupted: &'a mut dyn FnMut() -> bool,
    stopped: bool,
}

impl<'a> Budget<'a> {
    pub(crate) fn new(limits: Limits, interrupted: &'a mut dyn FnMut() -> bool) -> Self {
        Self { limits, nodes: 0, iterations: 0, interrupted, stopped: false }
    }

    /// The bound with which the caller is content.
    pub(crate) fn enough(&self) -> i64 {
        self.limits.enough
    }

    /// Counts a step of the ascent; false when there is none left.
    pub(crate) fn iteration(&mut self) -> bool {
        self.stopped |= self.iterations >= self.limits.iterations;
        self.proceed() && {
            self.iterations += 1;
            true
        }
    }

    /// Counts a node; false when there is none left.
    pub(crate) fn node(&mut self) -> bool {
        self.stopped |= self.nodes >= self.limits.nodes;
        self.proceed() && {
            self.nodes += 1;
            true
        }
    }

    /// How many nodes another solver may visit; nothing when there is no limit.
    pub(crate) fn nodes_left(&self) -> Option<u64> {
        (self.limits.nodes != u64::MAX).then(|| self.limits.nodes.saturating_sub(self.nodes))
    }

    /// Notes the nodes that another solver has visited in all.
    pub(crate) fn count_nodes(&mut self, visited: u64) {
        self.nodes = visited;
    }

    /// Asks the caller; false when it is time to stop.
    pub(crate) fn proceed(&mut self) -> bool {
        self.stopped = self.stopped || (self.interrupted)();
        !self.stopped
    }

    pub(crate) fn stopped(&self) -> bool {
        self.stopped
    }
}
