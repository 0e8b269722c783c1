//! The program: opens the window and runs until it is closed.

// A release build for Windows opens no console beside the window.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

fn main() -> Result<(), Box<dyn std::error::Error>> {
    yundeck::run()
}
