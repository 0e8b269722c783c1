//! What an operation says of lists: how it is paged, where else to look, and which list tells what became of an act.

use serde_json::{Value, json};

use super::{Findings, has, is_path, member, problems};
use crate::batch::Batch;
use crate::cloud::CloudSpec;
use crate::operation::{Everywhere, Operation, PageStyle, Pagination, Reconcile};

impl Findings {
    /// All of it.
    pub(super) fn lists(&mut self, cloud: &CloudSpec, operation: &Operation) {
        if let Some(reconcile) = &operation.reconcile {
            self.reconcile(cloud, operation, reconcile);
        }
        if let Some(batch) = &operation.batch {
            self.batch(operation, batch);
        }
        if let Some(everywhere) = &operation.everywhere {
            self.everywhere(cloud, operation, everywhere);
        }
        if let Some(pagination) = &operation.pagination {
            self.pagination(operation, pagination);
        }
    }

    fn reconcile(&mut self, cloud: &CloudSpec, operation: &Operation, reconcile: &Reconcile) {
        let read = cloud.operation(&reconcile.operation);
        self.check(read.is_some_and(|read| read.effect.is_read()), || {
            format!("reconcile: no read {}", reconcile.operation)
        });
        for name in reconcile.by.iter().chain(reconcile.like.values()).chain(&reconcile.count) {
            self.check(has(operation, name), || format!("reconcile: no parameter {name}"));
        }
        let params = reconcile.params.keys().chain(reconcile.like.keys()).chain(reconcile.narrow.keys());
        for name in params.filter(|name| !read.is_some_and(|read| has(read, name))) {
            self.check(false, || format!("reconcile: the list has no parameter {name}"));
        }
    }

    fn batch(&mut self, operation: &Operation, batch: &Batch) {
        let paths = [Some(&batch.items), Some(&batch.id), Some(&batch.accepted), batch.message.as_ref()];
        let whole = paths.into_iter().flatten().all(|path| is_path(path.as_str()));
        self.check(whole && batch.items.as_str().ends_with("[]"), || "batch: a path that leads nowhere".to_owned());
        self.check(!operation.effect.is_read(), || "batch: a read decides nothing".to_owned());
    }

    fn everywhere(&mut self, cloud: &CloudSpec, operation: &Operation, everywhere: &Everywhere) {
        let kind = member(operation, &everywhere.parameter).and_then(|found| found.get("type"));
        let named = everywhere.places == Everywhere::OF_ACCOUNT;
        // What the person names is asked for one by one.
        let fits = kind == Some(&Value::from("array")) || (named && kind == Some(&Value::from("integer")));
        self.check(operation.effect.is_read() && fits, || {
            format!("everywhere: no list {} of a read", everywhere.parameter)
        });
        self.check(named || cloud.refs.contains_key(&everywhere.places), || {
            format!("everywhere: nothing lists {}", everywhere.places)
        });
    }

    fn pagination(&mut self, operation: &Operation, pagination: &Pagination) {
        let size =
            if pagination.as_text { json!(pagination.page_size.to_string()) } else { json!(pagination.page_size) };
        for name in [&pagination.start, &pagination.limit] {
            self.check(has(operation, name), || format!("pagination: no parameter {name}"));
        }
        for problem in member(operation, &pagination.limit).map(|limit| problems(limit, &size)).unwrap_or_default() {
            self.check(false, || format!("pagination: its page size does not fit: {problem}"));
        }
        let next = pagination.style != PageStyle::Marker || pagination.next.is_some();
        self.check(next, || "pagination: nothing says where the next page begins".to_owned());
    }
}
