//! Launch templates: parameters of a creation that are kept, in versions. The vendor's SDK describes them; the document has none.

use serde_json::{Map, Value, json};
use yundeck_sandbox::{Incoming, Refusal, World};

use super::filter::{Filters, iso, list};
use super::network::tag_values;
use super::order::Asked;
use super::words::refuse;
use super::{Outcome, token};

/// How many templates there may be, and how many versions of one (SDK: 30).
const TEMPLATES: usize = 200;
const VERSIONS: usize = 30;

/// What is about the template itself, and no parameter of a creation.
const OWN: &[&str] = &[
    "LaunchTemplateId",
    "LaunchTemplateName",
    "LaunchTemplateVersion",
    "LaunchTemplateVersionDescription",
    "LaunchTemplateTagSpecification",
    "TemplateDataModifyAction",
    "ClientToken",
    "DryRun",
];

pub fn handle(world: &mut World, incoming: &Incoming) -> Option<Outcome> {
    let dry = incoming.flag("DryRun") == Some(true);
    Some(match incoming.name() {
        "DescribeLaunchTemplates" => describe(world, incoming),
        "DescribeLaunchTemplateVersions" => versions(world, incoming),
        "CreateLaunchTemplate" if dry => create(&mut world.clone(), incoming).map(|_| json!({})),
        "CreateLaunchTemplate" => token::once(world, incoming, |world| create(world, incoming)),
        "CreateLaunchTemplateVersion" if dry => add_version(&mut world.clone(), incoming).map(|_| json!({})),
        "CreateLaunchTemplateVersion" => token::once(world, incoming, |world| add_version(world, incoming)),
        "ModifyLaunchTemplateDefaultVersion" => choose(world, incoming),
        "DeleteLaunchTemplateVersions" => delete_versions(world, incoming),
        "DeleteLaunchTemplate" => delete(world, incoming),
        _ => return None,
    })
}

/// An order with what its template has, where it names one. What the order says itself wins (SDK, `RunInstancesRequest`).
///
/// # Errors
/// There is no such template or version.
pub fn applied(world: &World, incoming: &Incoming) -> Result<Incoming, Refusal> {
    let Some(choice) = incoming.params.get("LaunchTemplate") else { return Ok(incoming.clone()) };
    let template = find(world, &incoming.region, choice["LaunchTemplateId"].as_str().unwrap_or_default())?;
    let version = version(template, choice["LaunchTemplateVersion"].as_u64())?;
    let mut params = version["LaunchTemplateVersionData"].as_object().cloned().unwrap_or_default();
    params.extend(incoming.params.as_object().cloned().unwrap_or_default());
    Ok(Incoming { params: Value::Object(params), ..incoming.clone() })
}

fn templates<'w>(world: &'w World, region: &'w str) -> impl Iterator<Item = &'w Value> {
    let all = world.extra.get("launch_templates").and_then(Value::as_array);
    all.into_iter().flatten().filter(move |template| template["Region"] == region)
}

fn find<'w>(world: &'w World, region: &str, id: &str) -> Result<&'w Value, Refusal> {
    let all = world.extra.get("launch_templates").and_then(Value::as_array);
    all.into_iter().flatten().find(|each| each["Region"] == region && each["LaunchTemplateId"] == id).ok_or_else(|| {
        refuse("InvalidParameterValue.LaunchTemplateIdNotExisted", format!("The template `{id}` does not exist."))
    })
}

fn all_versions(template: &Value) -> &[Value] {
    template["Versions"].as_array().map(Vec::as_slice).unwrap_or_default()
}

/// A version; the default one when none is named.
fn version(template: &Value, number: Option<u64>) -> Result<&Value, Refusal> {
    let wanted = number.map_or_else(|| template["DefaultVersionNumber"].clone(), |number| json!(number));
    all_versions(template).iter().find(|each| each["LaunchTemplateVersion"] == wanted).ok_or_else(|| {
        refuse("InvalidParameterValue.LaunchTemplateIdVerNotExisted", format!("There is no version {wanted}."))
    })
}

fn change(world: &mut World, incoming: &Incoming, apply: impl FnOnce(&mut Value)) {
    let id = incoming.text("LaunchTemplateId").unwrap_or_default();
    let all = world.extra.get_mut("launch_templates").and_then(Value::as_array_mut);
    if let Some(template) = all.into_iter().flatten().find(|each| each["LaunchTemplateId"] == id) {
        apply(template);
    }
}

fn describe(world: &World, incoming: &Incoming) -> Outcome {
    let filters = Filters::of(incoming, &["LaunchTemplateName", "tag-key", "tag-value"])?;
    let ids = incoming.texts("LaunchTemplateIds");
    let found = templates(world, &incoming.region).filter(|template| {
        (ids.is_empty() || ids.iter().any(|id| template["LaunchTemplateId"] == **id))
            && filters.pass(|name| match name {
                "LaunchTemplateName" => vec![template["LaunchTemplateName"].as_str().unwrap_or_default().to_owned()],
                _ => tag_values(name, template.as_object().unwrap_or(&Map::new())),
            })
    });
    Ok(list(incoming, "LaunchTemplateSet", found, |template| {
        let latest = all_versions(template).last().map(|each| each["LaunchTemplateVersion"].clone());
        json!({
            "LaunchTemplateId": template["LaunchTemplateId"], "LaunchTemplateName": template["LaunchTemplateName"],
            "DefaultVersionNumber": template["DefaultVersionNumber"], "LatestVersionNumber": latest,
            "LaunchTemplateVersionCount": all_versions(template).len(), "CreatedBy": world.account.id,
            "CreationTime": template["CreationTime"],
        })
    }))
}

fn versions(world: &World, incoming: &Incoming) -> Outcome {
    let template = find(world, &incoming.region, incoming.text("LaunchTemplateId").unwrap_or_default())?;
    let listed = incoming.params.get("LaunchTemplateVersions").and_then(Value::as_array);
    let bound = |name: &str, default: u64| incoming.params.get(name).and_then(Value::as_u64).unwrap_or(default);
    let (least, most) = (bound("MinVersion", 0), bound("MaxVersion", u64::MAX));
    let default = |each: &Value| each["LaunchTemplateVersion"] == template["DefaultVersionNumber"];
    let found = all_versions(template).iter().filter(|each| {
        let number = &each["LaunchTemplateVersion"];
        listed.is_none_or(|listed| listed.contains(number))
            && number.as_u64().is_some_and(|number| (least..=most).contains(&number))
            && (incoming.flag("DefaultVersion") != Some(true) || default(each))
    });
    Ok(list(incoming, "LaunchTemplateVersionSet", found, |each| {
        let mut view = each.clone();
        view["IsDefaultVersion"] = json!(default(each));
        view["LaunchTemplateId"] = template["LaunchTemplateId"].clone();
        view["CreatedBy"] = json!(world.account.id);
        // A reply names the key pairs only (SDK, `LaunchTemplateVersionData`).
        let data = &mut view["LaunchTemplateVersionData"];
        if let Some(login) = data.get_mut("LoginSettings").and_then(Value::as_object_mut) {
            login.retain(|name, _| name == "KeyIds");
        }
        view
    }))
}

/// The parameters of a creation among those of the call; they must be such as could be ordered.
fn data(world: &World, incoming: &Incoming, base: Map<String, Value>) -> Result<Map<String, Value>, Refusal> {
    let mut data = base;
    let given = incoming.params.as_object().into_iter().flatten();
    data.extend(
        given.filter(|(name, _)| !OWN.contains(&name.as_str())).map(|(name, value)| (name.clone(), value.clone())),
    );
    Asked::read(world, &Incoming { params: Value::Object(data.clone()), ..incoming.clone() })?;
    Ok(data)
}

fn entry(world: &World, incoming: &Incoming, number: usize, data: Map<String, Value>) -> Value {
    json!({
        "LaunchTemplateVersion": number, "LaunchTemplateVersionData": data, "CreationTime": iso(world.now()),
        "LaunchTemplateVersionDescription": incoming.text("LaunchTemplateVersionDescription").unwrap_or_default(),
    })
}

fn create(world: &mut World, incoming: &Incoming) -> Outcome {
    let data = data(world, incoming, Map::new())?;
    if templates(world, &incoming.region).count() >= TEMPLATES {
        return Err(refuse("LimitExceeded.LaunchTemplateQuota", format!("There are {TEMPLATES} templates already.")));
    }
    let id = format!("lt-{}", world.ids.lower(8));
    let tags = incoming.params.get("LaunchTemplateTagSpecification").and_then(Value::as_array);
    let tags: Vec<Value> =
        tags.into_iter().flatten().filter_map(|each| each["Tags"].as_array()).flatten().cloned().collect();
    let template = json!({
        "LaunchTemplateId": id, "LaunchTemplateName": incoming.text("LaunchTemplateName"), "Region": incoming.region,
        "DefaultVersionNumber": 1, "CreationTime": iso(world.now()), "Tags": tags,
        "Versions": [entry(world, incoming, 1, data)],
    });
    if let Some(all) = world.extra.entry("launch_templates").or_insert_with(|| json!([])).as_array_mut() {
        all.push(template);
    }
    Ok(json!({ "LaunchTemplateId": id }))
}

fn add_version(world: &mut World, incoming: &Incoming) -> Outcome {
    let template = find(world, &incoming.region, incoming.text("LaunchTemplateId").unwrap_or_default())?;
    let based_on = version(template, incoming.params.get("LaunchTemplateVersion").and_then(Value::as_u64))?;
    let base = based_on["LaunchTemplateVersionData"].as_object().cloned().unwrap_or_default();
    if all_versions(template).len() >= VERSIONS {
        return Err(refuse(
            "LimitExceeded.LaunchTemplateVersionQuota",
            format!("There are {VERSIONS} versions already."),
        ));
    }
    let latest = all_versions(template).last().and_then(|each| each["LaunchTemplateVersion"].as_u64()).unwrap_or(0);
    let number = usize::try_from(latest).unwrap_or(usize::MAX).saturating_add(1);
    let version = entry(world, incoming, number, data(world, incoming, base)?);
    change(world, incoming, |template| {
        if let Some(all) = template["Versions"].as_array_mut() {
            all.push(version);
        }
    });
    Ok(json!({ "LaunchTemplateVersionNumber": number }))
}

fn choose(world: &mut World, incoming: &Incoming) -> Outcome {
    let template = find(world, &incoming.region, incoming.text("LaunchTemplateId").unwrap_or_default())?;
    let number =
        version(template, incoming.params.get("DefaultVersion").and_then(Value::as_u64))?["LaunchTemplateVersion"]
            .clone();
    change(world, incoming, |template| template["DefaultVersionNumber"] = number);
    Ok(json!({}))
}

fn delete_versions(world: &mut World, incoming: &Incoming) -> Outcome {
    let template = find(world, &incoming.region, incoming.text("LaunchTemplateId").unwrap_or_default())?;
    let numbers = incoming.params.get("LaunchTemplateVersions").and_then(Value::as_array).cloned().unwrap_or_default();
    for number in &numbers {
        if *number == template["DefaultVersionNumber"] {
            return Err(refuse(
                "InvalidParameterValue.LaunchTemplateDefaultVersion",
                "The default version cannot be deleted.",
            ));
        }
        version(template, number.as_u64())?;
    }
    change(world, incoming, |template| {
        if let Some(all) = template["Versions"].as_array_mut() {
            all.retain(|each| !numbers.contains(&each["LaunchTemplateVersion"]));
        }
    });
    Ok(json!({}))
}

fn delete(world: &mut World, incoming: &Incoming) -> Outcome {
    let id = incoming.text("LaunchTemplateId").unwrap_or_default();
    find(world, &incoming.region, id)?;
    if let Some(all) = world.extra.get_mut("launch_templates").and_then(Value::as_array_mut) {
        all.retain(|template| template["LaunchTemplateId"] != id);
    }
    Ok(json!({}))
}
