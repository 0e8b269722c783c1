//! Where the window opens: where it was left, and always inside of what a screen has to give. A screen that is gone, or smaller
//! than the window was, must not take the top of the window or its buttons with it.

use std::collections::HashMap;
use std::path::Path;

use serde::Deserialize;
use tauri::utils::config::WindowConfig;
use tauri::{AppHandle, Manager, Monitor};
use tauri_plugin_window_state::AppHandleExt;

/// What the window system may put around the window, in logical pixels: borders, and a title bar.
const FRAME: Size = Size { width: 16.0, height: 56.0 };

/// A size in logical pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Size {
    width: f64,
    height: f64,
}

/// What a screen has to give to windows, in physical pixels.
#[derive(Debug, Clone, Copy)]
struct Screen {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
    scale: f64,
}

/// How the window was left, in physical pixels, as the plugin that remembers it writes it down.
#[derive(Debug, Clone, Copy, Default, PartialEq, Deserialize)]
#[serde(default)]
struct Left {
    x: i32,
    y: i32,
    prev_x: i32,
    prev_y: i32,
    width: u32,
    height: u32,
    maximized: bool,
    fullscreen: bool,
}

/// Gives a window that is about to be opened its place and size.
pub fn place(handle: &AppHandle, window: &mut WindowConfig) {
    let left =
        handle.path().app_config_dir().ok().and_then(|folder| left(&folder.join(handle.filename()), &window.label));
    let mut screens: Vec<Screen> = handle.available_monitors().iter().flatten().map(screen).collect();
    if let Ok(Some(main)) = handle.primary_monitor() {
        // The first takes what has no place of its own.
        screens.insert(0, screen(&main));
    }
    fit(window, left, &screens);
}

fn screen(monitor: &Monitor) -> Screen {
    let area = monitor.work_area();
    Screen {
        x: area.position.x.into(),
        y: area.position.y.into(),
        width: area.size.width.into(),
        height: area.size.height.into(),
        scale: monitor.scale_factor(),
    }
}

/// How a window was left; `None` when that is not known.
fn left(file: &Path, label: &str) -> Option<Left> {
    let mut all: HashMap<String, Left> = serde_json::from_str(&std::fs::read_to_string(file).ok()?).ok()?;
    all.remove(label).filter(|left| left.width > 0 && left.height > 0)
}

/// The nearest to how it was left, or to how it is described, that is wholly inside of a screen.
fn fit(window: &mut WindowConfig, left: Option<Left>, screens: &[Screen]) {
    if let Some(left) = left {
        window.maximized = left.maximized;
        window.fullscreen = left.fullscreen;
    }
    let there = left.and_then(|left| {
        let (x, y) = if left.maximized { (left.prev_x, left.prev_y) } else { (left.x, left.y) };
        let shown = |screen: &Screen| {
            let along =
                |from: f64, size: f64, begin: f64, whole: f64| (from + size).min(begin + whole) - from.max(begin);
            let wide = along(x.into(), left.width.into(), screen.x, screen.width);
            let high = along(y.into(), left.height.into(), screen.y, screen.height);
            wide.max(0.0) * high.max(0.0)
        };
        let most = screens.iter().max_by(|one, other| shown(one).total_cmp(&shown(other)));
        most.filter(|screen| shown(screen) > 0.0).map(|screen| (screen, f64::from(x), f64::from(y)))
    });
    let Some(screen) = there.map(|(screen, ..)| screen).or(screens.first()) else {
        return;
    };
    let room =
        Size { width: screen.width / screen.scale - FRAME.width, height: screen.height / screen.scale - FRAME.height };
    window.min_width = window.min_width.map(|least| least.min(room.width));
    window.min_height = window.min_height.map(|least| least.min(room.height));
    let wanted = left.map_or(Size { width: window.width, height: window.height }, |left| Size {
        width: f64::from(left.width) / screen.scale,
        height: f64::from(left.height) / screen.scale,
    });
    window.width = wanted.width.max(window.min_width.unwrap_or_default()).min(room.width);
    window.height = wanted.height.max(window.min_height.unwrap_or_default()).min(room.height);

    let free = Size { width: room.width - window.width, height: room.height - window.height };
    let (x, y) = match there {
        Some((_, x, y)) => (
            ((x - screen.x) / screen.scale).clamp(0.0, free.width),
            ((y - screen.y) / screen.scale).clamp(0.0, free.height),
        ),
        None => (free.width / 2.0, free.height / 2.0),
    };
    window.center = false;
    window.x = Some((screen.x / screen.scale + x).round());
    window.y = Some((screen.y / screen.scale + y).round());
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    const LARGE: Screen = Screen { x: 0.0, y: 0.0, width: 1920.0, height: 1040.0, scale: 1.0 };
    const SMALL: Screen = Screen { x: 0.0, y: 30.0, width: 1024.0, height: 570.0, scale: 1.0 };

    fn described() -> WindowConfig {
        let config: serde_json::Value = serde_json::from_str(include_str!("../tauri.conf.json")).unwrap();
        serde_json::from_value(config["app"]["windows"][0].clone()).unwrap()
    }

    fn at(x: i32, y: i32, width: u32, height: u32) -> Option<Left> {
        Some(Left { x, y, width, height, ..Left::default() })
    }

    fn fitted(left: Option<Left>, screens: &[Screen]) -> WindowConfig {
        let mut window = described();
        fit(&mut window, left, screens);
        window
    }

    fn place_of(window: &WindowConfig) -> (f64, f64, f64, f64) {
        (window.x.unwrap(), window.y.unwrap(), window.width, window.height)
    }

    #[test]
    fn a_window_opens_inside_of_every_usual_screen() {
        for (width, height) in [(1920.0, 1080.0), (1366.0, 768.0), (1280.0, 720.0), (1024.0, 600.0), (800.0, 600.0)] {
            for screen in [Screen { width, height, ..LARGE }, Screen { y: 28.0, width, height: height - 28.0, ..LARGE }]
            {
                for left in
                    [None, at(0, 0, 1280, 900), at(300, 200, 1280, 900), at(-40, -40, 5000, 5000), at(0, 0, 1, 1)]
                {
                    let window = fitted(left, &[screen]);
                    let (x, y, wide, high) = place_of(&window);
                    let inside = x >= screen.x
                        && y >= screen.y
                        && x + wide + FRAME.width <= screen.x + screen.width
                        && y + high + FRAME.height <= screen.y + screen.height;
                    assert!(inside, "{left:?} on {screen:?}: {x} {y} {wide} {high}");
                    assert!(window.min_width.unwrap() <= wide && window.min_height.unwrap() <= high, "{screen:?}");
                }
            }
        }
    }

    #[test]
    fn a_place_that_is_on_a_screen_is_kept() {
        let second = Screen { x: 1920.0, y: -200.0, width: 2560.0, height: 1400.0, scale: 2.0 };
        let window = fitted(at(100, 60, 1100, 760), &[LARGE, second]);
        assert_eq!((place_of(&window), window.center), ((100.0, 60.0, 1100.0, 760.0), false));
        let window = fitted(at(2000, -150, 2000, 1200), &[LARGE, second]);
        assert_eq!(place_of(&window), (1000.0, -75.0, 1000.0, 600.0), "in the second screen's own pixels");
    }

    #[test]
    fn a_place_off_every_screen_is_brought_to_the_first() {
        for left in
            [at(3000, 100, 1100, 760), at(-2000, 100, 1100, 760), at(100, -900, 1100, 760), at(1920, 0, 1100, 760)]
        {
            assert_eq!(place_of(&fitted(left, &[LARGE])), (402.0, 112.0, 1100.0, 760.0), "{left:?}");
        }
        assert_eq!(
            place_of(&fitted(at(1900, 1000, 1100, 760), &[LARGE])).0,
            804.0,
            "what is to be seen of it stays near"
        );
    }

    #[test]
    fn a_window_that_fills_a_screen_stays_as_it_is_from_start_to_start() {
        let first = fitted(None, &[SMALL]);
        let (x, y, width, height) = place_of(&first);
        let again = fitted(at(x as i32, y as i32, width as u32, height as u32), &[SMALL]);
        assert_eq!(place_of(&again), (x, y, width, height));
    }

    #[test]
    fn a_maximized_window_opens_maximized_and_goes_back_to_where_it_was() {
        let left = Left { prev_x: 50, prev_y: 60, maximized: true, ..at(0, 0, 1100, 760).unwrap() };
        let window = fitted(Some(left), &[LARGE]);
        assert!(window.maximized && !window.fullscreen);
        assert_eq!(place_of(&window), (50.0, 60.0, 1100.0, 760.0));
    }

    #[test]
    fn without_a_screen_that_is_known_the_description_holds() {
        assert_eq!(fitted(None, &[]), described());
    }

    #[test]
    fn what_the_plugin_wrote_is_read_and_nothing_else() {
        let folder = std::env::temp_dir().join(format!("yundeck-place-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let file = folder.join("state.json");
        let check = |text: &str, expected: Option<Left>| {
            std::fs::write(&file, text).unwrap();
            assert_eq!(left(&file, "main"), expected, "{text}");
        };
        let written = r#"{"main": {"width": 1100, "height": 760, "x": 1, "y": -2, "prev_x": 0, "prev_y": 0,
            "maximized": false, "visible": true, "decorated": true, "fullscreen": false}}"#;
        check(written, at(1, -2, 1100, 760));
        for nothing in
            ["", "[]", r#"{"other": {}}"#, r#"{"main": {"width": 0, "height": 0}}"#, r#"{"main": {"x": "a"}}"#]
        {
            check(nothing, None);
        }
        std::fs::remove_dir_all(&folder).unwrap();
        assert_eq!(left(&file, "main"), None);
    }
}
