//! Images: list them by source, and see with whom they are shared.

use std::collections::HashSet;

use serde::Serialize;
use yundeck_domain::{AccountId, Error, ErrorKind, Image, ImageShare, ImageSource, Text};

use crate::reads::Reads;
use crate::reads::refresh::in_tenants;

/// The images of a source, as far as the cloud showed them.
#[derive(Debug, Clone, Default, Serialize, specta::Type)]
pub struct ImageList {
    /// What was shown.
    pub images: Vec<Image>,
    /// That the cloud counted more than it showed. What is not in the list may be there then.
    pub short: Option<Error>,
}

/// With whom an image is shared, and with whom it could be.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct ShareList {
    /// The accounts it is shared with, as the cloud says.
    pub shares: Vec<ImageShare>,
    /// How many there can be.
    pub limit: Option<u32>,
    /// The person's own other accounts of the same cloud.
    pub candidates: Vec<ShareCandidate>,
    /// What forbids sharing this image at all, in words.
    pub obstacles: Vec<Text>,
}

/// One of the person's own accounts to share with.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct ShareCandidate {
    /// The account's id at the cloud.
    pub owner_id: String,
    /// What the person calls it.
    pub label: String,
}

/// An image of one's own.
pub(crate) struct OwnImage {
    pub(crate) image: Image,
    /// Whether another one of one's own has its name.
    pub(crate) twin: bool,
}

impl Reads {
    /// The images of a source in a region, of the tenants that the account is narrowed to.
    ///
    /// # Errors
    /// What the cloud or the way to it says. A source the cloud does not have is empty.
    pub async fn images(&self, account: &AccountId, region: &str, source: ImageSource) -> Result<ImageList, Error> {
        let (access, _) = self.reach.access(account).await?;
        let mut list = self.images_everywhere(account, region, source).await?;
        // What the platform offers to all is nobody's.
        if source == ImageSource::Private {
            list.images.retain(|image| in_tenants(&access, &image.raw));
        }
        Ok(list)
    }

    /// The images of a source in a region, of all tenants that are asked for: what an act made or removed is told by these.
    pub(crate) async fn images_everywhere(
        &self,
        account: &AccountId,
        region: &str,
        source: ImageSource,
    ) -> Result<ImageList, Error> {
        let (access, adapter) = self.reach.access(account).await?;
        let Some(read) = adapter.images(source) else {
            return Ok(ImageList::default());
        };
        let listing = self.reach.client.list(&access, region, &read).await;
        let mut seen = HashSet::new();
        // The platform's own are listed for each tenant.
        let images = listing.items.into_iter().filter(|image| seen.insert(image.id.clone())).collect();
        listing.failure.map_or(Ok(ImageList { images, short: listing.short }), Err)
    }

    /// The ids of a source's images that an instance type can use; `None` where the cloud's list cannot be asked that, or shows
    /// less than it counts: what it leaves out may fit then.
    ///
    /// # Errors
    /// What the cloud or the way to it says.
    pub async fn images_for(
        &self,
        account: &AccountId,
        region: &str,
        source: ImageSource,
        instance_type: &str,
    ) -> Result<Option<Vec<String>>, Error> {
        let (access, adapter) = self.reach.access(account).await?;
        let Some(read) = adapter.images_for(source, instance_type) else { return Ok(None) };
        let listing = self.reach.client.list(&access, region, &read).await;
        if let Some(error) = listing.failure {
            return Err(error);
        }
        Ok(listing.short.is_none().then(|| listing.items.into_iter().map(|image| image.id).collect()))
    }

    /// An image of one's own by its id.
    pub(crate) async fn own_image(&self, account: &AccountId, region: &str, id: &str) -> Result<OwnImage, Error> {
        let list = self.images_everywhere(account, region, ImageSource::Private).await?;
        let image = list.images.iter().find(|image| image.id == id).cloned();
        let of_its_name =
            |image: &Image| list.images.iter().any(|it| it.id != id && it.name.trim() == image.name.trim());
        image.map(|image| OwnImage { twin: of_its_name(&image), image }).ok_or_else(|| {
            Error::not_sent(ErrorKind::NotFound, format!("no image {id} of one's own"))
                .with_words(Text::new(
                    "没有找到这个自有镜像，请刷新列表。",
                    "This image of your own was not found. Refresh the list.",
                ))
                .at(account, region, "")
        })
    }

    /// With whom an image is shared, read from the cloud.
    ///
    /// # Errors
    /// `Unsupported` with the cloud's reason where there is no sharing; otherwise what the cloud or the way to it says.
    pub async fn image_shares(&self, account: &AccountId, region: &str, image_id: &str) -> Result<ShareList, Error> {
        let (access, adapter) = self.reach.access(account).await?;
        let spec = adapter.spec();
        let read = adapter.image_shares(image_id).ok_or_else(|| no_sharing(spec))?;
        let image = self.own_image(account, region, image_id).await?.image;
        let listing = self.reach.client.list(&access, region, &read).await;
        if let Some(error) = listing.failure {
            return Err(error);
        }
        let own = access.account.owner_id.as_deref();
        let candidates = self
            .reach
            .accounts
            .all()?
            .into_iter()
            .filter(|(other, _)| other.cloud == spec.id && other.id != *account)
            .filter_map(|(other, _)| Some(ShareCandidate { owner_id: other.owner_id?, label: other.label }))
            .filter(|candidate| Some(candidate.owner_id.as_str()) != own)
            .collect();
        Ok(ShareList {
            obstacles: adapter.share_obstacles(&image, &listing.items, &[], own),
            shares: listing.items,
            limit: spec.limits.get("image_share_accounts").copied(),
            candidates,
        })
    }
}

/// That the cloud has no sharing, in its own words.
pub(crate) fn no_sharing(spec: &yundeck_catalogue::CloudSpec) -> Error {
    let words = spec.lacks.get("share_image").cloned();
    Error::not_sent(ErrorKind::Unsupported, format!("{} cannot share images", spec.id))
        .with_words(words.unwrap_or_else(|| Text::new("这个云不支持共享镜像。", "This cloud cannot share images.")))
}
