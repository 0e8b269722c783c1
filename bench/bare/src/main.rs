//! The smallest Tauri window: one page with one button. `make bench-start` compares Yundeck's start with its.

fn main() -> tauri::Result<()> {
    tauri::Builder::default().run(tauri::generate_context!())
}
