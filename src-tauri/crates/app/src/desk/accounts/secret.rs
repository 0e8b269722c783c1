//! A secret as it was pasted: without what nobody sees.

use yundeck_catalogue::problem::Rule;
use yundeck_catalogue::{Problem, shown};
use yundeck_domain::{Error, Secret, Text};

use crate::ground::secrets::SecretInput;

/// The secret without blanks and invisible letters at its ends.
///
/// # Errors
/// `InvalidParams` when there is such a letter within it: no cloud gives out one, and every call would say that the key is wrong.
pub(super) fn clean(input: SecretInput) -> Result<SecretInput, Error> {
    let secret = cleaned(&input.secret, "secret", &Text::new("密钥", "Secret"))?;
    let token = input
        .session_token
        .as_ref()
        .map(|token| cleaned(token, "sessionToken", &Text::new("会话令牌", "Session token")));
    let session_token = token.transpose()?.filter(|token| !token.expose().is_empty());
    Ok(SecretInput { secret, session_token })
}

fn cleaned(secret: &Secret, name: &str, field: &Text) -> Result<Secret, Error> {
    let text = secret.expose().trim_matches(unseen);
    if text.chars().any(unseen) {
        return Err(Error::invalid(vec![Problem {
            path: format!("/{name}"),
            field: field.clone(),
            rule: Rule::Combination,
            words: Some(Text::new(
                "中间有空白或看不见的字符，请重新复制。",
                "There is a blank or an invisible letter in the middle of it. Copy it again.",
            )),
        }]));
    }
    Ok(Secret::new(text.to_owned()))
}

/// What stands in a text without being seen, or takes no part in a key.
fn unseen(letter: char) -> bool {
    letter.is_whitespace() || shown::is_unseen(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(secret: &str, token: &str) -> Result<(String, Option<String>), String> {
        let input = SecretInput { secret: Secret::new(secret.into()), session_token: Some(Secret::new(token.into())) };
        clean(input)
            .map(|input| (input.secret.expose().into(), input.session_token.map(|token| token.expose().into())))
            .map_err(|error| error.problems[0].path.clone())
    }

    #[test]
    fn clean_with_invisible_letters_at_the_ends_takes_them_off() {
        for ends in [" ", "\u{200b}", "\u{feff}\n", "\u{a0}", "\u{3000}", "\u{202e}"] {
            assert_eq!(given(&format!("{ends}s+/={ends}"), ends), Ok(("s+/=".into(), None)), "{ends:?}");
        }
    }

    #[test]
    fn clean_with_invisible_letters_within_is_refused_at_its_field() {
        for within in [" ", "\u{200b}", "\u{7f}"] {
            assert_eq!(given(&format!("a{within}b"), ""), Err("/secret".into()), "{within:?}");
            assert_eq!(given("a", &format!("a{within}b")), Err("/sessionToken".into()), "{within:?}");
        }
    }
}
