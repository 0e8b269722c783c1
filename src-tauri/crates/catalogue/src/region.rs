//! A region as a person writes it: its id, or its name in either language.

use crate::cloud::{CloudSpec, RegionSpec};
use crate::problem::{Problem, Rule};
use crate::text::Text;

/// What a text means that was given for a region.
#[derive(Debug, Clone)]
pub enum RegionText<'a> {
    /// One that the catalogue knows.
    Known(&'a RegionSpec),
    /// Written like an id; the clouds' lists grow without us.
    Other(&'a str),
    /// The name of none. Those that may be meant, to be asked about.
    Unclear(Vec<&'a RegionSpec>),
}

impl CloudSpec {
    /// What a text means that was given for a region. `ui/src/forms/regionNamed.ts` says the same in the window, and one table
    /// of cases holds for both.
    pub fn region_named<'a>(&'a self, text: &'a str) -> RegionText<'a> {
        let text = text.trim();
        let which = |is_meant: &dyn Fn(&RegionSpec) -> bool| -> Vec<&RegionSpec> {
            self.regions.iter().filter(|region| is_meant(region)).collect()
        };
        let wanted = key(text);
        let whole = which(&|region| names(region).any(|name| key(name) == wanted));
        if let [one] = whole[..] {
            return RegionText::Known(one);
        }
        let of_zone = which(&|region| region.zones.iter().any(|zone| zone == text));
        if !of_zone.is_empty() {
            return RegionText::Unclear(of_zone);
        }
        if is_id(text) && text.contains('-') {
            return RegionText::Other(text);
        }
        let asked: Vec<String> = pieces(text, is_mark).collect();
        let in_part = which(&|region| parts(region).any(|part| asked.contains(&part)));
        match in_part[..] {
            [one] => RegionText::Known(one),
            [] if is_id(text) && self.regions.iter().any(|region| !region.id.contains('-')) => RegionText::Other(text),
            [] => RegionText::Unclear(which(&|region| {
                let is_near = |name: String| name.contains(&wanted) || wanted.contains(&name);
                !wanted.is_empty() && names(region).map(key).chain(parts(region)).any(is_near)
            })),
            _ => RegionText::Unclear(in_part),
        }
    }
}

impl CloudSpec {
    /// The ids of regions that a person wrote down, each once, in their order.
    ///
    /// # Errors
    /// A problem of the field at `path`, for the first text that names no region.
    pub fn region_ids(&self, texts: &[String], path: &str) -> Result<Vec<String>, Box<Problem>> {
        let mut ids: Vec<String> = Vec::new();
        for text in texts.iter().filter(|text| !text.trim().is_empty()) {
            let id = match self.region_named(text) {
                RegionText::Known(region) => region.id.as_str(),
                RegionText::Other(id) => id,
                RegionText::Unclear(meant) => return Err(Box::new(self.no_region(text.trim(), &meant, path))),
            };
            if !ids.iter().any(|known| known == id) {
                ids.push(id.to_owned());
            }
        }
        Ok(ids)
    }

    /// What is wrong with a text that names no region, in words that help on.
    fn no_region(&self, text: &str, meant: &[&RegionSpec], path: &str) -> Problem {
        let list = |title: fn(&RegionSpec) -> &str, comma: &str| {
            meant.iter().map(|region| format!("{} {}", title(region), region.id)).collect::<Vec<_>>().join(comma)
        };
        let words = if meant.is_empty() {
            let example = self.regions.first().map_or("", |region| region.id.as_str());
            Text::new(
                format!("没有叫“{text}”的地域。从列表里选，或输入地域 ID，如 {example}。"),
                format!("No region called “{text}”. Choose from the list or enter a region ID such as {example}."),
            )
        } else {
            Text::new(
                format!("“{text}”不是地域的名称或 ID。可能是：{}。", list(|region| &region.title.zh, "、")),
                format!("“{text}” is no region's name or ID. Perhaps: {}.", list(|region| &region.title.en, ", ")),
            )
        };
        let field = Text::new("地域", "Region");
        Problem { path: path.to_owned(), field, rule: Rule::Combination, words: Some(words) }
    }
}

/// Whether a text has only what ids of regions have. Nothing else can be sent as one.
pub fn is_id(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphanumeric())
        && text.chars().all(|char| char.is_ascii_alphanumeric() || matches!(char, '-' | '_' | '.'))
}

fn names(region: &RegionSpec) -> impl Iterator<Item = &str> {
    [region.id.as_str(), &region.title.zh, &region.title.en].into_iter()
}

/// A name without what people leave out or write otherwise: case, spaces, marks.
fn key(text: &str) -> String {
    text.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The places that a region's name is made of, without numbers: `华南-广州`, `北京 6 区`, `Hong Kong, China`.
fn parts(region: &RegionSpec) -> impl Iterator<Item = String> {
    let titles = [&region.title.zh, &region.title.en].into_iter();
    titles.flat_map(|title| pieces(title, |char| is_mark(char) || char.is_ascii_digit()))
}

fn pieces(text: &str, is_end: fn(char) -> bool) -> impl Iterator<Item = String> {
    let bare = |text: &str| {
        let text = text.trim();
        let ends = ["地区", "市", "区"].into_iter();
        key(ends.filter_map(|end| text.strip_suffix(end)).next().unwrap_or(text))
    };
    text.split(is_end).map(bare).filter(|piece| !piece.is_empty())
}

fn is_mark(char: char) -> bool {
    "-–·,，、()（）/".contains(char)
}
