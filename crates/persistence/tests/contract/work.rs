//! Times off and pictures stand beside the user's row, and go with it.

use crate::{
    kit::TestDb as Db,
    lists::first_page,
    people::{act, add, here, load, person, releasing_tenant, tenant},
};
use tenure_domain::{
    Action,
    policy::PhotoType,
    testing::{away, day_off, noon_and, photo},
    value::{Span, UserId},
    work::PhotoUpload,
};
use tenure_service::ports::{Away, ListFilter, UserQueries, Vacation};

async fn found(db: &Db, away: bool, hours: u32) -> Vec<String> {
    let at = noon_and(Span::hours(hours));
    let filter = ListFilter {
        vacation: Some(Vacation { away, at }),
        ..ListFilter::default()
    };
    let page = db.store.list(here(), &filter, &first_page()).await.unwrap();
    assert_eq!(page.total, page.rows.len() as u64);
    let names = page
        .rows
        .iter()
        .map(|row| row.user.profile().username.clone());
    names.map(|name| name.unwrap().to_string()).collect()
}

fn picture(word: &str) -> PhotoUpload {
    PhotoUpload {
        jpeg: word.as_bytes().into(),
        ..photo(PhotoType::Jpeg, &format!("digest of {word}"))
    }
}

async fn stored(db: &Db, id: UserId) -> Option<(String, Vec<u8>)> {
    let photo = db.store.photo(here(), id).await.unwrap();
    photo.map(|photo| (photo.digest.to_string(), photo.jpeg))
}

contract! {
    /// HE-49: from the beginning to before the end.
    async fn who_is_away_at_a_moment_and_who_is_not(db: &TestDb) {
        tenant(db).await;
        let ana = add(&db.store, &person("ana")).await.user.id();
        add(&db.store, &person("bea")).await;
        act(&db.store, ana, away(&[day_off(1, 2), day_off(5, 9)])).await;
        for (hour, away) in [(0, false), (1, true), (2, false), (5, true), (8, true), (9, false)] {
            let (there, gone): (&[&str], &[&str]) =
                if away { (&["bea"], &["ana"]) } else { (&["ana", "bea"], &[]) };
            assert_eq!(found(db, true, hour).await, gone, "{hour}");
            assert_eq!(found(db, false, hour).await, there, "{hour}");
        }
    }

    /// HE-49: a span finds whoever is away in any part of it; where one ends and the other begins, they only touch.
    async fn who_is_away_in_a_span(db: &TestDb) {
        tenant(db).await;
        let ana = add(&db.store, &person("ana")).await.user.id();
        add(&db.store, &person("bea")).await;
        act(&db.store, ana, away(&[day_off(2, 4), day_off(8, 9)])).await;
        let spans = [(0, 2, false), (0, 3, true), (3, 4, true), (1, 9, true), (4, 8, false), (9, 20, false)];
        for (from, until, expected) in spans {
            let moment = |hours| noon_and(Span::hours(hours));
            let filter = ListFilter {
                away: Some(Away { from: moment(from), until: moment(until) }),
                ..ListFilter::default()
            };
            let page = db.store.list(here(), &filter, &first_page()).await.unwrap();
            let found = page.rows.iter().map(|row| row.user.id()).collect::<Vec<_>>();
            let all: &[UserId] = if expected { &[ana] } else { &[] };
            assert_eq!(found, all, "{from} to {until}");
        }
    }

    async fn times_off_follow_what_the_user_has(db: &TestDb) {
        releasing_tenant(db).await;
        let ana = add(&db.store, &person("ana")).await.user.id();
        act(&db.store, ana, away(&[day_off(1, 2), day_off(5, 9)])).await;
        assert_eq!(db.count("days_off").await, 2);
        act(&db.store, ana, away(&[day_off(1, 3)])).await;
        assert_eq!(db.count("days_off").await, 1);
        assert_eq!(found(db, true, 2).await, ["ana"]);
        assert_eq!(found(db, true, 6).await, [""; 0]);
        assert_eq!(load(&db.store, ana).await.user.work().days_off, [day_off(1, 3)]);
        act(&db.store, ana, Action::Delete).await;
        act(&db.store, ana, Action::Purge).await;
        assert_eq!(db.count("days_off").await, 0);
    }

    /// HE-20, HE-21: one picture each, the last one.
    async fn a_picture_is_kept_replaced_and_removed(db: &TestDb) {
        tenant(db).await;
        let ana = add(&db.store, &person("ana")).await.user.id();
        let bea = add(&db.store, &person("bea")).await.user.id();
        assert_eq!(stored(db, ana).await, None);
        for word in ["first", "second"] {
            act(&db.store, ana, Action::SetPhoto(picture(word))).await;
            let expected = (format!("digest of {word}"), word.as_bytes().to_vec());
            assert_eq!(stored(db, ana).await, Some(expected));
        }
        act(&db.store, ana, crate::people::rename("Ann")).await;
        assert_eq!(stored(db, ana).await.unwrap().1, b"second");
        act(&db.store, bea, Action::SetPhoto(picture("third"))).await;
        assert_eq!(db.count("photos").await, 2);
        act(&db.store, ana, Action::RemovePhoto).await;
        assert_eq!(stored(db, ana).await, None);
        assert_eq!(stored(db, bea).await.unwrap().1, b"third");
    }

    async fn a_picture_goes_with_its_user(db: &TestDb) {
        releasing_tenant(db).await;
        let ana = add(&db.store, &person("ana")).await.user.id();
        act(&db.store, ana, Action::SetPhoto(picture("first"))).await;
        act(&db.store, ana, Action::Delete).await;
        act(&db.store, ana, Action::Purge).await;
        assert_eq!(stored(db, ana).await, None);
        assert_eq!(db.count("photos").await, 0);
    }
}
