//! Every test twice.

/// Each test once on SQLite and once on PostgreSQL.
macro_rules! on_both_databases {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {
        mod sqlite {
            $($(#[$doc])* #[tokio::test(flavor = "multi_thread")]
            async fn $name() { super::$name(crate::database::Database::sqlite()).await; })+
        }
        mod postgres {
            $($(#[$doc])* #[tokio::test(flavor = "multi_thread")]
            async fn $name() { super::$name(crate::database::Database::postgres()).await; })+
        }
    };
}
pub(crate) use on_both_databases;
