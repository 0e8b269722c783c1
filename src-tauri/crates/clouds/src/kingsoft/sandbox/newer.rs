//! Parameters that the vendor's newer SDK sends under names that are none: it writes `SystemDisk.DiskSize` with an underscore
//! when its class is filled by attributes. The sandbox lets them pass without effect; what nobody sends is refused.
//! `tests/vendor-sdk/test_kingsoft_names.py` sends each of them.

/// Operation and the names of its parameters (kingsoftcloud-sdk-python 1.5.8.114).
const PARAMETERS: &[(&str, &[&str])] = &[
    // The document's spelling beside the SDK's `projectId`.
    ("CreateKey", &["ProjectId"]),
    ("DescribePrice", &["SystemDisk_DiskSize", "SystemDisk_DiskType"]),
    ("DescribeVolumes", &["Tag_N_Key", "Tag_N_Value"]),
    ("ModifyInstanceImage", &["SystemDisk_DiskSize", "SystemDisk_DiskType"]),
    (
        "ModifyInstanceType",
        &[
            "InstanceConfigure_MemoryGb",
            "InstanceConfigure_VCPU",
            "SystemDisk_DiskSize",
            "SystemDisk_DiskType",
            "SystemDisk_ResizeType",
        ],
    ),
];

/// Whether that parameter of an operation is one the newer SDK may send.
pub fn lets_pass(operation: &str, parameter: &str) -> bool {
    let base = parameter.split('.').next().unwrap_or_default();
    PARAMETERS.iter().any(|(name, known)| *name == operation && known.contains(&base))
}
