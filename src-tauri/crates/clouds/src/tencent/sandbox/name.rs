//! The names of several instances: patterns, and the numbers that are put behind a name without one.

/// The name of the `nth` instance of `count`. `{R:x}` is the number x + nth, `{R:x,F:y}` the same in y digits; without a
/// pattern several instances are numbered behind their name.
pub fn numbered(name: &str, nth: usize, count: usize) -> String {
    if name.is_empty() {
        return "未命名".to_owned();
    }
    match filled(name, nth) {
        Some(filled) => filled,
        None if count > 1 => format!("{name}{}", nth + 1),
        None => name.to_owned(),
    }
}

/// The host name of the `nth` instance, which knows its address as well.
pub fn host(name: &str, nth: usize, address: &str) -> String {
    let with_address = name.replace("{IP}", address);
    filled(&with_address, nth).unwrap_or(with_address)
}

/// A text with its patterns filled in; `None` when it has none. What is no pattern stays as it is.
fn filled(text: &str, nth: usize) -> Option<String> {
    let mut parts = text.split("{R:");
    let mut out = parts.next().unwrap_or_default().to_owned();
    let mut any = false;
    for part in parts {
        match part.split_once('}').and_then(|(pattern, rest)| Some((number(pattern, nth)?, rest))) {
            Some((number, rest)) => {
                any = true;
                out.push_str(&number);
                out.push_str(rest);
            }
            None => out.push_str(&format!("{{R:{part}")),
        }
    }
    any.then_some(out)
}

/// `3` or `3,F:3`, counted on.
fn number(pattern: &str, nth: usize) -> Option<String> {
    let (first, digits) = match pattern.split_once(",F:") {
        Some((first, digits)) => (first, digits.parse::<usize>().ok().filter(|digits| *digits <= 8)?),
        None => (pattern, 0),
    };
    let number = first.parse::<usize>().ok()? + nth;
    Some(format!("{number:0>digits$}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbered_fills_patterns_and_numbers_what_has_none() {
        for (name, nth, count, expected) in [
            ("server_{R:3}", 1, 2, "server_4"),
            ("server_{R:3,F:3}", 0, 2, "server_003"),
            ("app_{R:99,F:2}", 1, 2, "app_100"),
            ("a{R:1}-b{R:10,F:0}", 1, 2, "a2-b11"),
            ("web", 1, 2, "web2"),
            ("web", 0, 1, "web"),
            ("{}", 0, 1, "{}"),
            ("{R:x}", 0, 1, "{R:x}"),
            ("", 0, 1, "未命名"),
        ] {
            assert_eq!(numbered(name, nth, count), expected, "{name}");
        }
    }

    #[test]
    fn host_knows_the_address() {
        assert_eq!(host("web-{IP}-{R:1}", 1, "10.0.12.9"), "web-10.0.12.9-2");
        assert_eq!(host("web", 1, "10.0.12.9"), "web");
    }
}
