//! How `RunInstances` names several instances.

use crate::numbered::is_numbered;

/// The names of `count` instances by the rules of `InstanceName`: `{R:x}` becomes the number x + nth, `{R:x,F:y}` (SDK) the
/// same in at least y digits; without them several instances get 1, 2, ... appended. `None` where neither says: no name, or a
/// pattern of another form.
pub fn documented(asked: &str, count: u32) -> Option<Vec<String>> {
    let (parts, patterns) = parts(asked);
    let starts: Option<Vec<(u64, usize)>> = patterns.iter().map(|pattern| start(pattern)).collect();
    let starts = starts.filter(|_| !asked.is_empty())?;
    if starts.is_empty() && count == 1 {
        return Some(vec![asked.to_owned()]);
    }
    let name = |nth: u64| {
        let mut numbers = starts.iter().map(|(start, digits)| format!("{:0>digits$}", start + nth));
        let mut name: String =
            parts.iter().flat_map(|part| [(*part).to_owned(), numbers.next().unwrap_or_default()]).collect();
        if starts.is_empty() {
            name.push_str(&(nth + 1).to_string());
        }
        name
    };
    Some((0..u64::from(count)).map(name).collect())
}

/// The number a pattern begins with, and in how many digits: `3`, or `3,F:3`.
fn start(pattern: &str) -> Option<(u64, usize)> {
    let (start, digits) = match pattern.split_once(",F:") {
        Some((start, digits)) => (start, digits.parse().ok().filter(|digits| *digits <= 8)?),
        None => (pattern, 0),
    };
    Some((start.trim().parse().ok()?, digits))
}

/// Whether one of `count` instances can have been named so. There may be patterns of other forms: a number of any
/// width fits any of them.
pub fn fits(asked: &str, count: u32, found: &str) -> bool {
    let (mut parts, _) = parts(asked);
    if found == asked || is_numbered(found, &parts) {
        return true;
    }
    parts.push("");
    count > 1 && is_numbered(found, &parts)
}

/// What stands around the patterns `{R:...}`, and what they say.
fn parts(text: &str) -> (Vec<&str>, Vec<&str>) {
    let (mut parts, mut patterns, mut rest) = (Vec::new(), Vec::new(), text);
    while let Some((before, tail)) = rest.split_once("{R:")
        && let Some((pattern, after)) = tail.split_once('}')
    {
        parts.push(before);
        patterns.push(pattern);
        rest = after;
    }
    parts.push(rest);
    (parts, patterns)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documented_follows_the_naming_rules_and_says_nothing_where_there_are_none() {
        let check = |name: &str, count: u32, expected: Option<&[&str]>| {
            let names = documented(name, count);
            assert_eq!(
                names.as_deref(),
                expected.map(|names| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>()).as_deref(),
                "{name}"
            );
        };
        check("server_{R:3}", 1, Some(&["server_3"]));
        check("server_{R:3}", 2, Some(&["server_3", "server_4"]));
        check("a{R:1}-b{R:10}", 2, Some(&["a1-b10", "a2-b11"]));
        check("server_", 2, Some(&["server_1", "server_2"]));
        check("server", 1, Some(&["server"]));
        check("", 1, None);
        check("{R:x}", 1, None);
        check("web-{R:1,F:3}", 2, Some(&["web-001", "web-002"]));
        check("app_{R:99,F:2}", 2, Some(&["app_99", "app_100"]));
        check("web-{R:1,F:9}", 2, None);
        check("web-{R:1,G:3}", 2, None);
    }

    #[test]
    fn fits_excludes_no_name_that_an_order_can_make() {
        for (asked, count, found) in [
            ("web-{R:1,F:3}", 2, "web-001"),
            ("web-{R:1,F:3}", 2, "web-002"),
            ("web-{R:1}", 1, "web-{R:1}"),
            ("server_{R:3}", 2, "server_4"),
            ("a{R:1}-b{R:10}", 2, "a2-b11"),
            ("web", 2, "web2"),
            ("web", 1, "web"),
        ] {
            assert!(fits(asked, count, found), "{asked} {found}");
        }
        for (asked, count, found) in [("web", 1, "web2"), ("web", 2, "website"), ("web-{R:1}", 2, "web-x")] {
            assert!(!fits(asked, count, found), "{asked} {found}");
        }
    }
}
