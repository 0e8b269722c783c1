//! The certificate authorities in a PEM file: read once, before any connection needs them, and kept as certificates.

use std::io::Read as _;

use sha2::{Digest, Sha256};
use x509_parser::pem::Pem;
use yundeck_domain::{Error, Text};

use crate::carrier::transport::{certificates, unreadable};

/// The most bytes of a file that is read.
const LARGEST: u64 = 1024 * 1024;

const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
const END: &str = "-----END CERTIFICATE-----";

/// A certificate of a CA file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authority {
    /// Whose it is: the common name, or the whole name where there is none.
    pub subject: String,
    /// Until when it is good, in seconds since 1970.
    pub not_after: i64,
    /// Whether it may vouch for others; one that may not is good for a server that has exactly this certificate.
    pub is_authority: bool,
}

/// The certificates of a file, without whatever else is in it (a private key, a remark).
///
/// # Errors
/// `Network`, with words: the file cannot be read or is none, or a connection could not use it. What is no regular file of this
/// computer is not opened: a pipe or a device may never end, and Windows signs in to whoever owns the host of a network path.
pub fn load(path: &str) -> Result<String, Error> {
    if is_network_path(path) {
        return Err(refused(
            path,
            "在网络共享上，没有读取：Windows 会为此向对方主机登录。请先把它复制到这台电脑。",
            "is on a network share and was not read: Windows would sign in to that host for it. Copy it to this computer first.",
        ));
    }
    let unreadable_now = |error: std::io::Error| unreadable(path, &error.to_string());
    let found = std::fs::metadata(path).map_err(unreadable_now)?;
    if !found.is_file() {
        return Err(refused(
            path,
            "不是普通文件（是文件夹、管道或设备），没有读取。",
            "is no regular file (but a folder, a pipe or a device) and was not read.",
        ));
    }
    let too_large = || {
        refused(
            path,
            "大于 1 MiB，不像是证书文件，没有读取。",
            "is larger than 1 MiB, too large for one with certificates.",
        )
    };
    if found.len() > LARGEST {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    let opened = std::fs::File::open(path).and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes));
    opened.map_err(unreadable_now)?;
    // Some files do not say how long they are.
    if bytes.len() as u64 > LARGEST {
        return Err(too_large());
    }
    let text = String::from_utf8_lossy(&bytes);
    let blocks = blocks(&text);
    parse(if blocks.is_empty() { &text } else { &blocks }, path)?;
    Ok(blocks)
}

/// Whether a path names another computer, or a device, as Windows writes it; with slashes Windows understands it, too.
fn is_network_path(path: &str) -> bool {
    let mut letters = path.trim_start().chars();
    let mut separator = || letters.next().is_some_and(|letter| ['\\', '/'].contains(&letter));
    separator() && separator()
}

fn refused(path: &str, zh: &str, en: &str) -> Error {
    unreadable(path, en).with_words(Text::new(format!("CA 证书文件 {path} {zh}"), format!("The CA file {path} {en}")))
}

/// What certificates (PEM) say of themselves; `name`: whose they are, for the words of an error.
///
/// # Errors
/// As of [`load`].
pub fn parse(pem: &str, name: &str) -> Result<Vec<Authority>, Error> {
    // As a connection reads it.
    let usable = certificates(pem.as_bytes()).map_err(|why| unreadable(name, &why))?;
    reqwest::Client::builder()
        .tls_certs_only(usable)
        .no_proxy()
        .build()
        .map_err(|error| unreadable(name, &crate::network::chain(&error)))?;
    let mut all = Vec::new();
    for block in Pem::iter_from_buffer(pem.as_bytes()) {
        let block = block.map_err(|error| unreadable(name, &error.to_string()))?;
        let certificate = block.parse_x509().map_err(|error| unreadable(name, &error.to_string()))?;
        let subject = certificate.subject();
        let common = subject.iter_common_name().next().and_then(|name| name.as_str().ok());
        all.push(Authority {
            subject: common.map_or_else(|| subject.to_string(), str::to_owned),
            not_after: certificate.validity().not_after.timestamp(),
            is_authority: certificate.is_ca(),
        });
    }
    Ok(all)
}

/// What tells certificates (PEM) from others, however they are laid out and ordered: the SHA-256 of them all.
pub fn digest(pem: &str) -> String {
    let mut found: Vec<Vec<u8>> = Pem::iter_from_buffer(pem.as_bytes()).flatten().map(|block| block.contents).collect();
    found.sort();
    found.dedup();
    let mut hash = Sha256::new();
    for certificate in found {
        hash.update((certificate.len() as u64).to_be_bytes());
        hash.update(certificate);
    }
    hex::encode(hash.finalize())
}

fn blocks(text: &str) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once(BEGIN) {
        let Some((body, after)) = after.split_once(END) else { break };
        kept.push_str(&format!("{BEGIN}{body}{END}\n"));
        rest = after;
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str) -> String {
        format!("{}/tests/client/tls/{name}", env!("CARGO_MANIFEST_DIR"))
    }

    fn read(path: &str) -> Result<Vec<Authority>, Error> {
        parse(&load(path)?, path)
    }

    #[test]
    fn a_file_says_which_certificates_it_holds() {
        let found = read(&file("ca.pem")).unwrap();
        assert_eq!(found.len(), 1);
        assert!(
            found[0].is_authority && !found[0].subject.is_empty() && found[0].not_after > 1_800_000_000,
            "{found:?}"
        );
        assert!(!read(&file("localhost.pem")).unwrap()[0].is_authority);
    }

    #[test]
    fn what_no_connection_could_use_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let none = folder.path().join("none.pem");
        std::fs::write(&none, "no certificate at all\n").unwrap();
        let broken = folder.path().join("broken.pem");
        std::fs::write(&broken, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n").unwrap();
        let large = folder.path().join("large.pem");
        std::fs::write(&large, std::fs::read_to_string(file("ca.pem")).unwrap() + &" ".repeat(2 << 20)).unwrap();
        let paths = [&none, &broken, &large].map(|path| path.display().to_string());
        let folder = folder.path().display().to_string();
        for path in paths.into_iter().chain([file("missing.pem"), file("server.key"), folder, "/dev/zero".to_owned()]) {
            let error = read(&path).unwrap_err();
            assert!(error.words.is_some_and(|words| words.en.contains(&path)), "{path}");
        }
    }

    #[test]
    fn what_is_no_regular_file_of_this_computer_is_refused_in_words() {
        for path in [
            r"\\host\share\ca.pem",
            "//host/share/ca.pem",
            r"\/host\share\ca.pem",
            r" \\.\pipe\ca",
            r"\\?\UNC\host\ca.pem",
        ] {
            let words = load(path).unwrap_err().words.unwrap();
            assert!(words.en.contains("network share") && words.zh.contains("网络共享"), "{path}: {words:?}");
        }
        let folder = tempfile::tempdir().unwrap();
        let here = folder.path().display().to_string();
        #[cfg(unix)]
        {
            let pipe = folder.path().join("pipe.pem");
            assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
            for path in [pipe.display().to_string(), "/dev/zero".to_owned(), here.clone()] {
                let words = load(&path).unwrap_err().words.unwrap();
                assert!(words.en.contains("no regular file") && words.zh.contains("不是普通文件"), "{path}: {words:?}");
            }
        }
        let large = folder.path().join("large.pem");
        std::fs::write(&large, " ".repeat(LARGEST as usize + 1)).unwrap();
        assert!(load(&large.display().to_string()).unwrap_err().words.unwrap().en.contains("1 MiB"));
    }

    #[test]
    fn load_keeps_certificates_and_no_private_key_beside_them() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("both.pem");
        let (key, ca) =
            (std::fs::read_to_string(file("server.key")).unwrap(), std::fs::read_to_string(file("ca.pem")).unwrap());
        std::fs::write(&path, format!("# ours\r\n{key}\r\n{ca}")).unwrap();
        let kept = load(&path.display().to_string()).unwrap();
        assert!(!kept.contains("PRIVATE") && !kept.contains("ours"), "{kept}");
        assert_eq!(digest(&kept), digest(&load(&file("ca.pem")).unwrap()));
    }

    #[test]
    fn digest_of_the_same_certificates_in_another_order_is_the_same() {
        let (a, b) = (load(&file("ca.pem")).unwrap(), load(&file("other.pem")).unwrap());
        assert_eq!(digest(&format!("{a}{b}")), digest(&format!("{b}\n\n{a}{a}")));
        assert_ne!(digest(&a), digest(&b));
    }
}
