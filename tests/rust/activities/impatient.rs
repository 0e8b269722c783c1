//! Clouds whose waiters wait for a second and no longer.

use yundeck_domain::CloudAdapter;
use yundeck_tests::altered::Altered;

/// All clouds like that.
pub fn adapters() -> Vec<&'static dyn CloudAdapter> {
    let all = yundeck_clouds::REGISTRY.iter().map(|cloud| {
        let mut spec = cloud.adapter.spec().clone();
        spec.waiters.values_mut().for_each(|waiter| waiter.timeout_seconds = 1);
        Altered { spec: Box::leak(Box::new(spec)), ..Altered::like(cloud.adapter) }.leak()
    });
    all.collect()
}
