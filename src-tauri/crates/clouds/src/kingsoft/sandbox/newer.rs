//! Parameters that the vendor's newer SDK knows and the document does not. The real cloud is newer than the document, so
//! the sandbox lets them pass without effect; what neither knows is refused. `tests/vendor-sdk/test_kingsoft_names.py`
//! sends each of them.

/// Operation and the names of its parameters (kingsoftcloud-sdk-python 1.5.8.114).
const PARAMETERS: &[(&str, &[&str])] = &[
    ("AttachNetworkInterface", &["MacAddress"]),
    ("CreateImage", &["DataDiskIds", "InstantAccess", "SnapshotIds", "Type"]),
    ("CreateKey", &["Description", "projectId", "ProjectId"]),
    ("CreateLocalVolumeSnapshot", &["InstantAccess"]),
    (
        "CreateModel",
        &[
            "AllocateAddress",
            "AssembledImageDataDiskType",
            "Cpu",
            "FailureAutoDelete",
            "HostName",
            "HostNameSuffix",
            "IamRoleName",
            "IsDistributeIpv6",
            "LocalVolumeSnapshotId",
            "Mem",
            "NetworkInterface",
            "SyncTag",
            "Tag",
            "UserData",
        ],
    ),
    ("CreateNetworkInterface", &["NetworkInterfaceName"]),
    ("DescribeImages", &["ImageType"]),
    ("DescribeLocalVolumeSnapshots", &["SourceLocalVolumeId"]),
    (
        "DescribeLocalVolumes",
        &[
            "AutoSnapshotPolicyId",
            "BindSnapshotPolicy",
            "InstanceId",
            "InstanceState",
            "LocalVolumeCategory",
            "LocalVolumeId",
            "LocalVolumeSize",
            "Marker",
            "MaxResults",
        ],
    ),
    // How the SDK misspells `SystemDisk.DiskSize` and `SystemDisk.DiskType`, here and below.
    ("DescribePrice", &["SystemDisk_DiskSize", "SystemDisk_DiskType"]),
    ("DescribeNetworkInterfaces", &["MaxResults", "NextToken", "VisitInternet"]),
    ("ImportImage", &["DataImageFormat", "DataImageSize", "DataImageUrl"]),
    ("ImportKey", &["Description", "IsCheck"]),
    ("ModifyImageAttribute", &["CloudInitSupport", "OsVersion"]),
    ("ModifyInstanceAttribute", &["RestartMode"]),
    ("ModifyInstanceImage", &["SystemDisk_DiskSize", "SystemDisk_DiskType"]),
    (
        "ModifyInstanceType",
        &[
            "AutoRestart",
            "CrossInstanceMigrate",
            "DataDisk",
            "InstanceConfigure",
            "InstanceConfigure_MemoryGb",
            "InstanceConfigure_VCPU",
            "InstantAccess",
            "StopInstance",
            "SystemDisk",
            "SystemDisk_DiskSize",
            "SystemDisk_DiskType",
            "SystemDisk_ResizeType",
        ],
    ),
    (
        "RunInstances",
        &[
            "AssembledImageDataDiskType",
            "AutoCreateEbs",
            "BandWidthShareId",
            "DedicatedHostId",
            "DistributeIpv6",
            "FailureAutoDelete",
            "IamRoleName",
            "InstanceConfigure",
            "IsProtect",
            "ModelVersion",
            "NetworkInterface",
            "SyncTag",
            "Tag",
        ],
    ),
    ("TerminateModels", &["ModelVersion"]),
];

/// Whether that parameter of an operation (`Tag.1.Key` belongs to `Tag`) is one the newer SDK may send.
pub fn lets_pass(operation: &str, parameter: &str) -> bool {
    let base = parameter.split('.').next().unwrap_or_default();
    PARAMETERS.iter().any(|(name, known)| *name == operation && known.contains(&base))
}
