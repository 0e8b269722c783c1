//! What every Tauri program generates.

fn main() {
    tauri_build::build();
}
