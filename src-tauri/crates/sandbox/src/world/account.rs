//! The account that a world belongs to.

use rust_decimal::Decimal;

/// The account itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Account {
    /// The cloud's id of the account.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it can still spend. Purchases are taken from it; renewals are not simulated.
    pub balance: Decimal,
}

impl Default for Account {
    fn default() -> Self {
        Self { id: "100000000001".to_owned(), name: "sandbox".to_owned(), balance: Decimal::new(1_000_000, 0) }
    }
}
