//! The API's description: what the routes say, and what holds for all of them.

use crate::{api, health, problem::ProblemBody, state::AppState};
use axum::http::StatusCode;
use utoipa::{
    OpenApi as _, PartialSchema, ToSchema,
    openapi::{
        Content, KnownFormat, ObjectBuilder, OpenApi, Ref, RefOr, Required, Response, SchemaFormat,
        Type,
        path::{HttpMethod, Operation, Parameter, ParameterBuilder, ParameterIn, PathItem},
        response::ResponseBuilder,
        security::{
            ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme,
        },
    },
};
use utoipa_axum::{router::OpenApiRouter, routes};

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Tenure",
        description = "The life of a user account in order management systems.\n\n\
            Conventions: JSON in `snake_case`, RFC 3339 times in UTC, problems by RFC 9457. The tenant is named by the \
            header `Tenure-Tenant` or by the host; without either it is `default`. Rate-limited calls answer 429 with \
            `Retry-After`, `RateLimit` and `RateLimit-Policy`.",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    tags(
        (name = "setup", description = "The first administrator"),
        (name = "sessions", description = "Log-in and log-out"),
        (name = "me", description = "One's own profile and password"),
        (name = "links", description = "Invitations, password resets, changes of address"),
        (name = "users", description = "Users: list, read, add, change"),
        (name = "lifecycle", description = "Verbs that lead from one status to another"),
        (name = "credentials", description = "Invitations, passwords and directories, by administrators"),
        (name = "roles", description = "What users may do"),
        (name = "work", description = "What users work with: favourites, capabilities, days off, a picture"),
        (name = "events", description = "The audit trail"),
        (name = "orders", description = "Orders, as the order management system tells of them"),
        (name = "reference data", description = "Organizations, facilities, product stores, shops, departments, positions"),
        (name = "policy", description = "The tenant's rules"),
        (name = "outbox", description = "Messages on their way out"),
        (name = "health", description = "For whoever runs the server")
    )
)]
struct Base;

/// Routes with their description.
pub(crate) fn described() -> (axum::Router<AppState>, OpenApi) {
    let (router, mut document) = OpenApiRouter::with_openapi(Base::openapi())
        .nest("/api/v1", api::router())
        .routes(routes!(health::alive))
        .routes(routes!(health::ready))
        .split_for_parts();
    complete(&mut document);
    (router, document)
}

fn complete(document: &mut OpenApi) {
    let components = document.components.get_or_insert_default();
    let mut schemas = Vec::new();
    ProblemBody::schemas(&mut schemas);
    components.schemas.extend(schemas);
    components
        .schemas
        .insert("Problem".to_owned(), ProblemBody::schema());
    let bearer = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some("The token of a log-in."))
        .build();
    components.add_security_scheme("session_token", SecurityScheme::Http(bearer));
    let about = "Set by a log-in with `cookie: true`; named `__Host-session` where the server is reached by HTTPS.";
    let cookie = ApiKey::Cookie(ApiKeyValue::with_description("session", about));
    components.add_security_scheme("session_cookie", SecurityScheme::ApiKey(cookie));
    document.security = Some(vec![
        SecurityRequirement::new("session_token", Vec::<String>::new()),
        SecurityRequirement::new("session_cookie", Vec::<String>::new()),
    ]);
    for (path, item) in &mut document.paths.paths {
        if path.starts_with("/api/v1/") {
            for (method, operation) in operations(item) {
                let facts = Facts::of(path, &method, operation);
                add_parameters(operation, &facts);
                add_problems(operation, &facts);
            }
        } else if path == "/readyz"
            && let Some(operation) = &mut item.get
        {
            add_problem(operation, StatusCode::SERVICE_UNAVAILABLE);
        }
    }
}

fn operations(item: &mut PathItem) -> Vec<(HttpMethod, &mut Operation)> {
    let all = [
        (HttpMethod::Get, &mut item.get),
        (HttpMethod::Put, &mut item.put),
        (HttpMethod::Post, &mut item.post),
        (HttpMethod::Delete, &mut item.delete),
        (HttpMethod::Patch, &mut item.patch),
    ];
    all.into_iter()
        .filter_map(|(method, operation)| Some((method, operation.as_mut()?)))
        .collect()
}

/// What decides which parameters and problems an operation has.
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts about one operation"
)]
struct Facts {
    /// Nobody has to be logged in.
    open: bool,
    /// There is a body.
    body: bool,
    /// It changes something.
    writes: bool,
    /// It takes a key so that it is done once.
    repeatable: bool,
    /// It has a condition on the version.
    conditional: bool,
    /// It must have one.
    versioned: bool,
    /// It has a query.
    query: bool,
    /// It takes the token of a link or of a forced change.
    link: bool,
    /// It is tried a limited number of times.
    limited: bool,
}

impl Facts {
    fn of(path: &str, method: &HttpMethod, operation: &Operation) -> Self {
        let has = |place: ParameterIn, name: Option<&str>| {
            let all = operation.parameters.iter().flatten();
            all.filter_map(|parameter| match parameter {
                RefOr::T(parameter) => Some(parameter),
                RefOr::Ref(_) => None,
            })
            .any(|known: &Parameter| {
                known.parameter_in == place && name.is_none_or(|name| known.name == name)
            })
        };
        let writes = *method != HttpMethod::Get;
        let link = ["{token}", "/setup", "/me/password"]
            .into_iter()
            .any(|part| path.contains(part));
        let is_post = *method == HttpMethod::Post;
        // What is done at most once, or repeated without harm, needs no key.
        let keyless = [
            "/setup",
            "/sessions",
            "/password-resets",
            "/purge",
            "/retry",
            "/import",
            "/roles",
        ];
        let conditional = has(ParameterIn::Header, Some("If-Match"));
        Self {
            open: operation.security.is_some(),
            body: operation.request_body.is_some(),
            writes,
            repeatable: is_post && !keyless.iter().any(|end| path.ends_with(end)),
            conditional,
            versioned: conditional
                && (*method == HttpMethod::Patch && path.ends_with("/{id}")
                    || path.ends_with("/policy")),
            query: has(ParameterIn::Query, None),
            link,
            limited: writes && operation.security.is_some()
                || is_post
                    && ["/invitation", "/import"]
                        .iter()
                        .any(|end| path.ends_with(end))
                || path.ends_with("/photo") && *method == HttpMethod::Put,
        }
    }
}

fn header(name: &str, about: &str) -> Parameter {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some(about))
        .schema(Some(String::schema()))
        .build()
}

fn add_parameters(operation: &mut Operation, facts: &Facts) {
    let parameters = operation.parameters.get_or_insert_default();
    let about = "The tenant's slug; without, the host's tenant or `default`.";
    parameters.push(RefOr::T(header("Tenure-Tenant", about)));
    if facts.repeatable {
        let about = "A UUID. A repetition with the same key within 24 hours does nothing and answers with the first status.";
        let mut key = header("Idempotency-Key", about);
        let uuid = KnownFormat::Uuid;
        let schema = ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(uuid)));
        key.schema = Some(schema.into());
        parameters.push(RefOr::T(key));
    }
}

fn add_problems(operation: &mut Operation, facts: &Facts) {
    use StatusCode as S;
    let possible = [
        (true, S::BAD_REQUEST),
        (!facts.open || facts.writes, S::UNAUTHORIZED),
        (!facts.open || facts.writes, S::FORBIDDEN),
        (true, S::NOT_FOUND),
        (facts.writes, S::CONFLICT),
        (facts.link, S::GONE),
        (facts.conditional, S::PRECONDITION_FAILED),
        (facts.body, S::PAYLOAD_TOO_LARGE),
        (facts.writes, S::UNSUPPORTED_MEDIA_TYPE),
        (facts.writes || facts.query, S::UNPROCESSABLE_ENTITY),
        (facts.versioned, S::PRECONDITION_REQUIRED),
        (facts.limited, S::TOO_MANY_REQUESTS),
        (true, S::INTERNAL_SERVER_ERROR),
        (true, S::SERVICE_UNAVAILABLE),
    ];
    for (_, status) in possible.into_iter().filter(|(possible, _)| *possible) {
        add_problem(operation, status);
    }
}

fn add_problem(operation: &mut Operation, status: StatusCode) {
    let codes = crate::problem::Code::ALL.iter();
    let codes = codes.filter(|code| code.status() == status);
    let codes = codes.map(|code| format!("`{}`", code.as_str()));
    let about = codes.collect::<Vec<_>>().join(", ");
    let schema = Ref::from_schema_name("Problem");
    let response: Response = ResponseBuilder::new()
        .description(about)
        .content("application/problem+json", Content::new(Some(schema)))
        .build();
    let known = &mut operation.responses.responses;
    known
        .entry(status.as_u16().to_string())
        .or_insert(RefOr::T(response));
}
