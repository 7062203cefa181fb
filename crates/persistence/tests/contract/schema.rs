//! The tables come into being, once, and the store says when it is not ready.

use crate::people::{here, person, tenant};
use tenure_persistence::{ConnectOptions, Store};
use tenure_service::ports::{StoreError, UserStore};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::watch,
};

/// A wire to a server that can fall silent.
struct Wire {
    url: String,
    silent: watch::Sender<bool>,
}

impl Wire {
    async fn to(url: &str) -> Self {
        let (head, rest) = url.rsplit_once('@').unwrap();
        let (server, tail) = rest.split_once('/').unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let here = listener.local_addr().unwrap();
        let (silent, is_silent) = watch::channel(false);
        let server = server.to_owned();
        tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                let far = TcpStream::connect(&server).await.unwrap();
                tokio::spawn(carry(near, far, is_silent.clone()));
            }
        });
        let url = format!("{head}@{here}/{tail}");
        Self { url, silent }
    }

    fn fall_silent(&self) {
        self.silent.send(true).unwrap();
    }
}

/// Carries bytes both ways until it is told to be silent; then it holds on and says nothing.
async fn carry(mut near: TcpStream, mut far: TcpStream, mut silent: watch::Receiver<bool>) {
    tokio::select! {
        _ = tokio::io::copy_bidirectional(&mut near, &mut far) => return,
        _ = silent.wait_for(|silent| *silent) => {}
    }
    std::future::pending::<()>().await;
}

contract! {
    async fn migrating_twice_changes_nothing(db: &TestDb) {
        tenant(db).await;
        assert_eq!(db.store.pending_migrations().await.unwrap(), [""; 0]);
        let before = db.dump().await;
        db.store.migrate().await.unwrap();
        assert_eq!(db.dump().await, before);
        db.store.ping().await.unwrap();
    }

    async fn a_store_without_its_tables_is_not_ready(db: &TestDb) {
        db.execute("DELETE FROM seaql_migrations WHERE version = 'm0004_log_in'").await;
        assert_eq!(db.store.pending_migrations().await.unwrap(), ["m0004_log_in"]);
        assert!(matches!(db.store.ping().await, Err(StoreError::Unavailable(_))));
    }

    async fn a_tenant_is_made_once(db: &TestDb) {
        let made = tenant(db).await;
        let again = tenant(db).await;
        assert_eq!(made.id, again.id);
        assert_eq!(db.count("tenants").await, 1);
        let by_slug = db.store.tenant_by_slug("default").await.unwrap().unwrap();
        assert_eq!(by_slug.policy, made.policy);
        assert!(db.store.tenant_by_slug("other\0").await.unwrap().is_none());
        assert!(db.store.tenant(here()).await.unwrap().is_some());
    }

    async fn new_rules_are_seen_at_once_by_every_store(db: &TestDb) {
        tenant(db).await;
        let ana = crate::people::add(&db.store, &person("ana")).await;
        assert_eq!(ana.tenant.policy_revision, 1);
        db.execute("UPDATE tenants SET policy_revision = 2, name = 'Other'").await;
        let ana = crate::people::load(&db.store, ana.user.id()).await;
        assert_eq!(ana.tenant.policy_revision, 2);
        assert_eq!(ana.tenant.name, "Other");
    }

    async fn roles_are_read_when_they_changed(db: &TestDb) {
        tenant(db).await;
        let clerk = tenure_domain::testing::role("clerk");
        let facts = db.store.facts(here()).await.unwrap();
        assert_eq!(facts.roles.permissions(&clerk), None);
        let another = db.another().await;
        crate::people::make_role(&another, "clerk", "product.view").await;
        another.close().await.unwrap();
        let facts = db.store.facts(here()).await.unwrap();
        assert!(facts.roles.permissions(&clerk).is_some());
    }

    async fn a_row_that_contradicts_itself_is_named(db: &TestDb) {
        tenant(db).await;
        let ana = crate::people::add(&db.store, &person("ana")).await;
        db.execute("UPDATE users SET status = 'pending'").await;
        let answer = db.store.load(here(), ana.user.id()).await;
        let Err(StoreError::Corrupt { table, column, .. }) = answer else {
            panic!("{answer:?}");
        };
        assert_eq!((table, column.as_str()), ("users", "status"));
    }

    async fn a_server_that_falls_silent_is_unavailable_after_three_seconds(db: &TestDb) {
        if db.kind == crate::kit::Kind::Sqlite {
            // A file does not fall silent.
            return;
        }
        let made = tenant(db).await;
        let wire = Wire::to(&db.url).await;
        let store = Store::connect(&wire.url, db.options.clone()).await.unwrap();
        assert!(store.tenant(made.id).await.unwrap().is_some());
        wire.fall_silent();
        for _ in 0..2 {
            let began = std::time::Instant::now();
            let answer = store.tenant(made.id).await;
            assert!(matches!(answer, Err(StoreError::Unavailable(_))), "{answer:?}");
            assert!(began.elapsed().as_millis() < 3_500, "{:?}", began.elapsed());
        }
    }

    async fn nobody_at_the_address_is_unavailable(db: &TestDb) {
        let url = match db.kind {
            crate::kit::Kind::Sqlite => "sqlite:///no/such/folder/tenure.db",
            crate::kit::Kind::Postgres => "postgres://nobody@127.0.0.1:1/nothing",
        };
        let began = std::time::Instant::now();
        let answer = Store::connect(url, ConnectOptions::default()).await;
        assert!(matches!(answer, Err(StoreError::Unavailable(_))));
        assert!(began.elapsed().as_secs() < 6, "{:?}", began.elapsed());
        let nonsense = Store::connect("ftp://somewhere", ConnectOptions::default()).await;
        assert!(matches!(nonsense, Err(StoreError::Unavailable(_))));
    }
}
