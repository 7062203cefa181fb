//! Who sits at the command line, for the audit trail.

use std::fs;
use tenure_domain::authority::Actor;

/// The operator: `cli:` and the name of the operating system's user.
pub(crate) fn actor() -> Actor {
    Actor::Operator {
        name: format!("cli:{}", os_user()),
    }
}

/// The name that belongs to the process's user id; a variable in the environment could say anything.
fn os_user() -> String {
    match user_id() {
        Some(id) => {
            let known = fs::read_to_string("/etc/passwd").ok();
            let known = known.and_then(|passwd| name_of(&passwd, id));
            known.unwrap_or_else(|| format!("uid-{id}"))
        }
        None => "unknown".to_owned(),
    }
}

fn user_id() -> Option<u32> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("Uid:"))?;
    line.split_whitespace().next()?.parse().ok()
}

fn name_of(passwd: &str, id: u32) -> Option<String> {
    passwd.lines().find_map(|line| {
        let mut fields = line.split(':');
        let (name, of) = (fields.next()?, fields.nth(1)?);
        (of.parse() == Ok(id)).then(|| name.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::name_of;

    #[test]
    fn the_operator_has_the_name_of_his_user_id() {
        let passwd = "root:x:0:0:root:/root:/bin/sh\nana:x:1000:1000::/home/ana:/bin/sh\n";
        assert_eq!(name_of(passwd, 1000).as_deref(), Some("ana"));
        assert_eq!(name_of(passwd, 0).as_deref(), Some("root"));
        assert_eq!(name_of(passwd, 7), None);
    }
}
