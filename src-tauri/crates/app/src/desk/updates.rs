//! Looking for a new version: a small signed file is read, at most once a day, and a notice is made of it. Nothing is downloaded
//! besides, and nothing is installed.

use chrono::TimeDelta;
use semver::Version;
use yundeck_client::Bounds;
use yundeck_domain::{Delivery, Error, ErrorKind};

use crate::desk::Desk;
use crate::records::event::Event;
use crate::records::update::{UpdateNotice, UpdateSource, is_newer};

/// So long it is not asked again, whatever came of it.
const DAY: TimeDelta = TimeDelta::days(1);

/// The most bytes of the file, and of its signature.
const FILE: usize = 16 * 1024;
const SIGNATURE: usize = 4 * 1024;

impl Desk {
    /// Asks for the latest version, unless that was done within a day; `current` is the one that runs. What is said, and by whom it
    /// must be signed, is `source`'s; it is asked for by the way that the settings name. Whether it was asked.
    ///
    /// # Errors
    /// Why the answer cannot be believed, or that there was none, which is in the log. What was known before stays.
    pub async fn look_for_update(&self, source: &UpdateSource, current: &Version) -> Result<bool, Error> {
        let now = self.reach.now();
        let asked = self.updates.get()?.asked_at;
        // A clock that was ahead once would keep it from being asked for years.
        if asked.is_some_and(|at| at <= now && now - at < DAY) {
            return Ok(false);
        }
        self.updates.note_asked(now)?;
        let latest = self.latest(source).await.inspect_err(|error| {
            tracing::warn!(address = source.address, %error, "whether there is a newer version is not known");
        })?;
        let newer = is_newer(&latest, current).then(|| latest.to_string());
        tracing::info!(%latest, %current, newer = newer.is_some(), "looked for a new version");
        self.updates.note_version(newer.as_deref())?;
        self.events.emit(Event::Update);
        Ok(true)
    }

    /// That there is a newer version than the one that runs, unless the person wants to hear no more of it.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn update_notice(&self, source: &UpdateSource, current: &Version) -> Result<Option<UpdateNotice>, Error> {
        let known = self.updates.get()?;
        let newer = known.version.filter(|version| known.dismissed.as_ref() != Some(version));
        // Meanwhile it may have been installed.
        let newer = newer.filter(|version| version.parse().is_ok_and(|version| is_newer(&version, current)));
        Ok(newer.map(|version| UpdateNotice { version, current: current.to_string(), page: source.page.clone() }))
    }

    /// Tells no more of a version.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn dismiss_update(&self, version: &str) -> Result<(), Error> {
        self.updates.dismiss(version)?;
        self.events.emit(Event::Update);
        Ok(())
    }

    async fn latest(&self, source: &UpdateSource) -> Result<Version, Error> {
        let route = self.reach.usual_route().await?;
        let read = |address: String, bytes: usize| {
            let (client, route) = (&self.reach.client, &route);
            async move { client.public_file(&address, route, Bounds { bytes, time: source.time }).await }
        };
        let signature = read(format!("{}.minisig", source.address), SIGNATURE).await?;
        let file = read(source.address.clone(), FILE).await?;
        source.announced(&file, &signature).map_err(|why| {
            let context = format!("the file that names the latest version: {why}");
            Error { delivery: Delivery::Answered, ..Error::not_sent(ErrorKind::BadReply, context) }
        })
    }
}
