//! What goes wrong with things after the cloud has said that it makes them.

use chrono::Duration;

use super::World;
use super::image::ImageState;
use super::instance::InstanceState;

impl World {
    /// Lets an instance get into the failed state so much later, instead of what was to become of it; `false` when there
    /// is none of that id.
    pub fn break_instance(&mut self, id: &str, after: Duration) -> bool {
        self.derail(id, after, InstanceState::LaunchFailed)
    }

    /// Lets an instance disappear so much later, without a word; `false` when there is none of that id.
    pub fn vanish_instance(&mut self, id: &str, after: Duration) -> bool {
        self.derail(id, after, InstanceState::Gone)
    }

    /// Lets an image get into the failed state so much later; `false` when there is none of that id.
    pub fn break_image(&mut self, id: &str, after: Duration) -> bool {
        self.derail_image(id, after, ImageState::Failed)
    }

    /// Lets an image disappear so much later, without a word; `false` when there is none of that id.
    pub fn vanish_image(&mut self, id: &str, after: Duration) -> bool {
        self.derail_image(id, after, ImageState::Gone)
    }

    fn derail(&mut self, id: &str, after: Duration, end: InstanceState) -> bool {
        let now = self.now();
        let Some(instance) = self.instances.get_mut(id) else { return false };
        instance.course = instance.course.broken_off(now, after, end);
        true
    }

    fn derail_image(&mut self, id: &str, after: Duration, end: ImageState) -> bool {
        let now = self.now();
        let Some(image) = self.images.get_mut(id) else { return false };
        image.course = image.course.broken_off(now, after, end);
        true
    }
}
