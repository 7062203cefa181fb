//! What a person does: fills fields by their labels, presses buttons by their words, types keys.

use crate::Browser;
use fantoccini::{
    Locator,
    actions::{InputSource, KeyAction, KeyActions},
    elements::Element,
    key::Key,
};

/// One's own menu.
const OWN_MENU: &str = ".own summary";

/// The focus went on to the browser itself.
const LEFT: &str = "outside the page";

const FOCUS_IS_SHOWN: &str = "
    if (document.activeElement === document.body) return 'outside the page';
    const e = document.activeElement, style = getComputedStyle(e), box = e.getBoundingClientRect();
    const inside = box.top >= -1 && box.left >= -1 && box.bottom <= innerHeight + 1 && box.right <= innerWidth + 1;
    const large = box.height > innerHeight / 2;
    const top = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height / 2, 100));
    const free = top && (e.contains(top) || top.contains(e) || [...(e.labels || [])].some(label => label.contains(top)));
    // Within a date the browser itself rings the part that has the focus.
    const parts = e.matches('[type=date], [type=time], [type=datetime-local], [type=month]');
    const ring = parts || style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    const faults = [[inside || large, 'outside the window'], [free, 'covered'], [ring, 'without a ring']];
    return faults.filter(([good]) => !good).map(([, fault]) => fault).join(', ')";

/// A text in `XPath`, which has no escapes.
fn quoted(text: &str) -> String {
    let sign = if text.contains('"') { '\'' } else { '"' };
    format!("{sign}{text}{sign}")
}

/// The fields whose label is such.
fn labelled(such: &str) -> String {
    let labels = format!("//label[{such}]");
    let inside = "*[self::input or self::select or self::textarea]";
    format!("//*[@id={labels}/@for] | {labels}//{inside}")
}

impl Browser {
    /// The field with this label, or with one that begins so.
    pub(crate) async fn field(&self, label: &str) -> Element {
        let words = quoted(label);
        let optional = quoted(&format!("{label} (optional)"));
        let whole = format!("normalize-space(.)={words} or normalize-space(.)={optional}");
        let exact = labelled(&whole);
        let fitting = labelled(&format!("starts-with(normalize-space(.), {words})"));
        let what = format!("field “{label}”");
        self.wait_for(Locator::XPath(&fitting), &what).await;
        match self.first_shown(&exact).await {
            Some(field) => field,
            None => self.shown(&fitting, &what).await,
        }
    }

    /// Types into the field with this label, in place of what stands there; or chooses that from its list.
    pub(crate) async fn fill(&self, label: &str, text: &str) {
        let field = self.field(label).await;
        if field.tag_name().await.unwrap() == "select" {
            field.select_by_label(text).await.unwrap();
            return;
        }
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    /// What stands in the field with this label.
    pub(crate) async fn value(&self, label: &str) -> String {
        let field = self.field(label).await;
        field.prop("value").await.unwrap().unwrap_or_default()
    }

    /// Clicks what is called so: a button, a link, a tab, a check box.
    pub(crate) async fn press(&self, name: &str) {
        self.button(name).await.click().await.unwrap();
    }

    /// Is there something to press that is called so?
    pub(crate) async fn offers(&self, name: &str) -> bool {
        let kinds = "self::a or self::button or self::summary";
        let xpath = format!("//*[{kinds}][normalize-space(.)={}]", quoted(name));
        self.first_shown(&xpath).await.is_some()
    }

    async fn button(&self, name: &str) -> Element {
        let words = quoted(name);
        let called = format!("[normalize-space(.)={words} or @aria-label={words}]");
        let button = format!("//*[self::a or self::button or self::summary]{called}");
        let what = format!("button “{name}”");
        let any = format!("{button} | //label{called}");
        let any = self.shown(&any, &what).await;
        // A field's label may say the same.
        self.first_shown(&button).await.unwrap_or(any)
    }

    /// The first one that can be seen, once there is one.
    async fn shown(&self, xpath: &str, what: &str) -> Element {
        self.wait_for(Locator::XPath(xpath), what).await;
        self.until(what, || async { self.first_shown(xpath).await.is_some() })
            .await;
        self.first_shown(xpath).await.unwrap()
    }

    async fn first_shown(&self, xpath: &str) -> Option<Element> {
        for element in self.client.find_all(Locator::XPath(xpath)).await.unwrap() {
            if element.is_displayed().await.unwrap_or(false) {
                return Some(element);
            }
        }
        None
    }

    /// Types keys to whatever has the focus.
    pub(crate) async fn keys(&self, keys: &str) {
        let focused = self.client.active_element().await.unwrap();
        focused.send_keys(keys).await.unwrap();
    }

    pub(crate) async fn key(&self, key: Key) {
        // To nothing in particular: a key typed into a field for files would be taken for a file's name.
        let value = char::from(key);
        let stroke = KeyActions::new("keys".to_owned())
            .then(KeyAction::Down { value })
            .then(KeyAction::Up { value });
        self.client.perform_actions(stroke).await.unwrap();
    }

    /// What has the focus, in words: its name or its text.
    pub(crate) async fn focused(&self) -> String {
        let script = "const e = document.activeElement;
            return (e.labels?.[0]?.innerText || e.getAttribute('aria-label') || (e.tabIndex < 0 ? e.id : e.innerText) || e.tagName).trim()";
        self.script(script).await.as_str().unwrap().to_owned()
    }

    /// Puts the focus on what is called so, without pressing it.
    pub(crate) async fn focus(&self, name: &str) {
        let button = self.button(name).await;
        let wish = vec![serde_json::to_value(button).unwrap()];
        let done = self
            .client
            .execute("arguments[0].focus({ focusVisible: true })", wish);
        done.await.unwrap();
    }

    /// One can see where the focus is: a ring around something that lies in the window and under nothing.
    pub(crate) async fn shows_focus(&self) {
        assert_eq!(self.focus_fault().await, None);
    }

    async fn focus_fault(&self) -> Option<String> {
        let fault = self.script(FOCUS_IS_SHOWN).await;
        let fault = fault.as_str().filter(|fault| !fault.is_empty())?;
        Some(format!(
            "the focus on “{}” of {} is {fault}",
            self.focused().await,
            self.path().await
        ))
    }

    /// Goes on by the Tab key until this has the focus, seeing where one is all the way.
    pub(crate) async fn tab_to(&self, name: &str) {
        for _ in 0..100 {
            self.key(Key::Tab).await;
            self.shows_focus().await;
            if self.focused().await == name {
                return;
            }
        }
        panic!("no “{name}” by the Tab key on {}", self.whole_text().await);
    }

    /// Goes through the page by the Tab key, as far as this, and says where the focus is not to be seen. The frame is
    /// skipped, as one would.
    pub(crate) async fn tab_through(&self, steps: usize) -> Vec<String> {
        let mut faults = Vec::new();
        self.key(Key::Tab).await;
        faults.extend(self.focus_fault().await);
        self.key(Key::Enter).await;
        for _ in 0..steps {
            self.key(Key::Tab).await;
            match self.focus_fault().await {
                Some(fault) if fault.contains(LEFT) => break,
                fault => faults.extend(fault),
            }
        }
        faults
    }

    /// Logs in as somebody, from the log-in page on.
    pub(crate) async fn log_in(&self, login: &str, password: &str) {
        self.goto("/login").await;
        self.enter(login, password).await;
    }

    /// Fills the form of the log-in page that is shown.
    pub(crate) async fn enter(&self, login: &str, password: &str) {
        self.fill("User name or e-mail", login).await;
        self.fill("Password", password).await;
        self.press("Log in").await;
    }

    /// Waits for the frame that everybody has around him who is logged in.
    pub(crate) async fn is_in(&self) {
        self.find(OWN_MENU).await;
    }

    /// By the menu in the corner.
    pub(crate) async fn log_out(&self) {
        self.find(OWN_MENU).await.click().await.unwrap();
        self.press("Log out").await;
        self.sees("You are logged out.").await;
    }
}
