//! A batch that is refused in part.

/// What an operation refuses of the batch it is given, on clouds that answer item by item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Partial {
    /// The items that are refused; none named: the last one.
    pub ids: Vec<String>,
    /// How many things of an order are not made.
    pub count: u32,
    /// What the cloud says about each of them.
    pub message: String,
}

impl Partial {
    /// Whether it refuses that item of that batch.
    pub fn refuses(&self, id: &str, batch: &[String]) -> bool {
        if self.ids.is_empty() {
            batch.last().is_some_and(|last| last == id)
        } else {
            self.ids.iter().any(|refused| refused == id)
        }
    }
}

impl super::World {
    /// What the operation at hand says against that item of its batch; `None` when it has nothing against it.
    pub fn refused(&self, id: &str, batch: &[String]) -> Option<String> {
        self.partial.as_ref().filter(|partial| partial.refuses(id, batch)).map(|partial| partial.message.clone())
    }
}
