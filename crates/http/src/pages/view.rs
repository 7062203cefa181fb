//! What the templates are given, and how a refusal becomes part of a page.

pub(crate) use super::field::Field;
use crate::{console::Words, problem::Problem};
use askama::Template;
use axum::{
    http::{
        HeaderValue, StatusCode,
        header::{CACHE_CONTROL, REFERRER_POLICY},
    },
    response::{Html, IntoResponse, Response},
};

/// A page with one form.
#[derive(Clone, Debug, Default)]
pub(crate) struct FormPage {
    pub(crate) title: String,
    pub(crate) notice: Option<String>,
    pub(crate) intro: Vec<String>,
    /// What will happen, point by point.
    pub(crate) points: Vec<String>,
    pub(crate) facts: Vec<(String, String)>,
    /// Where it is sent; else to where it came from.
    pub(crate) action: Option<String>,
    pub(crate) hidden: Vec<(&'static str, String)>,
    pub(crate) fields: Vec<Field>,
    pub(crate) button: String,
    /// Is something lost by it?
    pub(crate) danger: bool,
    /// Where one goes instead.
    pub(crate) cancel: Option<String>,
    /// Does it send a file?
    pub(crate) upload: bool,
    pub(crate) links: Vec<(String, String)>,
    /// Where somebody was faster: does it say what stands now, so that one compares and goes on?
    pub(crate) compares: bool,
    pub(crate) words: Words,
}

/// What went wrong, above the form.
#[derive(Clone, Debug)]
pub(crate) struct Trouble {
    pub(crate) title: String,
    pub(crate) detail: Option<String>,
    pub(crate) lines: Vec<TroubleLine>,
}

/// One thing that went wrong, and where to mend it.
#[derive(Clone, Debug)]
pub(crate) struct TroubleLine {
    pub(crate) field: Option<String>,
    pub(crate) text: String,
}

#[derive(Template)]
#[template(path = "pages/form.html")]
struct FormTemplate {
    form: FormPage,
    trouble: Option<Trouble>,
}

/// A page that says something.
#[derive(Clone, Debug, Default)]
pub(crate) struct Message {
    pub(crate) title: String,
    pub(crate) lines: Vec<String>,
    pub(crate) command: Option<&'static str>,
    /// What there is to say below the command.
    pub(crate) after: Vec<String>,
    pub(crate) links: Vec<(String, String)>,
    pub(crate) request: Option<String>,
    pub(crate) words: Words,
}

#[derive(Template)]
#[template(path = "pages/message.html")]
struct MessageTemplate {
    message: Message,
}

impl FormPage {
    /// The form as it is first seen.
    pub(crate) fn show(self) -> Response {
        self.show_as(StatusCode::OK)
    }

    /// The form as the answer to something else.
    pub(crate) fn show_as(self, status: StatusCode) -> Response {
        let template = FormTemplate {
            form: self,
            trouble: None,
        };
        page(status, &template)
    }

    /// The form again, with what is wrong. What only the log may know makes a page of its own.
    pub(crate) fn refuse(mut self, problem: Problem) -> Response {
        if problem.cause().is_some() {
            return problem.into_response();
        }
        let trouble = self.trouble(&problem);
        let template = FormTemplate {
            form: self,
            trouble: Some(trouble),
        };
        let mut response = page(problem.status(), &template);
        problem.dress(&mut response);
        response
    }

    /// Writes each error beside its field, and all of them down for the summary.
    pub(crate) fn trouble(&mut self, problem: &Problem) -> Trouble {
        let words = self.words.clone();
        let mut lines = Vec::new();
        for error in &problem.errors {
            let at = error.pointer.trim_start_matches('/');
            let message = error.told(&words);
            let field = self.fields.iter_mut().find(|field| field.is_at(at));
            lines.push(match field {
                Some(field) => {
                    field.refuse(&message);
                    TroubleLine {
                        text: format!("{}: {message}", field.label(&words)),
                        field: Some(field.id()),
                    }
                }
                None => TroubleLine {
                    field: None,
                    text: message,
                },
            });
        }
        let title = problem.name(&words);
        let detail = match self.compares {
            true => words.say("compare-and-save"),
            false => problem.told(&words),
        };
        let more = lines.is_empty() && detail.trim_end_matches('.') != title.trim_end_matches('.');
        Trouble {
            title,
            detail: more.then_some(detail),
            lines,
        }
    }
}

impl Message {
    /// The page.
    pub(crate) fn show(self, status: StatusCode) -> Response {
        page(status, &MessageTemplate { message: self })
    }
}

pub(crate) fn page(status: StatusCode, template: &impl Template) -> Response {
    let mut response = match template.render() {
        Ok(html) => (status, Html(html)).into_response(),
        Err(error) => {
            tracing::error!(%error, "a page could not be rendered");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    };
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}
