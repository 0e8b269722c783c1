//! Which operation a method and a path belong to.

use serde_json::{Map, Value};
use yundeck_catalogue::cloud::CloudSpec;
use yundeck_catalogue::operation::Operation;

use super::percent::decode_text;

/// The operation of that method and path, and the path's parameters. Where several fit, the one with the most letters of
/// its own wins (`/instances/{id}:stop` before `/instances/{id}`).
pub fn find<'s>(spec: &'s CloudSpec, method: &str, path: &str) -> Option<(&'s Operation, Map<String, Value>)> {
    spec.operations
        .values()
        .filter(|operation| operation.http.method == method)
        .filter_map(|operation| fit(&operation.http.path, path).map(|params| (operation, params)))
        .max_by_key(|(operation, _)| literal_length(&operation.http.path))
}

/// Whether any operation has that path, whatever the method.
pub fn path_exists(spec: &CloudSpec, path: &str) -> bool {
    spec.operations.values().any(|operation| fit(&operation.http.path, path).is_some())
}

/// The parameters of a path that fits the template.
pub fn fit(template: &str, path: &str) -> Option<Map<String, Value>> {
    let (wanted, found): (Vec<&str>, Vec<&str>) = (template.split('/').collect(), path.split('/').collect());
    if wanted.len() != found.len() {
        return None;
    }
    let mut params = Map::new();
    for (pattern, segment) in wanted.into_iter().zip(found) {
        let segment = decode_text(segment, false);
        match pattern.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?))) {
            None if pattern == segment => {}
            None => return None,
            Some((before, (name, after))) => {
                let value = segment.strip_prefix(before)?.strip_suffix(after)?;
                if value.is_empty() {
                    return None;
                }
                params.insert(name.to_owned(), Value::String(value.to_owned()));
            }
        }
    }
    Some(params)
}

fn literal_length(template: &str) -> usize {
    let mut depth = 0_usize;
    template
        .chars()
        .filter(|character| {
            match character {
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                _ => return depth == 0,
            }
            false
        })
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[track_caller]
    fn check(template: &str, path: &str, expected: Option<Value>) {
        assert_eq!(fit(template, path).map(Value::Object), expected, "{template} {path}");
    }

    #[test]
    fn paths_fit_templates() {
        let template = "/v1/regions/{regionId}/images/{imageId}:share";
        check(template, "/v1/regions/r/images/i-1:share", Some(json!({ "regionId": "r", "imageId": "i-1" })));
        check(template, "/v1/regions/r/images/i-1%3Ashare", Some(json!({ "regionId": "r", "imageId": "i-1" })));
        check(template, "/v1/regions/r/images/i-1", None);
        check(template, "/v1/regions/r/images/:share", None);
        check("/a/{name}", "/a/x%20y%2Fz", Some(json!({ "name": "x y/z" })));
        check("/a/{name}", "/a/x/y", None);
    }

    #[test]
    fn the_more_literal_template_wins() {
        assert!(literal_length("/i/{id}:stop") > literal_length("/i/{id}"));
    }
}
