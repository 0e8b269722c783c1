//! Parameters become the documented bytes.

use serde_json::{Value, json};
use yundeck_catalogue::cloud::{CloudSpec, SigningScheme};
use yundeck_catalogue::operation::Operation;
use yundeck_wire::encode::encode;
use yundeck_wire::{Request, Target, WireError};

use crate::clouds::{self, operation};

fn encoded(
    cloud: &CloudSpec,
    operation: &Operation,
    params: Value,
    endpoint: Option<&str>,
    region: &str,
) -> Result<Request, WireError> {
    encode(cloud, operation, &params, &Target { endpoint, region, scheme: cloud.signing[0] })
}

fn body(request: &Request) -> &str {
    std::str::from_utf8(&request.body).unwrap()
}

#[test]
fn action_json_names_the_operation_in_headers_and_nests_the_body() {
    let input = json!({ "properties": { "Ids": { "x-wire": "InstanceIds" }, "Disks": { "items": { "properties": { "Size": { "x-wire": "DiskSize" } } } } } });
    let run = operation("RunInstances", "POST", "/", input);
    let params = json!({ "Ids": ["ins-1"], "Disks": [{ "Size": 50 }], "DryRun": true, "Name": "甲 +" });
    let request = encoded(&clouds::tencent(), &run, params, None, "ap-guangzhou").unwrap();
    assert_eq!(request.url(), "https://cvm.tencentcloudapi.com/");
    assert_eq!(body(&request), r#"{"InstanceIds":["ins-1"],"Disks":[{"DiskSize":50}],"DryRun":true,"Name":"甲 +"}"#);
    let headers: Vec<(&str, &str)> = request.headers.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    assert_eq!(
        headers,
        [
            ("Content-Type", "application/json"),
            ("X-TC-Action", "RunInstances"),
            ("X-TC-Version", "2017-03-12"),
            ("X-TC-Region", "ap-guangzhou")
        ]
    );
}

#[test]
fn action_json_flattens_for_the_query_schemes() {
    let run = operation("RunInstances", "POST", "/", Value::Null);
    let params =
        json!({ "Filters": [{ "Name": "zone", "Values": ["a", "测试 +"] }], "Flag": true, "Price": 0.5, "None": null });
    let target = Target { endpoint: None, region: "ap-guangzhou", scheme: SigningScheme::QueryHmacSha256 };
    let request = encode(&clouds::tencent(), &run, &params, &target).unwrap();
    assert_eq!(
        body(&request),
        "Action=RunInstances&Version=2017-03-12&Region=ap-guangzhou&Filters.0.Name=zone&Filters.0.Values.0=a\
         &Filters.0.Values.1=%E6%B5%8B%E8%AF%95+%2B&Flag=True&Price=0.5"
    );
}

#[test]
fn a_call_without_a_region_names_none() {
    let list = operation("DescribeRegions", "POST", "/", Value::Null);
    let request = encoded(&clouds::tencent(), &list, Value::Null, None, "").unwrap();
    assert_eq!(request.header("X-TC-Region"), None);
    assert_eq!(body(&request), "{}");
}

#[test]
fn query_counts_from_one_and_escapes_spaces_in_a_query() {
    let input =
        json!({ "properties": { "Filter": { "items": { "properties": { "Values": { "x-wire": "Value" } } } } } });
    let list = operation("DescribeInstances", "GET", "/", input);
    let params = json!({ "Filter": [{ "Name": "vpc-id", "Values": ["a b+c", "~*"] }], "MaxResults": 20, "DryRun": false, "Empty": [], "Gone": {} });
    let request = encoded(&clouds::kingsoft(), &list, params, None, "cn-beijing-6").unwrap();
    assert_eq!(
        request.url(),
        "https://kec.cn-beijing-6.api.ksyun.com/?Action=DescribeInstances&Version=2016-03-04&Filter.1.Name=vpc-id\
         &Filter.1.Value.1=a%20b%2Bc&Filter.1.Value.2=~%2A&MaxResults=20&DryRun=false"
    );
    assert_eq!(request.headers, [("Accept".to_owned(), "application/json".to_owned())]);
    assert!(request.body.is_empty());
}

#[test]
fn query_by_post_is_a_form() {
    let run = operation("RunInstances", "POST", "/", Value::Null);
    let request =
        encoded(&clouds::kingsoft(), &run, json!({ "InstanceName": "a b&c=d" }), None, "cn-beijing-6").unwrap();
    assert_eq!(request.query, "");
    assert_eq!(body(&request), "Action=RunInstances&Version=2016-03-04&InstanceName=a+b%26c%3Dd");
    assert_eq!(request.header("content-type"), Some("application/x-www-form-urlencoded"));
}

#[test]
fn query_takes_the_region_from_the_target_only() {
    let list = operation("DescribeVMInstance", "POST", "/", Value::Null);
    let params = json!({ "Region": "elsewhere", "VMIDs": ["vm-1", "vm-2"], "Disk": 40.0, "Size": 1e20, "All": true });
    let request = encoded(&clouds::ucloudstack(), &list, params, Some("http://10.0.0.1:8080/api/"), "cn").unwrap();
    assert_eq!(request.url(), "http://10.0.0.1:8080/api/");
    assert_eq!(request.authority, "10.0.0.1:8080");
    assert_eq!(
        body(&request),
        "Action=DescribeVMInstance&Region=cn&VMIDs.0=vm-1&VMIDs.1=vm-2&Disk=40&Size=100000000000000000000&All=true"
    );
}

#[test]
fn rest_json_fills_the_path_and_flattens_the_rest_into_the_query() {
    let list = operation("describeInstances", "GET", "/v1/regions/{regionId}/instances", Value::Null);
    let params = json!({ "regionId": "elsewhere", "pageNumber": 1, "filters": [{ "name": "status", "values": ["running", "a&b=c d"] }] });
    let request = encoded(&clouds::jdcloud(), &list, params, None, "cn-north-1").unwrap();
    assert_eq!(
        request.url(),
        "https://vm.jdcloud-api.com/v1/regions/cn-north-1/instances?pageNumber=1&filters.1.name=status\
         &filters.1.values.1=running&filters.1.values.2=a%26b%3Dc%20d"
    );
    assert_eq!(request.header("content-type"), Some("application/json"));
    assert!(request.body.is_empty());
}

#[test]
fn rest_json_escapes_values_in_the_path_but_not_its_own_colon() {
    let share = operation("shareImage", "POST", "/v1/regions/{regionId}/images/{imageId}:share", Value::Null);
    let request =
        encoded(&clouds::jdcloud(), &share, json!({ "imageId": "a:b/c d", "pins": ["甲"] }), None, "cn-north-1")
            .unwrap();
    assert_eq!(request.path, "/v1/regions/cn-north-1/images/a%3Ab%2Fc%20d:share");
    assert_eq!(body(&request), r#"{"pins":["甲"]}"#);
}

#[test]
fn a_path_cannot_be_bent_by_a_parameter() {
    let delete = operation("deleteInstance", "DELETE", "/v1/regions/{regionId}/instances/{instanceId}", Value::Null);
    for value in [json!(".."), json!("."), json!(""), json!(null), json!(["i-1"])] {
        let refused = encoded(&clouds::jdcloud(), &delete, json!({ "instanceId": value }), None, "cn-north-1");
        assert!(matches!(refused, Err(WireError::PathParameter { name, .. }) if name == "instanceId"), "{value}");
    }
    let nowhere = encoded(&clouds::jdcloud(), &delete, json!({ "instanceId": "i-1" }), None, "");
    assert_eq!(nowhere, Err(WireError::NoRegion));
}

#[test]
fn the_account_s_endpoint_comes_first_then_the_region_s_then_the_service_s() {
    let list = operation("List", "POST", "/", Value::Null);
    let base = |endpoint, region| encoded(&clouds::tencent(), &list, json!({}), endpoint, region).unwrap().base;
    assert_eq!(base(None, "ap-guangzhou"), "https://cvm.tencentcloudapi.com");
    assert_eq!(base(None, "ap-shanghai-fsi"), "https://cvm.ap-shanghai-fsi.tencentcloudapi.com");
    assert_eq!(base(Some("http://127.0.0.1:9"), "ap-shanghai-fsi"), "http://127.0.0.1:9");
    assert_eq!(base(Some(" "), "ap-guangzhou"), "https://cvm.tencentcloudapi.com");
    assert_eq!(base(Some("cvm.{region}.example.com"), "r-1"), "https://cvm.r-1.example.com");

    let of = |cloud: &CloudSpec, region| encoded(cloud, &list, json!({}), None, region);
    assert_eq!(of(&clouds::ucloudstack(), "cn"), Err(WireError::NoHost { service: "api".to_owned() }));
    assert_eq!(of(&clouds::kingsoft(), ""), Err(WireError::NoRegion));
    for bent in ["evil.com/", "a.b", "a@b", "a\r\nb"] {
        assert!(matches!(of(&clouds::kingsoft(), bent), Err(WireError::Endpoint { .. })), "{bent}");
    }
}

#[test]
fn parameters_that_are_no_object_are_refused() {
    let list = operation("List", "POST", "/", Value::Null);
    assert_eq!(encoded(&clouds::tencent(), &list, json!([1]), None, "r"), Err(WireError::NotAnObject));
}
