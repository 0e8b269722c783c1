//! A call as a script for a Unix shell, with curl.
//!
//! The secret is an argument of no program, whose arguments every user of the computer sees: the shell itself makes the HMAC
//! of it, with openssl for the digests only, which read from a pipe. All of it stands in parentheses, since a shell reads what
//! is pasted line by line, and the question for the secret would take the next line for the answer. Within them is no comment:
//! in an interactive zsh that is none.

use yundeck_catalogue::cloud::SigningScheme;
use yundeck_wire::Preview;

use super::quoted;
use super::signature::{MASKED, SECRET, Signature, before_signature};

/// What the first lines say. No sign in them means anything to a shell that does not know comments.
const HEAD: &str = "\
# For bash, zsh, dash and other sh, with curl and openssl. It asks for the secret of the key, which is not shown and not kept.
# The time is part of the signature, where the scheme has one. Run this within a few minutes.
";

/// Asks for the secret, unless the environment has it.
const ASK: &str = r#"secret=${YUNDECK_SECRET-}
unset YUNDECK_SECRET
if [ -z "$secret" ]; then
  printf 'Secret of %s: ' KEY_ID >&2
  if [ -t 0 ]; then
    trap 'stty echo' EXIT
    trap 'exit 130' HUP INT TERM
    stty -echo
  fi
  IFS= read -r secret || :
  if [ -t 0 ]; then
    stty echo
    trap - EXIT
  fi
  echo >&2
fi
[ -n "$secret" ] || exit 1
"#;

const HEX: &str = r"hex() { od -An -v -tx1 | tr -d ' \n'; }
";

/// `hmac`: of its standard input, by a key in hexadecimal digits. A shell whose `printf` is a program of its own is refused.
const HMAC: &str = r#"case $(command -v printf) in
  (printf) ;;
  (*) echo 'This shell has no printf of its own, and would show the secret. Use bash, zsh or dash.' >&2; exit 1 ;;
esac
bytes() {
  rest=$1
  while [ -n "$rest" ]; do
    more=${rest#??}
    byte=$((0x${rest%"$more"} ^ $2))
    printf "\\$((byte >> 6))$(( (byte >> 3) & 7 ))$((byte & 7))"
    rest=$more
  done
}
hmac() {
  key=$1
  [ ${#key} -le 128 ] || key=$(bytes "$key" 0 | openssl dgst -DIGEST -binary | hex)
  while [ ${#key} -lt 128 ]; do key=${key}00; done
  inner=$({ bytes "$key" 54; cat; } | openssl dgst -DIGEST -binary | hex)
  { bytes "$key" 92; bytes "$inner" 0; } | openssl dgst -DIGEST -binary
}
"#;

/// The script.
pub(super) fn of(request: &Preview, scheme: SigningScheme, key_id: &str, ca_file: Option<&str>) -> String {
    let signature = Signature::of(request, scheme);
    let word = |text: &str| match before_signature(text).filter(|_| signature.is_some()) {
        Some(before) => format!("{}\"$signature\"", quoted(&before)),
        None => quoted(text),
    };
    let mut curl = vec![format!("curl -sS -X {} {}", request.method, word(&request.url))];
    curl.extend(ca_file.map(|file| format!("--cacert {}", quoted(file))));
    for header in request.headers.iter().filter(|header| !header.name.eq_ignore_ascii_case("host")) {
        curl.push(format!("-H {}", word(&format!("{}: {}", header.name, header.value))));
    }
    if !request.body.is_empty() {
        curl.push(format!("--data-raw {}", word(&request.body)));
    }
    let curl = curl.join(" \\\n  ") + "\n";
    match &signature {
        Some(signature) => {
            let ask = ASK.replace("KEY_ID", &quoted(key_id)).replace("YUNDECK_SECRET", SECRET);
            format!("{HEAD}(\n{ask}{HEX}{}{curl})\n", signing(signature))
        }
        None => format!("{MASKED}{curl}"),
    }
}

/// The lines that set `$signature`.
fn signing(signature: &Signature<'_>) -> String {
    match signature {
        Signature::Appended { text } => {
            format!("signature=$(printf %s%s {} \"$secret\" | openssl dgst -sha1 -binary | hex)\n", quoted(text))
        }
        Signature::Keyed { digest, text } => format!(
            "{}key=$(printf %s \"$secret\" | hex)\n\
             signature=$(printf %s {} | hmac \"$key\" | base64 | sed 's/+/%2B/g;s,/,%2F,g;s/=/%3D/g')\n",
            HMAC.replace("DIGEST", digest),
            quoted(text)
        ),
        Signature::Derived { prefix, scope, text } => {
            let steps: Vec<String> = scope.iter().map(|step| quoted(step)).collect();
            format!(
                "{}key=$(printf %s \"{prefix}$secret\" | hex)\n\
                 for step in {}; do key=$(printf %s \"$step\" | hmac \"$key\" | hex); done\n\
                 signature=$(printf %s {} | hmac \"$key\" | hex)\n",
                HMAC.replace("DIGEST", "sha256"),
                steps.join(" "),
                quoted(text)
            )
        }
    }
}
