//! How a secret lies in the keychain: a head with the secret and where it may be used, and, apart from it, the session token in
//! as many entries as it takes. A credential of Windows holds 1,280 letters of UTF-16; a token may have more.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use yundeck_catalogue::Problem;
use yundeck_catalogue::problem::Rule;
use yundeck_domain::{Error, Secret, Text};

use super::{Kept, SecretInput};
use crate::ground::keychain::{Keychain, KeychainFault};

/// The most letters (UTF-16) of one entry.
const LONGEST: usize = 1_200;

/// The most entries of a session token.
const MOST_PARTS: usize = 16;

/// What every head begins with; no secret of an earlier version, which stood alone in its entry, does.
const BEGINNING: &str = "{\"yundeck\":2,";

/// The head. Not printable, as what it holds.
#[derive(Serialize, Deserialize)]
pub(super) struct Head {
    yundeck: u32,
    place: Option<String>,
    secret: String,
    token: Option<Token>,
}

/// Where the session token lies: under names that no other token has, so that the old one is whole until the head is written.
#[derive(Serialize, Deserialize)]
struct Token {
    digest: String,
    parts: usize,
}

impl Head {
    /// The head of a secret.
    ///
    /// # Errors
    /// `InvalidParams` with the length when secret or token is too long for any keychain.
    pub(super) fn of(kept: &Kept) -> Result<Self, Error> {
        let token = kept
            .input
            .session_token
            .as_ref()
            .map(|token| Token { digest: digest(token), parts: parts(token.expose()).len() });
        if let (Some(Token { parts, .. }), Some(text)) = (&token, &kept.input.session_token)
            && *parts > MOST_PARTS
        {
            return Err(too_long("sessionToken", units(text.expose()), LONGEST * MOST_PARTS));
        }
        let secret = kept.input.secret.expose().to_owned();
        let head = Self { yundeck: 2, place: kept.place.clone(), secret, token };
        let length = units(head.text()?.expose());
        if length > LONGEST {
            let own = units(&head.secret);
            return Err(too_long("secret", own, LONGEST.saturating_sub(length - own)));
        }
        Ok(head)
    }

    /// Writes all entries, the head last, and takes away what the head before it named.
    pub(super) fn write(
        self,
        keychain: &dyn Keychain,
        name: &str,
        token: Option<&Secret>,
    ) -> Result<(), KeychainFault> {
        let before = keychain.read(name)?.as_ref().and_then(parse);
        if let (Some(place), Some(token)) = (&self.token, token) {
            for (number, part) in (1..).zip(parts(token.expose())) {
                keychain.write(&place.entry(name, number), &Secret::new(part))?;
            }
        }
        let text = self.text().map_err(|error| KeychainFault::Failed(error.context))?;
        keychain.write(name, &text)?;
        let old = before.and_then(|mut head| head.token.take());
        if let Some(old) = old.filter(|old| self.token.as_ref().is_none_or(|new| new.digest != old.digest)) {
            old.delete(keychain, name)?;
        }
        Ok(())
    }

    fn text(&self) -> Result<Secret, Error> {
        serde_json::to_string(self).map(Secret::new).map_err(|error| Error::bug(format!("keychain entry: {error}")))
    }
}

impl Drop for Head {
    fn drop(&mut self) {
        // A secret wipes what it held.
        drop(Secret::new(std::mem::take(&mut self.secret)));
    }
}

impl Token {
    fn entry(&self, name: &str, number: usize) -> String {
        format!("{name} token {} {number}", self.digest.get(..8).unwrap_or_default())
    }

    fn delete(&self, keychain: &dyn Keychain, name: &str) -> Result<(), KeychainFault> {
        (1..=self.parts).try_for_each(|number| keychain.delete(&self.entry(name, number)))
    }
}

/// A secret by its name; `None` when it is not there, or not whole.
pub(super) fn read(keychain: &dyn Keychain, name: &str) -> Result<Option<Kept>, KeychainFault> {
    let Some(text) = keychain.read(name)? else { return Ok(None) };
    let Some(head) = parse(&text) else {
        // As versions before kept it: the secret, and the token on a line of its own.
        let mut lines = text.expose().split('\n').map(|line| Secret::new(line.to_owned()));
        let secret = lines.next().unwrap_or_else(|| Secret::new(String::new()));
        return Ok(Some(Kept { input: SecretInput { secret, session_token: lines.next() }, place: None }));
    };
    let mut session_token = None;
    if let Some(place) = &head.token {
        let mut whole = String::new();
        for number in 1..=place.parts.min(MOST_PARTS) {
            let Some(part) = keychain.read(&place.entry(name, number))? else { return Ok(None) };
            whole.push_str(part.expose());
        }
        let token = Secret::new(whole);
        if digest(&token) != place.digest {
            return Ok(None);
        }
        session_token = Some(token);
    }
    let secret = Secret::new(head.secret.clone());
    Ok(Some(Kept { input: SecretInput { secret, session_token }, place: head.place.clone() }))
}

/// Removes all entries of a secret.
pub(super) fn delete(keychain: &dyn Keychain, name: &str) -> Result<(), KeychainFault> {
    let token = keychain.read(name)?.as_ref().and_then(parse).and_then(|mut head| head.token.take());
    // The head goes last: as long as something is left, it names the rest.
    if let Some(token) = token {
        token.delete(keychain, name)?;
    }
    keychain.delete(name)
}

fn parse(text: &Secret) -> Option<Head> {
    text.expose().starts_with(BEGINNING).then(|| serde_json::from_str(text.expose()).ok())?
}

fn digest(text: &Secret) -> String {
    hex::encode(Sha256::digest(text.expose().as_bytes()))
}

fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

fn parts(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut length = 0;
    for letter in text.chars() {
        if length + letter.len_utf16() > LONGEST {
            parts.push(String::new());
            length = 0;
        }
        length += letter.len_utf16();
        if let Some(part) = parts.last_mut() {
            part.push(letter);
        }
    }
    parts
}

fn too_long(name: &str, length: usize, most: usize) -> Error {
    Error::invalid(vec![Problem {
        path: format!("/{name}"),
        field: match name {
            "secret" => Text::new("密钥", "Secret"),
            _ => Text::new("会话令牌", "Session token"),
        },
        rule: Rule::MaxLength { limit: u32::try_from(most).unwrap_or(u32::MAX) },
        words: Some(Text::new(
            format!("太长：{length} 个字符，钥匙串最多能放 {most} 个。没有保存。"),
            format!("Too long: {length} characters, and a keychain holds {most}. It was not kept."),
        )),
    }])
}
