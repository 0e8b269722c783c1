//! The tables of return codes of both releases.

use yundeck_domain::ErrorKind;

use super::SPEC;

#[track_caller]
fn check(code: &str, message: &str, kind: Option<ErrorKind>) {
    assert_eq!(SPEC.meaning_of(code, message).map(|meaning| meaning.kind), kind, "{code} {message}");
}

#[test]
fn codes_of_both_releases_are_known() {
    check("109", "请求所带签名不合法，请检查签名", Some(ErrorKind::CredentialRejected));
    check("199", "", Some(ErrorKind::RateLimited));
    check("23001", "", Some(ErrorKind::InsufficientBalance));
    check("17005", "", Some(ErrorKind::QuotaExceeded));
    check("171", "登录签名验证失败", Some(ErrorKind::CredentialRejected));
    check("160", "", Some(ErrorKind::InsufficientBalance));
    check("2043", "", Some(ErrorKind::SoldOut));
    check("9999", "", None);
}

#[test]
fn number_of_two_meanings_is_told_by_its_message_and_decides_nothing_alone() {
    check("110", "请求的API不存在", Some(ErrorKind::Unsupported));
    check("110", "请求接口超时，请稍后重试", Some(ErrorKind::Unavailable));
    check("110", "in other words", None);
    check("100", "请求操作失败，请稍后重试", Some(ErrorKind::Unavailable));
    check("1003", "租户不存在", Some(ErrorKind::PermissionDenied));
    check("1003", "镜像格式不正确", Some(ErrorKind::InvalidParams));
    check("1003", "", None);
}

/// What is called gone counts as removed.
#[test]
fn no_code_is_read_as_an_http_status() {
    for code in ["400", "401", "402", "403", "404"] {
        check(code, "地域激活已过期", Some(ErrorKind::PermissionDenied));
    }
    for code in ["409", "429", "500", "503"] {
        check(code, "", None);
    }
}

#[test]
fn every_row_names_its_release() {
    for (code, meaning) in &SPEC.errors {
        for row in std::iter::once(meaning).chain(meaning.messages.values()) {
            assert!(row.source.as_deref().is_some_and(|source| matches!(source, "2.x" | "1.x" | "2.x, 1.x")), "{code}");
        }
    }
}
