//! What the templates are given, and how a refusal becomes part of a page.

use crate::problem::Problem;
use askama::Template;
use axum::{
    http::{
        HeaderValue, StatusCode,
        header::{CACHE_CONTROL, REFERRER_POLICY},
    },
    response::{Html, IntoResponse, Response},
};
use tenure_domain::{
    Profile,
    policy::{Blocklist, CharacterClasses, IdentityPolicy, PasswordRules},
    value::PasswordFault,
};

/// One field of a form.
#[derive(Clone, Debug)]
pub(super) struct Field {
    name: &'static str,
    /// How the API calls it, where that differs.
    also: Option<&'static str>,
    label: &'static str,
    kind: &'static str,
    autocomplete: &'static str,
    value: String,
    hints: Vec<String>,
    errors: Vec<String>,
    required: bool,
    /// Only shown; password managers keep it beside the password.
    fixed: bool,
    /// Not words of a language: nothing to capitalize or to spell.
    machine: bool,
}

impl Field {
    /// A line of text.
    pub(super) fn text(name: &'static str, label: &'static str) -> Self {
        Self {
            name,
            also: None,
            label,
            kind: "text",
            autocomplete: "off",
            value: String::new(),
            hints: Vec::new(),
            errors: Vec::new(),
            required: true,
            fixed: false,
            machine: false,
        }
    }

    /// What is typed to log in.
    pub(super) fn login() -> Self {
        Self {
            autocomplete: "username",
            machine: true,
            ..Self::text("login", "User name or e-mail")
        }
    }

    /// An e-mail address.
    pub(super) fn email() -> Self {
        Self {
            kind: "email",
            autocomplete: "email",
            machine: true,
            ..Self::text("email", "E-mail")
        }
    }

    /// The password that there is.
    pub(super) fn current_password(name: &'static str, label: &'static str) -> Self {
        Self {
            kind: "password",
            autocomplete: "current-password",
            machine: true,
            ..Self::text(name, label)
        }
    }

    /// A password to be, with what it must be like.
    pub(super) fn new_password(
        name: &'static str,
        label: &'static str,
        rules: PasswordRules,
    ) -> Self {
        Self {
            kind: "password",
            autocomplete: "new-password",
            hints: rules_in_words(rules),
            machine: true,
            also: Some("password"),
            ..Self::text(name, label)
        }
    }

    /// Whose password it is; only shown.
    pub(super) fn account(login: &str) -> Self {
        let field = Self {
            label: "You log in as",
            fixed: true,
            ..Self::login()
        };
        field.holding(Some(login))
    }

    /// Whose password it is, by what stands on file.
    pub(super) fn account_of(profile: &Profile, policy: &IdentityPolicy) -> Option<Self> {
        Self::login_of(profile, policy).map(|login| Self::account(&login))
    }

    /// What this person types to log in, the address where both will do.
    pub(super) fn login_of(profile: &Profile, policy: &IdentityPolicy) -> Option<String> {
        profile.log_ins(policy).pop()
    }

    /// With what browsers know of it.
    pub(super) fn known_as(self, autocomplete: &'static str) -> Self {
        Self {
            autocomplete,
            ..self
        }
    }

    /// With what was typed, or what there is.
    pub(super) fn holding(self, value: Option<&str>) -> Self {
        Self {
            value: value.unwrap_or_default().to_owned(),
            ..self
        }
    }

    /// May be left out.
    pub(super) fn optional(self) -> Self {
        Self {
            required: false,
            ..self
        }
    }

    /// Not a word of any language.
    pub(super) fn verbatim(self) -> Self {
        Self {
            machine: true,
            ..self
        }
    }

    /// What browsers send it as.
    pub(super) fn name(&self) -> &'static str {
        self.name
    }

    /// Must something stand in it, and does nothing?
    pub(super) fn is_missing(&self) -> bool {
        self.required && self.value.is_empty()
    }

    fn refuse(&mut self, message: &str) -> TroubleLine {
        self.errors.push(message.to_owned());
        TroubleLine {
            field: Some(self.name),
            text: format!("{}: {message}", self.label),
        }
    }

    fn described_by(&self) -> Option<String> {
        let hint = (!self.hints.is_empty()).then(|| format!("{}-hint", self.name));
        let error = (!self.errors.is_empty()).then(|| format!("{}-error", self.name));
        let ids = [error, hint].into_iter().flatten().collect::<Vec<_>>();
        (!ids.is_empty()).then(|| ids.join(" "))
    }
}

/// The rules beforehand, in the words of the faults.
fn rules_in_words(rules: PasswordRules) -> Vec<String> {
    let mut faults = vec![PasswordFault::TooShort { min: rules.min }];
    faults.push(PasswordFault::TooLong { max: rules.max });
    if rules.classes == CharacterClasses::LetterDigitSpecial {
        faults.push(PasswordFault::MissingClass);
    }
    if rules.blocklist == Blocklist::Guessable {
        faults.push(PasswordFault::ContextWord);
    }
    faults.iter().map(ToString::to_string).collect()
}

/// A page with one form.
#[derive(Clone, Debug, Default)]
pub(super) struct FormPage {
    pub(super) title: String,
    pub(super) notice: Option<&'static str>,
    pub(super) intro: Vec<String>,
    pub(super) facts: Vec<(&'static str, String)>,
    /// Where it is sent; else to where it came from.
    pub(super) action: Option<&'static str>,
    pub(super) hidden: Vec<(&'static str, String)>,
    pub(super) fields: Vec<Field>,
    pub(super) button: &'static str,
    pub(super) links: Vec<(String, &'static str)>,
}

/// What went wrong, above the form.
#[derive(Clone, Debug)]
struct Trouble {
    title: String,
    detail: Option<String>,
    lines: Vec<TroubleLine>,
}

/// One thing that went wrong, and where to mend it.
#[derive(Clone, Debug)]
struct TroubleLine {
    field: Option<&'static str>,
    text: String,
}

#[derive(Template)]
#[template(path = "pages/form.html")]
struct FormTemplate {
    form: FormPage,
    trouble: Option<Trouble>,
}

/// A page that says something.
#[derive(Clone, Debug, Default)]
pub(super) struct Message {
    pub(super) title: String,
    pub(super) lines: Vec<String>,
    pub(super) command: Option<&'static str>,
    /// What there is to say below the command.
    pub(super) after: Vec<String>,
    pub(super) links: Vec<(String, &'static str)>,
    pub(super) request: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/message.html")]
struct MessageTemplate {
    message: Message,
}

/// The page of somebody who is logged in.
#[derive(Clone, Debug)]
pub(super) struct Home {
    pub(super) name: String,
    pub(super) notice: Option<&'static str>,
    pub(super) system: String,
    pub(super) username: Option<String>,
    pub(super) email: Option<String>,
    pub(super) sessions: usize,
    pub(super) may_change: bool,
}

#[derive(Template)]
#[template(path = "pages/home.html")]
struct HomeTemplate {
    home: Home,
}

impl FormPage {
    /// The form as it is first seen.
    pub(super) fn show(self) -> Response {
        self.show_as(StatusCode::OK)
    }

    /// The form as the answer to something else.
    pub(super) fn show_as(self, status: StatusCode) -> Response {
        let template = FormTemplate {
            form: self,
            trouble: None,
        };
        page(status, &template)
    }

    /// The form again, with what is wrong. What only the log may know makes a page of its own.
    pub(super) fn refuse(mut self, problem: Problem) -> Response {
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
    fn trouble(&mut self, problem: &Problem) -> Trouble {
        let mut lines = Vec::new();
        for error in &problem.errors {
            let at = error.pointer.trim_start_matches('/');
            let mut fields = self.fields.iter_mut();
            let field = fields.find(|field| field.name == at || field.also == Some(at));
            lines.push(match field {
                Some(field) => field.refuse(&error.message),
                None => TroubleLine {
                    field: None,
                    text: error.message.clone(),
                },
            });
        }
        let title = problem.code.title();
        let more =
            lines.is_empty() && problem.detail.trim_end_matches('.') != title.trim_end_matches('.');
        Trouble {
            title: title.to_owned(),
            detail: more.then(|| problem.detail.clone()),
            lines,
        }
    }
}

impl Message {
    /// The page.
    pub(super) fn show(self, status: StatusCode) -> Response {
        page(status, &MessageTemplate { message: self })
    }
}

impl Home {
    /// The page.
    pub(super) fn show(self) -> Response {
        page(StatusCode::OK, &HomeTemplate { home: self })
    }
}

fn page(status: StatusCode, template: &impl Template) -> Response {
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
