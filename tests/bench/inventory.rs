//! What the window asks of the inventory, with ten thousand instances of four clouds in it.
#![allow(clippy::unwrap_used, missing_docs, reason = "a benchmark fails by panicking")]

use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use divan::{Bencher, black_box};
use tokio::runtime::Runtime;
use yundeck_app::registers::inventory::view::{InventorySort, InventoryView};
use yundeck_tests::{House, options};

/// On each cloud.
const INSTANCES: usize = 2_500;

/// As many rows as a window shows.
const SHOWN: u32 = 40;

/// The house stands as long as the benchmark: its sandbox runs on this runtime.
static HOUSE: LazyLock<(Runtime, House)> = LazyLock::new(|| {
    let runtime = Runtime::new().unwrap();
    let house = runtime.block_on(async {
        let sandbox = yundeck_sandbox::Options { instances: INSTANCES, ..Default::default() };
        let house = House::of(options(None), sandbox).await;
        house.app.reads.refresh_inventory().await.unwrap();
        house
    });
    let all = house.app.reads.inventory_page(view("", InventorySort::Name), 0, 0).total;
    assert!(all as usize >= 4 * INSTANCES, "{all} instances are there");
    (runtime, house)
});

fn main() {
    LazyLock::force(&HOUSE);
    divan::main();
}

fn view(search: &str, sort: InventorySort) -> InventoryView {
    InventoryView { search: search.to_owned(), sort, ..InventoryView::default() }
}

/// A word that was not asked for before: what was sorted for the last question does not help.
fn fresh_word() -> String {
    static ASKED: AtomicUsize = AtomicUsize::new(0);
    format!("prod {}", ASKED.fetch_add(1, Ordering::Relaxed) % 1_000)
}

/// Each letter typed into the search of the table or the palette.
#[divan::bench]
fn search(bencher: Bencher) {
    bencher
        .with_inputs(fresh_word)
        .bench_values(|word| HOUSE.1.app.reads.inventory_page(view(&word, InventorySort::Name), 0, SHOWN));
}

/// Another column to sort by.
#[divan::bench]
fn sort(bencher: Bencher) {
    let turn = AtomicUsize::new(0);
    bencher
        .with_inputs(|| {
            let even = turn.fetch_add(1, Ordering::Relaxed).is_multiple_of(2);
            view("", if even { InventorySort::Name } else { InventorySort::Created })
        })
        .bench_values(|view| HOUSE.1.app.reads.inventory_page(view, 0, SHOWN));
}

/// Scrolling: other rows of the same view.
#[divan::bench]
fn scroll(bencher: Bencher) {
    let turn = AtomicUsize::new(0);
    bencher.with_inputs(|| (turn.fetch_add(37, Ordering::Relaxed) % (4 * INSTANCES)) as u32).bench_values(|from| {
        HOUSE.1.app.reads.inventory_page(black_box(view("", InventorySort::Name)), from, from + SHOWN)
    });
}
