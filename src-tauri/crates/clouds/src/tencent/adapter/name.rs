//! How `RunInstances` names several instances.

/// The name of the `nth` (from 0) of `count` instances, by the rules of the document's `InstanceName`: `{R:x}` becomes the
/// number x + nth; without it several instances get 1, 2, ... appended.
pub fn nth(name: &str, nth: u32, count: u32) -> String {
    if name.is_empty() {
        return "未命名".to_owned();
    }
    let mut rest = name;
    let mut out = String::new();
    let mut numbered = false;
    while let Some((before, start, after)) = pattern(rest) {
        out.push_str(before);
        out.push_str(&(u64::from(start) + u64::from(nth)).to_string());
        rest = after;
        numbered = true;
    }
    out.push_str(rest);
    if !numbered && count > 1 {
        out.push_str(&(nth + 1).to_string());
    }
    out
}

/// What stands before the first `{R:x}`, its number, and what stands behind it.
fn pattern(text: &str) -> Option<(&str, u32, &str)> {
    let (before, tail) = text.split_once("{R:")?;
    let (number, after) = tail.split_once('}')?;
    Some((before, number.trim().parse().ok()?, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, count: u32, expected: &[&str]) {
        let names: Vec<_> = (0..count).map(|at| nth(name, at, count)).collect();
        assert_eq!(names, expected);
    }

    #[test]
    fn the_documented_naming_rules() {
        check("server_{R:3}", 1, &["server_3"]);
        check("server_{R:3}", 2, &["server_3", "server_4"]);
        check("a{R:1}-b{R:10}", 2, &["a1-b10", "a2-b11"]);
        check("server_", 2, &["server_1", "server_2"]);
        check("server", 1, &["server"]);
        check("", 1, &["未命名"]);
        check("{R:x}", 1, &["{R:x}"]);
    }
}
