//! Adding users: in each of the ways that the tenant's rules know, in one form or in two.

mod belong;
mod done;
mod fields;
mod secret;
mod stage;
mod way;
mod wrong;

pub(super) use done::done;

use super::list::Offers;
use crate::{
    AppState,
    api::add,
    console::{Crumb, Page, Shell, Visit},
    input::NewUserInput,
    pages::{Asked, Form, FormPage, Trouble},
    problem::Problem,
};
use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use fields::Sheet;
use stage::Stage;
use tenure_domain::Violation;
use way::Way;

/// What the form has beside the fields of the API's input.
const OWN: &[&str] = &["way", "stage", "generate", "emails", "home", "shown"];

/// A way that is offered, as a tab.
#[derive(Debug)]
struct Tab {
    label: String,
    path: String,
    here: bool,
}

#[derive(Template)]
#[template(path = "console/people/new.html")]
struct New {
    shell: Shell,
    tabs: Vec<Tab>,
    form: FormPage,
    trouble: Option<Trouble>,
    /// Can a password be suggested?
    suggests: bool,
    /// Who was added before something went wrong, and where that is shown.
    added: Option<String>,
}

impl Page for New {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// One form, in one way.
struct Adding<'a> {
    app: &'a AppState,
    visit: &'a Visit,
    ways: Vec<Way>,
    way: Way,
}

impl<'a> Adding<'a> {
    /// The way that is asked for, else the first that is offered.
    fn new(app: &'a AppState, visit: &'a Visit, asked: Option<&str>) -> Result<Self, Problem> {
        app.reading
            .sees_users(&visit.session.tenant, &visit.actor)?;
        let ways = Way::offered(visit);
        let known = ways.iter().find(|way| Some(way.code()) == asked);
        let way = known.or(ways.first()).copied();
        let way = way.ok_or_else(|| Problem::from(Offers::lacking(visit)))?;
        Ok(Self {
            app,
            visit,
            ways,
            way,
        })
    }

    async fn page(&self, typed: &Form, stage: Stage) -> Result<New, Problem> {
        let visit = self.visit;
        let sheet = Sheet {
            app: self.app,
            visit,
            way: self.way,
            stage,
            typed,
        };
        let key = match stage {
            Stage::Second => "people-new-second".to_owned(),
            Stage::Whole | Stage::First => format!("people-new-{}", self.way.code()),
        };
        let trail = [Crumb::new("/users", visit.say("nav-users"))];
        let shell = visit.shell_below(self.app, trail, visit.say(&key));
        let tab = |way: &Way| Tab {
            label: visit.say(&format!("people-way-{}", way.code())),
            path: format!("/users/new?way={}", way.code()),
            here: *way == self.way,
        };
        let several = self.ways.len() > 1 && stage != Stage::Second;
        let form = FormPage {
            title: shell.title.clone(),
            action: Some("/users/new".to_owned()),
            intro: vec![visit.say(&format!("{key}-intro"))],
            hidden: sheet.hidden(),
            fields: sheet.fields().await?,
            button: visit.say(&format!("{key}-button")),
            cancel: Some("/users".to_owned()),
            words: visit.words.clone(),
            ..FormPage::default()
        };
        Ok(New {
            tabs: if several {
                self.ways.iter().map(tab).collect()
            } else {
                Vec::new()
            },
            suggests: form
                .fields
                .iter()
                .any(|field| field.name() == "credential.password"),
            form,
            shell,
            trouble: None,
            added: None,
        })
    }

    /// The form again, with what is wrong: all of it, so that everything can be mended.
    async fn refuse(
        &self,
        typed: &Form,
        problem: Problem,
        added: &[String],
    ) -> Result<Response, Problem> {
        if problem.cause().is_some() {
            return Err(problem);
        }
        let mut page = self.page(typed, Stage::Whole).await?;
        page.trouble = Some(page.form.trouble(&problem));
        page.added = (!added.is_empty()).then(|| done::path(added));
        let mut response = page.show_as(problem.status());
        problem.dress(&mut response);
        Ok(response)
    }
}

/// The form of a way.
pub(super) async fn show(
    State(app): State<AppState>,
    visit: Visit,
    asked: Asked,
) -> Result<Response, Problem> {
    let adding = Adding::new(&app, &visit, asked.get("way"))?;
    let typed = Form::default().with("email", asked.get("email"));
    let typed = typed.with("kind", asked.get("kind"));
    let page = adding.page(&typed, Stage::first_of(&visit, adding.way));
    Ok(page.await?.show())
}

/// Suggests a password, goes on to the second form, or adds.
pub(super) async fn submit(
    State(app): State<AppState>,
    visit: Visit,
    typed: Form,
) -> Result<Response, Problem> {
    let adding = Adding::new(&app, &visit, typed.text("way"))?;
    let stage = Stage::of_code(typed.text("stage"));
    if typed.is_checked("generate") {
        return Ok(adding.page(&typed, stage).await?.show());
    }
    if stage == Stage::First {
        return match adding.way.input(&typed) {
            Err(problem) if wrong::is_about_who(&problem) => {
                adding.refuse(&typed, problem, &[]).await
            }
            Ok(_) | Err(_) => Ok(adding.page(&typed, Stage::Second).await?.show()),
        };
    }
    match adding.way {
        Way::Invite => invite(&adding, typed).await,
        Way::Password | Way::Directory | Way::Customer | Way::Profile => {
            let input = match adding.way.input(&typed) {
                Ok(input) => input,
                Err(problem) => return adding.refuse(&typed, problem, &[]).await,
            };
            match added(&adding, input).await {
                Ok(number) => Ok(Redirect::to(&done::path(&[number])).into_response()),
                Err(problem) => adding.refuse(&typed, problem, &[]).await,
            }
        }
    }
}

async fn added(adding: &Adding<'_>, input: NewUserInput) -> Result<String, Problem> {
    let (done, _): (_, StatusCode) = add(adding.app, &adding.visit.caller, input, None).await?;
    let prefix = &adding
        .visit
        .session
        .tenant
        .policy
        .identity
        .display_id_prefix;
    Ok(format!("{prefix}{}", done.account.number))
}

/// The addresses of an invitation, one a line.
fn addresses(typed: &Form) -> Vec<String> {
    let text = typed.text("emails").unwrap_or_default();
    let lines = text.split(['\n', ',', ';']).map(str::trim);
    let lines = lines.filter(|line| !line.is_empty());
    let mut all = lines.map(ToOwned::to_owned).collect::<Vec<_>>();
    // Without any, the API says that one is missing.
    if all.is_empty() {
        all.push(String::new());
    }
    all
}

/// Invites each address of several; those that were refused stay in the form.
async fn invite(adding: &Adding<'_>, typed: Form) -> Result<Response, Problem> {
    let emails = addresses(&typed);
    if emails.len() > done::MOST {
        let said = format!("Invite at most {} at once; more go by a file.", done::MOST);
        let wrong = vec![Violation::new("/emails", "too_many", said)];
        return adding.refuse(&typed, Problem::validation(wrong), &[]).await;
    }
    let several = emails.len() > 1;
    let (mut invited, mut left, mut refused) = (Vec::new(), Vec::new(), None);
    for email in &emails {
        let one = typed.clone().put("email", email.as_str());
        let one = if several {
            one.without(&["first_name", "last_name", "display_name", "username"])
        } else {
            one
        };
        let done = match adding.way.input(&one) {
            Ok(input) => added(adding, input).await,
            Err(problem) => Err(problem),
        };
        match done {
            Ok(number) => invited.push(number),
            Err(problem) => {
                left.push(email.clone());
                let problem = if several {
                    wrong::about(problem, email)
                } else {
                    problem
                };
                refused = Some(wrong::joined(refused, problem));
            }
        }
    }
    let Some(problem) = refused else {
        return Ok(Redirect::to(&done::path(&invited)).into_response());
    };
    let typed = typed.put("emails", left.join("\n"));
    adding.refuse(&typed, problem, &invited).await
}
