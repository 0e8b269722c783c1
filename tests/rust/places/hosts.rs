//! One endpoint of an account leads each service to its own host.

use yundeck_catalogue::CloudSpec;
use yundeck_tests::open_app;
use yundeck_wire::Endpoint;

fn spec(cloud: &str) -> &'static CloudSpec {
    yundeck_clouds::REGISTRY.iter().map(|entry| entry.adapter.spec()).find(|spec| spec.id == cloud).unwrap()
}

/// The host of each service, for an account's endpoint and a region.
#[track_caller]
fn check(cloud: &str, region: &str, endpoint: &str, expected: &[(&str, &str)]) {
    for (service, host) in expected {
        let found = Endpoint::of_service(spec(cloud), service, region, Some(endpoint)).unwrap();
        let found = format!("{}{}", found.base(), found.prefix);
        assert_eq!(found, *host, "{endpoint} for {service} in {region}");
    }
}

#[test]
fn host_of_international_site_leads_other_services_there() {
    let hosts = [("cvm", "https://cvm.intl.tencentcloudapi.com"), ("vpc", "https://vpc.intl.tencentcloudapi.com")];
    check("tencent", "ap-singapore", "https://cvm.intl.tencentcloudapi.com", &hosts);
    check("tencent", "ap-singapore", "VPC.intl.TencentCloudAPI.com:443/", &hosts);
}

#[test]
fn host_within_the_cloud_leads_other_services_there() {
    let hosts =
        [("cvm", "https://cvm.internal.tencentcloudapi.com"), ("vpc", "https://vpc.internal.tencentcloudapi.com")];
    check("tencent", "ap-beijing", "https://cvm.internal.tencentcloudapi.com", &hosts);
    let hosts = [("vpc", "https://vpc.cn-beijing-6.inner.api.ksyun.com"), ("sks", "https://sks.inner.api.ksyun.com")];
    check("kingsoft", "cn-beijing-6", "https://kec.cn-beijing-6.inner.api.ksyun.com", &hosts);
}

#[test]
fn host_of_a_region_leads_to_hosts_of_the_calls_region() {
    let here = [("vpc", "https://vpc.ap-beijing.tencentcloudapi.com")];
    check("tencent", "ap-beijing", "https://cvm.ap-beijing.tencentcloudapi.com", &here);
    let elsewhere = [("cvm", "https://cvm.ap-nanjing.tencentcloudapi.com")];
    check("tencent", "ap-nanjing", "https://cvm.ap-beijing.tencentcloudapi.com", &elsewhere);
    check("tencent", "", "https://cvm.ap-beijing.tencentcloudapi.com", &here);
}

#[test]
fn region_with_hosts_of_its_own_is_called_there_from_every_site() {
    let finance = [
        ("cvm", "https://cvm.ap-shanghai-fsi.tencentcloudapi.com"),
        ("vpc", "https://vpc.ap-shanghai-fsi.tencentcloudapi.com"),
    ];
    for endpoint in [
        "cvm.tencentcloudapi.com",
        "cvm.ap-shanghai-fsi.tencentcloudapi.com",
        "vpc.ap-shenzhen-fsi.tencentcloudapi.com",
    ] {
        check("tencent", "ap-shanghai-fsi", endpoint, &finance);
    }
}

#[test]
fn host_of_all_regions_leads_to_such_hosts() {
    let hosts = [
        ("kec", "https://kec.api.ksyun.com"),
        ("vpc", "https://vpc.api.ksyun.com"),
        ("sks", "https://sks.api.ksyun.com"),
        ("iam", "https://iam.api.ksyun.com"),
    ];
    check("kingsoft", "cn-shanghai-2", "https://kec.api.ksyun.com", &hosts);
    let regional = [
        ("kec", "https://kec.cn-shanghai-2.api.ksyun.com"),
        ("eip", "https://eip.cn-shanghai-2.api.ksyun.com"),
        ("cloud-market", "https://cloud-market.api.ksyun.com"),
    ];
    check("kingsoft", "cn-shanghai-2", "https://kec.cn-beijing-6.api.ksyun.com", &regional);
    check("jdcloud", "cn-north-1", "https://vm.jdcloud-api.com", &[("disk", "https://disk.jdcloud-api.com")]);
}

#[test]
fn endpoint_with_names_to_fill_in_says_where_each_service_goes() {
    let hosts = [("cvm", "https://gw.example.com/cvm/ap-beijing"), ("vpc", "https://gw.example.com/vpc/ap-beijing")];
    check("tencent", "ap-beijing", "https://gw.example.com/{service}/{region}", &hosts);
    check("kingsoft", "cn-beijing-6", "https://{service}.ks.internal:8443", &[("sks", "https://sks.ks.internal:8443")]);
    assert!(yundeck_client::Client::allows_endpoint("https://{service}.{region}.example.com").unwrap());
    assert!(!yundeck_client::Client::allows_endpoint("http://{service}.example.com").unwrap());
    for bad in ["https://{other}.example.com", "https://{service.example.com"] {
        assert!(yundeck_client::Client::allows_endpoint(bad).is_err(), "{bad}");
    }
}

/// What is not the vendor's by its scheme is the one host that the person named.
#[test]
fn other_endpoint_is_the_host_of_all_services() {
    for endpoint in [
        "http://127.0.0.1:18081",
        "https://10.0.0.1:4443",
        "https://gateway.example.com/cvm",
        "https://cvm.tencentcloudapi.com.example.com",
        "https://cvmtencentcloudapi.com",
        "https://cvm.intl.tencentcloudapi.com:8443",
        "https://cvm.intl.tencentcloudapi.com/prefix",
        "https://other.intl.tencentcloudapi.com",
        "https://cvm.new.tencentcloudapi.com",
        "https://cvm.a-b.c-d.tencentcloudapi.com",
    ] {
        check("tencent", "ap-beijing", endpoint, &[("cvm", endpoint), ("vpc", endpoint)]);
    }
    check("ucloudstack", "cn", "https://cloud.example.com/api", &[("vm", "https://cloud.example.com/api")]);
    check("jdcloud", "cn-north-1", "https://www.jdcloud-api.com", &[("vpc", "https://www.jdcloud-api.com")]);
}

#[test]
fn region_that_cannot_be_part_of_a_host_is_refused() {
    for endpoint in ["https://cvm.ap-beijing.tencentcloudapi.com", "https://{service}.{region}.example.com"] {
        for region in ["evil.example.com/", "a b", "ap-beijing.evil"] {
            assert!(
                Endpoint::of_service(spec("tencent"), "cvm", region, Some(endpoint)).is_err(),
                "{endpoint} {region}"
            );
        }
    }
}

#[tokio::test]
async fn hosts_are_said_before_an_account_is_saved() {
    let app = open_app(None);
    let hosts = |endpoint| app.desk.look_at_endpoint("tencent", Some(endpoint), "ap-beijing").unwrap().hosts;
    let two: Vec<String> = hosts("https://vpc.intl.tencentcloudapi.com").into_iter().map(|host| host.host).collect();
    assert_eq!(two, ["https://cvm.intl.tencentcloudapi.com", "https://vpc.intl.tencentcloudapi.com"]);
    let one = hosts("http://127.0.0.1:9");
    assert_eq!((one.len(), one[0].services.as_slice()), (1, ["cvm".to_owned(), "vpc".to_owned()].as_slice()));
    assert!(hosts("https://").is_empty());
}
