//! Names that a cloud makes of one name for several things.

/// Whether a name is made of these parts in their order, with a number between each two of them. How many digits a number
/// has is the cloud's choice.
pub(crate) fn is_numbered(name: &str, parts: &[&str]) -> bool {
    let Some((first, others)) = parts.split_first() else { return name.is_empty() };
    let Some(rest) = name.strip_prefix(first) else { return false };
    if others.is_empty() {
        return rest.is_empty();
    }
    // A part may begin with a digit itself, so that every length of the number is tried.
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    (1..=digits).any(|length| rest.get(length..).is_some_and(|rest| is_numbered(rest, others)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_numbered_takes_numbers_of_any_width_between_the_parts() {
        for (name, parts) in [
            ("web-7", &["web-", ""][..]),
            ("web-007", &["web-", ""]),
            ("web-014-ops", &["web-", "-ops"]),
            ("a1-b10", &["a", "-b", ""]),
            ("web011", &["web", "1"]),
            ("web", &["web"]),
        ] {
            assert!(is_numbered(name, parts), "{name} {parts:?}");
        }
        for (name, parts) in [
            ("web-", &["web-", ""][..]),
            ("web-x", &["web-", ""]),
            ("web-7a", &["web-", ""]),
            ("web-ops", &["web-", "-ops"]),
            ("web1", &["web", "1"]),
            ("website", &["web"]),
        ] {
            assert!(!is_numbered(name, parts), "{name} {parts:?}");
        }
    }
}
