//! Looking at a page as different people do: wide and narrow, light and dark, by ear.

use crate::Browser;
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use std::path::PathBuf;

const AXE: &str = include_str!("vendor/axe-core/axe.min.js");

/// Whoever comes by a slow line waits for no more than this.
const HEAVIEST: u64 = 100 * 1024;

/// Everything that WCAG 2.2 AA asks and a program can judge; in the dark only what can differ there.
const CHECK: &str = "
    const [only, done] = arguments;
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
    const rules = { type: only ? 'rule' : 'tag', values: only ? [only] : tags };
    axe.run(document, { runOnly: rules, resultTypes: ['violations'], preload: false }).then(
        result => done(result.violations.flatMap(rule => rule.nodes.map(node =>
            `${rule.id}: ${node.target.join(' ')}: ${node.failureSummary.replace(/\\s+/g, ' ')}\\n    ${node.html}`))),
        error => done([String(error)]));";

/// What lies half under an open menu is not hit by mistake: the menu closes first.
const UNDER_A_MENU: &str = "because it is partially obscured";

/// What sticks out on the right: of its place, of a wide table where there is room for one, of the window.
const SIDEWAYS: &str = "
    const wider = e => e.clientWidth > 0 && e.scrollWidth > e.clientWidth + 2;
    const visible = e => getComputedStyle(e).overflowX === 'visible' && !e.querySelector('[open]')
        && getComputedStyle(e.closest('thead') || e).clipPath === 'none';
    const places = [...document.querySelectorAll('main :is(.panel, dd, td, th, li, p, h1, h2, label)')];
    const cut = places.filter(e => wider(e) && visible(e)).map(e => `sticks out: ${e.textContent.trim().slice(0, 80)}`);
    if (innerWidth >= 1280) [...document.querySelectorAll('.scroll')].filter(wider)
        .forEach(e => cut.push(`a table is ${e.scrollWidth} wide in ${e.clientWidth}`));
    [...document.querySelectorAll('main *, .drop')].filter(e => e.checkVisibility() && e.getBoundingClientRect().left < 0)
        .filter(e => !e.closest('.away, .scroll')).forEach(e => cut.push(`cut off on the left: ${e.textContent.trim().slice(0, 80)}`));
    if (document.documentElement.scrollWidth <= innerWidth) return cut;
    const name = e => e.tagName.toLowerCase() + (e.id ? '#' + e.id : '') + (e.className ? '.' + e.className : '');
    const out = [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth);
    return [`the page is ${document.documentElement.scrollWidth} wide`].concat(out.map(name), cut);";

/// What axe does not ask: the rules of the house for every page.
const HOUSE: &str = "
    const all = (selector) => [...document.querySelectorAll(selector)], found = [];
    const ids = all('[id]').map(e => e.id);
    ids.filter((id, at) => ids.indexOf(id) !== at).forEach(id => found.push(`two elements are called ${id}`));
    const refers = ['for', 'aria-describedby', 'aria-labelledby', 'aria-controls', 'commandfor', 'popovertarget'];
    refers.forEach(name => all(`[${name}]`).forEach(e => e.getAttribute(name).split(/\\s+/).forEach(id => {
        if (e.id !== 'window' && !ids.includes(id)) found.push(`${name} of <${e.localName}> means nothing: ${id}`); })));
    all('th:not([scope])').forEach(e => found.push(`<th> without scope: ${e.textContent.trim()}`));
    all('table:not(:has(caption), [aria-labelledby])').forEach(() => found.push('<table> without a name'));
    all('table').filter(e => e.querySelectorAll('[aria-sort]').length > 1).forEach(() => found.push('two sorted columns'));
    all('[style], style, script:not([src])').forEach(e => found.push(`inline ${e.localName} ${e.getAttribute('style')}`));
    return found;";

/// One way to look at a page.
#[derive(Clone, Copy, Debug)]
struct View {
    name: &'static str,
    width: u32,
    scheme: &'static str,
    /// The only rule that is asked; none: all of them.
    rule: Option<&'static str>,
}

const WIDE: View = View {
    name: "wide",
    width: 1280,
    scheme: "light",
    rule: None,
};
const VIEWS: [View; 3] = [
    View {
        name: "dark",
        width: 1280,
        scheme: "dark",
        rule: Some("color-contrast"),
    },
    View {
        name: "narrow",
        width: 320,
        scheme: "light",
        rule: None,
    },
    WIDE,
];

impl Browser {
    /// Looks at the page as it is now: no fault for axe, nothing sideways, a picture each.
    pub(crate) async fn look(&self, name: &str) {
        let faults = self.seen(name).await;
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }

    /// What is wrong with the page as it is now.
    pub(crate) async fn seen(&self, name: &str) -> Vec<String> {
        let mut all = Vec::new();
        if self.count("h1").await != 1 {
            all.push(format!("{name} has not one heading of the first level"));
        }
        let title = self.client.title().await.unwrap();
        if !title.ends_with(" – Tenure") {
            all.push(format!("the title of {name} is “{title}”"));
        }
        self.script(AXE).await;
        for view in VIEWS {
            self.set(view).await;
            let mut faults = self.accessibility(view.rule).await;
            if self.count("details.menu[open]").await > 0 {
                faults.retain(|fault| !fault.contains(UNDER_A_MENU));
            }
            faults.extend(lines(&self.script(SIDEWAYS).await));
            faults.extend(lines(&self.script(HOUSE).await));
            self.shot(&format!("{name}-{}", view.name)).await;
            all.extend(
                faults
                    .iter()
                    .map(|fault| format!("{name}, {}: {fault}", view.name)),
            );
        }
        all.extend(
            self.faults()
                .await
                .iter()
                .map(|fault| format!("{name}: {fault}")),
        );
        all
    }

    /// What sticks out of the page as it is now where it is narrow; with a picture.
    pub(crate) async fn seen_narrow(&self, name: &str) -> Vec<String> {
        let narrow = VIEWS.into_iter().find(|view| view.name == "narrow");
        self.set(narrow.unwrap()).await;
        let faults = lines(&self.script(SIDEWAYS).await);
        self.shot(&format!("{name}-narrow")).await;
        let faults = faults.iter().map(|fault| format!("{name}: {fault}"));
        faults.collect()
    }

    /// The ordinary window.
    pub(crate) async fn wide(&self) {
        self.set(WIDE).await;
    }

    async fn set(&self, view: View) {
        let size =
            json!({ "width": view.width, "height": 900, "deviceScaleFactor": 1, "mobile": false });
        self.cdp("Emulation.setDeviceMetricsOverride", size).await;
        let scheme = json!({ "features": [{ "name": "prefers-color-scheme", "value": view.scheme },
            { "name": "prefers-reduced-motion", "value": "reduce" }] });
        self.cdp("Emulation.setEmulatedMedia", scheme).await;
    }

    async fn accessibility(&self, rule: Option<&str>) -> Vec<String> {
        let found = self
            .client
            .execute_async(CHECK, vec![json!(rule)])
            .await
            .unwrap();
        lines(&found)
    }

    /// A picture of the whole page in the folder `TENURE_SCREENSHOTS`, else among the build's own files.
    #[expect(clippy::print_stdout, reason = "a test says where its pictures are")]
    async fn shot(&self, name: &str) {
        let folder = std::env::var_os("TENURE_SCREENSHOTS").map_or_else(
            || PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("screenshots"),
            PathBuf::from,
        );
        std::fs::create_dir_all(&folder).unwrap();
        // What a dialog darkens is the window and no more.
        let size = "return [innerWidth, document.querySelector('dialog[open]') ? innerHeight : Math.min(4000, Math.max(innerHeight, document.documentElement.scrollHeight))]";
        let size = self.script(size).await;
        let clip = json!({ "x": 0, "y": 0, "width": size[0], "height": size[1], "scale": 1 });
        let wish = json!({ "format": "png", "captureBeyondViewport": true, "clip": clip });
        let picture = self.cdp("Page.captureScreenshot", wish).await;
        let bytes = STANDARD.decode(picture["data"].as_str().unwrap()).unwrap();
        let path = folder.join(format!("{name}.png"));
        std::fs::write(&path, bytes).unwrap();
        println!("{}", path.display());
    }

    /// The page and all that it needs, to somebody who has nothing of it yet, is light.
    pub(crate) async fn is_light(&self, path: &str) {
        assert_eq!(self.weight_fault(path).await, None);
    }

    /// Opens a page, and says if it is too heavy for somebody who has nothing of it yet.
    pub(crate) async fn weight_fault(&self, path: &str) -> Option<String> {
        self.traffic().await;
        self.cdp("Network.clearBrowserCache", json!({})).await;
        self.goto(path).await;
        let bytes = self.traffic().await.bytes();
        let is_light = (1..=HEAVIEST).contains(&bytes);
        (!is_light).then(|| format!("{path} weighs {bytes} bytes"))
    }
}

fn lines(found: &Value) -> Vec<String> {
    let lines = found.as_array().unwrap().iter();
    lines
        .map(|line| line.as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_of_these_checks_finds_what_it_is_for() {
    let server = crate::process::Server::start(crate::database::Database::sqlite()).await;
    let browser = Browser::open(server.base()).await;
    browser.goto("/login").await;
    browser.script(AXE).await;
    assert_eq!(browser.accessibility(None).await, [""; 0]);
    browser
        .script("document.querySelector('label').remove(); document.querySelector('main').style.width = '2000px'")
        .await;
    let faults = browser.accessibility(None).await;
    assert!(
        faults.iter().any(|fault| fault.starts_with("label: ")),
        "{faults:?}"
    );
    let faults = lines(&browser.script(SIDEWAYS).await);
    assert!(
        faults.iter().any(|fault| fault == "main#main.card"),
        "{faults:?}"
    );
    browser.traffic().await;
    // What the content policy forbids is an error in the console.
    let forbidden = "document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">red</p>');
        document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.bad = true' }));
        return window.bad === undefined";
    assert_eq!(browser.script(forbidden).await, true);
    let faults = browser.faults().await;
    assert_eq!(faults.len(), 2, "{faults:?}");
    browser.close().await;
}
