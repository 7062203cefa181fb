//! A page of the console that is one form; where there is JavaScript it opens as a dialog.

use super::{Page, Shell, visit::proof};
use crate::{
    pages::{FormPage, Trouble},
    problem::{Code, Problem},
};
use askama::Template;
use axum::response::{IntoResponse, Response};

/// A form within the frame.
#[derive(Clone, Debug, Template)]
#[template(path = "console/window.html")]
pub(crate) struct Window {
    shell: Shell,
    form: FormPage,
    trouble: Option<Trouble>,
}

impl Window {
    /// A form within the frame; its title is the page's.
    pub(crate) fn new(shell: Shell, form: FormPage) -> Self {
        let form = FormPage {
            title: shell.title.clone(),
            words: shell.words.clone(),
            ..form
        };
        Self {
            shell,
            form,
            trouble: None,
        }
    }

    /// The form again, with what is wrong. What only the log may know makes a page of its own.
    pub(crate) fn refuse(mut self, problem: Problem) -> Response {
        if problem.cause().is_some() {
            return problem.into_response();
        }
        self.trouble = Some(self.form.trouble(&problem));
        let proof = proof_missing(&self.shell, &problem);
        let is_said = |to: &str| self.form.links.iter().any(|(held, _)| held == to);
        let proof = proof.filter(|(to, _)| !is_said(to));
        self.form.links.extend(proof);
        let mut response = self.show_as(problem.status());
        problem.dress(&mut response);
        response
    }
}

impl Page for Window {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// The way to the proof of who one is and back, if that is what is missing.
pub(super) fn proof_missing(shell: &Shell, problem: &Problem) -> Option<(String, String)> {
    let missing = problem.code == Code::ReauthenticationRequired;
    missing.then(|| to_proof(shell))
}

/// The way to the proof, and back to this page.
pub(super) fn to_proof(shell: &Shell) -> (String, String) {
    (proof(&shell.asked), shell.say("own-confirm"))
}
