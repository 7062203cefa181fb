//! Every operation, asked by everybody.

use crate::{
    database::Database,
    on_both_databases,
    process::Server,
    samples::{Scene, Whose, set_up},
    table::{Cell, Expected, Operation, operations, rows},
    world::{Caller, Who, World},
};
use std::collections::BTreeMap;

on_both_databases! {
    every_operation_answers_everybody_as_the_table_says,
    the_first_administrator_is_set_up_by_whoever_has_the_token,
    a_message_is_sent_again_or_cancelled_by_whoever_manages_them,
}

/// What is asked on a server of its own.
const ELSEWHERE: [&str; 3] = [
    "POST /api/v1/setup",
    "POST /api/v1/outbox/{id}/retry",
    "POST /api/v1/outbox/{id}/cancel",
];

/// Does asking change who asks?
fn is_about_the_caller(operation: &Operation) -> bool {
    let path = operation.path.as_str();
    path.starts_with("/api/v1/me") || path.contains("/sessions")
}

/// Asks, and says what is wrong with the answer.
async fn ask(scene: &Scene<'_>, expected: Expected) -> Option<String> {
    let Scene {
        operation,
        caller,
        whose,
        ..
    } = scene;
    let place = format!("{operation} by {:?} on {whose:?}", caller.who);
    let Some(sample) = scene.sample().await else {
        return Some(format!("{place}: nobody has said how this is asked"));
    };
    let answer = sample.send(&caller.client).await;
    let status = answer.status.as_u16();
    let wrong = !expected.fits(status);
    wrong.then(|| {
        format!(
            "{place}: {expected:?} is wanted, not {status}: {}",
            answer.text
        )
    })
}

/// A cell, and what it must mean beside the words in it.
async fn judge(world: &World, operation: &Operation, caller: &Caller, cell: Cell) -> Vec<String> {
    let scene = |whose| Scene {
        world,
        operation,
        caller,
        whose,
    };
    let mut wrong = Vec::new();
    wrong.extend(ask(&scene(Whose::Another), cell.other).await);
    // Whoever may not know of somebody hears of him what he hears of nobody.
    let is_hidden = cell.other != Expected::Done;
    let of_user = operation.path.starts_with("/api/v1/users/{id}");
    if is_hidden && of_user {
        wrong.extend(ask(&scene(Whose::Nobody), cell.other).await);
    }
    // A plain user is to himself what the row says of others, unless it says more.
    let is_plain = caller.who == Who::Plain && of_user;
    if let Some(own) = cell.own.or(is_plain.then_some(cell.other)) {
        wrong.extend(ask(&scene(Whose::Own), own).await);
    }
    wrong
}

async fn every_operation_answers_everybody_as_the_table_says(database: Database) {
    let world = World::new(database).await;
    let rows = rows();
    let mut wrong = Vec::new();
    let mut callers = BTreeMap::new();
    for who in Who::ALL {
        callers.insert(who, world.caller(who).await);
    }
    for operation in operations() {
        if ELSEWHERE.contains(&operation.to_string().as_str()) {
            continue;
        }
        let Some(row) = rows.get(&operation) else {
            wrong.push(format!("{operation} has no row"));
            continue;
        };
        for (who, cell) in row {
            let fresh = match is_about_the_caller(&operation) {
                true => Some(world.caller(*who).await),
                false => None,
            };
            let caller = fresh.as_ref().unwrap_or(&callers[who]);
            wrong.extend(judge(&world, &operation, caller, *cell).await);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn of(operation: &str) -> (Operation, BTreeMap<Who, Cell>) {
    let found = rows().into_iter();
    let mut found = found.filter(|(one, _)| one.to_string() == operation);
    found.next().unwrap()
}

async fn a_message_is_sent_again_or_cancelled_by_whoever_manages_them(database: Database) {
    let world = World::without_mail(database).await;
    let mut wrong = Vec::new();
    for act in ["retry", "cancel"] {
        let (operation, row) = of(&format!("POST /api/v1/outbox/{{id}}/{act}"));
        for (who, cell) in row {
            let caller = world.caller(who).await;
            wrong.extend(judge(&world, &operation, &caller, cell).await);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Before anybody is there, nobody but a stranger can ask; afterwards the link is gone for everybody.
async fn the_first_administrator_is_set_up_by_whoever_has_the_token(database: Database) {
    let (operation, row) = of("POST /api/v1/setup");
    assert_eq!(row[&Who::Anonymous].other, Expected::Done);
    let server = Server::start(database).await;
    let body = set_up(&server);
    server.client().post("/setup", &body).await.expect(201);
    drop(server);
    let world = World::new(Database::sqlite()).await;
    let mut wrong = Vec::new();
    for (who, cell) in row {
        let caller = world.caller(who).await;
        let gone = matches!(cell.other, Expected::Refused(410));
        assert!(gone || who == Who::Anonymous, "{operation} by {who:?}");
        let other = Expected::Refused(410);
        wrong.extend(judge(&world, &operation, &caller, Cell { other, own: None }).await);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
